// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/proxybench.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QScopeGuard>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What the client sees when the upstream fails: a clear gateway error before the answer, a visible cut inside it.
class FailuresTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { ProxyBench::addTransports(); }

    void anUpstreamThatRefusesConnectionsIsABadGateway();
    void anUnknownHostIsABadGateway();
    void anUpstreamThatClosesWithoutAnAnswerGetsThePostOnlyOnce_data();
    void anUpstreamThatClosesWithoutAnAnswerGetsThePostOnlyOnce();
    void aMalformedAnswerIsABadGateway_data();
    void aMalformedAnswerIsABadGateway();
    void anUpstreamThatNeverAnswersTimesOut();
    void aCutAnswerNeverLooksWhole_data();
    void aCutAnswerNeverLooksWhole();
    void aCutAnswerIsResetForAnHttp10Client_data();
    void aCutAnswerIsResetForAnHttp10Client();
    void anAnswerThatLastsUntilTheEndIsWholeOnlyWhenTheEndIsOrderly_data();
    void anAnswerThatLastsUntilTheEndIsWholeOnlyWhenTheEndIsOrderly();
    void anAnswerThatFallsSilentIsCut();
    void theNextRequestWorksAsSoonAsTheUpstreamIsBack();
    void anIdleUpstreamConnectionThatWasClosedCostsNoRequest();

private:
    static QJsonObject errorOf(const TestClient &client)
    {
        return QJsonDocument::fromJson(client.body()).object().value(u"error"_s).toObject();
    }
};

void FailuresTest::anUpstreamThatRefusesConnectionsIsABadGateway()
{
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.stopListening();
    const auto client = bench.client();
    client->post("{}", "authorization: Bearer sk-very-secret\r\n");
    QTRY_COMPARE(client->status(), 502);
    QCOMPARE(client->values("x-codex-plus-error"), {"upstream_refused"});
    QCOMPARE(client->values("content-type"), {"application/json"});
    QCOMPARE(errorOf(*client).value(u"code"_s).toString(), u"upstream_refused"_s);
    QVERIFY(errorOf(*client).value(u"message"_s).toString().contains(u"127.0.0.1"_s));
    QVERIFY(!client->received().contains("secret"));
}

void FailuresTest::anUnknownHostIsABadGateway()
{
    ProxyBench bench(ProxyBench::transport(), [](EngineConfig &config) {
        config.upstream = QUrl(u"https://no-such-host.invalid/v1"_s);
    });
    const auto client = bench.client();
    client->post("{}");
    QTRY_COMPARE_WITH_TIMEOUT(client->status(), 502, 15000);
    QCOMPARE(client->values("x-codex-plus-error"), {"upstream_dns"});
}

void FailuresTest::anUpstreamThatClosesWithoutAnAnswerGetsThePostOnlyOnce_data()
{
    QTest::addColumn<bool>("withReset");
    QTest::addColumn<int>("bodySize");
    QTest::newRow("orderly end, small body") << false << 10;
    QTest::newRow("orderly end, large body") << false << 300'000;
    QTest::newRow("reset, small body") << true << 10;
}

void FailuresTest::anUpstreamThatClosesWithoutAnAnswerGetsThePostOnlyOnce()
{
    QFETCH(bool, withReset);
    QFETCH(int, bodySize);
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->post(QByteArray(bodySize, 'x'));
    QTRY_VERIFY(bench.hasRequest());
    if (withReset)
        bench.upstream.reset();
    else
        bench.upstream.close();
    QTRY_COMPARE(client->status(), 502);
    QCOMPARE(client->values("x-codex-plus-error"), {"upstream_closed"});
    QCOMPARE(bench.requests().size(), 1);
}

