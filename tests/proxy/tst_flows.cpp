// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/proxybench.h"

#include <QSignalSpy>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The records an engine publishes for whoever watches.
class FlowsTest : public QObject
{
    Q_OBJECT

private slots:
    void aFinishedRequestIsRecordedWithStatusTimesAndSizes();
    void aRunningStreamShowsItsProgress();
    void aRefusedUpgradeIsRecordedAsLocal();
    void aRefusedHeadIsRecordedAsFarAsItIsKnown_data();
    void aRefusedHeadIsRecordedAsFarAsItIsKnown();
    void looksAtHealthLeaveNoRecord();
    void anIdleEngineSaysNothing();
    void withoutAWatcherOnlyTheFinalStateIsTold();
    void recordsComeInBatches();
    void aFailureIsCountedAndExplained();
};

void FlowsTest::aFinishedRequestIsRecordedWithStatusTimesAndSizes()
{
    ProxyBench bench(Transport::Direct);
    bench.upstream.answerAlways(plainAnswer("answer", "x-request-id: r1\r\n"));
    const auto client = bench.client();
    client->post("{\"model\":1}", "x-codex-turn-metadata: {\"model\":\"m\"}\r\n");
    QTRY_COMPARE(bench.engine->flows().size(), 1);
    QTRY_COMPARE(bench.engine->flows().constFirst().phase, FlowRecord::Phase::Done);
    const FlowRecord flow = bench.engine->flows().constFirst();
    QCOMPARE(flow.id, 1);
    QCOMPARE(flow.method, "POST");
    QCOMPARE(flow.target, "/v1/responses");
    QVERIFY(!flow.isLocal);
    QCOMPARE(flow.status, 200);
    QCOMPARE(flow.requestBytes, 11);
    QCOMPARE(flow.responseBytes, 6);
    QVERIFY(flow.firstByteUs.has_value());
    QVERIFY(*flow.firstByteUs > 0 && *flow.firstByteUs <= *flow.totalUs);
    QCOMPARE(flow.upstream, u"http://127.0.0.1:%1"_s.arg(bench.upstream.port()));
    QCOMPARE(flow.requestHeaders.first("x-codex-turn-metadata"), "{\"model\":\"m\"}");
    QCOMPARE(flow.responseHeaders.first("x-request-id"), "r1");
    QTRY_COMPARE(bench.engine->host().status().requests, 1);
    QCOMPARE(bench.engine->host().status().failures, 0);
    QCOMPARE(bench.engine->host().status().inFlight, 0);
}

void FlowsTest::aRunningStreamShowsItsProgress()
{
    ProxyBench bench(Transport::Direct);
    const auto client = bench.client();
    client->post("{}");
    QTRY_COMPARE(bench.engine->flows().size(), 1);
    QCOMPARE(bench.engine->flows().constFirst().phase, FlowRecord::Phase::Sending);
    QVERIFY(!bench.engine->flows().constFirst().status.has_value());
    QTRY_COMPARE(bench.engine->host().status().inFlight, 1);
    bench.upstream.sendSseHead();
    QTRY_COMPARE(bench.engine->flows().constFirst().phase, FlowRecord::Phase::Streaming);
    QCOMPARE(bench.engine->flows().constFirst().status, 200);
    bench.upstream.sendChunk("12345");
    QTRY_COMPARE(bench.engine->flows().constFirst().responseBytes, 5);
    QVERIFY(!bench.engine->flows().constFirst().totalUs.has_value());
    bench.upstream.endChunks();
    QTRY_COMPARE(bench.engine->flows().constFirst().phase, FlowRecord::Phase::Done);
}

void FlowsTest::aRefusedUpgradeIsRecordedAsLocal()
{
    ProxyBench bench(Transport::Direct);
    const auto client = bench.client();
    client->get("/v1/responses", "Connection: Upgrade\r\nUpgrade: websocket\r\n");
    QTRY_COMPARE(bench.engine->flows().size(), 1);
    const FlowRecord flow = bench.engine->flows().constFirst();
    QVERIFY(flow.isLocal);
    QCOMPARE(flow.status, 426);
    QVERIFY(flow.upstream.isEmpty());
    QCOMPARE(bench.engine->host().status().requests, 0);
}

