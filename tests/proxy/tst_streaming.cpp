// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/proxybench.h"

using namespace cpx;

/// Answers pass while they arrive, at the speed of the slower side, and end as they ended upstream.
class StreamingTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { ProxyBench::addTransports(); }

    void theHeadArrivesBeforeTheFirstEvent();
    void eachEventArrivesBeforeTheNextIsSent();
    void theRequestBodyFlowsUpstreamWhileItArrives();
    void anAnswerThatEndsWithItsConnectionIsWhole();
    void aClientThatLeavesClosesTheUpstreamConnection_data();
    void aClientThatLeavesClosesTheUpstreamConnection();
    void aSlowClientSlowsTheUpstreamDown();
    void aSlowUpstreamSlowsTheClientDown();
    void aStalledClientDoesNotDelayOthers();
    void anEarlyAnswerReachesAClientThatIsStillSending();
};

void StreamingTest::theHeadArrivesBeforeTheFirstEvent()
{
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.sendSseHead();
    QTRY_COMPARE(client->status(), 200); // nothing else has been sent yet
    QCOMPARE(client->values("content-type"), {"text/event-stream"});
    QCOMPARE(client->values("transfer-encoding"), {"chunked"});
    QCOMPARE(client->body(), "");
}

void StreamingTest::eachEventArrivesBeforeTheNextIsSent()
{
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.sendSseHead();
    QByteArray sent;
    for (int i = 0; i < 20; ++i) {
        const QByteArray event = "event: e\r\ndata: {\"n\":" + QByteArray::number(i) + "}\r\n\r\n";
        bench.upstream.sendChunk(event);
        sent += event;
        QTRY_COMPARE(client->body(), sent);
        QVERIFY(!client->isBodyComplete());
    }
    bench.upstream.endChunks();
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->body(), sent);
}

void StreamingTest::theRequestBodyFlowsUpstreamWhileItArrives()
{
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->send("POST /v1/responses HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(bench.engine->port())
                 + "\r\nContent-Length: 10\r\n\r\nfirst");
    QTRY_COMPARE(bench.requests().size(), 1);
    QTRY_COMPARE(bench.requests().constFirst().body, "first");
    client->send("later");
    QTRY_VERIFY(bench.hasRequest());
    QCOMPARE(bench.requests().constFirst().body, "firstlater");
}

void StreamingTest::anAnswerThatEndsWithItsConnectionIsWhole()
{
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: 1\n\n");
    QTRY_COMPARE(client->body(), "data: 1\n\n");
    QVERIFY(!client->isBodyComplete());
    bench.upstream.send("data: 2\n\n");
    bench.upstream.close();
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->body(), "data: 1\n\ndata: 2\n\n");
}

void StreamingTest::aClientThatLeavesClosesTheUpstreamConnection_data()
{
    QTest::addColumn<QString>("when");
    for (const char *when : {"while uploading", "while waiting for the head", "in the stream"})
        QTest::newRow(when) << QString::fromLatin1(when);
}

void StreamingTest::aClientThatLeavesClosesTheUpstreamConnection()
{
    QFETCH(QString, when);
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    if (when == u"while uploading") {
        client->send("POST /v1/responses HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(bench.engine->port())
                     + "\r\nContent-Length: 1000\r\n\r\nsome");
    } else {
        client->post("{}");
    }
    QTRY_COMPARE(bench.requests().size(), 1);
    if (when == u"in the stream") {
        bench.upstream.sendSseHead();
        bench.upstream.sendChunk("data: 1\n\n");
        QTRY_COMPARE(client->body(), "data: 1\n\n");
    }
    QVERIFY(bench.upstream.isOpen(0));
    client->leave();
    QTRY_VERIFY_WITH_TIMEOUT(!bench.upstream.isOpen(0), 1000);
    QTRY_COMPARE(bench.engine->flows().size(), 1);
    QTRY_COMPARE(bench.engine->flows().constFirst().phase, FlowRecord::Phase::Cancelled);
}

void StreamingTest::aSlowClientSlowsTheUpstreamDown()
{
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->setReading(false);
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.sendSseHead();
    const QByteArray payload(1024 * 1024, 'x');
    constexpr int megabytes = 64;
    for (int i = 0; i < megabytes; ++i)
        bench.upstream.sendChunk(payload);
    // What neither kernel nor proxy takes stays with the sender. The kernel's buffers may hold several MiB.
    const auto taken = [&] { return megabytes * 1024.0 * 1024.0 - double(bench.upstream.bytesToWrite(0)); };
    double before = -1;
    while (before != taken()) { // until it no longer moves
        before = taken();
        QTest::qWait(150);
    }
    QVERIFY2(taken() < 24.0 * 1024 * 1024, qPrintable(QString::number(taken() / 1024 / 1024)));
    client->setReading(true);
    bench.upstream.endChunks();
    QTRY_VERIFY_WITH_TIMEOUT(client->received().endsWith("\r\n0\r\n\r\n"), 30000);
    QCOMPARE(client->body().size(), qsizetype(megabytes) * 1024 * 1024);
}

void StreamingTest::aSlowUpstreamSlowsTheClientDown()
{
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->post("{}"); // opens the upstream connection
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.setReading(false);
    bench.upstream.send(plainAnswer("ok"));
    QTRY_VERIFY(client->isBodyComplete());

    client->post(QByteArray(64 * 1024 * 1024, 'y'));
    qint64 before = -1;
    while (before != client->bytesToWrite()) {
        before = client->bytesToWrite();
        QTest::qWait(150);
    }
    QVERIFY2(client->bytesToWrite() > 40LL * 1024 * 1024, qPrintable(QString::number(client->bytesToWrite())));
    bench.upstream.setReading(true);
    QTRY_VERIFY_WITH_TIMEOUT(bench.requests().size() == 2 && bench.requests().constLast().isComplete, 30000);
}

void StreamingTest::aStalledClientDoesNotDelayOthers()
{
    ProxyBench bench(ProxyBench::transport());
    const auto stalled = bench.client();
    stalled->setReading(false);
    stalled->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.sendSseHead(0);
    bench.upstream.sendChunk(QByteArray(8 * 1024 * 1024, 'x'), 0);

    const auto lively = bench.client();
    lively->post("{}");
    QTRY_COMPARE(bench.requests().size(), 2);
    bench.upstream.sendSseHead(1);
    bench.upstream.sendChunk("data: 1\n\n", 1);
    QTRY_COMPARE_WITH_TIMEOUT(lively->body(), "data: 1\n\n", 1000);
}

void StreamingTest::anEarlyAnswerReachesAClientThatIsStillSending()
{
    if (ProxyBench::transport() == Transport::Stock)
        QSKIP("Qt's own client reads no answer before it has sent the whole request");
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->send("POST /v1/responses HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(bench.engine->port())
                 + "\r\nContent-Length: 1000000\r\n\r\nbeginning");
    QTRY_COMPARE(bench.requests().size(), 1);
    bench.upstream.send(plainAnswer("too large", {}, "413 Content Too Large"));
    QTRY_COMPARE(client->status(), 413);
    QTRY_COMPARE(client->body(), "too large");
    // The rest of the body is of no use to anybody: both connections end.
    QTRY_VERIFY(client->isClosed());
    QTRY_VERIFY(!bench.upstream.isOpen(0));
}

QTEST_GUILESS_MAIN(StreamingTest)
#include "tst_streaming.moc"