void FailuresTest::aMalformedAnswerIsABadGateway_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("garbage") << QByteArray("hello world\r\n\r\n");
    QTest::newRow("HTTP/2") << QByteArray("HTTP/2 200 OK\r\n\r\n");
    QTest::newRow("two lengths") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab");
    QTest::newRow("length and chunks")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    QTest::newRow("unknown coding") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n");
    QTest::newRow("bare LF") << QByteArray("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
    QTest::newRow("folded line") << QByteArray("HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n");
    QTest::newRow("unasked upgrade") << QByteArray("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
    QTest::newRow("huge head") << "HTTP/1.1 200 OK\r\nA: " + QByteArray(300 * 1024, 'a') + "\r\n\r\n";
}

void FailuresTest::aMalformedAnswerIsABadGateway()
{
    QFETCH(QByteArray, answer);
    if (ProxyBench::transport() == Transport::Stock)
        QSKIP("Qt's own client repairs some of these; only the direct transport promises to refuse them");
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(answer);
    const auto client = bench.client();
    client->post("{}");
    QTRY_COMPARE(client->status(), 502);
    QCOMPARE(client->values("x-codex-plus-error"), {"upstream_protocol"});
    QTRY_VERIFY(!bench.upstream.isOpen(0));
}

void FailuresTest::anUpstreamThatNeverAnswersTimesOut()
{
    ProxyBench bench(ProxyBench::transport(), [](EngineConfig &config) { config.firstByteTimeout = 200ms; });
    const auto client = bench.client();
    client->post("{}");
    QTRY_COMPARE(client->status(), 504);
    QCOMPARE(client->values("x-codex-plus-error"), {"upstream_timeout"});
    QTRY_VERIFY(!bench.upstream.isOpen(0));
}

void FailuresTest::aCutAnswerNeverLooksWhole_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("part");
    QTest::addColumn<bool>("withReset");
    const QByteArray chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    QTest::newRow("between two chunks") << chunked << QByteArray("5\r\nhello\r\n") << false;
    QTest::newRow("inside a chunk") << chunked << QByteArray("a\r\nhello") << false;
    QTest::newRow("reset between two chunks") << chunked << QByteArray("5\r\nhello\r\n") << true;
    QTest::newRow("a chunk that is no chunk") << chunked << QByteArray("5\r\nhello\r\nzz\r\n") << false;
    QTest::newRow("an error with a chunk that is no chunk")
        << QByteArray("HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n") << QByteArray("5\r\nhello\r\nzz\r\n") << false;
    QTest::newRow("shorter than its length")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n") << QByteArray("hello") << false;
}

void FailuresTest::aCutAnswerNeverLooksWhole()
{
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, part);
    QFETCH(bool, withReset);
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.send(head);
    bench.upstream.send(part);
    QTRY_COMPARE(client->body(), "hello");
    if (withReset)
        bench.upstream.reset();
    else
        bench.upstream.close();
    QTRY_VERIFY(client->isClosed());
    QCOMPARE(client->body(), "hello");
    QVERIFY(!client->isBodyComplete());
    QTRY_COMPARE(bench.engine->flows().size(), 1);
    QTRY_COMPARE(bench.engine->flows().constFirst().phase, FlowRecord::Phase::Failed);
    QCOMPARE(bench.engine->flows().constFirst().errorCode, "upstream_cut");
}

void FailuresTest::aCutAnswerIsResetForAnHttp10Client_data()
{
    QTest::addColumn<bool>("isChunked");
    QTest::newRow("between two chunks") << true;
    QTest::newRow("an answer that lasts until the end, by a reset") << false;
}

