// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/refusal.h"

using namespace cpx;

/// What arrives upstream is what was sent, and it arrives where the configuration says, whatever a request says. Rows begin
/// with the requirement of docs/conformance.md.
class RequestFidelityTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { ProxyBench::addTransports(); }

    void targetsArriveByteForByteOrNotAtAll_data();
    void targetsArriveByteForByteOrNotAtAll();
    void nothingInARequestChoosesTheHost_data();
    void nothingInARequestChoosesTheHost();
    void headersArriveAsTheyWereSent();
    void hopByHopFieldsStayHere_data();
    void hopByHopFieldsStayHere();
    void bodiesArriveByteForByte_data();
    void bodiesArriveByteForByte();
    void anHttp10ClientIsServedOnceAndClosed_data();
    void anHttp10ClientIsServedOnceAndClosed();
};

void RequestFidelityTest::targetsArriveByteForByteOrNotAtAll_data()
{
    QTest::addColumn<QByteArray>("target");
    const auto row = [](const char *name, const QByteArray &target) { QTest::newRow(name) << target; };
    row("REQ-14 dots", "/v1/../../etc/passwd");
    row("REQ-14 encoded dots", "/v1/%2e%2e/%2e%2e/etc/passwd");
    row("REQ-14 half encoded dots", "/v1/.%2e/x");
    row("REQ-14 encoded slashes", "/v1/..%2f..%2fetc%2fpasswd");
    row("REQ-14 encoded twice", "/v1/%252e%252e%252fx");
    row("REQ-14 backslashes", "/v1/..\\..\\etc\\passwd");
    row("REQ-14 encoded backslashes", "/v1/..%5c..%5cx");
    row("REQ-14 slashes in a row", "/v1//x///y");
    row("REQ-14 slashes at the start", "//v1/x");
    row("REQ-14 one dot", "/v1/./x/.");
    row("REQ-14 parameters", "/v1/..;/x;a=b");
    row("REQ-14 an encoded NUL", "/v1/x%00.json");
    row("REQ-14 encoded line ends", "/v1/x%0d%0aHost:%20evil");
    row("REQ-14 overlong UTF-8", "/v1/%c0%ae%c0%ae/x");
    row("REQ-14 no hexadecimal behind the sign", "/v1/%zz%");
    row("REQ-14 lower-case hexadecimal", "/v1/%c3%a4%2F%2f");
    row("REQ-14 letters encoded for nothing", "/v1/%61%62c");
    row("REQ-14 characters a browser would encode", "/v1/x\"<>^`{|}[]'");
    row("REQ-14 our own path by a detour", "/v1/../health");
    row("REQ-14 a query", "/v1/models?client_version=0.169.0&x=a%2Fb+c&empty=&&=y");
    row("REQ-14 a query with everything", "/v1/x?a=/../b&u=http://h/?c&d=[1]&e=%");
    row("REQ-14 an empty query", "/v1/x?");
}

void RequestFidelityTest::targetsArriveByteForByteOrNotAtAll()
{
    QFETCH(QByteArray, target);
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    client->get(target);
    QTRY_VERIFY(client->status() != 0);
    if (ProxyBench::transport() == Transport::Stock && client->status() == 400) { // what Qt would repair is not sent
        QCOMPARE(client->values("x-codex-plus-error"), {"bad_target"});
        QCOMPARE(bench.upstream.connectionCount(), 0);
        return;
    }
    QCOMPARE(client->status(), 200);
    // The configured base path, then the target without the "/v1" in front.
    const QByteArray expected = target.startsWith("/v1/") ? target : "/v1" + target;
    QCOMPARE(bench.requests().constFirst().line(), "GET " + expected + " HTTP/1.1");
}

