// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/proxybench.h"

#include <QRandomGenerator>

using namespace cpx;

/// What arrives upstream and what comes back is what was sent, byte for byte.
class ForwardingTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { ProxyBench::addTransports(); }

    void aPostReachesTheUpstreamByteForByteAndItsAnswerComesBack();
    void aBinaryBodyOfMegabytesIsUnchangedBothWays();
    void stockRefusesWhatItCouldSendTwice();
    void aChunkedRequestBodyArrivesWhole();
    void endToEndHeadersPassAndHopByHopHeadersDoNot();
    void nothingIsInventedForTheUpstream();
    void repeatedResponseFieldsKeepTheirCount();
    void aCompressedAnswerStaysCompressed();
    void errorStatusesPassWithTheirBodies_data();
    void errorStatusesPassWithTheirBodies();
    void aRedirectIsPassedOnAndNotFollowed();
    void answersWithoutBodyHaveNone_data();
    void answersWithoutBodyHaveNone();
    void theQueryArrivesUnchanged();
    void everyMethodArrives();
    void manyRequestsUseOneClientConnection();
    void pipelinedRequestsAreAnsweredInOrder();
    void anHttp10ClientGetsAnUnchunkedAnswerAndTheEnd();
    void aClientThatExpectsContinueIsToldTo();
    void tenStreamsRunAtTheSameTime();
};

void ForwardingTest::aPostReachesTheUpstreamByteForByteAndItsAnswerComesBack()
{
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("{\"id\": 1.0}", "content-type: application/json\r\nx-request-id: r1\r\n"));
    const auto client = bench.client();
    const QByteArray body = "{ \"b\":1.0,\"a\": 12345678901234567890, \"a\":2 }";
    client->post(body, "content-type: application/json\r\nauthorization: Bearer sk-secret\r\n");
    QTRY_VERIFY(client->isBodyComplete());

    QCOMPARE(bench.requests().size(), 1);
    QCOMPARE(bench.requests().constFirst().line(), "POST /v1/responses HTTP/1.1");
    QCOMPARE(bench.requests().constFirst().body, body);
    QCOMPARE(bench.requests().constFirst().values("authorization"), {"Bearer sk-secret"});
    QCOMPARE(client->status(), 200);
    QCOMPARE(client->values("x-request-id"), {"r1"});
    QCOMPARE(client->body(), "{\"id\": 1.0}");
}

void ForwardingTest::aBinaryBodyOfMegabytesIsUnchangedBothWays()
{
    ProxyBench bench(ProxyBench::transport());
    QByteArray body(7 * 1024 * 1024, Qt::Uninitialized);
    QRandomGenerator random(1);
    random.generate(reinterpret_cast<quint32 *>(body.begin()), reinterpret_cast<quint32 *>(body.end()));
    bench.upstream.answerAlways(plainAnswer(body));
    const auto client = bench.client();
    client->post(body, "content-encoding: zstd\r\n");
    QTRY_VERIFY_WITH_TIMEOUT(client->isBodyComplete(), 30000);
    QVERIFY(bench.requests().constFirst().body == body);
    QCOMPARE(bench.requests().constFirst().values("content-encoding"), {"zstd"});
    QVERIFY(client->body() == body);
}

void ForwardingTest::stockRefusesWhatItCouldSendTwice()
{
    if (ProxyBench::transport() != Transport::Stock)
        QSKIP("the transport direct sends chunked bodies, once");
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->send("POST /v1/x HTTP/1.1\r\nHost: localhost:" + QByteArray::number(bench.engine->port())
                 + "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    QTRY_COMPARE(client->status(), 411);
    QCOMPARE(client->values("X-Codex-Plus-Error"), {"length_required"});
    QCOMPARE(bench.upstream.connectionCount(), 0);
}

void ForwardingTest::aChunkedRequestBodyArrivesWhole()
{
    if (ProxyBench::refusesChunked("chunked"))
        QSKIP("the transport stock takes no chunked bodies");
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    client->send("POST /v1/x HTTP/1.1\r\nHost: localhost:" + QByteArray::number(bench.engine->port())
                 + "\r\nTransfer-Encoding: chunked\r\n\r\n5;ext=1\r\nhello\r\n");
    client->send("6\r\n world\r\n0\r\nTrailer: dropped\r\n\r\n");
    QTRY_COMPARE(client->status(), 200);
    QCOMPARE(bench.requests().constFirst().body, "hello world");
    QVERIFY(bench.requests().constFirst().values("trailer").isEmpty());
}

void ForwardingTest::endToEndHeadersPassAndHopByHopHeadersDoNot()
{
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("ok", "Connection: x-hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\nX-Kept: yes\r\n"));
    const auto client = bench.client();
    client->post("{}", "session_id: s1\r\nx-obs: \xe9\r\nConnection: keep-alive, X-Mine\r\nX-Mine: 1\r\nTE: trailers\r\n"
                       "Proxy-Authorization: Basic eA==\r\nX-Forwarded-For: 1.2.3.4\r\nKeep-Alive: 1\r\n");
    QTRY_COMPARE(client->status(), 200);
    const auto request = bench.requests().constFirst();
    QCOMPARE(request.values("session_id"), {"s1"});
    QCOMPARE(request.values("x-obs"), {"\xe9"});
    for (const char *name : {"x-mine", "te", "proxy-authorization", "x-forwarded-for", "keep-alive"})
        QVERIFY2(request.values(name).isEmpty(), name);
    QCOMPARE(request.values("host"), {QByteArray("127.0.0.1:") + QByteArray::number(bench.upstream.port())});
    QCOMPARE(client->values("x-kept"), {"yes"});
    QVERIFY(client->values("x-hop").isEmpty());
    QVERIFY(client->values("keep-alive").isEmpty());
}