void FailuresTest::aCutAnswerIsResetForAnHttp10Client()
{
    QFETCH(bool, isChunked);
    if (!isChunked && ProxyBench::transport() == Transport::Stock)
        QSKIP("Qt's own client does not tell a reset from an orderly end");
    ProxyBench bench(ProxyBench::transport());
    // A plain socket: Qt does not tell a reset from an orderly end.
    const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    const auto closeClient = qScopeGuard([client] { ::close(client); });
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(bench.engine->port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::connect(client, reinterpret_cast<sockaddr *>(&address), sizeof address);
    const QByteArray request =
        "GET /v1/models HTTP/1.0\r\nHost: 127.0.0.1:" + QByteArray::number(bench.engine->port()) + "\r\n\r\n";
    QTRY_COMPARE(::send(client, request.constData(), size_t(request.size()), MSG_NOSIGNAL), request.size());
    QTRY_VERIFY(bench.hasRequest());
    QByteArray received;
    int error = 0;
    const auto receive = [&] {
        if (error != 0 && error != EAGAIN)
            return; // the end is reported once
        char buffer[4096];
        const auto length = ::recv(client, buffer, sizeof buffer, 0);
        error = length < 0 ? errno : length == 0 ? -1 : 0;
        received.append(buffer, qMax<qsizetype>(length, 0));
    };
    if (isChunked) {
        bench.upstream.sendSseHead();
        bench.upstream.sendChunk("hello");
    } else {
        bench.upstream.send("HTTP/1.1 200 OK\r\n\r\nhello");
    }
    QTRY_VERIFY((receive(), received.endsWith("\r\n\r\nhello")));
    if (isChunked)
        bench.upstream.close();
    else
        bench.upstream.reset();
    // Its answer ends with the connection, so an orderly end would look like the end of the answer.
    QTRY_VERIFY((receive(), error != EAGAIN));
    QCOMPARE(error, ECONNRESET);
}

void FailuresTest::anAnswerThatLastsUntilTheEndIsWholeOnlyWhenTheEndIsOrderly_data()
{
    QTest::addColumn<bool>("withReset");
    QTest::newRow("orderly end") << false;
    QTest::newRow("reset") << true;
}

void FailuresTest::anAnswerThatLastsUntilTheEndIsWholeOnlyWhenTheEndIsOrderly()
{
    QFETCH(bool, withReset);
    if (ProxyBench::transport() == Transport::Stock)
        QSKIP("Qt's own client does not tell the two apart");
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.send("HTTP/1.1 200 OK\r\n\r\n");
    bench.upstream.send("hello");
    QTRY_COMPARE(client->body(), "hello");
    if (withReset)
        bench.upstream.reset();
    else
        bench.upstream.close();
    if (withReset) {
        QTRY_VERIFY(client->isClosed());
        QVERIFY(!client->isBodyComplete());
        QTRY_VERIFY(!bench.engine->flows().isEmpty() && bench.engine->flows().constFirst().errorCode == "upstream_cut");
    } else {
        QTRY_VERIFY(client->isBodyComplete());
        QVERIFY(!client->isClosed());
    }
}

void FailuresTest::anAnswerThatFallsSilentIsCut()
{
    ProxyBench bench(ProxyBench::transport(), [](EngineConfig &config) { config.silenceTimeout = 300ms; });
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.sendSseHead();
    for (int i = 0; i < 4; ++i) { // longer than the limit in all, but never silent that long
        bench.upstream.sendChunk("data: 1\n\n");
        QTest::qWait(100);
        QVERIFY(!client->isClosed());
    }
    QTRY_VERIFY(client->isClosed());
    QVERIFY(!client->isBodyComplete());
    QTRY_VERIFY(!bench.upstream.isOpen(0));
    QTRY_COMPARE(bench.engine->flows().constFirst().errorCode, "upstream_silent");
}

void FailuresTest::theNextRequestWorksAsSoonAsTheUpstreamIsBack()
{
    auto upstream = std::make_unique<FakeUpstream>();
    const QUrl url = upstream->url();
    ProxyBench bench(ProxyBench::transport(), [&](EngineConfig &config) { config.upstream = url; });
    upstream->stopListening();
    const auto first = bench.client();
    first->post("{}");
    QTRY_COMPARE(first->status(), 502);
    QVERIFY(upstream->listenAgain());
    upstream->answerAlways(plainAnswer("back"));
    const auto second = bench.client();
    second->post("{}");
    QTRY_COMPARE(second->body(), "back");
}

void FailuresTest::anIdleUpstreamConnectionThatWasClosedCostsNoRequest()
{
    if (ProxyBench::transport() == Transport::Stock)
        QSKIP("Qt's own client notices it from the event loop only, sometimes too late; see tst_upstreamfaults");
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    for (int i = 1; i <= 3; ++i) {
        client->post("{}");
        QTRY_COMPARE(client->received().count("HTTP/1.1 200"), i);
        bench.upstream.close(); // the idle connection, as servers do after a while
    }
    QCOMPARE(bench.requests().size(), 3);
}

QTEST_GUILESS_MAIN(FailuresTest)
#include "tst_failures.moc"
