// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/changes/bodychange.h"
#include "proxy/recording/flowstorewriter.h"
#include "proxy/responses/responsesummary.h"
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
    void theListSaysWhatTheModelDid();
    void theListCanBeNarrowed();
    void showSaysWhatTheModelDid();
    void changesNameWhoMadeThem();
    void changesWithoutBodiesAreListed();
    void nothingChangedIsSaid();
    void thePromptIsShown();
    void theStreamIsATimeline();
    void exportIsAnArchive();
    void exportAsALineOfJson();
    void exportAsAPage();
    void theExportedPageRunsNothing();
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

    /// A turn whose prompt a command replaced; the model, too, is another one, and nobody said why.
    static RecordedFlow turn()
    {
        RecordedFlow turn = flow();
        const QByteArray body = R"({"model":"gpt-x","stream":true,"input":[{"type":"message","id":"m1","role":"user",)"
                                R"("content":[{"type":"input_text","text":"/review"}]}]})";
        turn.record.requestHeaders = {{"x-codex-turn-metadata", R"({"request_kind":"turn","thread_source":"user","turn_trigger":"user",)"
                                                                R"("session_id":"ab12","model":"gpt-x","reasoning_effort":"low"})"}};
        turn.request = RecordedBody::of(State::Kept, body);
        turn.sent = RecordedBody::of(State::Kept, QByteArray(body).replace("/review", "Review it.\\nWell.").replace("gpt-x", "gpt-y"));
        turn.response = RecordedBody::of(State::Kept, {});
        BodyChange change;
        change.attribution = {ChangeAttribution::Kind::Command, u"review"_s, u".codexplus/commands/review.md"_s, {}};
        change.location = "/input/0/content/0/text";
        change.before = ChangeText::of("/review");
        change.after = ChangeText::of("Review it.\nWell.");
        turn.record.changes = std::make_shared<const QList<BodyChange>>(QList{change});
        turn.changeCount = 1;
        ResponseSummary summary;
        summary.outcome = ModelOutcome{ModelOutcome::Kind::Incomplete, "max_output_tokens", {}};
        summary.usage = TokenUsage{18'200, 17'000, 640, {}, {}};
        summary.stream = StreamTiming{1, {}, {}, 0};
        summary.toolCalls = {"exec"};
        summary.toolCallCount = 1;
        summary.rateLimits = {{"primary", 40.0, 300, 60, {}, {}}};
        turn.record.summary = std::make_shared<const ResponseSummary>(summary);
        return turn;
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
    for (const char *line : {"list", "list --json", "show 1", "show 1 --json", "export 1", "show 1 --changes", "show 1 --changes --json",
                             "show 1 --prompt", "show 1 --stream", "show 1 --stream --json", "export 1 --format jsonl",
                             "export 1 --format html"})
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
    hostile.response = RecordedBody::of(State::Kept, "event: " + evil + "\ndata: x\n\n");
    hostile.sent = RecordedBody::of(State::Kept, evil);
    BodyChange change;
    change.location = evil;
    change.attribution.name = QString::fromUtf8(evil);
    change.after = ChangeText::of(evil);
    hostile.record.changes = std::make_shared<const QList<BodyChange>>(QList{change});
    ResponseSummary summary;
    summary.model = evil;
    summary.outcome = ModelOutcome{ModelOutcome::Kind::Failed, evil, QString::fromUtf8(evil)};
    summary.toolCalls = {evil};
    summary.toolCallCount = 1;
    summary.rateLimits = {{evil, 5.0, {}, {}, {}, {}}};
    hostile.record.summary = std::make_shared<const ResponseSummary>(summary);
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

void RequestsCommandTest::theListSaysWhatTheModelDid()
{
    record({turn(), flow()});
    const QStringList lines = run(u"list"_s).out.trimmed().split(u'\n');
    for (const QString &word : {u"Kind"_s, u"Model"_s, u"Tokens in/out"_s, u"Outcome"_s, u"Changes"_s})
        QVERIFY2(lines.at(0).contains(word), qPrintable(lines.at(0)));
    for (const QString &word : {u" turn "_s, u" gpt-x "_s, u" 18200/640 "_s, u" incomplete "_s, u" 1 "_s})
        QVERIFY2(lines.at(1).contains(word), qPrintable(lines.at(1)));
    for (const QString &word : {u" other "_s, u" — "_s})
        QVERIFY2(lines.at(2).contains(word), qPrintable(lines.at(2)));
    const QJsonObject json = QJsonDocument::fromJson(run(u"list --json"_s).out.toUtf8()).array().at(1).toObject();
    QCOMPARE(json.value(u"kind"_s).toString(), u"turn"_s);
    QCOMPARE(json.value(u"session_id"_s).toString(), u"ab12"_s);
    QCOMPARE(json.value(u"summary"_s).toObject().value(u"usage"_s).toObject().value(u"input"_s).toInt(), 18'200);
    QCOMPARE(json.value(u"change_count"_s).toInt(), 1);
}

void RequestsCommandTest::theListCanBeNarrowed()
{
    record({turn(), flow()});
    const auto count = [this](const QString &options) {
        return QJsonDocument::fromJson(run(u"list --json "_s + options).out.toUtf8()).array().size();
    };
    QCOMPARE(count({}), 2);
    QCOMPARE(count(u"--session ab"_s), 1);
    QCOMPARE(count(u"--session x"_s), 0);
    QCOMPARE(count(u"--kind turn"_s), 1);
    QCOMPARE(count(u"--kind sub-agent"_s), 0);
    QVERIFY(!run(u"list --session x"_s).out.contains(u"Nothing recorded"_s)); // there is something, but not of that
}

void RequestsCommandTest::showSaysWhatTheModelDid()
{
    record({turn()});
    const QString out = run(u"show 1"_s).out;
    for (const QString &part : {u"turn"_s, u"gpt-x"_s, u"ab12"_s, u"incomplete: max_output_tokens"_s, u"18200 in (17000 cached), 640 out (— reasoning)"_s,
                                u"1 events, longest gap —, stalls: 0"_s, u"exec"_s, u"primary: 40 % used, reset in 60 s"_s, u"1; --changes shows them"_s})
        QVERIFY2(out.contains(part), qPrintable(part + u'\n' + out));
}

void RequestsCommandTest::changesNameWhoMadeThem()
{
    record({turn()});
    QCOMPARE(run(u"show 1 --changes"_s).out,
             u"Differences between what was received and what was sent: 2, 1 of them not attributed\n"
             "\n/model\n  by nobody that is known: not attributed\n    -gpt-x\n    +gpt-y\n"
             "\n/input/0/content/0/text\n  command review (.codexplus/commands/review.md)\n"
             "    @@ -1,1 +1,2 @@\n    -/review\n    +Review it.\n    +Well.\n"_s);
    const QJsonObject json = QJsonDocument::fromJson(run(u"show 1 --changes --json"_s).out.toUtf8()).object();
    QCOMPARE(json.value(u"unattributed"_s).toInt(), 1);
    QCOMPARE(json.value(u"differences"_s).toArray().size(), 2);
    QCOMPARE(json.value(u"changes"_s).toArray().at(0).toObject().value(u"name"_s).toString(), u"review"_s);
}

void RequestsCommandTest::changesWithoutBodiesAreListed()
{
    RecordedFlow lost = turn();
    lost.request = RecordedBody::of(State::Dropped, {});
    record({lost});
    const QString out = run(u"show 1 --changes"_s).out;
    QVERIFY2(out.contains(u"cannot be compared"_s) && out.contains(u"    -/review\n"_s) && out.contains(u"command review"_s), qPrintable(out));
}

void RequestsCommandTest::nothingChangedIsSaid()
{
    record({flow()});
    QCOMPARE(run(u"show 1 --changes"_s).out, u"Sent as received: nothing was changed in the request.\n"_s);
}

void RequestsCommandTest::thePromptIsShown()
{
    record({turn(), flow()});
    QCOMPARE(run(u"show 1 --prompt"_s).out, u"/review\n"_s);
    QCOMPARE(run(u"show 1 --prompt --json"_s).out, u"[\"/review\"]\n"_s);
    QVERIFY(run(u"show 2 --prompt"_s).out.contains(u"cannot be read"_s));
}

void RequestsCommandTest::theStreamIsATimeline()
{
    RecordedFlow stream = flow();
    stream.response = RecordedBody::of(State::Kept, "data: {\"type\":\"response.created\"}\n\n"
                                                    "event: response.output_text.delta\ndata: {}\n\n"
                                                    "event: response.output_text.delta\ndata: {}\n\n"
                                                    "event: response.completed\ndata: {}\n\ndata: [DONE]\n\n");
    stream.eventTimesUs = {0, 100'000, 150'000, 6'150'000}; // of the last one it is not known
    record({stream, flow()});
    const QStringList lines = run(u"show 1 --stream"_s).out.split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 5);
    QVERIFY2(lines.at(1).contains(u"0.340 s"_s) && lines.at(1).endsWith(u"response.created"_s), qPrintable(lines.at(1)));
    QVERIFY2(lines.at(2).contains(u"0.440 s"_s) && lines.at(2).contains(u"  2  "_s), qPrintable(lines.at(2)));
    QVERIFY2(lines.at(3).contains(u"6.000 s"_s) && lines.at(3).contains(u"silence before"_s), qPrintable(lines.at(3)));
    QVERIFY2(lines.at(4).contains(u"—"_s) && lines.at(4).endsWith(u"[DONE]"_s), qPrintable(lines.at(4)));
    QCOMPARE(QJsonDocument::fromJson(run(u"show 1 --stream --json"_s).out.toUtf8()).array().size(), 5);
    record({turn()});
    QVERIFY(run(u"show 3 --stream"_s).out.contains(u"No events"_s));
}

void RequestsCommandTest::exportAsALineOfJson()
{
    record({turn()});
    const QString out = run(u"export 1 --format jsonl"_s).out;
    QCOMPARE(out.count(u'\n'), 1);
    const QJsonObject json = QJsonDocument::fromJson(out.toUtf8()).object();
    QVERIFY(json.value(u"sent"_s).toObject().value(u"body"_s).toString().contains(u"Review it."_s));
    QCOMPARE(json.value(u"changes"_s).toArray().size(), 1);
}

void RequestsCommandTest::exportAsAPage()
{
    record({turn()});
    const QString out = run(u"export 1 --format html"_s).out;
    for (const QString &part : {u"<!DOCTYPE html>"_s, u"<del>/review</del>"_s, u"<ins>Review it.</ins>"_s, u"command review"_s, u"18200 in"_s,
                                u"color-scheme:light dark"_s, u"not attributed"_s})
        QVERIFY2(out.contains(part), qPrintable(part));
}

void RequestsCommandTest::theExportedPageRunsNothing()
{
    const QByteArray evil = "<script>alert(1)</script>\"'><img src=x onerror=y>&";
    RecordedFlow hostile = turn();
    hostile.record.target = "/" + evil;
    hostile.record.requestHeaders = {{"X", evil}};
    hostile.request = RecordedBody::of(State::Kept, evil);
    hostile.sent = RecordedBody::of(State::Kept, evil + evil);
    hostile.response = RecordedBody::of(State::Kept, evil);
    record({hostile});
    const QString out = run(u"export 1 --format html"_s).out;
    QVERIFY(out.contains(u"default-src 'none'"_s));
    QVERIFY(!out.contains(u"<script"_s) && !out.contains(u"<img"_s));
    QVERIFY(out.contains(u"&lt;script&gt;"_s));
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
                             "list --limit x", "--nothing", "list --kind magic", "export 1 --format pdf", "show 1 --raw --changes"})
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
