// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/refusal.h"

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// An upstream that fails, stalls or answers early, and a client that leaves: nothing hangs, nothing is sent twice. Functions
/// and rows begin with the requirement of docs/conformance.md.
class UpstreamFaultsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { ProxyBench::addTransports(); }

    void aPostIsSentAtMostOnce_data();
    void aPostIsSentAtMostOnce();
    void aGetIsRepeatedOnlyOnAConnectionGoneStale();
    void aPoolGoneStaleCostsNothing_data();
    void aPoolGoneStaleCostsNothing();
    void anUpstreamThatStallsIsGivenUp_data();
    void anUpstreamThatStallsIsGivenUp();
    void aSlowUploadIsNoSilenceOfTheUpstream();
    void aSlowAnswerIsNotCut();
    void anEarlyAnswerArrives_data();
    void anEarlyAnswerArrives();
    void aClientThatLeavesEndsTheRequest_data();
    void aClientThatLeavesEndsTheRequest();
    void aClientThatEndsItsDirectionLeavesNothingHanging_data();
    void aClientThatEndsItsDirectionLeavesNothingHanging();
    void nothingIsStickyAboutAFailure();
    void gatewayErrorsSayNoMoreThanTheyMust();
};

void UpstreamFaultsTest::aPostIsSentAtMostOnce_data()
{
    QTest::addColumn<bool>("isReused"); ///< the connection carried a request before
    QTest::addColumn<bool>("withReset");
    QTest::addColumn<int>("bodySize");
    for (const bool isReused : {false, true}) {
        for (const bool withReset : {false, true}) {
            for (const int bodySize : {0, 10, 300'000}) {
                QTest::addRow("UPS-3 %s connection, %s, %d bytes", isReused ? "used" : "new", withReset ? "reset" : "closed", bodySize)
                    << isReused << withReset << bodySize;
            }
        }
    }
}

void UpstreamFaultsTest::aPostIsSentAtMostOnce()
{
    QFETCH(bool, isReused);
    QFETCH(bool, withReset);
    QFETCH(int, bodySize);
    ProxyBench bench(ProxyBench::transport());
    if (isReused) {
        const auto before = bench.client();
        before->get("/v1/models");
        QTRY_VERIFY(bench.hasRequest());
        bench.upstream.send(plainAnswer("ok"));
        QTRY_VERIFY(before->isBodyComplete());
    }
    const int count = isReused ? 2 : 1;
    const auto client = bench.client();
    client->post(QByteArray(bodySize, 'x'));
    QTRY_VERIFY(bench.requests().size() == count && bench.requests().constLast().isComplete);
    const int connection = bench.requests().constLast().connection;
    if (withReset)
        bench.upstream.reset(connection);
    else
        bench.upstream.close(connection);
    if (ProxyBench::transport() == Transport::Stock && bodySize == 0) {
        // Without a body there is nothing a RequestBody could refuse to send again, and Qt's client may do so.
        QTRY_VERIFY(client->status() == 502 || bench.requests().size() > count);
        return;
    }
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->status(), 502);
    QCOMPARE(client->values("x-codex-plus-error"), {"upstream_closed"});
    QTest::qWait(50); // proves that nobody tries again
    QCOMPARE(bench.requests().size(), count);
}

void UpstreamFaultsTest::aGetIsRepeatedOnlyOnAConnectionGoneStale()
{
    if (ProxyBench::transport() == Transport::Stock)
        QSKIP("Qt's own client repeats what has no body");
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->get("/v1/1");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.send(plainAnswer("ok"));
    QTRY_VERIFY(client->isBodyComplete());
    client->get("/v1/2");
    QTRY_COMPARE(bench.requests().size(), 2);
    bench.upstream.close(0); // as if it had been closed just before the request came
    QTRY_COMPARE(bench.requests().size(), 3); // GET may be repeated (RFC 9110 §9.2.2)
    bench.upstream.close(1); // a new connection is no stale one
    QTRY_COMPARE(client->received().count("HTTP/1.1 502"), 1);
    QCOMPARE(bench.requests().size(), 3);
}

void UpstreamFaultsTest::aPoolGoneStaleCostsNothing_data()
{
    QTest::addColumn<bool>("withReset");
    QTest::newRow("UPS-4 closed") << false;
    QTest::newRow("UPS-4 reset") << true;
}

void UpstreamFaultsTest::aPoolGoneStaleCostsNothing()
{
    QFETCH(bool, withReset);
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    for (int i = 1; i <= 5; ++i) {
        client->post("{}");
        QTRY_COMPARE(client->received().count("HTTP/1.1 "), i);
        if (withReset)
            bench.upstream.reset();
        else
            bench.upstream.close();
    }
    QVERIFY(bench.requests().size() <= 5);
    if (ProxyBench::transport() == Transport::Stock) {
        // Qt's own client does not look at a connection before it uses it, and then says 502, for it sends nothing twice.
        QCOMPARE(client->received().count("HTTP/1.1 200") + client->received().count("HTTP/1.1 502"), 5);
        return;
    }
    QCOMPARE(client->received().count("HTTP/1.1 200"), 5);
    QCOMPARE(bench.requests().size(), 5);
    QVERIFY(!client->isClosed());
}

