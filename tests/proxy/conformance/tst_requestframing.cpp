// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/refusal.h"

using namespace cpx;

/// Where a request body ends is certain or the request is refused: nothing that a server behind us could read differently gets
/// there (request smuggling). Rows begin with the requirement of docs/conformance.md.
class RequestFramingTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { ProxyBench::addTransports(); }

    void ambiguousHeadsAreRefused_data();
    void ambiguousHeadsAreRefused();
    void malformedChunksAreRefusedAndNeverCompleteTheRequest_data();
    void malformedChunksAreRefusedAndNeverCompleteTheRequest();
    void goodBodiesArriveWithAFramingOfOurOwn_data();
    void goodBodiesArriveWithAFramingOfOurOwn();
    void bytesBehindABodyAreTheNextRequest();
};

void RequestFramingTest::ambiguousHeadsAreRefused_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    const auto length = [](const char *name, const QByteArray &value, int status = 400, const char *code = "bad_content_length") {
        QTest::newRow(name) << "Content-Length: " + value + "\r\n" << status << QByteArray(code);
    };
    length("REQ-5 empty", "");
    length("REQ-5 plus", "+5");
    length("REQ-5 minus", "-5");
    length("REQ-5 minus nothing", "-0");
    length("REQ-5 hexadecimal", "0x5");
    length("REQ-5 hexadecimal digits", "a");
    length("REQ-5 a fraction", "5.0");
    length("REQ-5 an exponent", "5e0");
    length("REQ-5 grouped", "1_0");
    length("REQ-5 a comma", "5,");
    length("REQ-5 a list of equals", "5, 5");
    length("REQ-5 a list without blank", "5,5");
    length("REQ-5 a list of others", "5, 6");
    length("REQ-5 a semicolon", "5;");
    length("REQ-5 a blank inside", "5 5");
    length("REQ-5 a tab inside", "5\t5");
    length("REQ-5 quoted", "\"5\"");
    length("REQ-5 a letter behind", "5x");
    length("REQ-5 a letter before", "x5");
    length("REQ-5 other digits", "\xd9\xa5");
    length("REQ-5 a blank that is none", "\xc2\xa0" "5");
    length("REQ-5 a vertical tab", "\x0b" "5", 400, "bad_character");
    length("REQ-5 NUL behind", QByteArray("5\0", 2), 400, "bad_character");
    length("REQ-5 2^63", "9223372036854775808");
    length("REQ-5 2^64 and 5", "18446744073709551621");
    length("REQ-5 a hundred digits", QByteArray(100, '9'));
    length("REQ-5 2^63 - 1 is over our limit", "9223372036854775807", 413, "body_too_large");
    length("REQ-5 2^32 and 5 is over our limit", "4294967301", 413, "body_too_large");
    length("REQ-5 equal lines", "5\r\nContent-Length: 5");
    length("REQ-5 other lines", "5\r\ncontent-length: 6");
    length("REQ-5 a folded value", "\r\n 5", 400, "bad_header");
    QTest::newRow("REQ-5 a blank before the colon") << QByteArray("Content-Length : 5\r\n") << 400 << QByteArray("bad_header");
    QTest::newRow("REQ-15 an underscore in Content-Length") << QByteArray("Content_Length: 5\r\n") << 400 << QByteArray("bad_framing");

    const auto coding = [](const char *name, const QByteArray &value, int status, const char *code = "bad_transfer_encoding") {
        QTest::newRow(name) << "Transfer-Encoding: " + value + "\r\n" << status << QByteArray(code);
    };
    coding("REQ-6 gzip", "gzip", 501);
    coding("REQ-6 deflate", "deflate", 501);
    coding("REQ-6 identity", "identity", 501);
    coding("REQ-6 gzip, chunked", "gzip, chunked", 501);
    coding("REQ-6 chunked, gzip", "chunked, gzip", 501);
    coding("REQ-6 chunked, identity", "chunked, identity", 501);
    coding("REQ-6 chunked, chunked", "chunked, chunked", 501);
    coding("REQ-6 xchunked", "xchunked", 501);
    coding("REQ-6 chunkedx", "chunkedx", 501);
    coding("REQ-6 chunk", "chunk", 501);
    coding("REQ-6 a parameter", "chunked;q=1", 501);
    coding("REQ-6 a comma behind", "chunked,", 501);
    coding("REQ-6 a blank inside", "chun ked", 501);
    coding("REQ-6 a tab inside", "chunked\tx", 501);
    coding("REQ-6 a byte behind", "chunked\xa0", 501);
    coding("REQ-6 a comma before", ", chunked", 400);
    coding("REQ-6 quoted", "\"chunked\"", 400);
    coding("REQ-6 single quotes", "'chunked'", 400);
    coding("REQ-6 a byte before", "\xa0" "chunked", 400);
    coding("REQ-6 empty", "", 400);
    coding("REQ-6 only a comma", ",", 400);
    coding("REQ-6 a vertical tab before", "\x0b" "chunked", 400, "bad_character");
    coding("REQ-6 NUL behind", QByteArray("chunked\0", 8), 400, "bad_character");
    coding("REQ-6 CR behind", "chunked\r\r\n", 400, "bad_line_end");
    coding("REQ-6 folded", "\r\n chunked", 400, "bad_header");
    coding("REQ-6 folded behind", "chunked\r\n , identity", 400, "bad_header");
    coding("REQ-6 twice", "chunked\r\nTransfer-Encoding: chunked", 400, "bad_framing");
    coding("REQ-6 twice, another", "chunked\r\ntransfer-encoding: identity", 400, "bad_framing");
    coding("REQ-6 empty, then chunked", "\r\nTransfer-Encoding: chunked", 400, "bad_framing");
    QTest::newRow("REQ-6 a blank before the colon") << QByteArray("Transfer-Encoding : chunked\r\n") << 400 << QByteArray("bad_header");
    QTest::newRow("REQ-6 a blank before the name") << QByteArray("A: b\r\n Transfer-Encoding: chunked\r\n") << 400 << QByteArray("bad_header");
    QTest::newRow("REQ-6 behind a bare CR") << QByteArray("A: b\rTransfer-Encoding: chunked\r\n") << 400 << QByteArray("bad_line_end");
    QTest::newRow("REQ-6 behind a bare LF") << QByteArray("A: b\nTransfer-Encoding: chunked\r\n") << 400 << QByteArray("bad_line_end");
    QTest::newRow("REQ-15 an underscore in Transfer-Encoding") << QByteArray("Transfer_Encoding: chunked\r\n") << 400 << QByteArray("bad_framing");

    const auto both = [](const char *name, const QByteArray &fields) { QTest::newRow(name) << fields + "\r\n" << 400 << QByteArray("bad_framing"); };
    both("REQ-7 length first", "Content-Length: 5\r\nTransfer-Encoding: chunked");
    both("REQ-7 chunked first", "Transfer-Encoding: chunked\r\nContent-Length: 5");
    both("REQ-7 length 0", "Content-Length: 0\r\nTransfer-Encoding: chunked");
    both("REQ-7 any case", "content-LENGTH: 5\r\nTRANSFER-encoding: CHUNKED");
    both("REQ-7 identity", "Content-Length: 5\r\nTransfer-Encoding: identity");
    both("REQ-7 a comma before chunked", "Content-Length: 5\r\nTransfer-Encoding: ,chunked");
    both("REQ-7 far apart", "Content-Length: 5\r\nA: b\r\nC: d\r\nTransfer-Encoding: chunked");
    both("REQ-7 a malformed length", "Content-Length: x\r\nTransfer-Encoding: chunked");
}

