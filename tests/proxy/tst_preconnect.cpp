// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/proxybench.h"

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The connection to the upstream is open before the first request needs it, and nothing more than that.
class PreconnectTest : public QObject
{
    Q_OBJECT

private slots:
    void theFirstRequestFindsAnOpenConnection();
    void aRequestWaitsForAConnectionThatIsBeingOpened();
    void itCanBeSwitchedOff();
    void anUpstreamThatClosesAtOnceIsNotAskedAgain();
    void anUpstreamThatIsNotThereIsFoundWhenItIs();
    void anIdleConnectionIsReplacedOnlyWhileAClientIsConnected();
    void aLostRaceIsRepeatedWhereNothingCanHappenTwice();
};

static std::function<void(EngineConfig &)> on(std::chrono::milliseconds keepAlive = 30s)
{
    return [keepAlive](EngineConfig &config) {
        config.preconnect = true;
        config.limits.upstreamKeepAlive = keepAlive;
    };
}

void PreconnectTest::theFirstRequestFindsAnOpenConnection()
{
    ProxyBench bench(Transport::Direct, on());
    bench.upstream.answerAlways(plainAnswer("ok"));
    QTRY_COMPARE(bench.upstream.connectionCount(), 1);
    const auto client = bench.client();
    client->post("{}");
    QTRY_COMPARE(client->body(), "ok");
    QCOMPARE(bench.upstream.connectionCount(), 1);
    QCOMPARE(bench.requests().constFirst().connection, 0);
}

void PreconnectTest::aRequestWaitsForAConnectionThatIsBeingOpened()
{
    FakeUpstream upstream; // says nothing, so that the handshake does not end
    ProxyBench bench(Transport::Direct, [&](EngineConfig &config) {
        on()(config);
        config.upstream = QUrl(u"https://localhost:%1"_s.arg(upstream.port()));
    });
    QTRY_VERIFY(upstream.bytesReceived(0) > 0);
    const auto client = bench.client();
    client->post("{}");
    QTRY_COMPARE(bench.engine->host().status().inFlight, 1);
    QTest::qWait(50);
    QCOMPARE(upstream.connectionCount(), 1);
    upstream.close();
    QTRY_COMPARE(client->status(), 502);
    QCOMPARE(client->values("x-codex-plus-error"), {"upstream_tls_closed"});
}

void PreconnectTest::itCanBeSwitchedOff()
{
    ProxyBench bench(Transport::Direct);
    QTest::qWait(100);
    QCOMPARE(bench.upstream.connectionCount(), 0);
}

void PreconnectTest::anUpstreamThatClosesAtOnceIsNotAskedAgain()
{
    ProxyBench bench(Transport::Direct, on(50ms));
    QTRY_COMPARE(bench.upstream.connectionCount(), 1);
    const auto client = bench.client(); // somebody is there, so a connection would be kept
    bench.upstream.close();
    QTest::qWait(300);
    QCOMPARE(bench.upstream.connectionCount(), 1);
    bench.upstream.answerAlways(plainAnswer("ok"));
    client->post("{}");
    QTRY_COMPARE(client->body(), "ok");
}

void PreconnectTest::anUpstreamThatIsNotThereIsFoundWhenItIs()
{
    FakeUpstream upstream;
    upstream.stopListening();
    ProxyBench bench(Transport::Direct, [&](EngineConfig &config) {
        on()(config);
        config.upstream = upstream.url();
    });
    QVERIFY(bench.engine->error().isEmpty());
    QTest::qWait(100); // the attempt has failed, and nobody was told
    QVERIFY(upstream.listenAgain());
    upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    client->post("{}");
    QTRY_COMPARE(client->body(), "ok");
}

void PreconnectTest::anIdleConnectionIsReplacedOnlyWhileAClientIsConnected()
{
    ProxyBench bench(Transport::Direct, on(100ms));
    QTRY_COMPARE(bench.upstream.connectionCount(), 1);
    QTRY_VERIFY(!bench.upstream.isOpen(0));
    QTest::qWait(300); // nobody is there
    QCOMPARE(bench.upstream.connectionCount(), 1);

    auto client = bench.client();
    bench.upstream.answerAlways(plainAnswer("ok"));
    client->post("{}");
    QTRY_COMPARE(client->body(), "ok");
    QCOMPARE(bench.upstream.connectionCount(), 2);
    QTRY_VERIFY(bench.upstream.connectionCount() >= 4); // one after the other
    QTRY_VERIFY(!bench.upstream.isOpen(2));
    client.reset();
    QTest::qWait(300);
    const int count = bench.upstream.connectionCount();
    QVERIFY(!bench.upstream.isOpen(count - 1));
    QTest::qWait(300);
    QCOMPARE(bench.upstream.connectionCount(), count);
}

void PreconnectTest::aLostRaceIsRepeatedWhereNothingCanHappenTwice()
{
    ProxyBench bench(Transport::Direct, on());
    QTRY_COMPARE(bench.upstream.connectionCount(), 1);
    const auto client = bench.client();
    client->get("/v1/models");
    QTRY_COMPARE(bench.requests().size(), 1);
    bench.upstream.answerAlways(plainAnswer("ok"));
    bench.upstream.reset(0); // as if it had closed the idle connection just then
    QTRY_COMPARE(client->body(), "ok");
    QCOMPARE(bench.upstream.connectionCount(), 2);
}

QTEST_GUILESS_MAIN(PreconnectTest)
#include "tst_preconnect.moc"
