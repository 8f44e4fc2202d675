// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/flowstorewriter.h"
#include "tests/app/clirun.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;
using State = RecordedBody::State;

/// `codex-plus requests`: what was recorded, on a terminal.
class RequestsCommandTest : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void withoutAStoreItSaysHowToTurnItOn();
    void theListIsATable();
    void theLimitIsKept();
    void showPrintsHeadsAndBodies();
    void showSaysWhyABodyIsMissing_data();
    void showSaysWhyABodyIsMissing();
    void nothingRecordedDrivesTheTerminal_data();
    void nothingRecordedDrivesTheTerminal();
    void rawPrintsEveryByte();
    void jsonCarriesWhatIsNoTextAsBase64();
    void exportIsAnArchive();
    void aMissingRequestIsAFailure_data();
    void aMissingRequestIsAFailure();
    void wrongWordsAreMistakes_data();
    void wrongWordsAreMistakes();
    void theDirectoryCanBeGiven();
    void aDamagedStoreIsExplained();

private:
    CliRun run(const QString &line) const
    {
        QProcessEnvironment environment;
        environment.insert(u"HOME"_s, m_home->path());
        return CliRun::of((u"requests "_s + line).split(u' ', Qt::SkipEmptyParts), environment);
    }
    QString directory() const { return m_home->filePath(u".local/state/codex-plus"_s); }
    void record(const QList<RecordedFlow> &flows) const
    {
        RecordingOptions options;
        options.directory = directory();
        auto store = FlowStoreWriter::open(options);
        QVERIFY(store);
        QVERIFY((*store)->insert(flows));
    }
    static RecordedFlow flow()
    {
        RecordedFlow flow;
        flow.mode = RecordingMode::Full;
        FlowRecord &record = flow.record;
        record.id = 1;
        record.phase = FlowRecord::Phase::Done;
        record.method = "POST";
        record.target = "/v1/responses";
        record.upstream = u"https://a.example"_s;
        record.status = 200;
        record.startedMs = QDateTime::currentMSecsSinceEpoch();
        record.firstByteUs = 340'000;
        record.totalUs = 2'100'000;
        record.requestBytes = 5;
        record.responseBytes = 9;
        record.requestHeaders = {{"X-Sent", "1"}};
        record.responseHeaders = {{"Content-Type", "text/event-stream"}};
        flow.request = RecordedBody::of(State::Kept, "hello");
        flow.response = RecordedBody::of(State::Kept, "data: 1\n\n");
        return flow;
    }

    std::unique_ptr<QTemporaryDir> m_home;
};

void RequestsCommandTest::init()
{
    m_home = std::make_unique<QTemporaryDir>();
}

void RequestsCommandTest::withoutAStoreItSaysHowToTurnItOn()
{
    for (const QString &line : {QString(), u"list"_s}) {
        const CliRun result = run(line);
        QCOMPARE(result.exitCode, 0);
        QCOMPARE(result.out, u"Nothing recorded yet. Turn it on with: codex-plus serve --set recording=redacted\n"_s);
    }
    QCOMPARE(run(u"list --json"_s).out, u"[]\n"_s);
    QVERIFY(!QFileInfo::exists(directory())); // looking creates nothing
    record({});
    QVERIFY(run(u"list"_s).out.startsWith(u"Nothing recorded yet."_s));
}

