// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/websocketbench.h"

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Which requests become a tunnel, and what happens to those that do not (setting websocket=tunnel).
class WebSocketTest : public QObject
{
    Q_OBJECT

private slots:
    void theHandshakePassesBothWays();
    void theStockTransportDoesNotMatter();
    void whatIsNoHandshakeIsServedAsIfItHadNotAsked_data();
    void whatIsNoHandshakeIsServedAsIfItHadNotAsked();
    void aBadHandshakeIsRefusedAndReachesNobody_data();
    void aBadHandshakeIsRefusedAndReachesNobody();
    void aWebPageReachesNobody_data();
    void aWebPageReachesNobody();
    void aRefusedHandshakeIsAnOrdinaryAnswer_data();
    void aRefusedHandshakeIsAnOrdinaryAnswer();
    void anAnswerThatAgreesToSomethingElseIsABadGateway_data();
    void anAnswerThatAgreesToSomethingElseIsABadGateway();
    void theUpstreamHasToAnswerInTime();
    void aClientThatLeavesBeforeTheAnswerIsCancelled();
    void interimAnswersMayComeFirst();
};

// WS-1
void WebSocketTest::theHandshakePassesBothWays()
{
    WebSocketBench bench;
    const auto client = bench.client();
    client->send(webSocketRequest(bench.engine->port(),
                                  "Connection: keep-alive, Upgrade, x-hop\r\nUPGRADE: WebSocket\r\nSec-WebSocket-Version: 13\r\n"
                                  "Sec-WebSocket-Key: " + webSocketKey
                                      + "\r\nx-hop: 1\r\nVia: 1.1 x\r\nauthorization: Bearer sk-test\r\n"
                                        "openai-beta: responses_websockets=2026-02-06\r\nsec-websocket-protocol: a, b\r\n"
                                        "sec-websocket-extensions: permessage-deflate; client_max_window_bits\r\n"));
    QTRY_VERIFY(bench.hasRequest());
    const FakeUpstream::Request request = bench.requests().constFirst();
    QCOMPARE(request.line(), "GET /v1/responses HTTP/1.1");
    QCOMPARE(request.values("host"), {"127.0.0.1:" + QByteArray::number(bench.upstream.port())});
    QCOMPARE(request.values("connection"), {"Upgrade"});
    QCOMPARE(request.values("upgrade"), {"websocket"});
    QCOMPARE(request.values("sec-websocket-key"), {webSocketKey});
    QCOMPARE(request.values("sec-websocket-version"), {"13"});
    QCOMPARE(request.values("sec-websocket-protocol"), {"a, b"});
    QCOMPARE(request.values("sec-websocket-extensions"), {"permessage-deflate; client_max_window_bits"});
    QCOMPARE(request.values("authorization"), {"Bearer sk-test"});
    QCOMPARE(request.values("openai-beta"), {"responses_websockets=2026-02-06"});
    for (const char *gone : {"x-hop", "via", "content-length", "transfer-encoding"})
        QVERIFY2(request.values(gone).isEmpty(), gone);

    bench.upstream.send("HTTP/1.1 101 Web Socket Protocol Handshake\r\nx-codex-turn-state: t\r\nupgrade: WebSocket\r\nconnection: upgrade, x-hop\r\n"
                        "x-hop: 1\r\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nsec-websocket-protocol: b\r\n\r\n");
    QTRY_COMPARE(client->status(), 101);
    QVERIFY(client->head().startsWith("HTTP/1.1 101 Web Socket Protocol Handshake\r\n"));
    QCOMPARE(client->values("connection"), {"Upgrade"});
    QCOMPARE(client->values("upgrade"), {"websocket"});
    QCOMPARE(client->values("sec-websocket-accept"), {"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="});
    QCOMPARE(client->values("sec-websocket-protocol"), {"b"});
    QCOMPARE(client->values("x-codex-turn-state"), {"t"});
    for (const char *gone : {"x-hop", "content-length", "transfer-encoding"})
        QVERIFY2(client->values(gone).isEmpty(), gone);
}

// WS-1
void WebSocketTest::theStockTransportDoesNotMatter()
{
    WebSocketBench bench({}, Transport::Stock);
    const auto client = bench.openTunnel();
    QVERIFY(client);
    client->send("there");
    QTRY_COMPARE(bench.tunnelled(), "there");
    bench.upstream.send("back");
    QTRY_COMPARE(client->rawBody(), "back");
}