void UpstreamFaultsTest::anUpstreamThatStallsIsGivenUp_data()
{
    QTest::addColumn<QByteArray>("sent"); ///< before it stalls
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("UPS-5 nothing") << QByteArray() << 504 << QByteArray("upstream_timeout");
    QTest::newRow("UPS-5 a part of the head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le") << 504 << QByteArray("upstream_timeout");
    QTest::newRow("UPS-5 an interim answer") << QByteArray("HTTP/1.1 100 Continue\r\n\r\n") << 504 << QByteArray("upstream_timeout");
    QTest::newRow("UPS-5 the head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n") << 200 << QByteArray("upstream_silent");
    QTest::newRow("UPS-5 a part of the body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel") << 200 << QByteArray("upstream_silent");
    QTest::newRow("UPS-5 a chunk")
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n") << 200 << QByteArray("upstream_silent");
    QTest::newRow("UPS-5 a stream that ends with its connection") << QByteArray("HTTP/1.1 200 OK\r\n\r\nhello") << 200 << QByteArray("upstream_silent");
}

void UpstreamFaultsTest::anUpstreamThatStallsIsGivenUp()
{
    QFETCH(QByteArray, sent);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    ProxyBench bench(ProxyBench::transport(), [](EngineConfig &config) {
        config.firstByteTimeout = 400ms;
        config.silenceTimeout = 400ms;
    });
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    if (!sent.isEmpty())
        bench.upstream.send(sent);
    QTRY_COMPARE(client->status(), status);
    if (status == 504)
        QCOMPARE(client->values("x-codex-plus-error"), {code});
    QTRY_VERIFY(!bench.upstream.isOpen(0));
    QTRY_COMPARE(bench.engine->flows().size(), 1);
    QTRY_COMPARE(bench.engine->flows().constFirst().errorCode, code);
    if (status == 200) {
        QTRY_VERIFY(client->isClosed());
        QVERIFY(!client->isBodyComplete());
    }
}

void UpstreamFaultsTest::aSlowUploadIsNoSilenceOfTheUpstream()
{
    ProxyBench bench(ProxyBench::transport(), [](EngineConfig &config) { config.firstByteTimeout = 500ms; });
    const auto client = bench.client();
    client->send(withPort("POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 8\r\n\r\n", bench));
    for (int i = 0; i < 4; ++i) {
        QTest::qWait(100);
        client->send("xy");
    }
    QTRY_VERIFY(bench.hasRequest());
    QTest::qWait(300); // with the upload longer than the limit, without it not
    QCOMPARE(client->status(), 0);
    bench.upstream.send(plainAnswer("ok"));
    QTRY_COMPARE(client->status(), 200);
}

void UpstreamFaultsTest::aSlowAnswerIsNotCut()
{
    ProxyBench bench(ProxyBench::transport(), [](EngineConfig &config) { config.silenceTimeout = 500ms; });
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
    for (int i = 0; i < 10; ++i) { // twice as long as the limit in all
        QTest::qWait(100);
        bench.upstream.send("x");
    }
    QTRY_VERIFY(client->isBodyComplete());
    QVERIFY(!client->isClosed());
}

void UpstreamFaultsTest::anEarlyAnswerArrives_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<bool>("isChunked");
    QTest::addColumn<bool>("closes");
    for (const char *status : {"413 Content Too Large", "401 Unauthorized", "429 Too Many Requests", "200 OK"}) {
        QTest::addRow("UPS-6 %s", status) << QByteArray(status) << false << false;
        QTest::addRow("UPS-6 %s, chunked", status) << QByteArray(status) << true << false;
        QTest::addRow("UPS-6 %s, then closed", status) << QByteArray(status) << false << true;
    }
}

void UpstreamFaultsTest::anEarlyAnswerArrives()
{
    QFETCH(QByteArray, status);
    QFETCH(bool, isChunked);
    QFETCH(bool, closes);
    if (ProxyBench::transport() == Transport::Stock)
        QSKIP("Qt's own client reads no answer before it has sent the whole request");
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->send(withPort("POST /v1/responses HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n", bench)
                 + (isChunked ? QByteArray("Transfer-Encoding: chunked\r\n\r\n9\r\nbeginning\r\n") : QByteArray("Content-Length: 1000000\r\n\r\nbeginning")));
    QTRY_COMPARE(bench.requests().size(), 1);
    bench.upstream.send(plainAnswer("early", closes ? "Connection: close\r\n" : "", status));
    if (closes)
        bench.upstream.close();
    QTRY_COMPARE(client->body(), "early");
    QCOMPARE(client->status(), status.first(3).toInt());
    // REQ-11: the rest of the body is of no use to anybody, and must not be read as a request.
    client->send(smuggled(bench));
    QTRY_VERIFY(client->isClosed());
    QTRY_VERIFY(!bench.upstream.isOpen(0));
    QCOMPARE(bench.upstream.connectionCount(), 1);
    QCOMPARE(client->received().count("HTTP/1.1 "), 1);
}

