// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/proxybench.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What never reaches the upstream: malformed, oversized and slow requests, web pages, WebSockets, our own paths.
/// None of it depends on the transport.
class RequestGuardTest : public QObject
{
    Q_OBJECT

private slots:
    void malformedRequestsAreRefusedAndTheConnectionCloses_data();
    void malformedRequestsAreRefusedAndTheConnectionCloses();
    void webPagesAndForeignHostsAreRefused_data();
    void webPagesAndForeignHostsAreRefused();
    void aWebSocketUpgradeIsAnsweredWith426();
    void healthTellsHowTheEngineFares();
    void ourOwnPathsAreNeverForwarded_data();
    void ourOwnPathsAreNeverForwarded();
    void aDeclaredBodyOverTheLimitIsRefusedBeforeItIsRead();
    void aChunkedBodyOverTheLimitIsRefusedAndNotCompletedUpstream();
    void aMalformedChunkNeverCompletesTheRequestUpstream();
    void aClientThatIsSlowWithItsHeadIsCut();
    void aConnectionThatSaysNothingIsClosedWithoutAWord();
    void aClientThatStopsInsideItsBodyIsCut();
    void tooManyConnectionsAreTurnedAway();
    void aClientThatGoesOnSendingAfterItsRefusalIsCut();
};

void RequestGuardTest::malformedRequestsAreRefusedAndTheConnectionCloses_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const QByteArray host = "Host: localhost:PORT\r\n";
    QTest::newRow("no HTTP at all") << QByteArray("\x16\x03\x01\x02\x00") << 400;
    QTest::newRow("HTTP/2 preface") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 505;
    QTest::newRow("HTTP/0.9") << QByteArray("GET /\r\n") << 400;
    QTest::newRow("bare line feeds") << "GET / HTTP/1.1\n" + host + "\n" << 400;
    QTest::newRow("no Host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("two Hosts") << "GET / HTTP/1.1\r\n" + host + host + "\r\n" << 400;
    QTest::newRow("blank before the colon") << "GET / HTTP/1.1\r\n" + host + "A : b\r\n\r\n" << 400;
    QTest::newRow("NUL in a value") << "GET / HTTP/1.1\r\n" + host + QByteArray("A: \0\r\n\r\n", 8) << 400;
    QTest::newRow("length and chunks")
        << "POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n" << 400;
    QTest::newRow("unknown transfer coding") << "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n" << 501;
    QTest::newRow("bad length") << "POST / HTTP/1.1\r\n" + host + "Content-Length: +1\r\n\r\n" << 400;
    QTest::newRow("CONNECT") << "CONNECT example.org:443 HTTP/1.1\r\n" + host + "\r\n" << 405;
    QTest::newRow("unknown expectation") << "POST / HTTP/1.1\r\n" + host + "Expect: magic\r\n\r\n" << 417;
    QTest::newRow("a target too long") << "GET /" + QByteArray(20'000, 'a') << 414;
    QTest::newRow("a header line too long") << "GET / HTTP/1.1\r\n" + host + "A: " + QByteArray(40'000, 'a') << 431;
    QTest::newRow("too many header lines") << "GET / HTTP/1.1\r\n" + host + QByteArray("A: b\r\n").repeated(300) << 431;
    QTest::newRow("another host in the target")
        << QByteArray("GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n") << 403;
}

void RequestGuardTest::malformedRequestsAreRefusedAndTheConnectionCloses()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    ProxyBench bench(Transport::Direct);
    const auto client = bench.client();
    const QByteArray port = QByteArray::number(bench.engine->port());
    client->send(request.replace("PORT", port));
    QTRY_COMPARE(client->status(), status);
    const QJsonObject error = QJsonDocument::fromJson(client->body()).object().value(u"error"_s).toObject();
    QCOMPARE(QList<QByteArray>{error.value(u"code"_s).toString().toLatin1()}, client->values("x-codex-plus-error"));
    QVERIFY(!error.value(u"message"_s).toString().isEmpty());
    if (status != 403) { // what follows a malformed request is no request
        client->get("/health");
        QTRY_VERIFY(client->isClosed());
        QCOMPARE(client->received().count("Content-Length:"), 1);
    }
    QCOMPARE(bench.upstream.connectionCount(), 0);
}

void RequestGuardTest::webPagesAndForeignHostsAreRefused_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    QTest::newRow("our address") << QByteArray("Host: 127.0.0.1:PORT\r\n") << 200;
    QTest::newRow("our name") << QByteArray("Host: LocalHost:PORT\r\n") << 200;
    QTest::newRow("our IPv6 address") << QByteArray("Host: [::1]:PORT\r\n") << 200;
    QTest::newRow("a rebound name") << QByteArray("Host: evil.example:PORT\r\n") << 403;
    QTest::newRow("a name that begins like ours") << QByteArray("Host: localhost.evil.example:PORT\r\n") << 403;
    QTest::newRow("no port") << QByteArray("Host: 127.0.0.1\r\n") << 403;
    QTest::newRow("another port") << QByteArray("Host: 127.0.0.1:1\r\n") << 403;
    QTest::newRow("a page") << QByteArray("Host: 127.0.0.1:PORT\r\nOrigin: https://evil.example\r\n") << 403;
    QTest::newRow("a local page") << QByteArray("Host: 127.0.0.1:PORT\r\nOrigin: http://localhost:3000\r\n") << 403;
    QTest::newRow("a sandboxed page") << QByteArray("Host: 127.0.0.1:PORT\r\nOrigin: null\r\n") << 403;
    QTest::newRow("an image of a page") << QByteArray("Host: 127.0.0.1:PORT\r\nSec-Fetch-Site: cross-site\r\n") << 403;
    QTest::newRow("a page asking for a WebSocket")
        << QByteArray("Host: 127.0.0.1:PORT\r\nOrigin: https://evil.example\r\nConnection: upgrade\r\nUpgrade: "
                      "websocket\r\n")
        << 403;
}

