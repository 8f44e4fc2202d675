// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zstd.h"
#include "proxy/recording/flowstorereader.h"
#include "proxy/recording/flowstorewriter.h"
#include "proxy/responses/responsesummary.h"
#include "tests/support/proxybench.h"

#include <QDir>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <csignal>
#include <sys/resource.h>

using namespace cpx;
using namespace Qt::StringLiterals;
using State = RecordedBody::State;

/// Exchanges through a real engine, and what is kept of them.
class RecorderTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { ProxyBench::addTransports(); }
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void offCreatesNothing_data();
    void offCreatesNothing();
    void aStreamIsRecordedExactly_data();
    void aStreamIsRecordedExactly();
    void whatTheModelSaidIsRecordedInEveryMode_data();
    void whatTheModelSaidIsRecordedInEveryMode();
    void metadataKeepsNoBodies();
    void noSecretSurvivesInAnyMode_data();
    void noSecretSurvivesInAnyMode();
    void aLargeBodyIsRecordedWhole();
    void aClientThatLeavesIsRecorded();
    void aCutAnswerIsRecordedAsFarAsItCame();
    void anUpstreamThatIsNotThereIsRecorded();
    void localAnswersAreNotRecorded();
    void stoppingWritesWhatIsLeft();
    void aLockedStoreDelaysNobody();
    void withoutAStoreTheProxyServesAndSaysSo();
    void aFullDiskCostsBodiesOnly();
    void aDamagedStoreIsReplacedWhileRunning();
    void aRemovedStoreIsBegunAgain();