void RequestsCommandTest::theListIsATable()
{
    RecordedFlow cut = flow();
    cut.record.phase = FlowRecord::Phase::Cancelled;
    cut.record.status.reset();
    cut.record.totalUs.reset();
    cut.record.target = "/" + QByteArray(100, 'x');
    record({flow(), cut});
    const CliRun result = run(u"list"_s);
    QCOMPARE(result.exitCode, 0);
    const QStringList lines = result.out.trimmed().split(u'\n');
    QCOMPARE(lines.size(), 3);
    for (const QString &word : {u"ID"_s, u"Time"_s, u"Status"_s, u"Method"_s, u"Target"_s, u"Duration"_s, u"Bytes"_s})
        QVERIFY2(lines.at(0).contains(word), qPrintable(lines.at(0)));
    QVERIFY2(lines.at(1).contains(u"/v1/responses"_s) && lines.at(1).contains(u" 200 "_s) && lines.at(1).contains(u"2.1 s"_s), qPrintable(lines.at(1)));
    QVERIFY2(lines.at(2).contains(u"— cancelled"_s) && lines.at(2).contains(u"xxx…"_s), qPrintable(lines.at(2)));
    QCOMPARE(lines.at(1).size(), lines.at(2).size());
    const QJsonArray rows = QJsonDocument::fromJson(run(u"list --json"_s).out.toUtf8()).array();
    QCOMPARE(rows.size(), 2);
    QVERIFY(rows.at(0).toObject().value(u"status"_s).isNull()); // the newest first; unknown is null
    QCOMPARE(rows.at(1).toObject().value(u"status"_s).toInt(), 200);
}

void RequestsCommandTest::theLimitIsKept()
{
    record(QList<RecordedFlow>(30, flow()));
    QCOMPARE(QJsonDocument::fromJson(run(u"list --json"_s).out.toUtf8()).array().size(), 20);
    const QJsonArray three = QJsonDocument::fromJson(run(u"list --json --limit 3"_s).out.toUtf8()).array();
    QCOMPARE(three.size(), 3);
    QCOMPARE(three.at(0).toObject().value(u"id"_s).toInt(), 30);
}

void RequestsCommandTest::showPrintsHeadsAndBodies()
{
    record({flow()});
    const CliRun result = run(u"show 1"_s);
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.err, QString());
    QVERIFY2(result.out.startsWith(u"POST /v1/responses\n"_s), qPrintable(result.out));
    for (const QString &part : {u"https://a.example"_s, u"340 ms"_s, u"2.1 s"_s, u"5 sent, 9 received"_s, u"X-Sent: 1"_s,
                                u"\nhello\n"_s, u"Content-Type: text/event-stream"_s, u"\ndata: 1\n"_s})
        QVERIFY2(result.out.contains(part), qPrintable(part + result.out));
}

void RequestsCommandTest::showSaysWhyABodyIsMissing_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("said");
    QTest::newRow("metadata") << int(State::NotWanted) << u"the setting recording is metadata"_s;
    QTest::newRow("dropped") << int(State::Dropped) << u"the disk was too slow or full"_s;
    QTest::newRow("unreadable") << int(State::Unreadable) << u"could not be searched for credentials"_s;
    QTest::newRow("truncated") << int(State::Truncated) << u"only the beginning was recorded"_s;
}

void RequestsCommandTest::showSaysWhyABodyIsMissing()
{
    QFETCH(int, state);
    QFETCH(QString, said);
    RecordedFlow missing = flow();
    missing.response = RecordedBody::of(State(state), {});
    record({missing});
    const CliRun result = run(u"show 1"_s);
    QVERIFY2(result.out.contains(said), qPrintable(result.out));
}

void RequestsCommandTest::nothingRecordedDrivesTheTerminal_data()
{
    QTest::addColumn<QString>("line");
    for (const char *line : {"list", "list --json", "show 1", "show 1 --json", "export 1"})
        QTest::newRow(line) << QString::fromLatin1(line);
}

void RequestsCommandTest::nothingRecordedDrivesTheTerminal()
{
    QFETCH(QString, line);
    const QByteArray evil = "\x1b]0;title\x07\x1b[2J\xc2\x9b" "31m\x7f\r";
    RecordedFlow hostile = flow();
    hostile.record.target = "/" + evil;
    hostile.record.method = evil;
    hostile.record.errorText = QString::fromUtf8(evil);
    hostile.record.errorCode = "x";
    hostile.record.responseHeaders = {{"X", evil}};
    hostile.response = RecordedBody::of(State::Kept, evil);
    record({hostile});
    const CliRun result = run(line);
    QCOMPARE(result.exitCode, 0);
    for (const QChar c : result.out) {
        const bool isHarmless = c == u'\n' || c == u'\t' || (c >= u' ' && c != u'\x7f' && (c < u'\x80' || c > u'\x9f'));
        QVERIFY2(isHarmless, qPrintable(QString::number(c.unicode(), 16)));
    }
}