void ForwardingTest::nothingIsInventedForTheUpstream()
{
    if (ProxyBench::transport() == Transport::Stock)
        QSKIP("Qt's own client adds User-Agent and Accept-Language; documented in stockupstream.h");
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    client->get("/v1/models");
    QTRY_COMPARE(client->status(), 200);
    QCOMPARE(bench.requests().constFirst().head,
             "GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(bench.upstream.port()) + "\r\n");
    QCOMPARE(client->head(), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n");
}

void ForwardingTest::repeatedResponseFieldsKeepTheirCount()
{
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("ok", "Set-Cookie: a=1, b\r\nSet-Cookie: c=2\r\n"));
    const auto client = bench.client();
    client->get("/v1/models");
    QTRY_COMPARE(client->status(), 200);
    QCOMPARE(client->values("set-cookie"), (QList<QByteArray>{"a=1, b", "c=2"}));
}

void ForwardingTest::aCompressedAnswerStaysCompressed()
{
    ProxyBench bench(ProxyBench::transport());
    const QByteArray notReallyGzip = "\x1f\x8b\x08 whatever";
    bench.upstream.answerAlways(plainAnswer(notReallyGzip, "content-encoding: gzip\r\n"));
    const auto client = bench.client();
    client->get("/v1/models", "accept-encoding: gzip\r\n");
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(bench.requests().constFirst().values("accept-encoding"), {"gzip"});
    QCOMPARE(client->values("content-encoding"), {"gzip"});
    QCOMPARE(client->body(), notReallyGzip);
}

void ForwardingTest::errorStatusesPassWithTheirBodies_data()
{
    QTest::addColumn<QByteArray>("status");
    for (const char *status : {"400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "407 Proxy",
                               "429 Too Many Requests", "500 Oops", "503 Busy", "529 Overloaded"})
        QTest::newRow(status) << QByteArray(status);
}

void ForwardingTest::errorStatusesPassWithTheirBodies()
{
    QFETCH(QByteArray, status);
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("{\"error\":{}}", "retry-after: 7\r\n", status));
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(client->isBodyComplete());
    QVERIFY2(client->head().startsWith("HTTP/1.1 " + status + "\r\n"), client->head().constData());
    QCOMPARE(client->values("retry-after"), {"7"});
    QCOMPARE(client->body(), "{\"error\":{}}");
    QCOMPARE(bench.requests().size(), 1);
    QVERIFY(client->values("x-codex-plus-error").isEmpty());
}

void ForwardingTest::aRedirectIsPassedOnAndNotFollowed()
{
    ProxyBench bench(ProxyBench::transport());
    FakeUpstream canary;
    bench.upstream.answerAlways(
        plainAnswer("moved", "Location: " + canary.url().toEncoded() + "\r\n", "307 Temporary Redirect"));
    const auto client = bench.client();
    client->post("{}", "authorization: Bearer x\r\n");
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->status(), 307);
    QCOMPARE(client->body(), "moved");
    QCOMPARE(canary.connectionCount(), 0);
}

void ForwardingTest::answersWithoutBodyHaveNone_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("status");
    QTest::newRow("HEAD with the length of what it leaves out")
        << QByteArray("HEAD") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n") << 200;
    QTest::newRow("204") << QByteArray("DELETE") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << 204;
    QTest::newRow("304") << QByteArray("GET") << QByteArray("HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n") << 304;
}

