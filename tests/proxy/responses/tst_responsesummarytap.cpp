// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/responses/responsesummary.h"
#include "proxy/responses/responsesummarytap.h"
#include "tests/support/proxybench.h"

using namespace cpx;
using namespace Qt::StringLiterals;

/// Answers through a real engine, and what their records say.
class ResponseSummaryTapTest : public QObject
{
    Q_OBJECT

private slots:
    void theRecordSaysWhatTheAnswerSaid();
    void aCutAnswerIsOne();
    void onlyRequestsToAModelAreWatched_data();
    void onlyRequestsToAModelAreWatched();
    void nothingIsReadWhenNobodyWantsToKnow();

private:
    static QByteArray completed()
    {
        return "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\",\"usage\":{\"input_tokens\":7}}}\n\n";
    }
    static FlowRecord finished(const ProxyBench &bench)
    {
        const auto flows = bench.engine->flows();
        return flows.isEmpty() ? FlowRecord() : flows.constLast();
    }
};

void ResponseSummaryTapTest::theRecordSaysWhatTheAnswerSaid()
{
    ProxyBench bench(Transport::Direct);
    const auto client = bench.client();
    client->post("{}");
    QTRY_COMPARE(bench.upstream.requests().size(), 1);
    bench.upstream.sendSseHead();
    bench.upstream.sendChunk("data: {\"type\":\"response.output_text.delta\",\"delta\":\"x\"}\n\n");
    QTRY_VERIFY(client->received().contains("delta"));
    bench.upstream.sendChunk(completed());
    bench.upstream.endChunks();
    QTRY_VERIFY(finished(bench).summary);
    const FlowRecord flow = finished(bench);
    QCOMPARE(flow.phase, FlowRecord::Phase::Done);
    QCOMPARE(flow.summary->outcome->kind, ModelOutcome::Kind::Completed);
    QCOMPARE(flow.summary->usage->input, 7);
    QCOMPARE(flow.summary->stream->events, 2);
    QVERIFY(*flow.summary->stream->firstOutputUs >= *flow.firstByteUs);
    QVERIFY(*flow.summary->stream->firstOutputUs <= *flow.totalUs);
    QCOMPARE(bench.engine->host().status().requests, 1); // told twice, counted once
}

void ResponseSummaryTapTest::aCutAnswerIsOne()
{
    ProxyBench bench(Transport::Direct);
    const auto client = bench.client();
    client->post("{}");
    QTRY_COMPARE(bench.upstream.requests().size(), 1);
    bench.upstream.sendSseHead();
    bench.upstream.sendChunk("data: {\"type\":\"response.output_text.delta\",\"delta\":\"x\"}\n\n");
    QTRY_VERIFY(client->received().contains("delta"));
    bench.upstream.reset();
    QTRY_VERIFY(finished(bench).summary);
    QCOMPARE(finished(bench).phase, FlowRecord::Phase::Failed);
    QCOMPARE(finished(bench).summary->outcome->kind, ModelOutcome::Kind::Cut);
}

void ResponseSummaryTapTest::onlyRequestsToAModelAreWatched_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<bool>("isWatched");
    QTest::newRow("responses") << QByteArray("POST") << QByteArray("/v1/responses") << true;
    QTest::newRow("with a query") << QByteArray("POST") << QByteArray("/v1/responses?a=/b") << true;
    QTest::newRow("compaction") << QByteArray("POST") << QByteArray("/v1/responses/compact") << true;
    QTest::newRow("chat") << QByteArray("POST") << QByteArray("/v1/chat/completions") << true;
    QTest::newRow("a look") << QByteArray("GET") << QByteArray("/v1/responses") << false;
    QTest::newRow("models") << QByteArray("GET") << QByteArray("/v1/models") << false;
    QTest::newRow("pictures") << QByteArray("POST") << QByteArray("/v1/images/generations") << false;
    QTest::newRow("in the query only") << QByteArray("POST") << QByteArray("/v1/x?y=/responses") << false;
}

void ResponseSummaryTapTest::onlyRequestsToAModelAreWatched()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(bool, isWatched);
    http::RequestHead head;
    head.method = method;
    head.target = target;
    QCOMPARE(ResponseSummaryObserver().observe(head, {}) != nullptr, isWatched);
}

void ResponseSummaryTapTest::nothingIsReadWhenNobodyWantsToKnow()
{
    ProxyBench bench(Transport::Direct, [](EngineConfig &config) { config.isWatched = false; });
    bench.upstream.answerAlways("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
                                + QByteArray::number(completed().size()) + "\r\n\r\n" + completed());
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(client->isBodyComplete());
    QTest::qWait(300); // a batch later
    QVERIFY(bench.engine->flows().isEmpty());
}

QTEST_GUILESS_MAIN(ResponseSummaryTapTest)
#include "tst_responsesummarytap.moc"
