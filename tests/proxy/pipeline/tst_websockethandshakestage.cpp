// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/websockethandshakestage.h"
#include "tests/proxy/pipeline/stageprobe.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Which handshakes an upstream gets to see. What a handshake is, tst_websockethandshake tells.
class WebSocketHandshakeStageTest : public QObject
{
    Q_OBJECT

private slots:
    void goodOnesAndOtherRequestsGoOn();
    void badOnesAreRefused();
    void anotherVersionIsToldTheRightOne();

private:
    static http::RequestHead handshake(const QByteArray &version, const QByteArray &key)
    {
        return headOf("GET", "/v1/responses",
                      {{"Connection", "Upgrade"}, {"Upgrade", "websocket"}, {"Sec-WebSocket-Version", version},
                       {"Sec-WebSocket-Key", key}});
    }
};

static const QByteArray goodKey = "dGhlIHNhbXBsZSBub25jZQ==";

void WebSocketHandshakeStageTest::goodOnesAndOtherRequestsGoOn()
{
    WebSocketHandshakeStage stage;
    QCOMPARE(askStage(stage, handshake("13", goodKey)), u"continue"_s);
    QCOMPARE(askStage(stage, headOf("POST", "/v1/responses", {})), u"continue"_s);
    QCOMPARE(askStage(stage, headOf("GET", "/", {{"Connection", "Upgrade"}, {"Upgrade", "h2c"}})), u"continue"_s);
}

void WebSocketHandshakeStageTest::badOnesAreRefused()
{
    WebSocketHandshakeStage stage;
    QCOMPARE(askStage(stage, handshake("13", "short")), u"refuse 400 bad_websocket"_s);
}

void WebSocketHandshakeStageTest::anotherVersionIsToldTheRightOne()
{
    WebSocketHandshakeStage stage;
    StageOutcome outcome;
    QCOMPARE(askStage(stage, handshake("12", goodKey), &outcome), u"reply 426 websocket_version"_s);
    const auto reply = std::get<LocalReply>(outcome);
    QCOMPARE(reply.headers.first("sec-websocket-version"), "13"); // RFC 6455 §4.4
    QCOMPARE(reply.headers.first("upgrade"), "websocket");
    QCOMPARE(reply.headers.first("connection"), "Upgrade");
    QVERIFY(reply.isTraffic);
}

QTEST_APPLESS_MAIN(WebSocketHandshakeStageTest)
#include "tst_websockethandshakestage.moc"
