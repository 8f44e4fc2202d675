// SPDX-License-Identifier: GPL-3.0-or-later
#include "codexhome.h"
#include "codexprogram.h"
#include "codexrun.h"
#include "e2efixture.h"
#include "websocketupstream.h"

#include <QCoreApplication>
#include <QTest>

using namespace cpx;
using namespace cpx::e2e;
using namespace Qt::StringLiterals;

/// The real Codex CLI talking to a model through a WebSocket that the engine carries.
class TestCodexWebSocket : public QObject
{
    Q_OBJECT

private slots:
    void aTurnNeedsNoHttp_data();
    void aTurnNeedsNoHttp();
};

void TestCodexWebSocket::aTurnNeedsNoHttp_data()
{
    QTest::addColumn<Transport>("transport");
    QTest::newRow("direct") << Transport::Direct;
    QTest::newRow("stock") << Transport::Stock;
}

// WS-1
void TestCodexWebSocket::aTurnNeedsNoHttp()
{
    QFETCH(Transport, transport);
    const WebSocketUpstream upstream(u"PONG through a WebSocket"_s);
    const EngineUnderTest engine(upstream.url(u"/v1"_s), transport, WebSocketMode::Tunnel);
    QVERIFY2(engine.error().isEmpty(), qPrintable(engine.error()));
    const CodexHome home(engine.baseUrl(), upstream.url(u"/backend-api/"_s));
    QVERIFY(home.isValid());

    const CodexRun run(home, u"PING"_s);
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), 60'000);
    QVERIFY2(run.exitCode() == 0, run.printed().constData());
    QVERIFY2(run.message() == u"PONG through a WebSocket"_s, run.printed().constData());
    QVERIFY2(run.errors().isEmpty(), run.printed().constData());
    QVERIFY2(!run.printed().contains("econnecting"), run.printed().constData());
    QCOMPARE(upstream.plainRequests(), 0);
    QVERIFY(!upstream.handshakes().isEmpty());
    QVERIFY(upstream.handshakes().constFirst().startsWith("GET /v1/responses HTTP/1.1\r\n"));
    QVERIFY(upstream.handshakes().constFirst().contains("openai-beta: responses_websockets="));
    QVERIFY(!upstream.messages().isEmpty());
    for (const QJsonObject &message : upstream.messages())
        QCOMPARE(message.value("type"_L1).toString(), u"response.create"_s);
    QTRY_COMPARE(engine.status().inFlight, 0); // Codex has left, and so has the tunnel
}

int main(int argc, char **argv)
{
    if (codexProgram().isEmpty())
        return skipSuite(u"the Codex CLI"_s, u"run: npm ci --prefix tests/e2e, or set CPX_CODEX"_s);
    QCoreApplication app(argc, argv);
    TestCodexWebSocket test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_codexwebsocket.moc"
