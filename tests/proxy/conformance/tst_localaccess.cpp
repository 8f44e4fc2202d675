// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/refusal.h"

#include <QNetworkInterface>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Who may use the port: programs of this computer that mean it; no web page, no other host name, and with a token
/// configured nobody without it. Rows begin with the requirement of docs/conformance.md. None of it depends on the transport.
class LocalAccessTest : public QObject
{
    Q_OBJECT

private slots:
    void onlyLoopbackIsListenedOn();
    void whoeverMayNotComeInIsRefused_data();
    void whoeverMayNotComeInIsRefused();
    void ourOwnNamesAreServed_data();
    void ourOwnNamesAreServed();
    void withATokenOnlyWhoKnowsItIsServed_data();
    void withATokenOnlyWhoKnowsItIsServed();
    void theTokenIsNeverForwardedNorRecorded();
    void healthIsToldWithoutTheToken();
};

void LocalAccessTest::onlyLoopbackIsListenedOn()
{
    ProxyBench bench(Transport::Direct);
    const auto addresses = QNetworkInterface::allAddresses();
    for (const QHostAddress &address : addresses) {
        if (address == QHostAddress(QHostAddress::LocalHost) || address.protocol() != QAbstractSocket::IPv4Protocol)
            continue;
        QTcpSocket socket;
        socket.connectToHost(address, bench.engine->port());
        QTRY_VERIFY(socket.state() == QAbstractSocket::UnconnectedState || socket.state() == QAbstractSocket::ConnectedState);
        QVERIFY2(socket.state() == QAbstractSocket::UnconnectedState, qPrintable(address.toString()));
    }
}

void LocalAccessTest::whoeverMayNotComeInIsRefused_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("code");
    const auto host = [](const char *name, const QByteArray &value) {
        QTest::newRow(name) << QByteArray("GET /v1/models") << "Host: " + value + "\r\n" << QByteArray("wrong_host");
    };
    host("BND-2 another name", "evil.example:PORT");
    host("BND-2 no port", "127.0.0.1");
    host("BND-2 no port behind the name", "localhost");
    host("BND-2 another port", "127.0.0.1:1");
    host("BND-2 a name that begins like ours", "localhost.evil.example:PORT");
    host("BND-2 a name that begins like our address", "127.0.0.1.evil.example:PORT");
    host("BND-2 a name that ends like ours", "evil-localhost:PORT");
    host("BND-2 a dot at the end", "localhost.:PORT");
    host("BND-2 any address", "0.0.0.0:PORT");
    host("BND-2 the address in short", "127.1:PORT");
    host("BND-2 the address as a number", "2130706433:PORT");
    host("BND-2 another loopback address", "127.0.0.2:PORT");
    host("BND-2 IPv4 in IPv6", "[::ffff:127.0.0.1]:PORT");

    const auto page = [](const char *name, const QByteArray &fields, const QByteArray &request = "GET /v1/models") {
        QTest::newRow(name) << request << "Host: 127.0.0.1:PORT\r\n" + fields << QByteArray("browser_origin");
    };
    page("BND-3 a page", "Origin: https://evil.example\r\n");
    page("BND-3 a sandboxed page", "Origin: null\r\n");
    page("BND-3 no value", "Origin:\r\n");
    page("BND-3 a local page", "Origin: http://localhost:3000\r\n");
    page("BND-3 our own address", "Origin: http://127.0.0.1:PORT\r\n");
    page("BND-3 an extension", "Origin: chrome-extension://abcdefghijklmnop\r\n");
    page("BND-3 a POST", "Origin: https://evil.example\r\nContent-Length: 0\r\n", "POST /v1/responses");
    page("BND-3 health", "Origin: https://evil.example\r\n", "GET /health");
    page("BND-3 our own paths", "Origin: https://evil.example\r\n", "GET /codexplus/v1");
    page("BND-4 cross-site", "Sec-Fetch-Site: cross-site\r\n");
    page("BND-4 same-site", "Sec-Fetch-Site: same-site\r\n");
    page("BND-4 any case", "sec-fetch-site: Cross-Site\r\n");
    page("BND-4 a form", "Sec-Fetch-Site: cross-site\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n", "POST /v1/responses");
    page("BND-5 a preflight", "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n", "OPTIONS /v1/responses");
    page("BND-5 a preflight without origin", "Access-Control-Request-Method: POST\r\n", "OPTIONS /v1/responses");
    page("BND-5 a preflight into a private network",
         "Origin: https://evil.example\r\nAccess-Control-Request-Method: GET\r\nAccess-Control-Request-Private-Network: true\r\n",
         "OPTIONS /v1/responses");
    page("BND-6 a page's WebSocket",
         "Origin: https://evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n", "GET /v1/responses");
    QTest::newRow("BND-6 a WebSocket to another name")
        << QByteArray("GET /v1/responses")
        << QByteArray("Host: evil.example:PORT\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n")
        << QByteArray("wrong_host");
}