void RequestFramingTest::ambiguousHeadsAreRefused()
{
    QFETCH(QByteArray, fields);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    if (ProxyBench::transport() == Transport::Stock)
        QSKIP("refused before any transport is asked");
    for (const QByteArray method : {"POST", "GET"}) {
        ProxyBench bench(ProxyBench::transport());
        const auto client = bench.client();
        client->send(withPort(method + " /v1/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n", bench) + fields + "\r\n5\r\nhello\r\n0\r\n\r\n"
                     + smuggled(bench));
        const QString fault = faultOfRefusal(bench, *client, status, code);
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }
}

void RequestFramingTest::malformedChunksAreRefusedAndNeverCompleteTheRequest_data()
{
    QTest::addColumn<QByteArray>("chunks");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *name, const QByteArray &chunks, const char *code = "bad_chunk") {
        QTest::newRow(name) << chunks << QByteArray(code);
    };
    const QByteArray hello = "\r\nhello\r\n0\r\n\r\n";
    const QByteArray last = "5\r\nhello\r\n0\r\n";
    const QByteArray nul(1, '\0');
    row("REQ-8 a prefix", "0x5" + hello);
    row("REQ-8 plus", "+5" + hello);
    row("REQ-8 minus", "-5" + hello);
    row("REQ-8 a blank before", " 5" + hello);
    row("REQ-8 a tab before", "\t5" + hello);
    row("REQ-8 a blank behind", "5 " + hello);
    row("REQ-8 a blank before the extension", "5 ;a" + hello);
    row("REQ-8 no size", hello);
    row("REQ-8 only an extension", ";a" + hello);
    row("REQ-8 no digit", "g" + hello);
    row("REQ-8 a letter behind", "5g" + hello);
    row("REQ-8 a comma", "5,5" + hello);
    row("REQ-8 grouped", "5_0" + hello);
    row("REQ-8 a fraction", "5.0" + hello);
    row("REQ-8 quoted", "\"5\"" + hello);
    row("REQ-8 NUL behind", "5" + nul + hello);
    row("REQ-8 other digits", "\xd9\xa5" + hello);
    row("REQ-8 sixteen digits", "FFFFFFFFFFFFFFFF" + hello);
    row("REQ-8 2^64 and 5", "10000000000000005" + hello);
    row("REQ-8 sixteen digits that are small", "0000000000000005" + hello);
    row("REQ-8 LF ends the size", "5\nhello\r\n0\r\n\r\n");
    row("REQ-8 CR ends the size", "5\rhello\r\n0\r\n\r\n");
    row("REQ-8 CR twice", "5\r\r\nhello\r\n0\r\n\r\n");
    row("REQ-8 LF ends the data", "5\r\nhello\n0\r\n\r\n");
    row("REQ-8 CR ends the data", "5\r\nhello\r0\r\n\r\n");
    row("REQ-8 nothing ends the data", "5\r\nhello0\r\n\r\n");
    row("REQ-8 the data is longer", "5\r\nhelloXX\r\n0\r\n\r\n");
    row("REQ-8 LF in an extension", "5;a\nb" + hello);
    row("REQ-8 CR in an extension", "5;a\rb" + hello);
    row("REQ-8 NUL in an extension", "5;a" + nul + hello);
    row("REQ-8 LF ends the last size", "5\r\nhello\r\n0\n\r\n");
    row("REQ-8 LF ends the body", last + "\n", "bad_trailer");
    row("REQ-8 a trailer without colon", last + "abc\r\n\r\n", "bad_trailer");
    row("REQ-8 a trailer with a blank before the colon", last + "A : b\r\n\r\n", "bad_trailer");
    row("REQ-8 a folded trailer", last + "A: b\r\n c\r\n\r\n", "bad_trailer");
    row("REQ-8 a trailer with NUL", last + "A: " + nul + "\r\n\r\n", "bad_trailer");
    row("REQ-8 a trailer that ends in LF", last + "A: b\n\r\n", "bad_trailer");
    row("LIM-7 a size line of 5 KiB", "5;" + QByteArray(5 * 1024, 'a') + hello);
    row("LIM-7 a size line without an end", "5;" + QByteArray(100 * 1024, 'a'));
    row("LIM-7 70 KiB of extensions", ("1;" + QByteArray(1000, 'a') + "\r\nx\r\n").repeated(70) + "0\r\n\r\n");
    row("LIM-7 trailers of 40 KiB", last + ("A: " + QByteArray(1000, 'a') + "\r\n").repeated(40) + "\r\n", "bad_trailer");
    row("LIM-7 a trailer without an end", last + "A: " + QByteArray(1024 * 1024, 'a'));
    row("LIM-3 2^59 bytes announced", "800000000000000\r\nhello\r\nxx\r\n");
}

