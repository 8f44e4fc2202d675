// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/websocketrefusalstage.h"
#include "tests/proxy/pipeline/stageprobe.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// The one answer that makes Codex fall back to HTTP at once.
class WebSocketRefusalStageTest : public QObject
{
    Q_OBJECT

private slots:
    void upgradesToWebSocketAreAnswered_data();
    void upgradesToWebSocketAreAnswered();
    void theAnswerSaysWhyAndIsRecorded();
};

void WebSocketRefusalStageTest::upgradesToWebSocketAreAnswered_data()
{
    QTest::addColumn<http::HeaderList>("headers");
    QTest::addColumn<bool>("isAnswered");
    QTest::newRow("plain") << http::HeaderList{{"Upgrade", "websocket"}} << true;
    QTest::newRow("any case") << http::HeaderList{{"UPGRADE", "WebSocket"}} << true;
    QTest::newRow("in a list") << http::HeaderList{{"Upgrade", "h2c , websocket"}} << true;
    QTest::newRow("in the second field") << http::HeaderList{{"Upgrade", "h2c"}, {"Upgrade", "websocket"}} << true;
    QTest::newRow("nothing") << http::HeaderList() << false;
    QTest::newRow("another protocol") << http::HeaderList{{"Upgrade", "h2c"}} << false;
    QTest::newRow("a longer name") << http::HeaderList{{"Upgrade", "websockets"}} << false;
    QTest::newRow("empty") << http::HeaderList{{"Upgrade", ""}} << false;
    QTest::newRow("another field") << http::HeaderList{{"Connection", "websocket"}, {"Sec-WebSocket-Version", "13"}} << false;
}

void WebSocketRefusalStageTest::upgradesToWebSocketAreAnswered()
{
    QFETCH(http::HeaderList, headers);
    QFETCH(bool, isAnswered);
    WebSocketRefusalStage stage;
    QCOMPARE(askStage(stage, headOf("GET", "/v1/responses", headers)),
             isAnswered ? u"reply 426 websocket_refused"_s : u"continue"_s);
}

void WebSocketRefusalStageTest::theAnswerSaysWhyAndIsRecorded()
{
    WebSocketRefusalStage stage;
    StageOutcome outcome;
    askStage(stage, headOf("GET", "/", {{"Upgrade", "websocket"}}), &outcome);
    const auto reply = std::get<LocalReply>(outcome);
    QVERIFY(reply.body.contains("websocket_refused"));
    QCOMPARE(reply.headers.first("upgrade"), "HTTP/1.1");
    QVERIFY(reply.isTraffic);
}

QTEST_APPLESS_MAIN(WebSocketRefusalStageTest)
#include "tst_websocketrefusalstage.moc"
