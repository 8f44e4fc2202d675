// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/tunnel/tunnel.h"
#include "tests/proxy/tunnel/rawpeer.h"
#include "tests/support/websocketbench.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What passes through a tunnel, how it waits, and how it ends.
class TunnelTest : public QObject
{
    Q_OBJECT

private slots:
    void halfAMillionBytesArriveExactlyBothWaysAtOnce();
    void bytesThatCameWithTheHandshakeArrive_data();
    void bytesThatCameWithTheHandshakeArrive();
    void aTlsUpstreamIsJoinedLikeAnyOther();
    void whoEndsOrderlyEndsTheOtherSide_data();
    void whoEndsOrderlyEndsTheOtherSide();
    void whoBreaksOffBreaksTheOtherSide_data();
    void whoBreaksOffBreaksTheOtherSide();
    void theOtherSideHasTwoSecondsToClose_data();
    void theOtherSideHasTwoSecondsToClose();
    void whatWasSentBeforeTheEndIsDeliveredFirst();
    void silenceHasNoLimit();
    void aSlowReaderSlowsTheSenderDown_data();
    void aSlowReaderSlowsTheSenderDown();
    void aSenderThatBreaksOffIsNoticedWhileItWaits();
    void aReaderThatTakesNothingAfterTheEndIsReset_data();
    void aReaderThatTakesNothingAfterTheEndIsReset();
    void stoppingCutsTunnelsAtTheDrainLimit();
    void anOpenTunnelIsARequestInFlightAndAConnection();
    void theRecordTellsBytesAndTime();
    void aHundredTunnelsLeaveNothingBehind();
};