void RequestFramingTest::malformedChunksAreRefusedAndNeverCompleteTheRequest()
{
    QFETCH(QByteArray, chunks);
    QFETCH(QByteArray, code);
    if (ProxyBench::refusesChunked("chunked"))
        QSKIP("the transport stock takes no chunked bodies");
    if (QByteArrayView(QTest::currentDataTag()).startsWith("LIM-3")) { // well formed, but for ever
        ProxyBench bench(ProxyBench::transport(), [](EngineConfig &config) { config.limits.body = 4; });
        const auto client = bench.client();
        client->send(withPort("POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nTransfer-Encoding: chunked\r\n\r\n", bench) + chunks);
        const QString fault = faultOfRefusal(*client, 413, "body_too_large");
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
        QVERIFY(!bench.hasRequest());
        return;
    }
    ProxyBench bench(ProxyBench::transport());
    const auto client = bench.client();
    client->send(withPort("POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nTransfer-Encoding: chunked\r\n\r\n", bench) + chunks
                 + smuggled(bench));
    const QString fault = faultOfRefusal(*client, 400, code);
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    // The beginning may have gone upstream; its end never does, nor anything behind it.
    for (int i = 0; i < bench.upstream.connectionCount(); ++i)
        QTRY_VERIFY(!bench.upstream.isOpen(i));
    QVERIFY(!bench.hasRequest());
    QVERIFY(bench.requests().size() <= 1);
}