void RequestsCommandTest::rawPrintsEveryByte()
{
    record({flow()});
    QCOMPARE(run(u"show 1 --raw"_s).out,
             u"POST /v1/responses HTTP/1.1\r\nX-Sent: 1\r\n\r\nhello\r\n\r\n"
             "HTTP/1.1 200\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n"_s);
}

void RequestsCommandTest::jsonCarriesWhatIsNoTextAsBase64()
{
    RecordedFlow binary = flow();
    binary.response = RecordedBody::of(State::Kept, "\xff\xfe");
    record({binary});
    const QJsonObject json = QJsonDocument::fromJson(run(u"show 1 --json"_s).out.toUtf8()).object();
    QCOMPARE(json.value(u"request"_s).toObject().value(u"body"_s).toString(), u"hello"_s);
    QCOMPARE(QByteArray::fromBase64(json.value(u"response"_s).toObject().value(u"body_base64"_s).toString().toLatin1()), "\xff\xfe");
    QVERIFY(run(u"show 1"_s).out.contains(u"2 bytes that are no text"_s));
}

void RequestsCommandTest::exportIsAnArchive()
{
    record({flow()});
    const CliRun result = run(u"export 1"_s);
    QCOMPARE(result.exitCode, 0);
    const QJsonObject log = QJsonDocument::fromJson(result.out.toUtf8()).object().value(u"log"_s).toObject();
    QCOMPARE(log.value(u"entries"_s).toArray().size(), 1);
}

void RequestsCommandTest::aMissingRequestIsAFailure_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("hasStore");
    QTest::newRow("show") << u"show 7"_s << true;
    QTest::newRow("export") << u"export 7"_s << true;
    QTest::newRow("show without a store") << u"show 7"_s << false;
}

void RequestsCommandTest::aMissingRequestIsAFailure()
{
    QFETCH(QString, line);
    QFETCH(bool, hasStore);
    if (hasStore)
        record({flow()});
    const CliRun result = run(line);
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.out, QString());
    QVERIFY2(result.err.startsWith(u"codex-plus: cannot "_s), qPrintable(result.err));
}

void RequestsCommandTest::wrongWordsAreMistakes_data()
{
    QTest::addColumn<QString>("line");
    for (const char *line : {"nothing", "show", "show x", "show 0", "show -1", "show 1 2", "list 1", "list --limit 0",
                             "list --limit x", "--nothing"})
        QTest::newRow(line) << QString::fromLatin1(line);
}

void RequestsCommandTest::wrongWordsAreMistakes()
{
    QFETCH(QString, line);
    const CliRun result = run(line);
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(result.out, QString());
    QVERIFY2(result.err.startsWith(u"codex-plus: wrong usage of requests ("_s), qPrintable(result.err));
}

void RequestsCommandTest::theDirectoryCanBeGiven()
{
    record({flow()});
    const QString line = u"list --json --data-dir "_s;
    QCOMPARE(QJsonDocument::fromJson(run(line + directory()).out.toUtf8()).array().size(), 1);
    QCOMPARE(run(line + m_home->filePath(u"other"_s)).out, u"[]\n"_s);
}

void RequestsCommandTest::aDamagedStoreIsExplained()
{
    QVERIFY(QDir().mkpath(directory()));
    QFile raw(FlowStoreWriter::fileIn(directory()));
    QVERIFY(raw.open(QIODevice::WriteOnly));
    raw.write(QByteArray(10'000, 'x'));
    raw.close();
    const CliRun result = run(u"list"_s);
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains(u"is damaged"_s), qPrintable(result.err));
}

QTEST_GUILESS_MAIN(RequestsCommandTest)
#include "tst_requestscommand.moc"