void ForwardingTest::answersWithoutBodyHaveNone()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, answer);
    QFETCH(int, status);
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(answer);
    const auto client = bench.client();
    const QByteArray request =
        method + " /v1/models HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(bench.engine->port()) + "\r\n\r\n";
    client->send(request);
    QTRY_COMPARE(client->status(), status);
    if (method == "HEAD")
        QCOMPARE(client->values("content-length"), {"999"});
    // The next answer follows at once: nobody waits for a body, none was sent.
    client->send(request);
    QTRY_COMPARE(client->received().count("HTTP/1.1"), 2);
    QVERIFY(!client->isClosed());
}

void ForwardingTest::everyMethodArrives()
{
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways("HTTP/1.1 204 No Content\r\n\r\n");
    int count = 0;
    for (const char *method : {"GET", "HEAD", "OPTIONS", "DELETE", "PUT", "PATCH", "PROPFIND"}) {
        const auto client = bench.client();
        client->send(QByteArray(method) + " /docs HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(bench.engine->port()) + "\r\nContent-Length: 0\r\n\r\n");
        QTRY_COMPARE(client->status(), 204);
        QCOMPARE(bench.requests().size(), ++count);
        QCOMPARE(bench.requests().constLast().line(), QByteArray(method) + " /v1/docs HTTP/1.1"); // below the base URL
    }
}

void ForwardingTest::theQueryArrivesUnchanged()
{
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    client->get("/v1/models?client_version=0.169.0&x=a%2Fb+c&empty=");
    QTRY_COMPARE(client->status(), 200);
    QCOMPARE(bench.requests().constFirst().line(),
             "GET /v1/models?client_version=0.169.0&x=a%2Fb+c&empty= HTTP/1.1");
}

void ForwardingTest::manyRequestsUseOneClientConnection()
{
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    for (int i = 1; i <= 40; ++i) {
        client->post("{}");
        QTRY_COMPARE(client->received().count("HTTP/1.1 200"), i);
    }
    QVERIFY(!client->isClosed());
    if (ProxyBench::transport() == Transport::Direct)
        QCOMPARE(bench.upstream.connectionCount(), 1); // and so on the other side
}

void ForwardingTest::pipelinedRequestsAreAnsweredInOrder()
{
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->get("/v1/1");
    client->get("/v1/2");
    QTRY_VERIFY(bench.hasRequest());
    QTest::qWait(50); // proves that the second is *not* started before the first is answered
    QCOMPARE(bench.requests().size(), 1);
    QVERIFY(bench.requests().constFirst().line().contains("/v1/1"));
    bench.upstream.send(plainAnswer("one"));
    QTRY_COMPARE(bench.requests().size(), 2);
    bench.upstream.send(plainAnswer("two"), bench.requests().constLast().connection);
    QTRY_VERIFY(client->received().endsWith("two"));
    QVERIFY(client->received().indexOf("one") < client->received().indexOf("two"));
}

void ForwardingTest::anHttp10ClientGetsAnUnchunkedAnswerAndTheEnd()
{
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->send("GET /v1/models HTTP/1.0\r\nHost: 127.0.0.1:" + QByteArray::number(bench.engine->port()) + "\r\n\r\n");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.sendSseHead();
    bench.upstream.sendChunk("data: 1\n\n");
    bench.upstream.endChunks();
    QTRY_VERIFY(client->isClosed());
    QCOMPARE(client->rawBody(), "data: 1\n\n");
    QVERIFY(client->values("transfer-encoding").isEmpty());
}

void ForwardingTest::aClientThatExpectsContinueIsToldTo()
{
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    client->send("POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(bench.engine->port())
                 + "\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    QTRY_COMPARE(client->received(), "HTTP/1.1 100 Continue\r\n\r\n");
    client->send("{}");
    QTRY_VERIFY(client->received().contains("HTTP/1.1 200"));
    QVERIFY(bench.requests().constFirst().values("expect").isEmpty());
}

void ForwardingTest::tenStreamsRunAtTheSameTime()
{
    ProxyBench bench(ProxyBench::transport());
    std::vector<std::unique_ptr<TestClient>> clients;
    for (int i = 0; i < 10; ++i) {
        clients.push_back(bench.client());
        clients.back()->post("{}");
    }
    QTRY_COMPARE(bench.requests().size(), 10); // Qt's own client stops at six unless told otherwise
    for (int i = 0; i < 10; ++i) {
        bench.upstream.sendSseHead(i);
        bench.upstream.sendChunk("data: x\n\n", i);
    }
    for (const auto &client : clients)
        QTRY_COMPARE(client->body(), "data: x\n\n");
}

QTEST_GUILESS_MAIN(ForwardingTest)
#include "tst_forwarding.moc"