void UpstreamFaultsTest::aClientThatLeavesEndsTheRequest_data()
{
    QTest::addColumn<QByteArray>("when");
    QTest::addColumn<bool>("withReset");
    for (const char *when : {"uploading", "waiting", "streaming", "in a silence", "not reading"}) {
        QTest::addRow("UPS-7 %s, FIN", when) << QByteArray(when) << false;
        QTest::addRow("UPS-7 %s, RST", when) << QByteArray(when) << true;
    }
}

void UpstreamFaultsTest::aClientThatLeavesEndsTheRequest()
{
    QFETCH(QByteArray, when);
    QFETCH(bool, withReset);
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    if (when == "uploading")
        client->send(withPort("POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 1000\r\n\r\nsome", bench));
    else
        client->post("{}");
    QTRY_COMPARE(bench.requests().size(), 1);
    if (when == "streaming" || when == "in a silence" || when == "not reading") {
        bench.upstream.sendSseHead();
        bench.upstream.sendChunk("data: 1\n\n");
        QTRY_COMPARE(client->body(), "data: 1\n\n");
    }
    if (when == "in a silence")
        QTest::qWait(300);
    if (when == "not reading") {
        client->setReading(false);
        for (int i = 0; i < 16; ++i)
            bench.upstream.sendChunk(QByteArray(1024 * 1024, 'x'));
        QTest::qWait(200);
    }
    QVERIFY(bench.upstream.isOpen(0));
    if (withReset)
        client->reset();
    else
        client->leave();
    if (when == "streaming")
        bench.upstream.sendChunk("data: 2\n\n");
    QTRY_VERIFY_WITH_TIMEOUT(!bench.upstream.isOpen(0), 1000);
    QTRY_COMPARE(bench.engine->flows().size(), 1);
    QTRY_COMPARE(bench.engine->flows().constFirst().phase, FlowRecord::Phase::Cancelled);
}

void UpstreamFaultsTest::aClientThatEndsItsDirectionLeavesNothingHanging_data()
{
    QTest::addColumn<bool>("isWhole");
    QTest::addColumn<bool>("isStreaming");
    QTest::newRow("UPS-8 after the request") << true << false;
    QTest::newRow("UPS-8 in the answer") << true << true;
    QTest::newRow("UPS-8 inside the body") << false << false;
}

/// Ending one's own direction counts as leaving: a client of ours never does it and waits for an answer.
void UpstreamFaultsTest::aClientThatEndsItsDirectionLeavesNothingHanging()
{
    QFETCH(bool, isWhole);
    QFETCH(bool, isStreaming);
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->send(withPort("POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 4\r\n\r\n", bench) + (isWhole ? "some" : "so"));
    QTRY_COMPARE(bench.requests().size(), 1);
    if (isStreaming) {
        bench.upstream.sendSseHead();
        QTRY_COMPARE(client->status(), 200);
    }
    client->endSending();
    QTRY_VERIFY_WITH_TIMEOUT(!bench.upstream.isOpen(0), 1000);
    QTRY_VERIFY(client->isClosed());
    QVERIFY(!client->isBodyComplete());
    QTRY_COMPARE(bench.engine->flows().size(), 1);
    QTRY_COMPARE(bench.engine->flows().constFirst().phase, FlowRecord::Phase::Cancelled);
}

void UpstreamFaultsTest::nothingIsStickyAboutAFailure()
{
    auto upstream = std::make_unique<FakeUpstream>();
    const QUrl url = upstream->url();
    ProxyBench bench(ProxyBench::transport(), [&](EngineConfig &config) { config.upstream = url; });
    upstream->stopListening();
    const auto client = bench.client();
    QElapsedTimer clock;
    clock.start();
    for (int i = 1; i <= 20; ++i) {
        client->post("{}");
        QTRY_COMPARE(client->received().count("HTTP/1.1 502"), i);
    }
    QVERIFY(clock.elapsed() < 3000);
    QVERIFY(upstream->listenAgain());
    upstream->answerAlways(plainAnswer("back"));
    client->post("{}");
    QTRY_VERIFY_WITH_TIMEOUT(client->received().endsWith("back"), 3000);
}

void UpstreamFaultsTest::gatewayErrorsSayNoMoreThanTheyMust()
{
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.stopListening();
    const auto client = bench.client();
    client->post("{\"input\":\"private\"}", "authorization: Bearer sk-very-secret\r\ncookie: c=secret\r\n", "/v1/responses?key=secret");
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->status(), 502);
    QCOMPARE(client->values("content-type"), {"application/json"});
    for (const char *word : {"secret", "private", "/v1/responses", "QNetwork", "QTcp", ".cpp", "/home"})
        QVERIFY2(!client->received().contains(word), client->received().constData());
}

QTEST_GUILESS_MAIN(UpstreamFaultsTest)
#include "tst_upstreamfaults.moc"
