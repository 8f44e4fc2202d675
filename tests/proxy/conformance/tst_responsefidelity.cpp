// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/refusal.h"

using namespace cpx;
using namespace Qt::StringLiterals;

/// What the client gets is what the upstream sent: whole answers byte for byte, malformed ones not at all, broken ones visibly
/// broken. Rows begin with the requirement of docs/conformance.md.
class ResponseFidelityTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { ProxyBench::addTransports(); }

    void malformedAnswersAreBadGateways_data();
    void malformedAnswersAreBadGateways();
    void brokenAnswersAreVisiblyBroken_data();
    void brokenAnswersAreVisiblyBroken();
    void interimAnswersAreSkipped_data();
    void interimAnswersAreSkipped();
    void bytesBehindAnAnswerPoisonNobody_data();
    void bytesBehindAnAnswerPoisonNobody();
    void statusesPassWithTheirBodies_data();
    void statusesPassWithTheirBodies();
    void redirectsAreNotFollowed_data();
    void redirectsAreNotFollowed();
    void headersComeBackAsTheyWereSent();
    void eventStreamsPassByteForByte_data();
    void eventStreamsPassByteForByte();
};

void ResponseFidelityTest::malformedAnswersAreBadGateways_data()
{
    QTest::addColumn<QByteArray>("answer");
    const auto row = [](const char *name, const QByteArray &answer) { QTest::newRow(name) << answer; };
    const auto field = [](const QByteArray &text) { return "HTTP/1.1 200 OK\r\n" + text + "\r\nContent-Length: 2\r\n\r\nok"; };
    row("RSP-1 garbage", "hello world\r\n\r\n");
    row("RSP-1 bytes of anything", QByteArray("\x15\x03\x01\x00\x02\x02\x28", 7));
    row("RSP-1 HTTP/0.9", "<html>hello</html>");
    row("RSP-1 HTTP/2", "HTTP/2 200 OK\r\n\r\n");
    row("RSP-1 HTTP/3.0", "HTTP/3.0 200 OK\r\n\r\n");
    row("RSP-1 lower case", "http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    row("RSP-1 no status", "HTTP/1.1 OK\r\nContent-Length: 0\r\n\r\n");
    row("RSP-1 two digits", "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n");
    row("RSP-1 four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n");
    row("RSP-1 status 999", "HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n");
    row("RSP-1 status 099", "HTTP/1.1 099 No\r\nContent-Length: 0\r\n\r\n");
    row("RSP-1 two blanks", "HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n");
    row("RSP-1 LF ends the status line", "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n");
    row("RSP-1 LF ends a field", "HTTP/1.1 200 OK\r\nContent-Length: 0\nA: b\r\n\r\n");
    row("RSP-1 CR in a value", field("A: b\rc"));
    row("RSP-1 NUL in a value", field(QByteArray("A: b\0", 5)));
    row("RSP-1 NUL in the reason", QByteArray("HTTP/1.1 200 O\0K\r\nContent-Length: 0\r\n\r\n", 38));
    row("RSP-1 blank before the colon", field("A : b"));
    row("RSP-1 no colon", field("abc"));
    row("RSP-1 no name", field(": b"));
    row("RSP-1 folded", field("A: b\r\n c"));
    row("RSP-1 a head of 300 KiB", field("A: " + QByteArray(300 * 1024, 'a')));
    row("RSP-1 600 fields", field(QByteArray("A: b\r\n").repeated(600) + "B: c"));
    row("RSP-2 other lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab");
    row("RSP-2 equal lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab");
    row("RSP-2 a list of lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nab");
    row("RSP-2 a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n");
    row("RSP-2 no number", "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nab");
    row("RSP-2 2^63", "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775808\r\n\r\nab");
    row("RSP-2 length and chunks", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("RSP-2 an unknown coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nab");
    row("RSP-2 a coding before chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
    row("RSP-2 chunked twice", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("RSP-2 chunked in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("RSP-2 an underscore", "HTTP/1.1 200 OK\r\nTransfer_Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("RSP-5 a switch nobody asked for", "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    row("RSP-5 51 interim answers", QByteArray("HTTP/1.1 102 Processing\r\n\r\n").repeated(51) + plainAnswer("ok"));
}

void ResponseFidelityTest::malformedAnswersAreBadGateways()
{
    QFETCH(QByteArray, answer);
    if (ProxyBench::transport() == Transport::Stock)
        QSKIP("Qt's own client repairs some of these; only the direct transport promises to refuse them");
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.send(answer);
    if (QByteArrayView(QTest::currentDataTag()) == "RSP-1 bytes of anything")
        bench.upstream.close();
    if (answer.startsWith('<')) // nothing ends its first line but the connection
        bench.upstream.close();
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->status(), 502);
    QVERIFY2(client->values("x-codex-plus-error") == QList<QByteArray>{"upstream_protocol"}
                 || (answer.startsWith('<') && client->values("x-codex-plus-error") == QList<QByteArray>{"upstream_closed"}),
             client->head().constData());
    QTRY_VERIFY(!bench.upstream.isOpen(0)); // nothing else is sent on it
    client->post("{}"); // and the client is still in step
    QTRY_COMPARE(bench.requests().size(), 2);
    QCOMPARE(bench.requests().constLast().connection, 1);
}

void ResponseFidelityTest::brokenAnswersAreVisiblyBroken_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QByteArray>("part"); ///< what comes behind "hello"
    QTest::addColumn<bool>("withReset");
    QTest::addColumn<bool>("isMalformed"); ///< ends by itself: the upstream need not close
    const QByteArray sized = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
    const QByteArray chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    const auto row = [](const char *name, const QByteArray &head, const QByteArray &part, bool withReset = false, bool isMalformed = false) {
        QTest::newRow(name) << head << part << withReset << isMalformed;
    };
    row("RSP-3 short of its length", sized, "hello");
    row("RSP-3 short of its length, reset", sized, "hello", true);
    row("RSP-3 between chunks", chunked, "5\r\nhello\r\n");
    row("RSP-3 between chunks, reset", chunked, "5\r\nhello\r\n", true);
    row("RSP-3 inside a chunk", chunked, "a\r\nhello");
    row("RSP-3 inside a chunk, reset", chunked, "a\r\nhello", true);
    row("RSP-3 inside a size", chunked, "5\r\nhello\r\n1");
    row("RSP-3 inside the last chunk", chunked, "5\r\nhello\r\n0\r\n");
    row("RSP-3 inside the trailers", chunked, "5\r\nhello\r\n0\r\nA: b\r\n");
    row("RSP-3 no size", chunked, "5\r\nhello\r\nxyz\r\n", false, true);
    row("RSP-3 a size too large", chunked, "5\r\nhello\r\nFFFFFFFFFFFFFFFFF\r\n", false, true);
    row("RSP-3 data longer than its size", chunked, "5\r\nhelloX\r\n", false, true);
    row("LIM-7 extensions without an end", chunked, "5\r\nhello\r\n1;" + QByteArray(5000, 'a'), false, true);
    row("LIM-7 trailers without an end", chunked, "5\r\nhello\r\n0\r\n" + QByteArray("A: b\r\n").repeated(7000), false, true);
}

void ResponseFidelityTest::brokenAnswersAreVisiblyBroken()
{
    QFETCH(QByteArray, head);
    QFETCH(QByteArray, part);
    QFETCH(bool, withReset);
    QFETCH(bool, isMalformed);
    const bool isStock = ProxyBench::transport() == Transport::Stock;
    if (isStock && (isMalformed || part.contains("\r\n0\r\n")))
        QSKIP("Qt's own client takes some malformed chunks and any end behind the last one");
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.send(head);
    QTRY_COMPARE(client->status(), 200);
    bench.upstream.send(part);
    if (!isMalformed) {
        QTRY_COMPARE(client->body(), "hello");
        if (withReset)
            bench.upstream.reset();
        else
            bench.upstream.close();
    }
    QTRY_VERIFY(client->isClosed());
    QVERIFY(!client->isBodyComplete());
    QVERIFY(QByteArray("hello").startsWith(client->body()));
    QTRY_VERIFY(!bench.upstream.isOpen(0));
    QTRY_COMPARE(bench.engine->flows().size(), 1);
    QTRY_COMPARE(bench.engine->flows().constFirst().phase, FlowRecord::Phase::Failed);
    QCOMPARE(bench.engine->flows().constFirst().errorCode, "upstream_cut");
}

void ResponseFidelityTest::interimAnswersAreSkipped_data()
{
    QTest::addColumn<QByteArray>("interim");
    QTest::newRow("RSP-5 100") << QByteArray("HTTP/1.1 100 Continue\r\n\r\n");
    QTest::newRow("RSP-5 102") << QByteArray("HTTP/1.1 102 Processing\r\n\r\n");
    QTest::newRow("RSP-5 103 with fields") << QByteArray("HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n");
    QTest::newRow("RSP-5 several") << QByteArray("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n");
}

void ResponseFidelityTest::interimAnswersAreSkipped()
{
    QFETCH(QByteArray, interim);
    if (ProxyBench::transport() == Transport::Stock && !interim.startsWith("HTTP/1.1 10"))
        QSKIP("Qt's own client");
    if (ProxyBench::transport() == Transport::Stock && interim != "HTTP/1.1 100 Continue\r\n\r\n")
        QSKIP("Qt's own client takes every interim answer but 100 for the final one");
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(interim + plainAnswer("ok", "X-Final: 1\r\n"));
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->status(), 200);
    QCOMPARE(client->values("x-final"), {"1"});
    QCOMPARE(client->rawBody(), "ok");
    QVERIFY(client->values("link").isEmpty());
}

void ResponseFidelityTest::bytesBehindAnAnswerPoisonNobody_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("answer"); ///< with bytes that do not belong to it
    QTest::addColumn<QByteArray>("body");
    const QByteArray evil = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
    QTest::newRow("RSP-4 behind a sized body") << QByteArray("GET") << plainAnswer("good") + evil << QByteArray("good");
    QTest::newRow("RSP-4 behind the last chunk")
        << QByteArray("GET") << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ngood\r\n0\r\n\r\n" + evil << QByteArray("good");
    QTest::newRow("RSP-4 a body for HEAD") << QByteArray("HEAD") << plainAnswer(evil) << QByteArray();
    QTest::newRow("RSP-4 a body for 204") << QByteArray("GET") << "HTTP/1.1 204 No Content\r\nContent-Length: 43\r\n\r\n" + evil << QByteArray();
    QTest::newRow("RSP-4 a body for 304") << QByteArray("GET") << "HTTP/1.1 304 Not Modified\r\nContent-Length: 43\r\n\r\n" + evil << QByteArray();
}

void ResponseFidelityTest::bytesBehindAnAnswerPoisonNobody()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, body);
    if (ProxyBench::transport() == Transport::Stock)
        QSKIP("Qt's own client keeps such a connection; that it reads what is left as an answer cannot be switched off");
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->send(method + withPort(" /v1/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", bench));
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.send(answer);
    QTRY_VERIFY(!bench.upstream.isOpen(0));
    QCOMPARE(client->body(), body);

    client->get("/v1/next"); // in step, on a connection of its own
    QTRY_COMPARE(bench.requests().size(), 2);
    QCOMPARE(bench.requests().constLast().connection, 1);
    bench.upstream.send(plainAnswer("next"));
    QTRY_VERIFY(client->received().endsWith("next"));
    QVERIFY(!client->received().contains("evil"));
    QCOMPARE(client->received().count("HTTP/1.1 "), 2);
}

