// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/refusal.h"

using namespace cpx;

/// Malformed request heads are refused, never repaired: one answer, the end of the connection, nothing upstream, and what
/// follows is not read as a request. Rows begin with the requirement of docs/conformance.md. None of it depends on the
/// transport.
class RequestSyntaxTest : public QObject
{
    Q_OBJECT

private slots:
    void malformedHeadsAreRefused_data();
    void malformedHeadsAreRefused();
    void aHeadOverALimitIsRefusedWhileItArrives_data();
    void aHeadOverALimitIsRefusedWhileItArrives();
    void unusualButGoodHeadsAreServed_data();
    void unusualButGoodHeadsAreServed();
    void aRefusedHeadRequestGetsNoBody_data();
    void aRefusedHeadRequestGetsNoBody();
    void aClientThatIsRefusedIsNotToldToGoOn_data();
    void aClientThatIsRefusedIsNotToldToGoOn();
};

void RequestSyntaxTest::malformedHeadsAreRefused_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *name, const QByteArray &head, int status, const char *code) {
        QTest::newRow(name) << head << status << QByteArray(code);
    };
    const QByteArray host = "Host: 127.0.0.1:PORT\r\n";
    const QByteArray nul(1, '\0');
    const auto line = [&](const QByteArray &text) { return text + "\r\n" + host + "\r\n"; };
    const auto field = [&](const QByteArray &text) { return "GET /v1/x HTTP/1.1\r\n" + host + text + "\r\n\r\n"; };
    const auto target = [&](const QByteArray &text) { return "GET " + text + " HTTP/1.1\r\n" + host + "\r\n"; };

    row("BND-8 TLS hello", QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), 400, "bad_character");
    row("BND-8 HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "bad_version");
    row("BND-8 NULs", QByteArray(64, '\0'), 400, "bad_character");
    row("BND-8 bytes of anything", "\xde\xad\xbe\xef\xff\xfe\r\n\r\n", 400, "bad_request_line");
    row("BND-8 another protocol", "SSH-2.0-OpenSSH_9.2\r\n", 400, "bad_request_line");
    row("BND-8 a JSON document", "{\"method\":\"initialize\"}\r\n", 400, "bad_request_line");

    row("REQ-1 LF ends the request line", "GET /v1/x HTTP/1.1\n" + host + "\r\n", 400, "bad_line_end");
    row("REQ-1 LF ends a field line", "GET /v1/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\nA: b\r\n\r\n", 400, "bad_line_end");
    row("REQ-1 LF ends the head", "GET /v1/x HTTP/1.1\r\n" + host + "\n", 400, "bad_line_end");
    row("REQ-1 LF everywhere", "GET /v1/x HTTP/1.1\nHost: 127.0.0.1:PORT\n\n", 400, "bad_line_end");
    row("REQ-1 CR ends the request line", "GET /v1/x HTTP/1.1\r" + host + "\r\n", 400, "bad_line_end");
    row("REQ-1 CR ends a field line", "GET /v1/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\rA: b\r\n\r\n", 400, "bad_line_end");
    row("REQ-1 CR twice before LF", "GET /v1/x HTTP/1.1\r\r\n" + host + "\r\n", 400, "bad_line_end");
    row("REQ-1 CR in a value", field("A: b\rc"), 400, "bad_line_end");
    row("REQ-1 LF in a value", field("A: b\nc: d"), 400, "bad_line_end");
    row("REQ-1 NUL in the target", target("/v1/" + nul), 400, "bad_character");
    row("REQ-1 NUL in a name", field("A" + nul + ": b"), 400, "bad_character");
    row("REQ-1 NUL in a value", field("A: b" + nul), 400, "bad_character");
    row("REQ-1 another control byte", field("A: \x01"), 400, "bad_character");
    row("REQ-1 DEL", field("A: \x7f"), 400, "bad_character");

    row("REQ-2 HTTP/0.9", "GET /v1/x\r\n", 400, "bad_request_line");
    row("REQ-2 HTTP/0.9 by name", line("GET /v1/x HTTP/0.9"), 505, "bad_version");
    row("REQ-2 HTTP/1.2", line("GET /v1/x HTTP/1.2"), 505, "bad_version");
    row("REQ-2 HTTP/2.0", line("GET /v1/x HTTP/2.0"), 505, "bad_version");
    row("REQ-2 HTTP/2", line("GET /v1/x HTTP/2"), 400, "bad_request_line");
    row("REQ-2 HTTP/1.10", line("GET /v1/x HTTP/1.10"), 400, "bad_request_line");
    row("REQ-2 HTTP/01.1", line("GET /v1/x HTTP/01.1"), 400, "bad_request_line");
    row("REQ-2 HTTP/1,1", line("GET /v1/x HTTP/1,1"), 400, "bad_request_line");
    row("REQ-2 lower case", line("GET /v1/x http/1.1"), 400, "bad_request_line");
    row("REQ-2 another scheme", line("GET /v1/x HTTPS/1.1"), 400, "bad_request_line");
    row("REQ-2 blank behind the version", line("GET /v1/x HTTP/1.1 "), 400, "bad_request_line");
    row("REQ-2 two blanks before the target", line("GET  /v1/x HTTP/1.1"), 400, "bad_target");
    row("REQ-2 two blanks behind the target", line("GET /v1/x  HTTP/1.1"), 400, "bad_target");
    row("REQ-2 tab for a blank", line("GET\t/v1/x HTTP/1.1"), 400, "bad_request_line");
    row("REQ-2 blank before the method", line(" GET /v1/x HTTP/1.1"), 400, "bad_request_line");
    row("REQ-2 no method", line("/v1/x HTTP/1.1"), 400, "bad_request_line");
    row("REQ-2 no target", line("GET HTTP/1.1"), 400, "bad_request_line");
    row("REQ-2 method with parentheses", line("G(T /v1/x HTTP/1.1"), 400, "bad_method");
    row("REQ-2 method with a colon", line("GET: /v1/x HTTP/1.1"), 400, "bad_method");
    row("REQ-2 method beyond ASCII", line("G\xc3\x89T /v1/x HTTP/1.1"), 400, "bad_method");

    row("REQ-3 blank before the colon", field("A : b"), 400, "bad_header");
    row("REQ-3 tab before the colon", field("A\t: b"), 400, "bad_header");
    row("REQ-3 no name", field(": b"), 400, "bad_header");
    row("REQ-3 no colon", field("abc"), 400, "bad_header");
    row("REQ-3 blank in the name", field("A B: c"), 400, "bad_header");
    row("REQ-3 parentheses in the name", field("A(b): c"), 400, "bad_header");
    row("REQ-3 name beyond ASCII", field("A\xc3\xa9: c"), 400, "bad_header");
    row("REQ-3 folded with a blank", field("A: b\r\n c"), 400, "bad_header");
    row("REQ-3 folded with a tab", field("A: b\r\n\tc"), 400, "bad_header");
    row("REQ-3 first line begins with a blank", "GET /v1/x HTTP/1.1\r\n " + host + "\r\n", 400, "bad_header");
    row("REQ-3 first line begins with a tab", "GET /v1/x HTTP/1.1\r\n\t" + host + "\r\n", 400, "bad_header");

    const auto hosts = [](const QByteArray &fields) { return "GET /v1/x HTTP/1.1\r\n" + fields + "\r\n"; };
    row("REQ-4 none", hosts(""), 400, "bad_host");
    row("REQ-4 the same twice", hosts(host + host), 400, "bad_host");
    row("REQ-4 ours, then another", hosts(host + "Host: evil.example\r\n"), 400, "bad_host");
    row("REQ-4 another, then ours", hosts("Host: evil.example\r\n" + host), 400, "bad_host");
    row("REQ-4 empty", hosts("Host:\r\n"), 400, "bad_host");
    row("REQ-4 a list", hosts("Host: 127.0.0.1:PORT, evil.example\r\n"), 400, "bad_host");
    row("REQ-4 a blank inside", hosts("Host: 127.0.0.1 :PORT\r\n"), 400, "bad_host");
    row("REQ-4 a path", hosts("Host: 127.0.0.1:PORT/\r\n"), 400, "bad_host");
    row("REQ-4 a user", hosts("Host: evil@127.0.0.1:PORT\r\n"), 400, "bad_host");
    row("REQ-4 a scheme", hosts("Host: http://127.0.0.1:PORT\r\n"), 400, "bad_host");
    row("REQ-4 no number for the port", hosts("Host: 127.0.0.1:http\r\n"), 400, "bad_host");
    row("REQ-4 two ports", hosts("Host: 127.0.0.1:PORT:80\r\n"), 400, "bad_host");
    row("REQ-4 a bracket left open", hosts("Host: [::1:PORT\r\n"), 400, "bad_host");
    row("REQ-4 twice in HTTP/1.0", "GET /v1/x HTTP/1.0\r\n" + host + host + "\r\n", 400, "bad_host");

    row("REQ-12 unknown expectation", field("Expect: tea"), 417, "bad_expectation");
    row("REQ-12 one more", field("Expect: 100-continue, tea"), 417, "bad_expectation");
    row("REQ-12 empty", field("Expect:"), 417, "bad_expectation");

    row("REQ-13 relative", target("v1/x"), 400, "bad_target");
    row("REQ-13 a fragment", target("/v1/x#y"), 400, "bad_target");
    row("REQ-13 bytes beyond ASCII", target("/v1/\xc3\xa4"), 400, "bad_target");
    row("REQ-13 a tab", target("/v1/\tx"), 400, "bad_target");
    row("REQ-13 * for GET", target("*"), 400, "bad_target");
    row("REQ-13 only a query", target("?x"), 400, "bad_target");
    row("REQ-13 an authority", target("127.0.0.1:PORT"), 400, "bad_target");
    row("REQ-13 another host", target("http://evil.example/v1/x"), 421, "wrong_host");
    row("REQ-13 us with a user", target("http://evil@127.0.0.1:PORT/v1/x"), 421, "wrong_host");
    row("REQ-13 another scheme", target("https://127.0.0.1:PORT/v1/x"), 400, "bad_target");
    row("REQ-13 a file", target("file:///etc/passwd"), 400, "bad_target");
    row("REQ-13 CONNECT", line("CONNECT evil.example:443 HTTP/1.1"), 405, "method_not_allowed");
    row("REQ-13 CONNECT to us", line("CONNECT 127.0.0.1:PORT HTTP/1.1"), 405, "method_not_allowed");
    row("REQ-13 CONNECT with a path", line("CONNECT /v1/x HTTP/1.1"), 405, "method_not_allowed");
    row("REQ-13 TRACE", line("TRACE /v1/x HTTP/1.1"), 405, "method_not_allowed");

    row("REQ-15 Transfer_Encoding", field("Transfer_Encoding: chunked"), 400, "bad_framing");
    row("REQ-15 content_length", field("content_length: 5"), 400, "bad_framing");
    row("REQ-15 Content_Length beside the real one", field("Content-Length: 0\r\nContent_Length: 5"), 400, "bad_framing");

    row("REQ-17 five empty lines", "\r\n\r\n\r\n\r\n\r\n" + target("/v1/x"), 400, "bad_request_line");

    row("FWD-4 Connection names Host", field("Connection: host"), 400, "bad_connection");
    row("FWD-4 Connection names Content-Length", field("Connection: close, Content-Length"), 400, "bad_connection");
    row("FWD-4 Connection names Authorization", field("Connection: AUTHORIZATION"), 400, "bad_connection");
    row("FWD-4 Connection names Cookie", field("Connection: x\r\nConnection: cookie"), 400, "bad_connection");
}