void FlowsTest::aRefusedHeadIsRecordedAsFarAsItIsKnown_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("known");
    const auto row = [](const char *name, const QByteArray &head, int status, const char *code, const QByteArray &known) {
        QTest::newRow(name) << head << status << QByteArray(code) << known;
    };
    row("a malformed field", "POST /v1/x?y HTTP/1.1\r\nA : b\r\n\r\n", 400, "bad_header", "POST /v1/x?y");
    row("no length to be sure of", "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400, "bad_content_length", "POST /v1/x");
    row("a body too large", "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n", 413, "body_too_large", "POST /v1/x");
    row("an unknown coding", "POST /v1/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501, "bad_transfer_encoding", "POST /v1/x");
    row("another version", "GET /v1/x HTTP/1.5\r\n", 505, "bad_version", "GET /v1/x");
    row("a malformed target", "GET /v1/\xff HTTP/1.1\r\n", 400, "bad_target", "GET ");
    row("a target too long", "GET /" + QByteArray(20'000, 'a'), 414, "request_line_too_long", "GET ");
    row("fields too large", "GET /v1/x HTTP/1.1\r\nA: " + QByteArray(40'000, 'a'), 431, "header_too_large", "GET /v1/x");
    row("a head that does not end", "GET /v1/x HTTP/1.1\r\nA: ", 408, "request_timeout", "GET /v1/x");
    row("no HTTP", "\x16\x03\x01", 400, "bad_character", " ");
}

void FlowsTest::aRefusedHeadIsRecordedAsFarAsItIsKnown()
{
    QFETCH(QByteArray, head);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, known);
    ProxyBench bench(Transport::Direct, [](EngineConfig &config) { config.limits.headerRead = std::chrono::milliseconds(300); });
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto first = bench.client(); // a request before, so that nothing of it is taken for the refused one
    first->get("/v1/before");
    QTRY_COMPARE(first->status(), 200);
    const auto client = bench.client();
    client->send(head);
    QTRY_COMPARE(client->status(), status);
    QTRY_COMPARE(bench.engine->flows().size(), 2);
    const FlowRecord flow = bench.engine->flows().constLast();
    QCOMPARE(flow.phase, FlowRecord::Phase::Failed);
    QVERIFY(flow.isLocal);
    QCOMPARE(flow.status, status);
    QCOMPARE(flow.errorCode, code);
    QVERIFY(!flow.errorText.isEmpty());
    QCOMPARE(flow.method + ' ' + flow.target, known);
    QVERIFY(flow.startedMs > 0);
    QCOMPARE(bench.engine->host().status().requests, 1); // what never went upstream is no request of it
    QCOMPARE(bench.engine->host().status().failures, 0);
}

void FlowsTest::looksAtHealthLeaveNoRecord()
{
    ProxyBench bench(Transport::Direct);
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    client->get("/health");
    client->post("{}");
    QTRY_COMPARE(bench.engine->flows().size(), 1);
    QCOMPARE(bench.engine->flows().constFirst().target, "/v1/responses");
}

void FlowsTest::anIdleEngineSaysNothing()
{
    ProxyBench bench(Transport::Direct);
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    client->post("{}");
    QTRY_COMPARE(bench.engine->host().status().requests, 1);
    QSignalSpy flows(&bench.engine->host(), &EngineHost::flowsChanged);
    QSignalSpy status(&bench.engine->host(), &EngineHost::statusChanged);
    QTest::qWait(600); // three times the longest batch interval
    QCOMPARE(flows.size(), 0);
    QCOMPARE(status.size(), 0);
}

void FlowsTest::withoutAWatcherOnlyTheFinalStateIsTold()
{
    ProxyBench bench(Transport::Direct, [](EngineConfig &config) { config.isWatched = false; });
    bench.upstream.answerAlways(plainAnswer("ok"));
    QSignalSpy flows(&bench.engine->host(), &EngineHost::flowsChanged);
    QSignalSpy status(&bench.engine->host(), &EngineHost::statusChanged);
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(client->received().endsWith("ok"));
    QTest::qWait(600); // three times the longest batch interval
    QCOMPARE(status.size(), 0);
    bench.engine->host().stop(0ms);
    QTRY_COMPARE(bench.engine->host().status().state, EngineStatus::State::Stopped);
    QCOMPARE(bench.engine->host().status().requests, 1);
    QCOMPARE(flows.size(), 0);
}

void FlowsTest::recordsComeInBatches()
{
    ProxyBench bench(Transport::Direct);
    bench.upstream.answerAlways(plainAnswer("ok"));
    QSignalSpy batches(&bench.engine->host(), &EngineHost::flowsChanged);
    const auto client = bench.client();
    for (int i = 1; i <= 50; ++i) {
        client->get("/v1/models");
        QTRY_COMPARE(client->received().count("HTTP/1.1 200"), i);
    }
    const auto allDone = [&] {
        const QList<FlowRecord> flows = bench.engine->flows();
        return flows.size() == 50 && std::all_of(flows.cbegin(), flows.cend(), [](const FlowRecord &flow) {
            return flow.phase == FlowRecord::Phase::Done;
        });
    };
    QTRY_VERIFY(allDone());
    QVERIFY2(batches.size() < 40, qPrintable(QString::number(batches.size())));
}

void FlowsTest::aFailureIsCountedAndExplained()
{
    ProxyBench bench(Transport::Direct);
    bench.upstream.stopListening();
    const auto client = bench.client();
    client->post("{}");
    QTRY_COMPARE(bench.engine->flows().size(), 1);
    QTRY_COMPARE(bench.engine->flows().constFirst().phase, FlowRecord::Phase::Failed);
    const FlowRecord flow = bench.engine->flows().constFirst();
    QCOMPARE(flow.status, 502);
    QCOMPARE(flow.errorCode, "upstream_refused");
    QVERIFY(!flow.errorText.isEmpty());
    QTRY_COMPARE(bench.engine->host().status().failures, 1);
}

QTEST_GUILESS_MAIN(FlowsTest)
#include "tst_flows.moc"