void WebSocketTest::whatIsNoHandshakeIsServedAsIfItHadNotAsked_data()
{
    QTest::addColumn<QByteArray>("request");
    const QByteArray rest = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + webSocketKey + "\r\n";
    const auto row = [&](const char *name, const QByteArray &line, const QByteArray &fields) {
        QTest::newRow(name) << line + "\r\nHost: 127.0.0.1:PORT\r\n" + fields;
    };
    row("h2c", "GET /v1/x HTTP/1.1", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
    row("TLS", "GET /v1/x HTTP/1.1", "Connection: Upgrade\r\nUpgrade: TLS/1.2, HTTP/1.1\r\n\r\n");
    row("a choice", "GET /v1/x HTTP/1.1", "Connection: Upgrade\r\nUpgrade: websocket, h2c\r\n" + rest + "\r\n");
    row("two fields", "GET /v1/x HTTP/1.1", "Connection: Upgrade\r\nUpgrade: websocket\r\nUpgrade: websocket\r\n" + rest + "\r\n");
    row("without Connection", "GET /v1/x HTTP/1.1", "Upgrade: websocket\r\n" + rest + "\r\n");
    row("another Connection", "GET /v1/x HTTP/1.1", "Connection: keep-alive\r\nUpgrade: websocket\r\n" + rest + "\r\n");
    row("without Upgrade", "GET /v1/x HTTP/1.1", "Connection: Upgrade\r\n" + rest + "\r\n");
    row("POST", "POST /v1/x HTTP/1.1", "Connection: Upgrade\r\nUpgrade: websocket\r\n" + rest + "Content-Length: 2\r\n\r\n{}");
    row("HTTP/1.0", "GET /v1/x HTTP/1.0", "Connection: Upgrade\r\nUpgrade: websocket\r\n" + rest + "\r\n");
}

// WS-2
void WebSocketTest::whatIsNoHandshakeIsServedAsIfItHadNotAsked()
{
    QFETCH(QByteArray, request);
    WebSocketBench bench;
    request.replace("PORT", QByteArray::number(bench.engine->port()));
    const auto client = bench.client();
    client->send(request);
    QTRY_VERIFY(bench.hasRequest());
    QVERIFY(bench.requests().constFirst().values("upgrade").isEmpty());
    QVERIFY(bench.requests().constFirst().values("connection").isEmpty());
    bench.upstream.send(plainAnswer("plain"));
    QTRY_COMPARE(client->body(), "plain");

    // An upstream that switches all the same was not asked to.
    const auto second = bench.client();
    second->send(request);
    QTRY_COMPARE(bench.requests().size(), 2);
    bench.upstream.send(webSocketAnswer, bench.requests().constLast().connection);
    QTRY_COMPARE(second->status(), 502);
}

void WebSocketTest::aBadHandshakeIsRefusedAndReachesNobody_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    const QByteArray version = "Sec-WebSocket-Version: 13\r\n";
    const QByteArray key = "Sec-WebSocket-Key: " + webSocketKey + "\r\n";
    QTest::newRow("version 12") << "Sec-WebSocket-Version: 12\r\n" + key << 426;
    QTest::newRow("no version") << key << 426;
    QTest::newRow("two versions") << version + "Sec-WebSocket-Version: 8\r\n" + key << 426;
    QTest::newRow("no key") << version << 400;
    QTest::newRow("two keys") << version + key + key << 400;
    QTest::newRow("a short key") << version + "Sec-WebSocket-Key: AAAA\r\n" << 400;
    QTest::newRow("a body") << version + key + "Content-Length: 2\r\n\r\n{}" << 400;
    QTest::newRow("a chunked body") << version + key + "Transfer-Encoding: chunked\r\n\r\n0\r\n" << 400;
}

// WS-2
void WebSocketTest::aBadHandshakeIsRefusedAndReachesNobody()
{
    QFETCH(QByteArray, fields);
    QFETCH(int, status);
    WebSocketBench bench;
    const auto client = bench.client();
    client->send(webSocketRequest(bench.engine->port(), "Connection: Upgrade\r\nUpgrade: websocket\r\n" + fields));
    QTRY_COMPARE(client->status(), status);
    QCOMPARE(client->values("x-codex-plus-error"), {status == 426 ? "websocket_version" : "bad_websocket"});
    QCOMPARE(client->values("sec-websocket-version"), status == 426 ? QList<QByteArray>{"13"} : QList<QByteArray>());
    QCOMPARE(bench.upstream.connectionCount(), 0);
}

void WebSocketTest::aWebPageReachesNobody_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("origin") << QByteArray("127.0.0.1:PORT") << QByteArray("Origin: https://evil.example\r\n");
    QTest::newRow("no origin to tell") << QByteArray("127.0.0.1:PORT") << QByteArray("Origin: null\r\n");
    QTest::newRow("our own origin") << QByteArray("127.0.0.1:PORT") << QByteArray("Origin: http://127.0.0.1:PORT\r\n");
    QTest::newRow("cross site") << QByteArray("127.0.0.1:PORT") << QByteArray("Sec-Fetch-Site: cross-site\r\n");
    QTest::newRow("another host") << QByteArray("evil.example:PORT") << QByteArray();
}