void RequestSyntaxTest::malformedHeadsAreRefused()
{
    QFETCH(QByteArray, head);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    ProxyBench bench(Transport::Direct);
    const auto client = bench.client();
    client->send(withPort(head, bench) + smuggled(bench));
    const QString fault = faultOfRefusal(bench, *client, status, code);
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
}

void RequestSyntaxTest::aHeadOverALimitIsRefusedWhileItArrives_data()
{
    QTest::addColumn<QByteArray>("head"); ///< just beyond the limit, and without an end
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    const QByteArray begin = "GET /v1/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n";
    QTest::newRow("LIM-1 a target") << "GET /" + QByteArray(16 * 1024, 'a') << 414 << QByteArray("request_line_too_long");
    QTest::newRow("LIM-1 a method") << QByteArray(16 * 1024 + 1, 'G') << 414 << QByteArray("request_line_too_long");
    QTest::newRow("LIM-1 a field") << begin + "A: " + QByteArray(32 * 1024, 'a') << 431 << QByteArray("header_too_large");
    QTest::newRow("LIM-1 a name") << begin + QByteArray(32 * 1024 + 1, 'a') << 431 << QByteArray("header_too_large");
    QTest::newRow("LIM-1 all fields") << begin + QByteArray("A: " + QByteArray(1000, 'a') + "\r\n").repeated(66) << 431 << QByteArray("headers_too_large");
    QTest::newRow("LIM-1 the number of fields") << begin + QByteArray("A:\r\n").repeated(256) << 431 << QByteArray("too_many_headers");
}