void RequestFidelityTest::nothingInARequestChoosesTheHost_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("body");
    const auto field = [](const char *name, const QByteArray &fields) {
        QTest::newRow(name) << QByteArray("/v1/responses") << fields << QByteArray("{}");
    };
    const auto target = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text << QByteArray() << QByteArray("{}"); };
    field("SSRF-1 X-Forwarded-Host", "X-Forwarded-Host: CANARY\r\n");
    field("SSRF-1 Forwarded", "Forwarded: host=CANARY;proto=http\r\n");
    field("SSRF-1 X-Original-URL", "X-Original-URL: http://CANARY/\r\nX-Rewrite-URL: http://CANARY/\r\n");
    field("SSRF-1 X-Host", "X-Host: CANARY\r\nX-Upstream: http://CANARY\r\nX-Target-URL: http://CANARY\r\n");
    field("SSRF-1 names of ours", "X-Codex-Plus-Upstream: http://CANARY/v1\r\n");
    field("SSRF-1 names of OpenAI", "OpenAI-Base-URL: http://CANARY/v1\r\nOPENAI_BASE_URL: http://CANARY/v1\r\n");
    field("SSRF-1 a cookie", "Cookie: upstream=http://CANARY; base_url=http://CANARY\r\n");
    field("SSRF-1 Referer", "Referer: http://CANARY/\r\n");
    target("SSRF-1 the query", "/v1/responses?base_url=http://CANARY/v1&upstream=CANARY");
    target("SSRF-1 user information", "/v1/@CANARY/");
    target("SSRF-1 user information at once", "/v1@CANARY/");
    target("SSRF-1 a host behind slashes", "//CANARY/v1/responses");
    target("SSRF-1 a URL as the path", "/http://CANARY/v1/responses");
    QTest::newRow("SSRF-1 the body") << QByteArray("/v1/responses") << QByteArray("content-type: application/json\r\n")
                                     << QByteArray("{\"base_url\":\"http://CANARY/v1\",\"upstream\":{\"url\":\"http://CANARY/v1\"}}");
}

void RequestFidelityTest::nothingInARequestChoosesTheHost()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, body);
    FakeUpstream canary;
    const QByteArray address = "127.0.0.1:" + QByteArray::number(canary.port());
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    client->post(body.replace("CANARY", address), fields.replace("CANARY", address), target.replace("CANARY", address));
    QTRY_VERIFY(client->status() != 0);
    QCOMPARE(canary.connectionCount(), 0);
    if (ProxyBench::transport() == Transport::Stock && client->status() == 400)
        return; // not sent at all
    QCOMPARE(client->status(), 200);
    QCOMPARE(bench.requests().size(), 1);
    QCOMPARE(bench.requests().constFirst().values("host"), {"127.0.0.1:" + QByteArray::number(bench.upstream.port())});
}