void ResponseFidelityTest::statusesPassWithTheirBodies_data()
{
    QTest::addColumn<QByteArray>("status");
    for (const char *status : {"200 OK", "201 Created", "202 Accepted", "206 Partial Content", "226 IM Used", "299 Whatever", "400 Bad Request",
                               "401 Unauthorized", "402 Payment Required", "403 Forbidden", "404 Not Found", "407 Proxy", "409 Conflict",
                               "418 I'm a teapot", "422 Unprocessable", "429 Too Many Requests", "451 No", "499 Gone", "500 Oops",
                               "502 Bad Gateway", "503 Busy", "504 Late", "511 Login", "529 Overloaded", "599 Last"})
        QTest::addRow("FWD-6 %s", status) << QByteArray(status);
    QTest::newRow("FWD-6 no reason") << QByteArray("200 ");
}

void ResponseFidelityTest::statusesPassWithTheirBodies()
{
    QFETCH(QByteArray, status);
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("{\"error\":{}}", "retry-after: 7\r\nwww-authenticate: Bearer\r\n", status));
    const auto client = bench.client();
    client->post("{}", "authorization: Bearer x\r\n");
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->status(), status.first(3).toInt());
    if (status.size() > 4)
        QVERIFY2(client->head().startsWith("HTTP/1.1 " + status + "\r\n"), client->head().constData());
    QCOMPARE(client->values("retry-after"), {"7"});
    QCOMPARE(client->body(), "{\"error\":{}}");
    QCOMPARE(bench.requests().size(), 1);
    QVERIFY(client->values("x-codex-plus-error").isEmpty());
}

