// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/websockethandshake.h"

#include <QTest>

using namespace cpx::http;

/// Opening handshakes of RFC 6455 and what only looks like one.
class WebSocketHandshakeTest : public QObject
{
    Q_OBJECT

private slots:
    void aRequestIsJudged_data();
    void aRequestIsJudged();
    void theAnswerToTheExampleOfTheRfcIsKnown();
    void anAnswerHasToAgreeToThisHandshake();

private:
    static RequestHead request(const HeaderList &headers)
    {
        RequestHead head;
        head.method = "GET";
        head.headers = headers;
        return head;
    }
};

static const QByteArray key = "dGhlIHNhbXBsZSBub25jZQ==";

void WebSocketHandshakeTest::aRequestIsJudged_data()
{
    QTest::addColumn<RequestHead>("head");
    QTest::addColumn<WebSocketRequest>("expected");
    const HeaderList good{{"Connection", "keep-alive, upgrade"}, {"upgrade", "WebSocket"}, {"Sec-WebSocket-Key", key},
                          {"sec-websocket-version", "13"}};
    const auto row = [&](const char *name, WebSocketRequest expected, const auto &change) {
        RequestHead head = request(good);
        change(head);
        QTest::newRow(name) << head << expected;
    };
    const auto without = [](const char *name, const char *value = nullptr) {
        return [=](RequestHead &head) {
            head.headers.remove(name);
            if (value)
                head.headers.append(name, value);
        };
    };
    const auto twice = [](const char *name, const char *value) { return [=](RequestHead &head) { head.headers.append(name, value); }; };
    using enum WebSocketRequest;
    row("good", Valid, [](RequestHead &) {});
    row("connection in two fields", Valid, twice("Connection", "close"));
    row("an empty body", Valid, [](RequestHead &head) { head.body = {BodyFraming::Kind::Sized, 0}; });
    row("POST", None, [](RequestHead &head) { head.method = "POST"; });
    row("get", None, [](RequestHead &head) { head.method = "get"; });
    row("HTTP/1.0", None, [](RequestHead &head) { head.version = Version::Http10; });
    row("no upgrade", None, without("upgrade"));
    row("h2c", None, without("upgrade", "h2c"));
    row("a choice", None, without("upgrade", "websocket, h2c"));
    row("with a version", None, without("upgrade", "websocket/13"));
    row("twice", None, twice("upgrade", "websocket"));
    row("no connection", None, without("Connection"));
    row("connection without upgrade", None, without("Connection", "keep-alive"));
    row("connection that looks like it", None, without("Connection", "upgrades"));
    row("no version", UnknownVersion, without("sec-websocket-version"));
    row("version 12", UnknownVersion, without("sec-websocket-version", "12"));
    row("version 013", UnknownVersion, without("sec-websocket-version", "013"));
    row("two versions", UnknownVersion, twice("sec-websocket-version", "13"));
    row("no key", Malformed, without("Sec-WebSocket-Key"));
    row("two keys", Malformed, twice("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
    row("empty key", Malformed, without("Sec-WebSocket-Key", ""));
    row("a key of 15 bytes", Malformed, without("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25j"));
    row("a key of 17 bytes", Malformed, without("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQAA"));
    row("a key without padding", Malformed, without("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ"));
    row("no base64", Malformed, without("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25j!Q=="));
    row("a body", Malformed, [](RequestHead &head) { head.body = {BodyFraming::Kind::Sized, 1}; });
    row("a chunked body", Malformed, [](RequestHead &head) { head.body = {BodyFraming::Kind::Chunked, 0}; });
}

// WS-2
void WebSocketHandshakeTest::aRequestIsJudged()
{
    QFETCH(RequestHead, head);
    QFETCH(WebSocketRequest, expected);
    QCOMPARE(webSocketRequest(head), expected);
}

void WebSocketHandshakeTest::theAnswerToTheExampleOfTheRfcIsKnown()
{
    QCOMPARE(webSocketAccept(key), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); // RFC 6455 §1.3
}

// WS-2
void WebSocketHandshakeTest::anAnswerHasToAgreeToThisHandshake()
{
    const RequestHead asked = request({{"Sec-WebSocket-Key", key}});
    ResponseHead answer;
    answer.status = 101;
    QVERIFY(!agreesToWebSocket(answer, asked));
    answer.headers.append("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    QVERIFY(agreesToWebSocket(answer, asked));
    QVERIFY(!agreesToWebSocket(answer, request({{"Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="}})));
    QVERIFY(!agreesToWebSocket(answer, request({})));
    answer.status = 200;
    QVERIFY(!agreesToWebSocket(answer, asked));
    answer.status = 101;
    answer.headers.append("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    QVERIFY(!agreesToWebSocket(answer, asked));
}

QTEST_APPLESS_MAIN(WebSocketHandshakeTest)
#include "tst_websockethandshake.moc"