void RequestFidelityTest::headersArriveAsTheyWereSent()
{
    if (ProxyBench::transport() == Transport::Stock)
        QSKIP("Qt's own client joins repeated fields and adds some; documented in stockupstream.h");
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    // FWD-3 spelling, order, count; FWD-5 nothing added; REQ-15 underscores; blanks around a value are no part of it.
    const QByteArray fields = "session_id: s1\r\nX-CASE: MiXed\r\nx-dup: 1\r\nX-Other: between\r\nX-Dup: 2\r\nx-dup: 1\r\nx-empty: \r\n"
                              "x-obs: caf\xe9 \xff\r\naccept-encoding: br;q=0.1, x\r\ncookie: a=1\r\ncookie: b=2\r\nx-inner: a  \t b\r\n";
    client->get("/v1/models", QByteArray(fields).replace("x-obs: ", "x-obs: \t  ").replace("x-inner: a", "x-inner:a"));
    QTRY_COMPARE(client->status(), 200);
    QCOMPARE(bench.requests().constFirst().head,
             "GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(bench.upstream.port()) + "\r\n" + fields);
}

void RequestFidelityTest::hopByHopFieldsStayHere_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QList<QByteArray>>("gone");
    const auto row = [](const char *name, const QByteArray &fields, const QList<QByteArray> &gone) { QTest::newRow(name) << fields << gone; };
    row("FWD-4 Connection and what it names", "Connection: X-Mine, keep-alive\r\nX-Mine: 1\r\n", {"x-mine"});
    row("FWD-4 named in any case", "Connection: x-MINE\r\nX-Mine: 1\r\nx-mine: 2\r\n", {"x-mine"});
    row("FWD-4 named in a second line", "Connection: keep-alive\r\nConnection: , X-Mine ,\r\nX-Mine: 1\r\n", {"x-mine"});
    row("FWD-4 named before", "X-Mine: 1\r\nConnection: X-Mine\r\n", {"x-mine"});
    row("FWD-4 Keep-Alive", "Keep-Alive: timeout=5\r\n", {"keep-alive"});
    row("FWD-4 Proxy-Connection", "Proxy-Connection: keep-alive\r\n", {"proxy-connection"});
    row("FWD-4 TE", "TE: trailers\r\n", {"te"});
    row("FWD-4 Trailer", "Trailer: X\r\n", {"trailer"});
    row("FWD-4 Upgrade", "Upgrade: h2c\r\n", {"upgrade"});
    row("FWD-4 HTTP/2 settings", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n", {"upgrade", "http2-settings"});
    row("FWD-4 Proxy-Authorization", "Proxy-Authorization: Basic eA==\r\n", {"proxy-authorization"});
    row("FWD-5 the way to us", "Forwarded: for=1\r\nVia: 1.1 a\r\nX-Forwarded-For: 1\r\nX-Forwarded-Proto: https\r\nX-Real-IP: 1\r\n",
        {"forwarded", "via", "x-forwarded-for", "x-forwarded-proto", "x-real-ip"});
}

void RequestFidelityTest::hopByHopFieldsStayHere()
{
    QFETCH(QByteArray, fields);
    QFETCH(QList<QByteArray>, gone);
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    client->post("{}", fields + "X-Kept: 1\r\n");
    QTRY_COMPARE(client->status(), 200);
    const FakeUpstream::Request request = bench.requests().constFirst();
    for (const QByteArray &name : gone)
        QVERIFY2(request.values(name).isEmpty(), request.head.constData());
    QCOMPARE(request.values("x-kept"), {"1"});
    const QList<QByteArray> connection = request.values("connection");
    if (ProxyBench::transport() == Transport::Stock)
        QCOMPARE(connection, {"Keep-Alive"}); // Qt's own
    else
        QVERIFY(connection.isEmpty());
}

void RequestFidelityTest::bodiesArriveByteForByte_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("fields");
    QByteArray everyByte;
    for (int c = 0; c < 256; ++c)
        everyByte += char(c);
    QTest::newRow("FWD-1 every byte") << everyByte.repeated(100) << QByteArray("content-type: application/octet-stream\r\n");
    QTest::newRow("FWD-1 JSON as it was written") << QByteArray("{ \"b\":1.0,\"a\" : 12345678901234567890, \"a\":2e0,\"c\":\"\\u00e4\xc3\xa4\" }\n")
            << QByteArray("content-type: application/json\r\n");
    QTest::newRow("FWD-1 labelled zstd") << QByteArray::fromHex("28b52ffd0001020304") << QByteArray("content-encoding: zstd\r\n");
    QTest::newRow("FWD-1 labelled gzip") << QByteArray::fromHex("1f8b0800") << QByteArray("content-encoding: gzip\r\n");
    QTest::newRow("FWD-1 empty") << QByteArray() << QByteArray("content-type: application/json\r\n");
    QTest::newRow("FWD-8 nobody reads it") << QByteArray("data: {\n\n[[[\xff") << QByteArray("content-type: text/event-stream\r\n");
}

void RequestFidelityTest::bodiesArriveByteForByte()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, fields);
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    client->post(body, fields);
    QTRY_COMPARE(client->status(), 200);
    QCOMPARE(bench.requests().constFirst().body, body);
    const qsizetype colon = fields.indexOf(':');
    QCOMPARE(bench.requests().constFirst().values(fields.first(colon)), {fields.sliced(colon + 1).trimmed()});
}

void RequestFidelityTest::anHttp10ClientIsServedOnceAndClosed_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("REQ-16 as it is") << QByteArray();
    QTest::newRow("REQ-16 asking to be kept") << QByteArray("Connection: keep-alive\r\n");
}

void RequestFidelityTest::anHttp10ClientIsServedOnceAndClosed()
{
    QFETCH(QByteArray, fields);
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    const auto client = bench.client();
    client->send(withPort("GET /v1/x HTTP/1.0\r\nHost: 127.0.0.1:PORT\r\n", bench) + fields + "\r\n" + smuggled(bench));
    QTRY_VERIFY(client->isClosed());
    QCOMPARE(client->rawBody(), "hello");
    QVERIFY(client->values("transfer-encoding").isEmpty());
    QCOMPARE(bench.requests().size(), 1);
}

QTEST_GUILESS_MAIN(RequestFidelityTest)
#include "tst_requestfidelity.moc"