void ResponseFidelityTest::redirectsAreNotFollowed_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("method");
    for (const char *status : {"301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"}) {
        QTest::addRow("FWD-6 %s, GET", status) << QByteArray(status) << QByteArray("GET");
        QTest::addRow("FWD-6 %s, POST", status) << QByteArray(status) << QByteArray("POST");
    }
}

void ResponseFidelityTest::redirectsAreNotFollowed()
{
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, method);
    FakeUpstream canary;
    ProxyBench bench(ProxyBench::transport());
    const QByteArray location = canary.url().toEncoded();
    bench.upstream.answerAlways(plainAnswer("moved", "Location: " + location + "\r\n", status));
    const auto client = bench.client();
    if (method == "GET")
        client->get("/v1/models", "authorization: Bearer x\r\n");
    else
        client->post("{}", "authorization: Bearer x\r\n");
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->status(), status.first(3).toInt());
    QCOMPARE(client->values("location"), {location});
    QCOMPARE(client->body(), "moved");
    QCOMPARE(canary.connectionCount(), 0);
    QCOMPARE(bench.requests().size(), 1);
}

void ResponseFidelityTest::headersComeBackAsTheyWereSent()
{
    const bool isStock = ProxyBench::transport() == Transport::Stock;
    ProxyBench bench(ProxyBench::transport());
    const QByteArray kept = "x-Case: MiXed\r\nSet-Cookie: a=1, b; Path=/\r\nset-cookie: c=2\r\nSet-Cookie: d=3\r\nx-empty: \r\nx-obs: caf\xe9\r\n"
                            "content-encoding: br\r\nserver: s\r\ndate: yesterday\r\nx-inner: a  b\r\n";
    const QByteArray repeated = isStock ? QByteArray() : QByteArray("x-dup: 1\r\nx-dup: 2\r\n");
    bench.upstream.answerAlways(plainAnswer("ok", kept + repeated + "Connection: x-hop, keep-alive\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\n"));
    const auto client = bench.client();
    client->get("/v1/models");
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->values("set-cookie"), (QList<QByteArray>{"a=1, b; Path=/", "c=2", "d=3"}));
    QCOMPARE(client->values("x-obs"), {"caf\xe9"});
    for (const char *name : {"connection", "keep-alive", "x-hop"})
        QVERIFY2(client->values(name).isEmpty(), client->head().constData());
    QVERIFY(!client->head().toLower().contains("access-control"));
    if (!isStock)
        QCOMPARE(client->head(), "HTTP/1.1 200 OK\r\n" + kept + repeated + "Content-Length: 2\r\n");
}