void RequestGuardTest::webPagesAndForeignHostsAreRefused()
{
    QFETCH(QByteArray, fields);
    QFETCH(int, status);
    ProxyBench bench(Transport::Direct);
    bench.upstream.answerAlways(plainAnswer("ok"));
    fields.replace("PORT", QByteArray::number(bench.engine->port()));
    for (const char *target : {"/v1/responses", "/health"}) {
        const auto client = bench.client();
        client->send(QByteArray("GET ") + target + " HTTP/1.1\r\n" + fields + "\r\n");
        QTRY_COMPARE(client->status(), status);
        QVERIFY(!client->head().toLower().contains("access-control"));
    }
    QCOMPARE(bench.upstream.connectionCount(), status == 200 ? 1 : 0);
}

void RequestGuardTest::aWebSocketUpgradeIsAnsweredWith426()
{
    ProxyBench bench(Transport::Direct);
    const auto client = bench.client();
    client->get("/v1/responses", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                 "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n");
    QTRY_COMPARE(client->status(), 426);
    QCOMPARE(client->values("upgrade"), {"HTTP/1.1"});
    QVERIFY(client->body().contains("websocket_refused"));
    QCOMPARE(bench.upstream.connectionCount(), 0);
}

void RequestGuardTest::healthTellsHowTheEngineFares()
{
    ProxyBench bench(Transport::Direct);
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto other = bench.client();
    other->post("{}");
    QTRY_COMPARE(other->status(), 200);

    const auto client = bench.client();
    client->get("/health");
    QTRY_COMPARE(client->status(), 200);
    const QJsonObject health = QJsonDocument::fromJson(client->body()).object();
    QCOMPARE(health.value(u"status"_s).toString(), u"healthy"_s);
    QCOMPARE(health.value(u"pid"_s).toInteger(), QCoreApplication::applicationPid());
    QCOMPARE(health.value(u"requests"_s).toInt(), 1);
    QCOMPARE(health.value(u"in_flight"_s).toInt(), 0);
    QCOMPARE(health.value(u"upstream"_s).toString(), bench.upstream.url().toString());
    QVERIFY(health.contains(u"version"_s));
    QVERIFY(health.contains(u"uptime_s"_s));

    const auto head = bench.client();
    head->send("HEAD /health HTTP/1.1\r\nHost: localhost:" + QByteArray::number(bench.engine->port()) + "\r\n\r\n");
    QTRY_COMPARE(head->status(), 200);
    QCOMPARE(head->rawBody(), "");
}

void RequestGuardTest::ourOwnPathsAreNeverForwarded_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::newRow("POST /health") << QByteArray("POST /health") << 405;
    QTest::newRow("/codexplus") << QByteArray("GET /codexplus") << 401;
    QTest::newRow("below /codexplus/") << QByteArray("DELETE /codexplus/v1/nothing?x") << 401;
}

void RequestGuardTest::ourOwnPathsAreNeverForwarded()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    ProxyBench bench(Transport::Direct);
    const auto client = bench.client();
    client->send(request + " HTTP/1.1\r\nHost: localhost:" + QByteArray::number(bench.engine->port()) + "\r\n\r\n");
    QTRY_COMPARE(client->status(), status);
    QCOMPARE(bench.upstream.connectionCount(), 0);
}

