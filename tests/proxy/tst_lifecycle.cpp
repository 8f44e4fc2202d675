// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/proxybench.h"

#include <QFutureWatcher>
#include <QTcpServer>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Starting, draining and stopping an engine through its door.
class LifecycleTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { ProxyBench::addTransports(); }

    void aTakenPortIsReportedWithItsOwner();
    void aHostOutsideThisComputerIsRefused();
    void anUpstreamThatIsTheProxyItselfIsRefused();
    void aSecondStartIsRefusedWhileRunning();
    void stoppingWaitsForAnAnswerInProgress();
    void stoppingCutsWhatOutlastsTheDrainTime();
    void stoppingAnIdleEngineIsImmediate();
    void theSamePortCanBeUsedAgainAtOnce();
    void startAndStopAHundredTimes();
    void destroyingTheHostWhileStreamingCutsTheStream();

private:
    static EngineConfig config(const FakeUpstream &upstream)
    {
        EngineConfig result;
        result.transport = ProxyBench::transport();
        result.port = 0;
        result.upstream = upstream.url();
        return result;
    }
};

void LifecycleTest::aTakenPortIsReportedWithItsOwner()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    FakeUpstream upstream;
    EngineConfig taken = config(upstream);
    taken.port = other.serverPort();
    EngineHost host;
    auto future = host.start(taken);
    QTRY_VERIFY(future.isFinished());
    QVERIFY(!future.result());
    QCOMPARE(future.result().error().code, Error::Code::AddressInUse);
    const QString message = future.result().error().message;
    QVERIFY2(message.contains(QString::number(other.serverPort())), qPrintable(message));
    QVERIFY2(message.contains(QString::number(QCoreApplication::applicationPid())), qPrintable(message));
    QCOMPARE(host.status().state, EngineStatus::State::Failed);
    QCOMPARE(host.status().error, message);

    other.close(); // and a second try works
    auto again = host.start(taken);
    QTRY_VERIFY(again.isFinished());
    QVERIFY(again.result());
    QCOMPARE(host.status().state, EngineStatus::State::Running);
}

void LifecycleTest::aHostOutsideThisComputerIsRefused()
{
    FakeUpstream upstream;
    EngineConfig everywhere = config(upstream);
    everywhere.host = QHostAddress(QHostAddress::Any);
    EngineHost host;
    auto future = host.start(everywhere);
    QTRY_VERIFY(future.isFinished());
    QVERIFY(!future.result());
    QCOMPARE(future.result().error().code, Error::Code::Invalid);
}

void LifecycleTest::anUpstreamThatIsTheProxyItselfIsRefused()
{
    QTcpServer finder;
    QVERIFY(finder.listen(QHostAddress::LocalHost));
    const quint16 port = finder.serverPort();
    finder.close();
    FakeUpstream upstream;
    EngineConfig loop = config(upstream);
    loop.port = port;
    loop.upstream = QUrl(u"http://localhost:%1/v1"_s.arg(port));
    EngineHost host;
    auto future = host.start(loop);
    QTRY_VERIFY(future.isFinished());
    QVERIFY(!future.result());
    QVERIFY(future.result().error().message.contains(u"itself"_s));
}

void LifecycleTest::aSecondStartIsRefusedWhileRunning()
{
    FakeUpstream upstream;
    EngineHost host;
    auto first = host.start(config(upstream));
    auto second = host.start(config(upstream));
    QTRY_VERIFY(first.isFinished() && second.isFinished());
    QVERIFY(first.result());
    QVERIFY(!second.result());
}

void LifecycleTest::stoppingWaitsForAnAnswerInProgress()
{
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.sendSseHead();
    bench.upstream.sendChunk("data: 1\n\n");
    QTRY_COMPARE(client->body(), "data: 1\n\n");

    auto stopped = bench.engine->host().stop(30s);
    QTRY_COMPARE(bench.engine->host().status().state, EngineStatus::State::Draining);
    const auto late = bench.client();
    late->get("/health");
    QTest::qWait(50);
    QCOMPARE(late->status(), 0); // nobody listens any more
    QVERIFY(!stopped.isFinished());

    bench.upstream.sendChunk("data: 2\n\n");
    bench.upstream.endChunks();
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->body(), "data: 1\n\ndata: 2\n\n");
    QTRY_VERIFY(stopped.isFinished());
    QCOMPARE(bench.engine->host().status().state, EngineStatus::State::Stopped);
}

void LifecycleTest::stoppingCutsWhatOutlastsTheDrainTime()
{
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.sendSseHead();
    QTRY_COMPARE(client->status(), 200);
    auto stopped = bench.engine->host().stop(100ms);
    QTRY_VERIFY(stopped.isFinished());
    QTRY_VERIFY(client->isClosed());
    QVERIFY(!client->isBodyComplete());
    QTRY_VERIFY(!bench.upstream.isOpen(0));
}

void LifecycleTest::stoppingAnIdleEngineIsImmediate()
{
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->get("/health");
    QTRY_COMPARE(client->status(), 200); // an idle connection is open
    auto stopped = bench.engine->host().stop(30s);
    QTRY_VERIFY_WITH_TIMEOUT(stopped.isFinished(), 1000);
    QTRY_VERIFY(client->isClosed());
}

void LifecycleTest::theSamePortCanBeUsedAgainAtOnce()
{
    FakeUpstream upstream;
    upstream.answerAlways(plainAnswer("ok"));
    EngineHost host;
    EngineConfig fixed = config(upstream);
    for (int i = 0; i < 3; ++i) {
        auto started = host.start(fixed);
        QTRY_VERIFY(started.isFinished());
        QVERIFY2(bool(started.result()), started.result() ? "" : qPrintable(started.result().error().message));
        fixed.port = started.result()->port;
        TestClient client(fixed.port);
        client.post("{}");
        QTRY_COMPARE(client.status(), 200);
        auto stopped = host.stop(1s);
        QTRY_VERIFY(stopped.isFinished());
    }
}

void LifecycleTest::startAndStopAHundredTimes()
{
    FakeUpstream upstream;
    EngineHost host;
    for (int i = 0; i < 100; ++i) {
        auto started = host.start(config(upstream));
        auto stopped = host.stop(0s); // without waiting for the start
        QTRY_VERIFY(started.isFinished() && stopped.isFinished());
        QTRY_COMPARE(host.status().state, EngineStatus::State::Stopped);
    }
}

void LifecycleTest::destroyingTheHostWhileStreamingCutsTheStream()
{
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.sendSseHead();
    QTRY_COMPARE(client->status(), 200);
    bench.engine.reset();
    QTRY_VERIFY(client->isClosed());
    QVERIFY(!client->isBodyComplete());
}

QTEST_GUILESS_MAIN(LifecycleTest)
#include "tst_lifecycle.moc"