void RequestSyntaxTest::aHeadOverALimitIsRefusedWhileItArrives()
{
    QFETCH(QByteArray, head);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    ProxyBench bench(Transport::Direct);
    const auto client = bench.client();
    client->send(withPort(head, bench));
    const QString fault = faultOfRefusal(bench, *client, status, code);
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
}

void RequestSyntaxTest::unusualButGoodHeadsAreServed_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("line");
    const QByteArray host = "Host: 127.0.0.1:PORT\r\n";
    const QByteArray plain = "GET /v1/x HTTP/1.1\r\n" + host + "\r\n";
    const QByteArray expected = "GET /v1/x HTTP/1.1";
    QTest::newRow("REQ-17 an empty line before") << "\r\n" + plain << expected;
    QTest::newRow("REQ-17 four empty lines before") << "\r\n\r\n\r\n\r\n" + plain << expected;
    QTest::newRow("REQ-2 a method nobody knows") << "B-%*'!~ /v1/x HTTP/1.1\r\n" + host + "\r\n" << QByteArray("B-%*'!~ /v1/x HTTP/1.1");
    QTest::newRow("REQ-4 no Host in HTTP/1.0") << QByteArray("GET /v1/x HTTP/1.0\r\n\r\n") << expected;
    QTest::newRow("REQ-13 absolute form naming us") << "GET http://127.0.0.1:PORT/v1/x HTTP/1.1\r\n" + host + "\r\n" << expected;
    QTest::newRow("REQ-13 absolute form, another case")
        << QByteArray("GET HTTP://LOCALHOST:PORT/v1/x HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n") << expected;
    QTest::newRow("REQ-13 * for OPTIONS") << "OPTIONS * HTTP/1.1\r\n" + host + "\r\n" << QByteArray("OPTIONS * HTTP/1.1");
    QTest::newRow("LIM-1 8000 bytes of target") << "GET /v1/" + QByteArray(8000, 'a') + " HTTP/1.1\r\n" + host + "\r\n"
                                                << "GET /v1/" + QByteArray(8000, 'a') + " HTTP/1.1";
    QTest::newRow("LIM-1 a field of 30 KiB") << "GET /v1/x HTTP/1.1\r\n" + host + "A: " + QByteArray(30 * 1024, 'a') + "\r\n\r\n" << expected;
    QTest::newRow("LIM-1 200 fields") << "GET /v1/x HTTP/1.1\r\n" + host + QByteArray("A: b\r\n").repeated(200) + "\r\n" << expected;
}

