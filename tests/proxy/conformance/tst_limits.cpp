// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/refusal.h"
#include "tests/support/residentmemory.h"

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What a client or an upstream cannot make us hold, wait for or do. Functions and rows begin with the requirement of
/// docs/conformance.md.
class LimitsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { ProxyBench::addTransports(); }

    void aBodyOverTheLimitIsRefused_data();
    void aBodyOverTheLimitIsRefused();
    void announcedSizesAreNotAllocated_data();
    void announcedSizesAreNotAllocated();
    void slowClientsHurtNobodyElse();
    void aSlowBodyIsCut_data();
    void aSlowBodyIsCut();
    void bodiesMeantToBurstPassUnread_data();
    void bodiesMeantToBurstPassUnread();
    void oneRequestTooManyIsToldToComeAgain();
    void aClientThatTakesNothingIsCut();
    void aClientThatTakesALittleIsServed();
    void aClientThatCaughtUpIsNotCut();
    void aFloodOfGarbageLeavesTheRecordsReadable();

private:
    static QByteArray postHead(const ProxyBench &bench)
    {
        return withPort("POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n", bench);
    }
};

void LimitsTest::aBodyOverTheLimitIsRefused_data()
{
    QTest::addColumn<QByteArray>("rest");
    QTest::newRow("LIM-2 declared") << QByteArray("Content-Length: 100001\r\n\r\n");
    QTest::newRow("LIM-2 declared and expecting") << QByteArray("Content-Length: 100001\r\nExpect: 100-continue\r\n\r\n");
    QTest::newRow("LIM-2 chunked in one") << "Transfer-Encoding: chunked\r\n\r\n186a1\r\n" + QByteArray(100'001, 'x') + "\r\n0\r\n\r\n";
    QTest::newRow("LIM-2 chunked in many") << "Transfer-Encoding: chunked\r\n\r\n" + QByteArray("3e8\r\n" + QByteArray(1000, 'x') + "\r\n").repeated(101)
            + "0\r\n\r\n";
}

void LimitsTest::aBodyOverTheLimitIsRefused()
{
    QFETCH(QByteArray, rest);
    if (ProxyBench::refusesChunked(rest))
        QSKIP("the transport stock takes no chunked bodies");
    ProxyBench bench(ProxyBench::transport(), [](EngineConfig &config) { config.limits.body = 100'000; });
    const auto client = bench.client();
    client->send(postHead(bench) + rest + smuggled(bench));
    const QString fault = faultOfRefusal(*client, 413, "body_too_large");
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    for (int i = 0; i < bench.upstream.connectionCount(); ++i)
        QTRY_VERIFY(!bench.upstream.isOpen(i));
    QVERIFY(!bench.hasRequest());
    if (rest.startsWith("Content-Length"))
        QCOMPARE(bench.upstream.connectionCount(), 0);
}

void LimitsTest::announcedSizesAreNotAllocated_data()
{
    QTest::addColumn<QByteArray>("request"); ///< what is announced to us, or
    QTest::addColumn<QByteArray>("answer"); ///< by the upstream
    QTest::newRow("LIM-3 a request of 100 MB") << QByteArray("Content-Length: 100000000\r\n\r\nhello") << QByteArray();
    QTest::newRow("LIM-3 a chunk of 2^59") << QByteArray("Transfer-Encoding: chunked\r\n\r\n800000000000000\r\nhello") << QByteArray();
    QTest::newRow("LIM-3 an answer of 9 EB")
        << QByteArray("Content-Length: 0\r\n\r\n") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\nhello");
    QTest::newRow("LIM-3 an answer's chunk of 2^59")
        << QByteArray("Content-Length: 0\r\n\r\n")
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n800000000000000\r\nhello");
}

void LimitsTest::announcedSizesAreNotAllocated()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, answer);
    ProxyBench bench(ProxyBench::transport());
    const qint64 before = residentMemory();
    const auto client = bench.client();
    client->send(postHead(bench) + request);
    if (answer.isEmpty()) {
        if (ProxyBench::transport() == Transport::Direct || request.startsWith("Content-Length"))
            QTRY_COMPARE(bench.requests().size(), 1);
        QTest::qWait(100);
    } else {
        QTRY_VERIFY(bench.hasRequest());
        bench.upstream.send(answer);
        QTRY_VERIFY(client->received().contains("hello"));
        bench.upstream.close();
        QTRY_VERIFY(client->isClosed());
        QVERIFY(!client->isBodyComplete());
    }
    const qint64 grown = residentMemory() - before;
    QVERIFY2(grown < 64 * 1024 * 1024, qPrintable(QString::number(grown)));
}

void LimitsTest::slowClientsHurtNobodyElse()
{
    ProxyBench bench(ProxyBench::transport(), [](EngineConfig &config) { config.limits.headerRead = 1500ms; });
    bench.upstream.answerAlways(plainAnswer("ok"));
    std::vector<std::unique_ptr<TestClient>> slow;
    for (int i = 0; i < 100; ++i) {
        slow.push_back(bench.client());
        slow.back()->send(withPort("GET /v1/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nA: ", bench));
    }
    const auto other = bench.client();
    other->post("{}");
    QTRY_COMPARE_WITH_TIMEOUT(other->status(), 200, 1000);
    // A byte now and then buys no time: the limit is for the head as a whole.
    const auto allEnded = [&] { return std::all_of(slow.cbegin(), slow.cend(), [](const auto &client) { return client->isClosed(); }); };
    for (int i = 0; i < 30 && !allEnded(); ++i) {
        for (const auto &client : slow) {
            if (!client->isClosed())
                client->send("x");
        }
        QTest::qWait(100);
    }
    QTRY_VERIFY_WITH_TIMEOUT(allEnded(), 3000);
    for (const auto &client : slow)
        QCOMPARE(client->status(), 408);
}

void LimitsTest::aSlowBodyIsCut_data()
{
    QTest::addColumn<QByteArray>("rest");
    QTest::newRow("LIM-4 nothing of it") << QByteArray("Content-Length: 10\r\n\r\n");
    QTest::newRow("LIM-4 a part") << QByteArray("Content-Length: 10\r\n\r\nsome");
    QTest::newRow("LIM-4 inside a chunk") << QByteArray("Transfer-Encoding: chunked\r\n\r\na\r\nsome");
    QTest::newRow("LIM-4 between chunks") << QByteArray("Transfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n");
    QTest::newRow("LIM-4 inside the trailers") << QByteArray("Transfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n0\r\nA: ");
}

void LimitsTest::aSlowBodyIsCut()
{
    QFETCH(QByteArray, rest);
    if (ProxyBench::refusesChunked(rest))
        QSKIP("the transport stock takes no chunked bodies");
    ProxyBench bench(ProxyBench::transport(), [](EngineConfig &config) { config.limits.bodySilence = 300ms; });
    const auto client = bench.client();
    client->send(postHead(bench) + rest);
    const QString fault = faultOfRefusal(*client, 408, "request_timeout");
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    for (int i = 0; i < bench.upstream.connectionCount(); ++i)
        QTRY_VERIFY(!bench.upstream.isOpen(i));
    QVERIFY(!bench.hasRequest());
}

void LimitsTest::bodiesMeantToBurstPassUnread_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("fields");
    const QByteArray json = "content-type: application/json\r\n";
    QTest::newRow("LIM-6 deep arrays") << QByteArray(1024 * 1024, '[') << json;
    QTest::newRow("LIM-6 deep objects") << QByteArray("{\"a\":").repeated(200'000) << json;
    QByteArray keys = "{";
    for (int i = 0; i < 200'000; ++i)
        keys += "\"k" + QByteArray::number(i) + "\":0,";
    QTest::newRow("LIM-6 200,000 keys") << keys.chopped(1) + '}' << json;
    QTest::newRow("LIM-6 a huge number") << "{\"a\":" + QByteArray(1024 * 1024, '9') + '}' << json;
    QTest::newRow("LIM-6 a huge exponent") << QByteArray("{\"a\":1e999999999}") << json;
    QTest::newRow("LIM-6 no JSON") << QByteArray("{\"a\":\xff\xfe,,}") << json;
    QTest::newRow("LIM-6 no UTF-8") << QByteArray("\"\xc0\xaf\xed\xa0\x80\"") << json;
    // 1 GiB of zeros as zstd (one block of one repeated byte per 128 KiB) and the beginning of a gzip file: never unpacked.
    QTest::newRow("LIM-6 a zstd bomb") << QByteArray::fromHex("28b52ffda0000000400200") + QByteArray::fromHex("02001000").repeated(8191)
            << json + "content-encoding: zstd\r\n";
    QTest::newRow("LIM-6 a gzip bomb") << QByteArray::fromHex("1f8b08000000000002ff") + QByteArray(100'000, '\0') << json + "content-encoding: gzip\r\n";
}

void LimitsTest::bodiesMeantToBurstPassUnread()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, fields);
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer(body, fields));
    const qint64 before = residentMemory();
    const auto client = bench.client();
    client->post(body, fields);
    QTRY_VERIFY_WITH_TIMEOUT(client->isBodyComplete(), 5000);
    QVERIFY(bench.requests().constFirst().body == body);
    QVERIFY(client->body() == body);
    const qint64 grown = residentMemory() - before;
    QVERIFY2(grown < 160 * 1024 * 1024, qPrintable(QString::number(grown)));
}