private:
    std::unique_ptr<ProxyBench> bench(RecordingMode mode, bool passthrough = false) const
    {
        return std::make_unique<ProxyBench>(ProxyBench::transport(), [&](EngineConfig &config) {
            config.recording.mode = mode;
            config.recording.directory = directory();
            config.passthrough = passthrough;
        });
    }
    QString directory() const { return m_dir->filePath(u"state"_s); }
    /// With bodies, the newest first; empty while there is no store.
    QList<RecordedFlow> recorded() const
    {
        QList<RecordedFlow> flows;
        auto store = FlowStoreReader::open(directory());
        if (!store)
            return flows;
        auto newest = (*store)->newest(1000);
        if (!newest)
            return flows;
        for (const RecordedFlow &flow : std::as_const(*newest))
            flows.append(*(*store)->find(flow.id));
        return flows;
    }
    static void exchange(ProxyBench &bench, const QByteArray &request = "{}", const QByteArray &answer = "ok")
    {
        const auto client = bench.client();
        const qsizetype before = bench.requests().size();
        client->post(request);
        QTRY_VERIFY(bench.requests().size() > before && bench.requests().constLast().isComplete);
        bench.upstream.send(plainAnswer(answer), bench.requests().constLast().connection);
        QTRY_VERIFY_WITH_TIMEOUT(client->isBodyComplete(), 20'000);
        QCOMPARE(client->body(), answer);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void RecorderTest::offCreatesNothing_data()
{
    QTest::addColumn<bool>("passthrough");
    QTest::newRow("as ever") << false;
    QTest::newRow("passthrough") << true;
}

void RecorderTest::offCreatesNothing()
{
    QFETCH(bool, passthrough);
    auto proxy = bench(RecordingMode::Off, passthrough);
    QCOMPARE(proxy->engine->host().status().recording, RecordingMode::Off);
    exchange(*proxy);
    proxy.reset();
    QVERIFY(!QFileInfo::exists(directory()));
}

void RecorderTest::aStreamIsRecordedExactly_data()
{
    QTest::addColumn<bool>("passthrough");
    QTest::newRow("as ever") << false;
    QTest::newRow("passthrough") << true;
}

void RecorderTest::aStreamIsRecordedExactly()
{
    QFETCH(bool, passthrough);
    auto proxy = bench(RecordingMode::Full, passthrough);
    QCOMPARE(proxy->engine->host().status().recording, RecordingMode::Full);
    const auto client = proxy->client();
    const QByteArray request = zstdCompress("{\"input\":\"hi\"}");
    client->post(request, "Content-Encoding: zstd\r\nX-Two: a\r\nX-Two: b\r\nAuthorization: Bearer secret\r\n", "/v1/responses?a=1");
    QTRY_VERIFY(proxy->hasRequest());
    proxy->upstream.sendSseHead();
    QByteArray sent;
    for (int i = 0; i < 20; ++i) {
        const QByteArray event = "event: e\r\ndata: {\"n\":" + QByteArray::number(i) + "}\r\n\r\n";
        proxy->upstream.sendChunk(event);
        sent += event;
        QTRY_COMPARE(client->body(), sent);
    }
    QVERIFY(recorded().isEmpty()); // it has not ended
    proxy->upstream.endChunks();
    QTRY_VERIFY(client->isBodyComplete());
    QTRY_COMPARE(recorded().size(), 1);
    const RecordedFlow flow = recorded().constFirst();
    QCOMPARE(flow.record.phase, FlowRecord::Phase::Done);
    QCOMPARE(flow.record.method, "POST");
    QCOMPARE(flow.record.target, "/v1/responses?a=1");
    QCOMPARE(flow.record.status, 200);
    QCOMPARE(flow.record.upstream, u"http://127.0.0.1:%1"_s.arg(proxy->upstream.port()));
    QCOMPARE(flow.record.requestBytes, request.size());
    QCOMPARE(flow.record.responseBytes, sent.size());
    QVERIFY(flow.record.firstByteUs && flow.record.totalUs && *flow.record.firstByteUs <= *flow.record.totalUs);
    QCOMPARE(flow.record.requestHeaders.count("x-two"), 2);
    QCOMPARE(flow.record.requestHeaders.first("authorization"), "***");
    QCOMPARE(flow.record.responseHeaders.first("content-type"), "text/event-stream");
    QCOMPARE(flow.eventTimesUs.size(), 20);
    QVERIFY(std::is_sorted(flow.eventTimesUs.cbegin(), flow.eventTimesUs.cend()));
    QVERIFY(flow.eventTimesUs.constLast() <= *flow.record.totalUs);
    QCOMPARE(*flow.request.bytes(), request);
    QCOMPARE(*flow.response.bytes(), sent);
    QCOMPARE(flow.response.state, State::Kept);
}

void RecorderTest::whatTheModelSaidIsRecordedInEveryMode_data()
{
    QTest::addColumn<int>("mode");
    QTest::newRow("metadata") << int(RecordingMode::Metadata);
    QTest::newRow("redacted") << int(RecordingMode::Redacted);
    QTest::newRow("full") << int(RecordingMode::Full);
}

void RecorderTest::whatTheModelSaidIsRecordedInEveryMode()
{
    QFETCH(int, mode);
    auto proxy = bench(RecordingMode(mode));
    const auto client = proxy->client();
    client->post("{}");
    QTRY_VERIFY(proxy->hasRequest());
    proxy->upstream.sendSseHead();
    proxy->upstream.sendChunk("data: {\"type\":\"response.completed\",\"response\":{\"model\":\"m\",\"usage\":{\"output_tokens\":3}}}\n\n");
    proxy->upstream.endChunks();
    QTRY_COMPARE(recorded().size(), 1);
    const RecordedFlow flow = recorded().constFirst();
    QVERIFY(flow.record.summary);
    QCOMPARE(flow.record.summary->outcome->kind, ModelOutcome::Kind::Completed);
    QCOMPARE(flow.record.summary->model, "m");
    QCOMPARE(flow.record.summary->usage->output, 3);
    QCOMPARE(flow.eventTimesUs.size(), RecordingMode(mode) == RecordingMode::Metadata ? 0 : 1);
    QVERIFY(!flow.sent && flow.changeCount == 0);
}

void RecorderTest::metadataKeepsNoBodies()
{
    auto proxy = bench(RecordingMode::Metadata);
    exchange(*proxy, "{\"input\":\"canary\"}", "canary");
    QTRY_COMPARE(recorded().size(), 1);
    const RecordedFlow flow = recorded().constFirst();
    QCOMPARE(flow.record.status, 200);
    QCOMPARE(flow.record.responseBytes, 6);
    QCOMPARE(flow.request.state, State::NotWanted);
    QCOMPARE(flow.response.state, State::NotWanted);
    proxy.reset();
    QFile raw(FlowStoreWriter::fileIn(directory()));
    QVERIFY(raw.open(QIODevice::ReadOnly));
    QVERIFY(!raw.readAll().contains("canary"));
}

void RecorderTest::noSecretSurvivesInAnyMode_data()
{
    QTest::addColumn<int>("mode");
    for (const RecordingMode mode : {RecordingMode::Metadata, RecordingMode::Redacted, RecordingMode::Full})
        QTest::newRow(recordingModeName(mode).toLatin1().constData()) << int(mode);
}

void RecorderTest::noSecretSurvivesInAnyMode()
{
    QFETCH(int, mode);
    auto proxy = bench(RecordingMode(mode));
    const auto client = proxy->client();
    const QByteArray request = R"({"api_key":"body-canary","input":"use sk-body-canary","a":"{\"token\":\"body-canary\"}"})";
    client->post(request, "Authorization: Bearer head-canary\r\nX-Api-Key: head-canary\r\nCookie: head-canary\r\n",
                 "/v1/responses?api_key=head-canary");
    QTRY_VERIFY(proxy->hasRequest());
    proxy->upstream.send(plainAnswer("data: {\"access_token\":\"body-canary\"}\n\n", "Set-Cookie: head-canary\r\n"));
    QTRY_VERIFY(client->isBodyComplete());
    QTRY_COMPARE(recorded().size(), 1);
    const RecordedFlow flow = recorded().constFirst();
    QByteArray heads = flow.record.target;
    flow.record.requestHeaders.writeTo(heads);
    flow.record.responseHeaders.writeTo(heads);
    QVERIFY2(!heads.contains("canary"), heads.constData());
    const QByteArray bodies = *flow.request.bytes() + *flow.response.bytes();
    QCOMPARE(bodies.count("canary"), mode == int(RecordingMode::Full) ? 4 : 0);
    proxy.reset();
    const QStringList names = QDir(directory()).entryList(QDir::Files);
    for (const QString &name : names) {
        QFile raw(directory() + u'/' + name);
        QVERIFY(raw.open(QIODevice::ReadOnly));
        QVERIFY2(!raw.readAll().contains("head-canary"), qPrintable(name));
    }
}

void RecorderTest::aLargeBodyIsRecordedWhole()
{
    auto proxy = bench(RecordingMode::Full);
    QByteArray request(2'000'000, 'r');
    QByteArray answer(2'000'000, 'a');
    for (qsizetype i = 0; i < request.size(); i += 7)
        request[i] = answer[i] = char('0' + i % 10);
    exchange(*proxy, request, answer);
    QTRY_COMPARE(recorded().size(), 1);
    QCOMPARE(*recorded().constFirst().request.bytes(), request);
    QCOMPARE(*recorded().constFirst().response.bytes(), answer);
}

void RecorderTest::aClientThatLeavesIsRecorded()
{
    auto proxy = bench(RecordingMode::Full);
    const auto client = proxy->client();
    client->post("{}");
    QTRY_VERIFY(proxy->hasRequest());
    proxy->upstream.sendSseHead();
    proxy->upstream.sendChunk("data: 1\n\n");
    QTRY_COMPARE(client->body(), "data: 1\n\n");
    client->leave();
    QTRY_COMPARE(recorded().size(), 1);
    const RecordedFlow flow = recorded().constFirst();
    QCOMPARE(flow.record.phase, FlowRecord::Phase::Cancelled);
    QCOMPARE(*flow.request.bytes(), "{}");
    QCOMPARE(*flow.response.bytes(), "data: 1\n\n");
}

void RecorderTest::aCutAnswerIsRecordedAsFarAsItCame()
{
    auto proxy = bench(RecordingMode::Redacted);
    const auto client = proxy->client();
    client->post("{}");
    QTRY_VERIFY(proxy->hasRequest());
    proxy->upstream.sendSseHead();
    proxy->upstream.sendChunk("data: {\"token\":\"canary");
    QTRY_VERIFY(client->body().contains("canary"));
    proxy->upstream.reset();
    QTRY_VERIFY(client->isClosed());
    QTRY_COMPARE(recorded().size(), 1);
    const RecordedFlow flow = recorded().constFirst();
    QCOMPARE(flow.record.phase, FlowRecord::Phase::Failed);
    QCOMPARE(flow.record.errorCode, "upstream_cut");
    QCOMPARE(*flow.response.bytes(), "data: {\"token\":\"***\"");
}

void RecorderTest::anUpstreamThatIsNotThereIsRecorded()
{
    auto proxy = bench(RecordingMode::Full);
    proxy->upstream.stopListening();
    const auto client = proxy->client();
    client->post("{}");
    QTRY_COMPARE(client->status(), 502);
    client->leave();
    QTRY_COMPARE(recorded().size(), 1);
    QCOMPARE(recorded().constFirst().record.errorCode, "upstream_refused");
    QCOMPARE(recorded().constFirst().record.status, 502);
}

void RecorderTest::localAnswersAreNotRecorded()
{
    auto proxy = bench(RecordingMode::Full);
    const auto client = proxy->client();
    client->get("/health");
    QTRY_VERIFY(client->isBodyComplete());
    QVERIFY2(client->body().contains("\"recording\":\"full\""), client->body().constData());
    exchange(*proxy);
    QTRY_COMPARE(recorded().size(), 1);
    QCOMPARE(recorded().constFirst().record.method, "POST");
}

void RecorderTest::stoppingWritesWhatIsLeft()
{
    auto proxy = bench(RecordingMode::Full);
    for (int i = 0; i < 5; ++i)
        exchange(*proxy);
    const auto client = proxy->client(); // and one in the middle
    client->post("{}");
    QTRY_COMPARE(proxy->requests().size(), 6);
    proxy.reset();
    QVERIFY(!QFileInfo::exists(FlowStoreWriter::fileIn(directory()) + u"-wal"_s)); // closed in order
    QCOMPARE(recorded().size(), 6);
    QCOMPARE(recorded().constFirst().record.phase, FlowRecord::Phase::Cancelled);
}

void RecorderTest::aLockedStoreDelaysNobody()
{
    auto proxy = bench(RecordingMode::Full);
    exchange(*proxy);
    QTRY_COMPARE(recorded().size(), 1);
    auto blocker = SqliteDatabase::open(FlowStoreWriter::fileIn(directory()), SqliteDatabase::Access::ReadWrite);
    QVERIFY(blocker);
    QVERIFY((*blocker)->execute(u"BEGIN IMMEDIATE"_s));
    exchange(*proxy);
    QTest::qWait(400); // until the writer waits for the lock
    // More than memory is set aside for: each answer arrives at once all the same.
    const QByteArray answer(12'000'000, 'x');
    for (int i = 0; i < 7; ++i) {
        QElapsedTimer clock;
        clock.start();
        exchange(*proxy, "{}", answer);
        QVERIFY2(clock.elapsed() < 4500, qPrintable(QString::number(clock.elapsed()))); // SQLite waits for five seconds
    }
    QCOMPARE(recorded().size(), 1);
    QVERIFY((*blocker)->execute(u"ROLLBACK"_s));
    QTRY_COMPARE_WITH_TIMEOUT(recorded().size(), 9, 20'000);
    const RecordedFlow last = recorded().constFirst();
    QCOMPARE(last.response.state, State::Dropped); // and says so
    QCOMPARE(last.record.responseBytes, answer.size());
    QCOMPARE(recorded().at(5).response.state, State::Kept);
    QCOMPARE(proxy->engine->host().status().recordingProblem, QString());
}

void RecorderTest::withoutAStoreTheProxyServesAndSaysSo()
{
    QFile blocking(directory());
    QVERIFY(blocking.open(QIODevice::WriteOnly));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^requests are not recorded: .*is not a directory; move it away$"_s));
    auto proxy = bench(RecordingMode::Full);
    for (int i = 0; i < 3; ++i)
        exchange(*proxy);
    QTRY_VERIFY(proxy->engine->host().status().recordingProblem.contains(directory()));
    QCOMPARE(proxy->engine->host().status().state, EngineStatus::State::Running);
    const auto client = proxy->client();
    client->get("/health");
    QTRY_VERIFY(client->isBodyComplete());
    QVERIFY2(client->body().contains("\"recording_problem\":"), client->body().constData());
}

void RecorderTest::aFullDiskCostsBodiesOnly()
{
    auto proxy = bench(RecordingMode::Full);
    exchange(*proxy);
    QTRY_COMPARE(recorded().size(), 1);
    QByteArray answer(2'000'000, Qt::Uninitialized);
    for (char &byte : answer)
        byte = char(QRandomGenerator::global()->generate());
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small = {1'000'000, before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^requests are recorded without their bodies: .*free space$"_s));
    exchange(*proxy, "{}", answer);
    QTRY_VERIFY(!proxy->engine->host().status().recordingProblem.isEmpty());
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    QTRY_COMPARE(recorded().size(), 2);
    QCOMPARE(recorded().constFirst().response.state, State::Dropped);
    QCOMPARE(recorded().constFirst().record.responseBytes, answer.size());
    exchange(*proxy, "{}", answer);
    QTRY_COMPARE(recorded().size(), 3);
    QCOMPARE(*recorded().constFirst().response.bytes(), answer);
    QTRY_COMPARE(proxy->engine->host().status().recordingProblem, QString());
}

void RecorderTest::aDamagedStoreIsReplacedWhileRunning()
{
    auto proxy = bench(RecordingMode::Full);
    for (int i = 0; i < 3; ++i)
        exchange(*proxy, "{}", QByteArray(20'000, char('a' + i)));
    QTRY_COMPARE(recorded().size(), 3);
    {
        // Into the file, where the next transaction has to read it again.
        auto database = SqliteDatabase::open(FlowStoreWriter::fileIn(directory()), SqliteDatabase::Access::ReadWrite);
        QVERIFY(database);
        QVERIFY((*database)->execute(u"PRAGMA wal_checkpoint(TRUNCATE)"_s));
        QVERIFY((*database)->execute(u"UPDATE flows SET flow = 99"_s)); // so that the other connection drops its cache
        QVERIFY((*database)->execute(u"PRAGMA wal_checkpoint(TRUNCATE)"_s));
    }
    QFile raw(FlowStoreWriter::fileIn(directory()));
    QVERIFY(raw.open(QIODevice::ReadWrite));
    const qint64 size = raw.size();
    QVERIFY(raw.seek(4096));
    raw.write(QByteArray(qsizetype(size - 4096), '\x55'));
    raw.close();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"damaged and are now in"_s));
    exchange(*proxy, "{}", "after");
    QTRY_COMPARE(recorded().size(), 1);
    QCOMPARE(*recorded().constFirst().response.bytes(), "after");
}

void RecorderTest::aRemovedStoreIsBegunAgain()
{
    auto proxy = bench(RecordingMode::Full);
    exchange(*proxy);
    QTRY_COMPARE(recorded().size(), 1);
    QVERIFY(QDir(directory()).removeRecursively());
    exchange(*proxy, "{}", "after");
    QTRY_COMPARE(recorded().size(), 1);
    QCOMPARE(*recorded().constFirst().response.bytes(), "after");
}

QTEST_GUILESS_MAIN(RecorderTest)
#include "tst_recorder.moc"