// WS-1
void TunnelTest::halfAMillionBytesArriveExactlyBothWaysAtOnce()
{
    WebSocketBench bench;
    const auto client = bench.openTunnel();
    QVERIFY(client);
    const QByteArray up = noise(500'009);
    const QByteArray down = noise(499'979);
    constexpr std::array<qsizetype, 7> sizes{1, 7, 1021, 4096, 16'385, 65'537, 131};
    qsizetype sentUp = 0;
    qsizetype sentDown = 0;
    for (size_t i = 0; sentUp < up.size() || sentDown < down.size(); ++i) {
        const QByteArray upPart = up.mid(sentUp, sizes[i % sizes.size()]);
        const QByteArray downPart = down.mid(sentDown, sizes[(i + 3) % sizes.size()]);
        client->send(upPart);
        bench.upstream.send(downPart);
        sentUp += upPart.size();
        sentDown += downPart.size();
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(bench.tunnelled().size(), up.size());
    QTRY_COMPARE(client->rawBody().size(), down.size());
    QVERIFY(bench.tunnelled() == up);
    QVERIFY(client->rawBody() == down);
}

void TunnelTest::bytesThatCameWithTheHandshakeArrive_data()
{
    QTest::addColumn<bool>("fromClient");
    QTest::addColumn<bool>("fromUpstream");
    QTest::newRow("client") << true << false;
    QTest::newRow("upstream") << false << true;
    QTest::newRow("both") << true << true;
}

// WS-1
void TunnelTest::bytesThatCameWithTheHandshakeArrive()
{
    QFETCH(bool, fromClient);
    QFETCH(bool, fromUpstream);
    WebSocketBench bench;
    const QByteArray earlyUp = fromClient ? QByteArray("\x81\x05GET /", 7) : QByteArray();
    const QByteArray earlyDown = fromUpstream ? QByteArray("HTTP/1.1 200\r\n\r\n") : QByteArray();
    const auto client = bench.client();
    client->send(webSocketRequest(bench.engine->port()) + earlyUp);
    QTRY_VERIFY(bench.hasRequest());
    QCOMPARE(bench.tunnelled(), ""); // the upstream has not agreed yet
    bench.upstream.send(webSocketAnswer + earlyDown);
    QTRY_COMPARE(client->status(), 101);
    client->send("-later");
    bench.upstream.send("-later");
    QTRY_COMPARE(bench.tunnelled(), earlyUp + "-later");
    QTRY_COMPARE(client->rawBody(), earlyDown + "-later");
}

// WS-1, WS-3
void TunnelTest::aTlsUpstreamIsJoinedLikeAnyOther()
{
    const QTemporaryDir directory;
    const QString key = directory.filePath(u"key"_s);
    const QString certificate = directory.filePath(u"certificate"_s);
    QProcess openssl;
    openssl.start(u"openssl"_s, {u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-subj"_s, u"/CN=localhost"_s,
                                 u"-addext"_s, u"subjectAltName=DNS:localhost"_s, u"-keyout"_s, key, u"-out"_s, certificate});
    QVERIFY2(openssl.waitForFinished() && openssl.exitCode() == 0, openssl.readAllStandardError().constData());
    FakeUpstream secure;
    secure.useTls(certificate, key);
    WebSocketBench bench([&](EngineConfig &config) {
        config.upstream = secure.url();
        config.caFile = certificate;
    });
    const QByteArray up = noise(500'009);
    const QByteArray down = noise(499'979);
    for (const bool clientCloses : {true, false}) {
        const int index = secure.connectionCount();
        const auto client = bench.client();
        client->send(webSocketRequest(bench.engine->port()) + up);
        QTRY_VERIFY(secure.received(index).endsWith("\r\n\r\n"));
        secure.send(webSocketAnswer + down, index);
        QTRY_VERIFY(secure.received(index).endsWith(up));
        QTRY_COMPARE(client->rawBody().size(), down.size());
        QVERIFY(client->rawBody() == down);
        if (clientCloses) {
            client->leave();
            QTRY_VERIFY_WITH_TIMEOUT(!secure.isOpen(index), 2000);
        } else {
            secure.close(index);
            QTRY_VERIFY_WITH_TIMEOUT(client->isClosed(), 2000);
        }
        QTRY_COMPARE(bench.inFlight(), 0);
    }
    const auto open = [&]() -> std::unique_ptr<TestClient> {
        const int index = secure.connectionCount();
        auto client = bench.client();
        client->send(webSocketRequest(bench.engine->port()));
        if (!QTest::qWaitFor([&] { return secure.received(index).endsWith("\r\n\r\n"); }))
            return nullptr;
        secure.send(webSocketAnswer, index);
        return QTest::qWaitFor([&] { return client->status() == 101; }) ? std::move(client) : nullptr;
    };
    // A slow reader gets everything that was sent before the end.
    auto client = open();
    QVERIFY(client);
    const QByteArray much = noise(8 * 1024 * 1024);
    client->setReading(false);
    secure.send(much);
    secure.close();
    QTest::qWait(300);
    client->setReading(true);
    QTRY_COMPARE(client->rawBody().size(), much.size());
    QVERIFY(client->rawBody() == much);
    QTRY_VERIFY(client->isClosed());
    // A reader that waits slows the sender down, encrypted or not.
    client = open();
    QVERIFY(client);
    secure.setReading(false);
    client->send(QByteArray(64 * 1024 * 1024, 'x'));
    qint64 before = -1;
    while (before != client->bytesToWrite()) {
        before = client->bytesToWrite();
        QTest::qWait(150);
    }
    QVERIFY2(before > 40 * 1024 * 1024, qPrintable(QString::number(before)));
}

/// Both ends of a tunnel as the system's own sockets.
struct RawTunnel
{
    RawPeer listener = RawPeer::listening();
    WebSocketBench bench;
    RawPeer client;
    RawPeer upstream;

    explicit RawTunnel(const std::function<void(EngineConfig &)> &adjust = {})
        : bench([&](EngineConfig &config) {
            config.upstream = QUrl(u"http://127.0.0.1:%1/v1"_s.arg(listener.port()));
            if (adjust)
                adjust(config);
        })
        , client(RawPeer::connectedTo(bench.engine->port()))
    {
        client.send(webSocketRequest(bench.engine->port()));
        upstream = listener.accept();
        upstream.readUntil("\r\n\r\n");
        upstream.send(webSocketAnswer);
        client.readUntil("\r\n\r\n");
    }
    RawPeer &end(bool isClient) { return isClient ? client : upstream; }
    QList<FlowRecord> flows() const { return bench.engine->flows(); }
};

void TunnelTest::whoEndsOrderlyEndsTheOtherSide_data()
{
    QTest::addColumn<bool>("clientEnds");
    QTest::addColumn<bool>("halfOnly");
    QTest::newRow("client closes") << true << false;
    QTest::newRow("client ends its direction") << true << true;
    QTest::newRow("upstream closes") << false << false;
    QTest::newRow("upstream ends its direction") << false << true;
}

// WS-3
void TunnelTest::whoEndsOrderlyEndsTheOtherSide()
{
    QFETCH(bool, clientEnds);
    QFETCH(bool, halfOnly);
    RawTunnel tunnel;
    RawPeer &first = tunnel.end(clientEnds);
    RawPeer &second = tunnel.end(!clientEnds);
    first.send("last words");
    QElapsedTimer clock;
    clock.start();
    if (halfOnly)
        first.endWriting();
    else
        first.close();
    QByteArray how;
    QCOMPARE(second.readToEnd(how), "last words");
    QCOMPARE(how, "end");
    QVERIFY2(clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
    if (halfOnly) { // what the second one still sends has nobody to go to: the first is let go at once
        QCOMPARE(first.readToEnd(how), "");
        QCOMPARE(how, "end");
    }
    second.close();
    QTRY_COMPARE(tunnel.flows().size(), 1);
    QTRY_COMPARE(tunnel.flows().constFirst().phase, FlowRecord::Phase::Done);
    QVERIFY(clock.elapsed() < 2000);
}

void TunnelTest::whoBreaksOffBreaksTheOtherSide_data()
{
    QTest::addColumn<bool>("clientBreaks");
    QTest::newRow("client") << true;
    QTest::newRow("upstream") << false;
}

// WS-3
void TunnelTest::whoBreaksOffBreaksTheOtherSide()
{
    QFETCH(bool, clientBreaks);
    RawTunnel tunnel;
    QElapsedTimer clock;
    clock.start();
    tunnel.end(clientBreaks).reset();
    QByteArray how;
    tunnel.end(!clientBreaks).readToEnd(how);
    QCOMPARE(how, "reset");
    QVERIFY2(clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
    QTRY_COMPARE(tunnel.flows().size(), 1);
    QTRY_COMPARE(tunnel.flows().constFirst().phase, clientBreaks ? FlowRecord::Phase::Cancelled : FlowRecord::Phase::Failed);
    QCOMPARE(tunnel.flows().constFirst().errorCode, clientBreaks ? "" : "upstream_cut");
}

void TunnelTest::theOtherSideHasTwoSecondsToClose_data()
{
    QTest::addColumn<bool>("clientEnds");
    QTest::newRow("client ends") << true;
    QTest::newRow("upstream ends") << false;
}

// WS-3
void TunnelTest::theOtherSideHasTwoSecondsToClose()
{
    QFETCH(bool, clientEnds);
    RawTunnel tunnel;
    QTRY_COMPARE(tunnel.bench.inFlight(), 1);
    QElapsedTimer clock;
    clock.start();
    tunnel.end(clientEnds).close();
    QByteArray how;
    tunnel.end(!clientEnds).readToEnd(how);
    QCOMPARE(how, "end");
    while (clock.elapsed() < 1500) { // it goes on sending as if nothing had happened
        QVERIFY(tunnel.end(!clientEnds).send("x"));
        QTest::qWait(50);
    }
    QTRY_VERIFY(!tunnel.end(!clientEnds).send("x")); // closed
    QVERIFY2(clock.elapsed() < 3000, qPrintable(QString::number(clock.elapsed())));
    QTRY_COMPARE(tunnel.bench.inFlight(), 0);
}

// WS-3
void TunnelTest::whatWasSentBeforeTheEndIsDeliveredFirst()
{
    for (const bool clientEnds : {true, false}) {
        WebSocketBench bench;
        const auto client = bench.openTunnel();
        QVERIFY(client);
        const QByteArray bytes = noise(8 * 1024 * 1024);
        if (clientEnds) {
            bench.upstream.setReading(false);
            client->send(bytes);
            client->endWhenSent();
            QTest::qWait(300);
            bench.upstream.setReading(true);
            QTRY_COMPARE(bench.tunnelled().size(), bytes.size());
            QVERIFY(bench.tunnelled() == bytes);
            QTRY_VERIFY(!bench.upstream.isOpen(0));
        } else {
            client->setReading(false);
            bench.upstream.send(bytes);
            bench.upstream.close();
            QTest::qWait(300);
            client->setReading(true);
            QTRY_COMPARE(client->rawBody().size(), bytes.size());
            QVERIFY(client->rawBody() == bytes);
            QTRY_VERIFY(client->isClosed());
        }
        QTRY_COMPARE(bench.engine->flows().constLast().phase, FlowRecord::Phase::Done);
    }
}

// WS-3
void TunnelTest::silenceHasNoLimit()
{
    WebSocketBench bench([](EngineConfig &config) {
        config.firstByteTimeout = config.silenceTimeout = config.connectTimeout = 100ms;
        config.limits.headerRead = config.limits.bodySilence = config.limits.keepAlive = config.limits.upstreamKeepAlive = 100ms;
    });
    const auto client = bench.openTunnel();
    QVERIFY(client);
    QTest::qWait(800);
    client->send("still");
    bench.upstream.send("there");
    QTRY_COMPARE(bench.tunnelled(), "still");
    QTRY_COMPARE(client->rawBody(), "there");
}

void TunnelTest::aSlowReaderSlowsTheSenderDown_data()
{
    QTest::addColumn<bool>("clientSends");
    QTest::newRow("client sends") << true;
    QTest::newRow("upstream sends") << false;
}

// LIM-5
void TunnelTest::aSlowReaderSlowsTheSenderDown()
{
    QFETCH(bool, clientSends);
    WebSocketBench bench;
    const auto client = bench.openTunnel();
    QVERIFY(client);
    constexpr qint64 size = 64 * 1024 * 1024;
    const QByteArray bytes = noise(size);
    if (clientSends) {
        bench.upstream.setReading(false);
        client->send(bytes);
    } else {
        client->setReading(false);
        bench.upstream.send(bytes);
    }
    const auto kept = [&] { return clientSends ? client->bytesToWrite() : bench.upstream.bytesToWrite(0); };
    qint64 before = -1;
    while (before != kept()) { // until it no longer moves
        before = kept();
        QTest::qWait(150);
    }
    // The kernel's buffers may hold several MiB.
    QVERIFY2(before > 40 * 1024 * 1024, qPrintable(QString::number(before)));
    // The other direction is not held up.
    if (clientSends) {
        bench.upstream.send("hello");
        QTRY_COMPARE(client->rawBody(), "hello");
        bench.upstream.setReading(true);
        QTRY_COMPARE_WITH_TIMEOUT(bench.upstream.bytesReceived(0) >= size, true, 30000);
        QVERIFY(bench.tunnelled() == bytes);
    } else {
        client->send("hello");
        QTRY_COMPARE(bench.tunnelled(), "hello");
        client->setReading(true);
        QTRY_COMPARE_WITH_TIMEOUT(client->received().size() >= size, true, 30000);
        QTRY_VERIFY(client->rawBody() == bytes);
    }
}

// WS-3
void TunnelTest::aSenderThatBreaksOffIsNoticedWhileItWaits()
{
    RawTunnel tunnel;
    const QByteArray bytes(1024 * 1024, 'x');
    while (tunnel.client.sendSome(bytes)) { } // the upstream takes nothing: everything on the way fills up
    QElapsedTimer clock;
    clock.start();
    tunnel.client.reset();
    QTRY_COMPARE(tunnel.flows().size(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(tunnel.flows().constFirst().phase, FlowRecord::Phase::Cancelled, 2000);
    QByteArray how;
    tunnel.upstream.readToEnd(how);
    QCOMPARE(how, "reset");
}

void TunnelTest::aReaderThatTakesNothingAfterTheEndIsReset_data()
{
    QTest::addColumn<qint64>("bufferedPerDirection");
    QTest::newRow("all bytes and the end were read") << qint64(256 * 1024);
    QTest::newRow("some bytes and the end are in the kernel") << qint64(16 * 1024);
}

void TunnelTest::aReaderThatTakesNothingAfterTheEndIsReset()
{
    QFETCH(qint64, bufferedPerDirection);
    // No engine: its sockets' kernel buffers would take everything.
    const RawPeer listener = RawPeer::listening();
    const RawPeer upstreamListener = RawPeer::listening(4096);
    RawPeer client = RawPeer::connectedTo(listener.port());
    QTcpSocket clientSocket;
    clientSocket.setSocketDescriptor(listener.accept().take());
    UpgradedSocket upgraded{std::make_unique<QTcpSocket>()};
    upgraded.socket->connectToHost(QHostAddress(QHostAddress::LocalHost), upstreamListener.port());
    const RawPeer upstream = upstreamListener.accept();
    QTRY_COMPARE(upgraded.socket->state(), QAbstractSocket::ConnectedState);
    upgraded.socket->setSocketOption(QAbstractSocket::SendBufferSizeSocketOption, 4096);
    for (QTcpSocket *socket : {&clientSocket, upgraded.socket.get()})
        socket->setReadBufferSize(64 * 1024);
    Limits limits;
    limits.bodySilence = 300ms;
    limits.bufferedPerDirection = bufferedPerDirection;
    Deadlines deadlines;
    Tunnel tunnel(&clientSocket, {}, std::move(upgraded), limits, &deadlines);
    QSignalSpy finished(&tunnel, &Tunnel::finished);

    const QByteArray bytes(16 * 1024, 'x');
    for (int i = 0; i < 12; ++i) {
        QVERIFY(client.send(bytes));
        QTRY_COMPARE(client.unacknowledged(), 0); // or the end would have to wait behind them
    }
    client.close();
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(finished.constFirst().constFirst().value<Tunnel::Ending>(), Tunnel::Ending::UpstreamCut);
    QByteArray how;
    QVERIFY(upstream.readToEnd(how).size() < 12 * bytes.size());
    QCOMPARE(how, "reset"); // it must not take what it got for everything
}

// LIF-2
void TunnelTest::stoppingCutsTunnelsAtTheDrainLimit()
{
    WebSocketBench bench;
    const auto client = bench.openTunnel();
    QVERIFY(client);
    QElapsedTimer clock;
    clock.start();
    auto stopped = bench.engine->host().stop(500ms);
    QTest::qWait(200);
    client->send("still carried");
    QTRY_COMPARE_WITH_TIMEOUT(bench.tunnelled(), "still carried", 250);
    QTRY_VERIFY(stopped.isFinished());
    QVERIFY2(clock.elapsed() >= 500 && clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
    QTRY_VERIFY(client->isClosed());
    QTRY_VERIFY(!bench.upstream.isOpen(0));
    QTRY_COMPARE(bench.engine->flows().constFirst().phase, FlowRecord::Phase::Cancelled);

    // One that closes meanwhile lets the stop end early.
    WebSocketBench second;
    const auto leaving = second.openTunnel();
    QVERIFY(leaving);
    stopped = second.engine->host().stop(30s);
    leaving->leave();
    QTRY_VERIFY(stopped.isFinished());
}

void TunnelTest::anOpenTunnelIsARequestInFlightAndAConnection()
{
    WebSocketBench bench([](EngineConfig &config) { config.limits.connections = 1; });
    auto client = bench.openTunnel();
    QVERIFY(client);
    QTRY_COMPARE(bench.inFlight(), 1);
    const auto second = bench.client();
    QTRY_COMPARE(second->status(), 503);
    client->leave();
    QTRY_COMPARE(bench.inFlight(), 0);
    QTRY_VERIFY([&] {
        const auto next = bench.client();
        next->get("/health");
        return QTest::qWaitFor([&] { return next->status() != 0; }, 1000) && next->status() == 200;
    }());
}

void TunnelTest::theRecordTellsBytesAndTime()
{
    WebSocketBench bench;
    const auto client = bench.openTunnel();
    QVERIFY(client);
    client->send("12345");
    bench.upstream.send("1234567");
    // While it is open
    QTRY_COMPARE(bench.engine->flows().size(), 1);
    const auto record = [&] { return bench.engine->flows().constFirst(); };
    QTRY_COMPARE(record().requestBytes, 5);
    QTRY_COMPARE(record().responseBytes, 7);
    QCOMPARE(record().phase, FlowRecord::Phase::Streaming);
    QCOMPARE(record().status, 101);
    QVERIFY(record().firstByteUs);
    QVERIFY(!record().totalUs);
    QTest::qWait(100);
    client->leave();
    QTRY_COMPARE(record().phase, FlowRecord::Phase::Done);
    QCOMPARE(record().requestBytes, 5);
    QCOMPARE(record().responseBytes, 7);
    QVERIFY(*record().totalUs >= 100'000);
    QCOMPARE(record().upstream, u"http://127.0.0.1:%1"_s.arg(bench.upstream.port()));
}

// LIF-8
void TunnelTest::aHundredTunnelsLeaveNothingBehind()
{
    const auto descriptors = [] { return QDir(u"/proc/self/fd"_s).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System).size(); };
    WebSocketBench bench;
    const auto before = descriptors();
    {
        std::vector<std::unique_ptr<TestClient>> clients;
        for (int i = 0; i < 100; ++i) {
            clients.push_back(bench.client());
            clients.back()->send(webSocketRequest(bench.engine->port()));
        }
        QTRY_COMPARE(bench.upstream.connectionCount(), 100);
        QTRY_COMPARE(bench.requests().size(), 100);
        for (int i = 0; i < 100; ++i)
            bench.upstream.send(webSocketAnswer + QByteArray::number(i), i);
        for (const auto &client : clients) {
            QTRY_COMPARE(client->status(), 101);
            client->send("up");
        }
        for (int i = 0; i < 100; ++i)
            QTRY_COMPARE(bench.tunnelled(i), "up");
        QTRY_COMPARE(bench.inFlight(), 100);
        for (size_t i = 0; i < clients.size(); ++i) { // in every way there is
            const int upstream = clients[i]->rawBody().toInt(); // which one it got is up to the engine
            switch (i % 4) {
            case 0: clients[i]->leave(); break;
            case 1: clients[i]->reset(); break;
            case 2: bench.upstream.close(upstream); break;
            case 3: bench.upstream.reset(upstream); break;
            }
        }
        QTRY_COMPARE(bench.inFlight(), 0);
    }
    QTRY_COMPARE(descriptors(), before);
}

QTEST_GUILESS_MAIN(TunnelTest)
#include "tst_tunnel.moc"