void LimitsTest::oneRequestTooManyIsToldToComeAgain()
{
    ProxyBench bench(ProxyBench::transport(), [](EngineConfig &config) { config.limits.requestsInFlight = 2; });
    const auto first = bench.client();
    const auto second = bench.client();
    first->post("{}");
    second->post("{}");
    QTRY_COMPARE(bench.requests().size(), 2);

    const auto third = bench.client();
    third->post("{}");
    QTRY_VERIFY(third->isBodyComplete());
    QCOMPARE(third->status(), 429);
    QCOMPARE(third->values("retry-after"), {"1"});
    QCOMPARE(third->values("x-codex-plus-error"), {"too_many_requests"});
    QVERIFY(third->body().contains("\"too_many_requests\""));
    const auto health = bench.client();
    health->get("/health"); // costs the upstream nothing
    QTRY_COMPARE(health->status(), 200);
    QCOMPARE(bench.requests().size(), 2);

    bench.upstream.send(plainAnswer("ok"), bench.requests().constFirst().connection);
    QTRY_VERIFY(first->isBodyComplete() || second->isBodyComplete());
    const auto fourth = bench.client();
    fourth->post("{}");
    QTRY_COMPARE(bench.requests().size(), 3);
    QCOMPARE(fourth->status(), 0);
}