void RequestFramingTest::goodBodiesArriveWithAFramingOfOurOwn_data()
{
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<QByteArray>("body");
    const auto chunked = [](const char *name, const QByteArray &chunks, const QByteArray &body) {
        QTest::newRow(name) << "Transfer-Encoding: chunked\r\n\r\n" + chunks << body;
    };
    chunked("REQ-9 chunks", "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world");
    chunked("REQ-9 upper case and zeros", "000B\r\nhello world\r\n000\r\n\r\n", "hello world");
    chunked("REQ-9 fifteen digits", "000000000000005\r\nhello\r\n0\r\n\r\n", "hello");
    chunked("REQ-9 extensions", "5;a=b;c=\"d\"\r\nhello\r\n0;e\r\n\r\n", "hello");
    chunked("REQ-9 trailers", "5\r\nhello\r\n0\r\nX-Trailer: 1\r\nContent-Length: 9\r\n\r\n", "hello");
    chunked("REQ-9 no body", "0\r\n\r\n", "");
    chunked("REQ-9 line ends as data", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n");
    QTest::newRow("REQ-6 chunked in any case") << QByteArray("transfer-encoding:ChUnKeD\t \r\n\r\n5\r\nhello\r\n0\r\n\r\n") << QByteArray("hello");
    QTest::newRow("REQ-9 a length with zeros") << QByteArray("Content-Length: 0005\r\n\r\nhello") << QByteArray("hello");
    QTest::newRow("REQ-9 a length in blanks") << QByteArray("Content-Length: \t5 \r\n\r\nhello") << QByteArray("hello");
    QTest::newRow("REQ-9 a length of 0") << QByteArray("Content-Length: 0\r\n\r\n") << QByteArray("");
}

void RequestFramingTest::goodBodiesArriveWithAFramingOfOurOwn()
{
    QFETCH(QByteArray, rest);
    QFETCH(QByteArray, body);
    if (ProxyBench::refusesChunked(rest.toLower()))
        QSKIP("the transport stock takes no chunked bodies");
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    client->send(withPort("POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n", bench) + rest);
    QTRY_COMPARE(client->status(), 200);
    QCOMPARE(bench.requests().size(), 1);
    const FakeUpstream::Request request = bench.requests().constFirst();
    QCOMPARE(request.body, body);
    QVERIFY(!request.head.contains("X-Trailer"));
    const QList<QByteArray> lengths = request.values("content-length");
    const QList<QByteArray> codings = request.values("transfer-encoding");
    QCOMPARE(lengths.size() + codings.size(), 1); // exactly one of them, in our spelling
    if (!lengths.isEmpty())
        QCOMPARE(lengths.constFirst(), QByteArray::number(body.size()));
    else
        QCOMPARE(codings.constFirst(), "chunked");
    if (ProxyBench::transport() == Transport::Direct)
        QCOMPARE(codings.isEmpty(), !rest.toLower().startsWith("transfer-encoding"));
}

void RequestFramingTest::bytesBehindABodyAreTheNextRequest()
{
    if (ProxyBench::refusesChunked("chunked"))
        QSKIP("the transport stock takes no chunked bodies");
    ProxyBench bench(ProxyBench::transport());
    bench.upstream.answerAlways(plainAnswer("ok"));
    const auto client = bench.client();
    const QByteArray begin = withPort("POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n", bench);
    client->send(begin + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" + begin + "Content-Length: 2\r\n\r\n{}" + smuggled(bench));
    QTRY_COMPARE(client->received().count("HTTP/1.1 200"), 3);
    QCOMPARE(bench.requests().size(), 3);
    QCOMPARE(bench.requests().at(0).body, "hello");
    QCOMPARE(bench.requests().at(1).body, "{}");
    QVERIFY(bench.requests().at(2).line().startsWith("GET /v1/smuggled"));
}

QTEST_GUILESS_MAIN(RequestFramingTest)
#include "tst_requestframing.moc"