// BND-6
void WebSocketTest::aWebPageReachesNobody()
{
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, fields);
    WebSocketBench bench;
    QByteArray request = "GET /v1/responses HTTP/1.1\r\nHost: " + host + "\r\n" + webSocketFields + fields + "\r\n";
    const auto client = bench.client();
    client->send(request.replace("PORT", QByteArray::number(bench.engine->port())));
    QTRY_COMPARE(client->status(), 403);
    QCOMPARE(bench.upstream.connectionCount(), 0);
}

void WebSocketTest::aRefusedHandshakeIsAnOrdinaryAnswer_data()
{
    QTest::addColumn<QByteArray>("status");
    for (const char *status : {"200 OK", "401 Unauthorized", "404 Not Found", "426 Upgrade Required", "500 Oh No"})
        QTest::newRow(status) << QByteArray(status);
}

// WS-2
void WebSocketTest::aRefusedHandshakeIsAnOrdinaryAnswer()
{
    QFETCH(QByteArray, status);
    WebSocketBench bench;
    const auto client = bench.client();
    client->send(webSocketRequest(bench.engine->port()));
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.send(plainAnswer("{\"error\":1}", "x-request-id: 7\r\n", status));
    QTRY_VERIFY(client->isBodyComplete());
    QVERIFY(client->head().startsWith("HTTP/1.1 " + status + "\r\n"));
    QCOMPARE(client->body(), "{\"error\":1}");
    QCOMPARE(client->values("x-request-id"), {"7"});
    // The connection still speaks HTTP.
    client->send("GET /health HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(bench.engine->port()) + "\r\n\r\n");
    QTRY_VERIFY(client->received().contains("\"healthy\""));
    client->send(QByteArray("\x81\x85\x01\x02\x03\x04", 6));
    QTRY_VERIFY(client->received().contains("HTTP/1.1 400 "));
    QVERIFY(!bench.upstream.received(0).contains('\x81'));
}

void WebSocketTest::anAnswerThatAgreesToSomethingElseIsABadGateway_data()
{
    QTest::addColumn<QByteArray>("answer");
    const auto row = [](const char *name, const char *before, const char *after) {
        QByteArray answer = webSocketAnswer;
        QTest::newRow(name) << answer.replace(before, after);
    };
    row("wrong accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "s3pPLMBiTxaQ9kYGzzhZRbK+xO0=");
    row("accept in another case", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "S3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    row("no accept", "Sec-WebSocket-Accept", "x-accept");
    row("two accepts", "\r\n\r\n", "\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
    row("another protocol", "Upgrade: websocket", "Upgrade: h2c");
    row("no protocol", "Upgrade: websocket\r\n", "");
    row("two protocols", "Upgrade: websocket\r\n", "Upgrade: websocket\r\nUpgrade: websocket\r\n");
    row("without Connection", "Connection: Upgrade\r\n", "");
    row("HTTP/1.0", "HTTP/1.1", "HTTP/1.0");
}

// WS-2
void WebSocketTest::anAnswerThatAgreesToSomethingElseIsABadGateway()
{
    QFETCH(QByteArray, answer);
    WebSocketBench bench;
    const auto client = bench.client();
    client->send(webSocketRequest(bench.engine->port()));
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.send(answer + "early");
    QTRY_COMPARE(client->status(), 502);
    QCOMPARE(client->values("x-codex-plus-error"), {"upstream_protocol"});
    QTRY_VERIFY(!bench.upstream.isOpen(0));
    QVERIFY(!client->received().contains("early"));
    QTRY_COMPARE(bench.engine->flows().size(), 1);
    QTRY_COMPARE(bench.engine->flows().constFirst().phase, FlowRecord::Phase::Failed);
}

void WebSocketTest::theUpstreamHasToAnswerInTime()
{
    WebSocketBench bench([](EngineConfig &config) { config.firstByteTimeout = 100ms; });
    const auto client = bench.client();
    client->send(webSocketRequest(bench.engine->port()));
    QTRY_COMPARE(client->status(), 504);
    QTRY_VERIFY(!bench.upstream.isOpen(0));
}

void WebSocketTest::aClientThatLeavesBeforeTheAnswerIsCancelled()
{
    WebSocketBench bench;
    const auto client = bench.client();
    client->send(webSocketRequest(bench.engine->port()));
    QTRY_VERIFY(bench.hasRequest());
    client->leave();
    QTRY_VERIFY(!bench.upstream.isOpen(0));
    QTRY_COMPARE(bench.engine->flows().size(), 1);
    QTRY_COMPARE(bench.engine->flows().constFirst().phase, FlowRecord::Phase::Cancelled);
}

void WebSocketTest::interimAnswersMayComeFirst()
{
    WebSocketBench bench;
    const auto client = bench.client();
    client->send(webSocketRequest(bench.engine->port()));
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.send("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n" + webSocketAnswer + "early");
    QTRY_COMPARE(client->status(), 101);
    QTRY_COMPARE(client->rawBody(), "early");
}

QTEST_GUILESS_MAIN(WebSocketTest)
#include "tst_websocket.moc"