void ResponseFidelityTest::eventStreamsPassByteForByte_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<int>("pieceSize");
    const auto row = [](const char *name, const QByteArray &stream, int pieceSize) { QTest::newRow(name) << stream << pieceSize; };
    const QByteArray event = "event: response.output_text.delta\ndata: {\"delta\":\"h\xc3\xa4llo\"}\n\n";
    row("SSE-2 one byte at a time", event.repeated(3), 1);
    row("SSE-2 two bytes at a time", event.repeated(20), 2);
    row("SSE-2 pieces across events", event.repeated(100), 37);
    row("SSE-2 CRLF", QByteArray(event).replace("\n", "\r\n").repeated(10), 7);
    row("SSE-2 CR", QByteArray(event).replace('\n', '\r').repeated(10), 7);
    row("SSE-2 all line ends", "data: 1\r\ndata: 2\rdata: 3\n\r\n\n\r\r", 1);
    row("SSE-2 a byte order mark", "\xef\xbb\xbf" + event, 1);
    row("SSE-2 no UTF-8", "data: \xff\xfe\xc3\xed\xa0\x80\n\n", 3);
    row("SSE-2 NUL", QByteArray("data: a\0b\nid: \0\n\n", 17), 4);
    row("SSE-2 comments", ": keep-alive\n\n:\n" + event, 5);
    row("SSE-2 fields nobody knows", "foo: bar\nretry: x\n: \nid\ndata\n\n", 5);
    row("SSE-2 no empty line at the end", event + "data: cut", 11);
    row("SSE-2 only empty lines", QByteArray(1000, '\n'), 100);
    row("SSE-2 chunks of our own coding", "0\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 3);
    row("SSE-2 a line of 64 KiB", "data: " + QByteArray(64 * 1024, 'x') + "\n\n", 10'000);
    row("SSE-2 a line of 4 MiB", "data: " + QByteArray(4 * 1024 * 1024, 'x') + "\n\n", 500'000);
    row("SSE-2 20,000 events at once", event.repeated(20'000), 20'000 * int(event.size()));
    row("SSE-2 20,000 events in pieces", event.repeated(20'000), 65'521);
    row("SSE-2 nothing", "", 1);
}

void ResponseFidelityTest::eventStreamsPassByteForByte()
{
    QFETCH(QByteArray, stream);
    QFETCH(int, pieceSize);
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(bench.hasRequest());
    bench.upstream.sendSseHead();
    QTRY_COMPARE(client->status(), 200);
    for (qsizetype at = 0; at < stream.size(); at += pieceSize)
        bench.upstream.sendChunk(stream.mid(at, pieceSize));
    bench.upstream.endChunks();
    QTRY_VERIFY_WITH_TIMEOUT(client->received().endsWith("0\r\n\r\n") && client->isBodyComplete(), 20'000);
    QVERIFY(client->body() == stream);
    QVERIFY(!client->isClosed());
}

QTEST_GUILESS_MAIN(ResponseFidelityTest)
#include "tst_responsefidelity.moc"