void LimitsTest::aClientThatTakesNothingIsCut()
{
    ProxyBench bench(ProxyBench::transport(), [](EngineConfig &config) { config.limits.clientStall = 500ms; });
    const auto client = bench.client();
    client->setReading(false);
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.sendSseHead();
    for (int i = 0; i < 16; ++i)
        bench.upstream.sendChunk(QByteArray(1024 * 1024, 'x'));
    QTRY_VERIFY_WITH_TIMEOUT(!bench.upstream.isOpen(0), 5000);
    QTRY_COMPARE(bench.engine->flows().size(), 1);
    QTRY_COMPARE(bench.engine->flows().constFirst().phase, FlowRecord::Phase::Failed);
    QCOMPARE(bench.engine->flows().constFirst().errorCode, "client_stalled");
    QCOMPARE(bench.engine->flows().constFirst().status, 200);
    client->setReading(true);
    QTRY_VERIFY(client->isClosed());
    QVERIFY(!client->isBodyComplete());
}

void LimitsTest::aClientThatTakesALittleIsServed()
{
    ProxyBench bench(ProxyBench::transport(), [](EngineConfig &config) { config.limits.clientStall = 700ms; });
    const auto client = bench.client();
    client->setReading(false);
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.sendSseHead();
    constexpr int megabytes = 24;
    for (int i = 0; i < megabytes; ++i)
        bench.upstream.sendChunk(QByteArray(1024 * 1024, 'x'));
    bench.upstream.endChunks();
    for (int i = 0; i < 12 && !client->isBodyComplete(); ++i) { // longer than the limit in all
        QTest::qWait(200);
        client->takeSome(1024 * 1024);
    }
    QVERIFY(!client->isClosed());
    client->setReading(true);
    QTRY_VERIFY_WITH_TIMEOUT(client->received().endsWith("\r\n0\r\n\r\n"), 20'000);
    QCOMPARE(client->body().size(), qsizetype(megabytes) * 1024 * 1024);
}

void LimitsTest::aClientThatCaughtUpIsNotCut()
{
    ProxyBench bench(ProxyBench::transport(), [](EngineConfig &config) { config.limits.clientStall = 600ms; });
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.sendSseHead();
    QTRY_COMPARE(client->status(), 200);
    qsizetype sent = 0;
    for (int round = 0; round < 3; ++round) {
        client->setReading(false);
        for (int i = 0; i < 8; ++i)
            bench.upstream.sendChunk(QByteArray(1024 * 1024, 'x'));
        sent += 8 * 1024 * 1024;
        QTest::qWait(150);
        client->setReading(true);
        QTRY_COMPARE_WITH_TIMEOUT(client->body().size(), sent, 20'000);
    }
    QTest::qWait(1000); // now nobody has anything to say, for longer than the limit
    bench.upstream.sendChunk("more");
    bench.upstream.endChunks();
    QTRY_VERIFY(client->received().endsWith("more\r\n0\r\n\r\n"));
    QVERIFY(!client->isClosed());
}

void LimitsTest::aFloodOfGarbageLeavesTheRecordsReadable()
{
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("ok"));
    std::vector<std::unique_ptr<TestClient>> clients;
    for (int i = 0; i < 300; ++i) {
        clients.push_back(bench.client());
        clients.back()->send("garbage\r\n");
    }
    const auto good = bench.client();
    good->post("{}");
    QTRY_COMPARE(good->status(), 200);
    for (const auto &client : clients)
        QTRY_VERIFY(client->isClosed());
    const auto count = [&](bool isLocal) {
        const QList<FlowRecord> flows = bench.engine->flows();
        return std::count_if(flows.cbegin(), flows.cend(), [=](const FlowRecord &flow) { return flow.isLocal == isLocal; });
    };
    QTRY_COMPARE(count(false), 1);
    QVERIFY(count(true) > 0);
    QVERIFY2(count(true) < 250, qPrintable(QString::number(count(true))));
    QCOMPARE(bench.engine->host().status().requests, 1);
}

QTEST_GUILESS_MAIN(LimitsTest)
#include "tst_limits.moc"