void RequestGuardTest::aDeclaredBodyOverTheLimitIsRefusedBeforeItIsRead()
{
    ProxyBench bench(Transport::Direct, [](EngineConfig &config) { config.limits.body = 1000; });
    const auto client = bench.client();
    client->send("POST /v1/x HTTP/1.1\r\nHost: localhost:" + QByteArray::number(bench.engine->port())
                 + "\r\nContent-Length: 1001\r\n\r\n");
    QTRY_COMPARE(client->status(), 413);
    QVERIFY(client->body().contains("Request entity too large"));
    QTRY_VERIFY(client->isClosed());
    QCOMPARE(bench.upstream.connectionCount(), 0);
}

void RequestGuardTest::aChunkedBodyOverTheLimitIsRefusedAndNotCompletedUpstream()
{
    ProxyBench bench(Transport::Direct, [](EngineConfig &config) { config.limits.body = 1000; });
    const auto client = bench.client();
    client->send("POST /v1/x HTTP/1.1\r\nHost: localhost:" + QByteArray::number(bench.engine->port())
                 + "\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 3; ++i)
        client->send("190\r\n" + QByteArray(400, 'x') + "\r\n");
    QTRY_COMPARE(client->status(), 413);
    QTRY_VERIFY(!bench.upstream.isOpen(0));
    QVERIFY(!bench.hasRequest());
}

void RequestGuardTest::aMalformedChunkNeverCompletesTheRequestUpstream()
{
    ProxyBench bench(Transport::Direct);
    const auto client = bench.client();
    client->send("POST /v1/x HTTP/1.1\r\nHost: localhost:" + QByteArray::number(bench.engine->port())
                 + "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    QTRY_COMPARE(bench.requests().size(), 1);
    client->send("0x5\r\nhello\r\n0\r\n\r\n");
    QTRY_COMPARE(client->status(), 400);
    QTRY_VERIFY(client->isClosed());
    QTRY_VERIFY(!bench.upstream.isOpen(0));
    QVERIFY(!bench.hasRequest());
    QTRY_COMPARE(bench.engine->flows().size(), 1);
    QTRY_COMPARE(bench.engine->flows().constFirst().errorCode, "bad_chunk");
}

void RequestGuardTest::aClientThatIsSlowWithItsHeadIsCut()
{
    ProxyBench bench(Transport::Direct, [](EngineConfig &config) { config.limits.headerRead = 200ms; });
    const auto client = bench.client();
    client->send("GET /v1/models HTTP/1.1\r\nHos");
    QTRY_COMPARE(client->status(), 408);
    QTRY_VERIFY(client->isClosed());
}

void RequestGuardTest::aConnectionThatSaysNothingIsClosedWithoutAWord()
{
    ProxyBench bench(Transport::Direct, [](EngineConfig &config) {
        config.limits.headerRead = 200ms;
        config.limits.keepAlive = 200ms;
    });
    const auto silent = bench.client();
    QTRY_VERIFY(silent->isClosed());
    QCOMPARE(silent->received(), "");

    const auto client = bench.client();
    client->get("/health");
    QTRY_COMPARE(client->status(), 200);
    QTRY_VERIFY(client->isClosed());
    QCOMPARE(client->received().count("HTTP/1.1"), 1);
}

void RequestGuardTest::aClientThatStopsInsideItsBodyIsCut()
{
    ProxyBench bench(Transport::Direct, [](EngineConfig &config) { config.limits.bodySilence = 200ms; });
    const auto client = bench.client();
    client->send("POST /v1/x HTTP/1.1\r\nHost: localhost:" + QByteArray::number(bench.engine->port())
                 + "\r\nContent-Length: 100\r\n\r\nsome");
    QTRY_COMPARE(bench.requests().size(), 1);
    QTRY_COMPARE(client->status(), 408);
    QTRY_VERIFY(!bench.upstream.isOpen(0));
}

void RequestGuardTest::tooManyConnectionsAreTurnedAway()
{
    ProxyBench bench(Transport::Direct, [](EngineConfig &config) { config.limits.connections = 2; });
    const auto first = bench.client();
    const auto second = bench.client();
    first->get("/health");
    second->get("/health");
    QTRY_COMPARE(first->status(), 200);
    QTRY_COMPARE(second->status(), 200);
    const auto third = bench.client();
    QTRY_COMPARE(third->status(), 503);
    QTRY_VERIFY(third->isClosed());
    first->leave();
    QTRY_VERIFY([&] {
        const auto next = bench.client();
        next->get("/health");
        return QTest::qWaitFor([&] { return next->status() != 0; }, 1000) && next->status() == 200;
    }());
}

void RequestGuardTest::aClientThatGoesOnSendingAfterItsRefusalIsCut()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s)); // Qt complains about reading a socket that was aborted
    ProxyBench bench(Transport::Direct);
    auto client = bench.client();
    client->send("nonsense\r\n\r\n" + QByteArray(16 * 1024 * 1024, 'x'));
    QTRY_VERIFY(client->isClosed());
}

QTEST_GUILESS_MAIN(RequestGuardTest)
#include "tst_requestguard.moc"