void RequestSyntaxTest::unusualButGoodHeadsAreServed()
{
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, line);
    ProxyBench bench(Transport::Direct);
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    client->send(withPort(head, bench));
    QTRY_COMPARE(client->status(), 200);
    QCOMPARE(bench.requests().size(), 1);
    QCOMPARE(bench.requests().constFirst().line(), line);
}

void RequestSyntaxTest::aRefusedHeadRequestGetsNoBody_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const QByteArray begin = "HEAD /v1/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n";
    QTest::newRow("RSP-4 a malformed field") << begin + "A : b\r\n\r\n" << 400;
    QTest::newRow("RSP-4 two lengths") << begin + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n" << 400;
    QTest::newRow("RSP-4 another version") << QByteArray("HEAD /v1/x HTTP/1.5\r\n") << 505;
    QTest::newRow("RSP-4 a target too long") << "HEAD /" + QByteArray(20'000, 'a') << 414;
    QTest::newRow("RSP-4 a malformed body") << begin + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" << 400;
    QTest::newRow("RSP-4 a web page") << begin + "Origin: http://a.example\r\nConnection: close\r\n\r\n" << 403;
}

void RequestSyntaxTest::aRefusedHeadRequestGetsNoBody()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    ProxyBench bench(Transport::Direct);
    const auto client = bench.client();
    client->send(withPort(request, bench));
    QTRY_VERIFY(client->isClosed());
    QCOMPARE(client->status(), status);
    QVERIFY(client->values("content-length").value(0).toInt() > 0); // of what a GET would get
    QCOMPARE(client->rawBody(), "");
}

void RequestSyntaxTest::aClientThatIsRefusedIsNotToldToGoOn_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    QTest::newRow("REQ-12 a web page") << QByteArray("Origin: http://a.example\r\nContent-Length: 5\r\n") << 403;
    QTest::newRow("REQ-12 a body too large") << QByteArray("Content-Length: 999999999999\r\n") << 413;
    QTest::newRow("REQ-12 a malformed length") << QByteArray("Content-Length: 5x\r\n") << 400;
}

void RequestSyntaxTest::aClientThatIsRefusedIsNotToldToGoOn()
{
    QFETCH(QByteArray, fields);
    QFETCH(int, status);
    ProxyBench bench(Transport::Direct);
    const auto client = bench.client();
    client->send(withPort("POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nExpect: 100-continue\r\n", bench) + fields + "\r\n");
    QTRY_VERIFY(client->isClosed()); // its body, if it came, would be a request to us
    QCOMPARE(client->status(), status);
    QVERIFY(!client->received().contains("100 Continue"));
    QCOMPARE(bench.upstream.connectionCount(), 0);
}

QTEST_GUILESS_MAIN(RequestSyntaxTest)
#include "tst_requestsyntax.moc"