void LocalAccessTest::whoeverMayNotComeInIsRefused()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, code);
    ProxyBench bench(Transport::Direct);
    const auto client = bench.client();
    client->send(withPort(request + " HTTP/1.1\r\n" + fields + "\r\n", bench));
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->status(), 403);
    QCOMPARE(client->values("x-codex-plus-error"), {code});
    QVERIFY(client->body().contains('"' + code + '"'));
    QVERIFY(!client->head().toLower().contains("access-control"));
    QCOMPARE(bench.upstream.connectionCount(), 0);
}

void LocalAccessTest::ourOwnNamesAreServed_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("BND-2 the address") << QByteArray("Host: 127.0.0.1:PORT\r\n");
    QTest::newRow("BND-2 the name") << QByteArray("Host: localhost:PORT\r\n");
    QTest::newRow("BND-2 the name in any case") << QByteArray("Host: LOCALhost:PORT\r\n");
    QTest::newRow("BND-2 the IPv6 address") << QByteArray("Host: [::1]:PORT\r\n");
    QTest::newRow("BND-4 typed by the user") << QByteArray("Host: 127.0.0.1:PORT\r\nSec-Fetch-Site: none\r\n");
}

void LocalAccessTest::ourOwnNamesAreServed()
{
    QFETCH(QByteArray, fields);
    ProxyBench bench(Transport::Direct);
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    client->send(withPort("GET /v1/models HTTP/1.1\r\n" + fields + "\r\n", bench));
    QTRY_COMPARE(client->status(), 200);
    QVERIFY(!client->head().toLower().contains("access-control"));
}

void LocalAccessTest::withATokenOnlyWhoKnowsItIsServed_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    QTest::newRow("BND-7 the token") << QByteArray("X-Codex-Plus-Token: the-word\r\n") << 200;
    QTest::newRow("BND-7 none") << QByteArray() << 403;
    QTest::newRow("BND-7 another") << QByteArray("X-Codex-Plus-Token: another\r\n") << 403;
    QTest::newRow("BND-7 its beginning") << QByteArray("X-Codex-Plus-Token: the-wor\r\n") << 403;
    QTest::newRow("BND-7 twice") << QByteArray("X-Codex-Plus-Token: the-word\r\n").repeated(2) << 403;
    QTest::newRow("BND-7 as a bearer token") << QByteArray("Authorization: Bearer the-word\r\n") << 403;
}

void LocalAccessTest::withATokenOnlyWhoKnowsItIsServed()
{
    QFETCH(QByteArray, fields);
    QFETCH(int, status);
    ProxyBench bench(Transport::Direct, [](EngineConfig &config) { config.clientToken = "the-word"; });
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    client->post("{}", fields);
    QTRY_COMPARE(client->status(), status);
    QCOMPARE(bench.upstream.connectionCount(), status == 200 ? 1 : 0);
    if (status == 403) {
        QCOMPARE(client->values("x-codex-plus-error"), {"client_token"});
        QVERIFY(!client->received().contains("the-word"));
    }
}

void LocalAccessTest::theTokenIsNeverForwardedNorRecorded()
{
    for (const QByteArray token : {"the-word", ""}) { // a client may send it to a proxy that does not ask for it
        ProxyBench bench(Transport::Direct, [&](EngineConfig &config) { config.clientToken = token; });
        bench.upstream.answerAlways(plainAnswer("ok"));
        const auto client = bench.client();
        client->post("{}", "X-Codex-Plus-Token: the-word\r\nX-Kept: 1\r\n");
        QTRY_COMPARE(client->status(), 200);
        QCOMPARE(bench.requests().constFirst().values("x-kept"), {"1"});
        QVERIFY(!bench.requests().constFirst().head.contains("the-word"));
        QVERIFY(bench.requests().constFirst().values("x-codex-plus-token").isEmpty());
        QTRY_COMPARE(bench.engine->flows().size(), 1);
        QByteArray recorded;
        bench.engine->flows().constFirst().requestHeaders.writeTo(recorded);
        QVERIFY(recorded.contains("X-Kept"));
        QVERIFY2(!recorded.contains("the-word"), recorded.constData());
    }
}

void LocalAccessTest::healthIsToldWithoutTheToken()
{
    ProxyBench bench(Transport::Direct, [](EngineConfig &config) { config.clientToken = "the-word"; });
    const auto client = bench.client();
    client->get("/health");
    QTRY_COMPARE(client->status(), 200);
    QVERIFY(!client->received().contains("the-word"));
    const auto other = bench.client();
    other->get("/codexplus/v1"); // has a token of its own
    QTRY_COMPARE(other->status(), 401);
}

QTEST_GUILESS_MAIN(LocalAccessTest)
#include "tst_localaccess.moc"
