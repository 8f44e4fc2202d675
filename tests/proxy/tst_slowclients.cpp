// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/proxybench.h"

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Clients that read slowly, send ahead, or leave at a bad moment.
class SlowClientsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { ProxyBench::addTransports(); }

    void aSlowReaderGetsTheWholeOfALastAnswer();
    void aClientThatReadsNoAnswersGetsNoFurtherRequestsServed();
    void aClientThatLeavesIsNoticedBehindBytesItSentAhead();
    void aClientHeldBackByTheUpstreamIsNotBlamedForSilence();
    void aLastAnswerToAClientThatIsGoneEndsTheDrainCleanly();
    void aDrainThatCutsAnHttp10AnswerLeavesNoCleanEnd();
    void anUploadThatTakesItsTimeIsNoSilenceOfTheUpstream();
    void aConnectionEndsWhenItsAnswerSaidSo();

private:
    static QByteArray host(const ProxyBench &bench)
    {
        return "Host: 127.0.0.1:" + QByteArray::number(bench.engine->port()) + "\r\n";
    }
};

void SlowClientsTest::aSlowReaderGetsTheWholeOfALastAnswer()
{
    ProxyBench bench(ProxyBench::transport());
    const QByteArray body(8 * 1024 * 1024, 'x');
    bench.upstream.answerAlways(plainAnswer(body));
    const auto client = bench.client();
    client->setReading(false);
    client->send("GET /v1/models HTTP/1.1\r\n" + host(bench) + "Connection: close\r\n\r\n");
    QTRY_VERIFY(bench.hasRequest());
    QTest::qWait(2600); // longer than a peer without anything to say is listened to
    client->setReading(true);
    QTRY_VERIFY_WITH_TIMEOUT(client->isClosed(), 20'000);
    QCOMPARE(client->rawBody().size(), body.size());
}

void SlowClientsTest::aClientThatReadsNoAnswersGetsNoFurtherRequestsServed()
{
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer(QByteArray(64 * 1024, 'x')));
    const auto client = bench.client();
    client->setReading(false);
    const QByteArray request = "GET /v1/models HTTP/1.1\r\n" + host(bench) + "\r\n";
    constexpr int count = 1000;
    client->send(request.repeated(count));
    qsizetype before = -1;
    while (before != bench.requests().size()) {
        before = bench.requests().size();
        QTest::qWait(200);
    }
    QVERIFY2(before < count / 2, qPrintable(QString::number(before)));
    client->setReading(true);
    QTRY_COMPARE_WITH_TIMEOUT(client->received().count("HTTP/1.1 200"), count, 30'000);
}

void SlowClientsTest::aClientThatLeavesIsNoticedBehindBytesItSentAhead()
{
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->post("{}");
    client->send(QByteArray(400 * 1024, 'x'));
    QTRY_VERIFY(bench.hasRequest());
    QTRY_COMPARE_WITH_TIMEOUT(client->bytesToWrite(), 0, 3000);
    client->reset(); // an orderly end would wait behind the bytes nobody reads
    QTRY_VERIFY_WITH_TIMEOUT(!bench.upstream.isOpen(0), 2000);
}

void SlowClientsTest::aClientHeldBackByTheUpstreamIsNotBlamedForSilence()
{
    ProxyBench bench(ProxyBench::transport(), [](EngineConfig &config) { config.limits.bodySilence = 300ms; });
    const auto client = bench.client();
    bench.upstream.setReading(false);
    client->post(QByteArray(32 * 1024 * 1024, 'y'));
    QTest::qWait(1200);
    QCOMPARE(client->status(), 0);
    bench.upstream.answerAlways(plainAnswer("ok"));
    bench.upstream.setReading(true);
    QTRY_COMPARE_WITH_TIMEOUT(client->status(), 200, 20'000);
}

void SlowClientsTest::aLastAnswerToAClientThatIsGoneEndsTheDrainCleanly()
{
    for (int i = 0; i < 10; ++i) {
        ProxyBench bench(ProxyBench::transport());
        const auto client = bench.client();
        client->post("{}");
        client->send(QByteArray(200 * 1024, 'x'));
        QTRY_VERIFY(bench.hasRequest());
        auto stopped = bench.engine->host().stop(5s);
        QTRY_COMPARE(bench.engine->host().status().state, EngineStatus::State::Draining);
        client->leave();
        bench.upstream.send(plainAnswer(QByteArray(1024 * 1024, 'z')));
        QTRY_VERIFY(stopped.isFinished());
        QTRY_COMPARE(bench.engine->host().status().inFlight, 0);
    }
}

void SlowClientsTest::aDrainThatCutsAnHttp10AnswerLeavesNoCleanEnd()
{
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->send("GET /v1/models HTTP/1.0\r\n" + host(bench) + "\r\n");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.sendSseHead();
    bench.upstream.sendChunk("part");
    QTRY_COMPARE(client->rawBody(), "part");
    auto stopped = bench.engine->host().stop(50ms);
    QTRY_VERIFY(stopped.isFinished());
    QTRY_VERIFY(client->isClosed());
    QTRY_COMPARE(bench.engine->flows().size(), 1);
    QCOMPARE(bench.engine->flows().constFirst().phase, FlowRecord::Phase::Cancelled);
}

void SlowClientsTest::anUploadThatTakesItsTimeIsNoSilenceOfTheUpstream()
{
    ProxyBench bench(ProxyBench::transport(), [](EngineConfig &config) { config.firstByteTimeout = 600ms; });
    const auto client = bench.client();
    client->send("POST /v1/x HTTP/1.1\r\n" + host(bench) + "Content-Length: 12\r\n\r\n");
    for (int i = 0; i < 12; ++i) {
        client->send("x");
        QTest::qWait(100);
        QVERIFY2(client->received().isEmpty(), client->received().constData());
    }
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.send(plainAnswer("ok"));
    QTRY_COMPARE(client->body(), "ok");
}

void SlowClientsTest::aConnectionEndsWhenItsAnswerSaidSo()
{
    if (ProxyBench::transport() == Transport::Stock)
        QSKIP("Qt's own client reads no answer before the request is sent");
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->send("POST /v1/x HTTP/1.1\r\n" + host(bench) + "Content-Length: 4\r\n\r\nab");
    QTRY_COMPARE(bench.requests().size(), 1);
    bench.upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
    QTRY_VERIFY(client->values("connection").contains("close")); // the request was not there yet
    client->send("cd");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.send("ok");
    QTRY_COMPARE(client->body(), "ok");
    QTRY_VERIFY(client->isClosed());
}

QTEST_GUILESS_MAIN(SlowClientsTest)
#include "tst_slowclients.moc"
