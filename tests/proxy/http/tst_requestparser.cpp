// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/requestparser.h"

#include <QTest>

using namespace cpx;
using http::BodyFraming;
using http::RequestParser;

/// Every row is parsed whole and cut in two at every byte, with the same result.
class RequestParserTest : public QObject
{
    Q_OBJECT

private slots:
    void requestsAreReadOrRefusedHoweverTheyAreCut_data();
    void requestsAreReadOrRefusedHoweverTheyAreCut();
    void bytesAfterTheHeadAreLeftAlone();
    void fieldsKeepTheirBytes();
    void oneParserReadsManyHeads();
    void limitsHoldWhileReading_data();
    void limitsHoldWhileReading();

private:
    static QStringList parse(const QList<QByteArrayView> &pieces);
    static QString describe(const http::RequestHead &head);
};

QString RequestParserTest::describe(const http::RequestHead &head)
{
    QString text = QString::fromLatin1(head.method + ' ' + head.target);
    if (head.body.kind == BodyFraming::Kind::Sized)
        text += QStringLiteral(" sized:%1").arg(head.body.length);
    if (head.body.kind == BodyFraming::Kind::Chunked)
        text += QStringLiteral(" chunked");
    if (head.version == http::Version::Http10)
        text += QStringLiteral(" 1.0");
    if (!head.keepAlive)
        text += QStringLiteral(" close");
    if (head.expectsContinue)
        text += QStringLiteral(" expects");
    return text;
}

QStringList RequestParserTest::parse(const QList<QByteArrayView> &pieces)
{
    QStringList result;
    Limits limits; // small ones, so that short rows reach them
    limits.requestLine = 100;
    limits.headerLine = 60;
    limits.headerSection = 100;
    RequestParser parser(limits);
    for (QByteArrayView piece : pieces) {
        while (!piece.isEmpty()) {
            switch (parser.feed(piece)) {
            case RequestParser::Progress::NeedMore:
                break;
            case RequestParser::Progress::Complete:
                result += describe(parser.takeHead());
                break;
            case RequestParser::Progress::Failed:
                result += QStringLiteral("%1 %2").arg(parser.error().status).arg(QString::fromLatin1(parser.error().code));
                return result;
            }
        }
    }
    return result;
}

void RequestParserTest::requestsAreReadOrRefusedHoweverTheyAreCut_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const QByteArray &wire, std::initializer_list<const char *> expected) {
        QStringList list;
        for (const char *each : expected)
            list += QString::fromLatin1(each);
        QTest::newRow(name) << wire << list;
    };
    const QByteArray host = "Host: localhost:10000\r\n";
    const auto withFields = [&](const QByteArray &fields) { return "POST /x HTTP/1.1\r\n" + host + fields + "\r\n"; };

    row("simple", "GET /a?b=c HTTP/1.1\r\n" + host + "\r\n", {"GET /a?b=c"});
    row("pipelined", "GET /1 HTTP/1.1\r\n" + host + "\r\nGET /2 HTTP/1.1\r\n" + host + "\r\n", {"GET /1", "GET /2"});
    row("an empty line before", "\r\nGET / HTTP/1.1\r\n" + host + "\r\n", {"GET /"});
    row("five empty lines before", "\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\n", {"400 bad_request_line"});
    row("HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", {"GET / 1.0 close"});
    row("close", withFields("Connection: keep-alive, Close\r\n"), {"POST /x close"});
    row("sized", withFields("Content-Length: 12\r\n"), {"POST /x sized:12"});
    row("chunked in any case", withFields("Transfer-Encoding: ChunKed\r\n"), {"POST /x chunked"});
    row("expects", withFields("Content-Length: 1\r\nExpect: 100-Continue\r\n"), {"POST /x sized:1 expects"});
    row("absolute target naming us", "GET http://localhost:10000/a?b HTTP/1.1\r\n" + host + "\r\n", {"GET /a?b"});
    row("absolute target without path", "GET http://localhost:10000 HTTP/1.1\r\n" + host + "\r\n", {"GET /"});
    row("OPTIONS *", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n", {"OPTIONS *"});
    row("underscore names", withFields("session_id: 1\r\n"), {"POST /x"});

    row("bare LF", "GET / HTTP/1.1\n" + host + "\n", {"400 bad_line_end"});
    row("bare LF at the end", "GET / HTTP/1.1\r\n" + host + "\n", {"400 bad_line_end"});
    row("bare CR", "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", {"400 bad_line_end"});
    row("NUL", "GET / HTTP/1.1\r\nHost: a\r\nX: a" + QByteArray(1, '\0') + "\r\n\r\n", {"400 bad_character"});
    row("no token before a control byte", "\xb9T /\x01 HTTP/1.1\r\n", {"400 bad_request_line"});
    row("too long before a control byte", "GET /" + QByteArray(100, 'a') + "\x01", {"414 request_line_too_long"});
    row("line limit crossed first", "GET / HTTP/1.1\r\n" + host + "A: " + QByteArray(200, 'a') + "\r\n", {"431 header_too_large"});
    row("section limit crossed first", "GET / HTTP/1.1\r\n" + host + "A: " + QByteArray(40, 'a') + "\r\nA: " + QByteArray(200, 'a') + "\r\n",
        {"431 headers_too_large"});
    row("TLS hello", "\x16\x03\x01", {"400 bad_character"});
    row("not a method", "(GET) / HTTP/1.1\r\n" + host + "\r\n", {"400 bad_request_line"});
    row("method with a comma", "GE,T / HTTP/1.1\r\n" + host + "\r\n", {"400 bad_method"});
    row("HTTP/2.0", "PRI * HTTP/2.0\r\n\r\n", {"505 bad_version"});
    row("HTTP/1.2", "GET / HTTP/1.2\r\n" + host + "\r\n", {"505 bad_version"});
    row("lower-case version", "GET / http/1.1\r\n" + host + "\r\n", {"400 bad_request_line"});
    row("no version", "GET /\r\n" + host + "\r\n", {"400 bad_request_line"});
    row("two blanks", "GET  / HTTP/1.1\r\n" + host + "\r\n", {"400 bad_target"});
    row("blank in the target", "GET /a b HTTP/1.1\r\n" + host + "\r\n", {"400 bad_target"});
    row("fragment", "GET /a#b HTTP/1.1\r\n" + host + "\r\n", {"400 bad_target"});
    row("raw non-ASCII target", "GET /\xc3\xa4 HTTP/1.1\r\n" + host + "\r\n", {"400 bad_target"});
    row("relative target", "GET a HTTP/1.1\r\n" + host + "\r\n", {"400 bad_target"});
    row("* for GET", "GET * HTTP/1.1\r\n" + host + "\r\n", {"400 bad_target"});
    row("absolute target naming another", "GET http://b/ HTTP/1.1\r\n" + host + "\r\n", {"421 wrong_host"});
    row("https target", "GET https://localhost:10000/ HTTP/1.1\r\n" + host + "\r\n", {"400 bad_target"});
    row("CONNECT", "CONNECT a:1 HTTP/1.1\r\n" + host + "\r\n", {"405 method_not_allowed"});
    row("TRACE", "TRACE / HTTP/1.1\r\n" + host + "\r\n", {"405 method_not_allowed"});

    row("no Host", "GET / HTTP/1.1\r\n\r\n", {"400 bad_host"});
    row("two Hosts", "GET / HTTP/1.1\r\n" + host + host + "\r\n", {"400 bad_host"});
    row("Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", {"400 bad_host"});
    row("empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", {"400 bad_host"});
    row("Host with a user", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", {"400 bad_host"});
    row("folded line", withFields("A: b\r\n c\r\n"), {"400 bad_header"});
    row("first line begins with a blank", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", {"400 bad_header"});
    row("blank before the colon", withFields("A : b\r\n"), {"400 bad_header"});
    row("no colon", withFields("abc\r\n"), {"400 bad_header"});
    row("empty name", withFields(": b\r\n"), {"400 bad_header"});

    row("negative length", withFields("Content-Length: -1\r\n"), {"400 bad_content_length"});
    row("signed length", withFields("Content-Length: +1\r\n"), {"400 bad_content_length"});
    row("hexadecimal length", withFields("Content-Length: 0x1\r\n"), {"400 bad_content_length"});
    row("list of lengths", withFields("Content-Length: 1, 1\r\n"), {"400 bad_content_length"});
    row("equal lengths twice", withFields("Content-Length: 1\r\nContent-Length: 1\r\n"), {"400 bad_content_length"});
    row("empty length", withFields("Content-Length:\r\n"), {"400 bad_content_length"});
    row("length beyond 2^63", withFields("Content-Length: 9223372036854775808\r\n"), {"400 bad_content_length"});
    row("length beyond the limit", withFields("Content-Length: 9223372036854775807\r\n"), {"413 body_too_large"});
    row("length and chunks", withFields("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"), {"400 bad_framing"});
    row("chunked twice", withFields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), {"400 bad_framing"});
    row("gzip, chunked", withFields("Transfer-Encoding: gzip, chunked\r\n"), {"501 bad_transfer_encoding"});
    row("a comma before chunked", withFields("Transfer-Encoding: ,chunked\r\n"), {"400 bad_transfer_encoding"});
    row("chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", {"400 bad_framing"});
    row("Content_Length", withFields("Content_Length: 1\r\n"), {"400 bad_framing"});
    row("Transfer_Encoding", withFields("Transfer_Encoding: chunked\r\n"), {"400 bad_framing"});
    row("unknown expectation", withFields("Expect: tea\r\n"), {"417 bad_expectation"});
    row("Connection naming Authorization", withFields("Connection: Authorization\r\n"), {"400 bad_connection"});
}

void RequestParserTest::requestsAreReadOrRefusedHoweverTheyAreCut()
{
    QFETCH(QByteArray, wire);
    QFETCH(QStringList, expected);
    const QByteArrayView view(wire);
    for (qsizetype cut = 0; cut <= wire.size(); ++cut)
        QCOMPARE(parse({view.first(cut), view.sliced(cut)}), expected);
    QList<QByteArrayView> bytes;
    for (qsizetype i = 0; i < wire.size(); ++i)
        bytes += view.sliced(i, 1);
    QCOMPARE(parse(bytes), expected);
}

void RequestParserTest::bytesAfterTheHeadAreLeftAlone()
{
    RequestParser parser((Limits()));
    QByteArrayView input("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody");
    QCOMPARE(parser.feed(input), RequestParser::Progress::Complete);
    QCOMPARE(input, "body");
}

void RequestParserTest::fieldsKeepTheirBytes()
{
    RequestParser parser((Limits()));
    QByteArrayView input("GET / HTTP/1.1\r\nHost: a\r\nX-Obs: \t \xe9\x80 x \t\r\nEmpty:\r\nx-OBS: 2\r\n\r\n");
    QCOMPARE(parser.feed(input), RequestParser::Progress::Complete);
    const http::HeaderList headers = parser.takeHead().headers;
    QByteArray text;
    headers.writeTo(text);
    QCOMPARE(text, "Host: a\r\nX-Obs: \xe9\x80 x\r\nEmpty: \r\nx-OBS: 2\r\n");
}

void RequestParserTest::oneParserReadsManyHeads()
{
    RequestParser parser((Limits()));
    for (int i = 0; i < 100; ++i) {
        const QByteArray wire = "GET /" + QByteArray::number(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
        QByteArrayView input(wire);
        QVERIFY(parser.isIdle());
        QCOMPARE(parser.feed(input), RequestParser::Progress::Complete);
        const http::RequestHead head = parser.takeHead();
        QCOMPARE(head.target, '/' + QByteArray::number(i));
        QCOMPARE(head.headers.size(), 1);
    }
}

void RequestParserTest::limitsHoldWhileReading_data()
{
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<QByteArray>("repeated");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("mostBytes");
    QTest::newRow("request line") << QByteArray("GET /") << QByteArray("a") << 414 << 16 * 1024;
    QTest::newRow("header line") << QByteArray("GET / HTTP/1.1\r\nA: ") << QByteArray("a") << 431 << 32 * 1024;
    QTest::newRow("header section") << QByteArray("GET / HTTP/1.1\r\n")
                                    << "A: " + QByteArray(1000, 'a') + "\r\n" << 431 << 64 * 1024;
    QTest::newRow("number of lines") << QByteArray("GET / HTTP/1.1\r\n") << QByteArray("A:\r\n") << 431 << 256 * 4;
}

void RequestParserTest::limitsHoldWhileReading()
{
    QFETCH(QByteArray, begin);
    QFETCH(QByteArray, repeated);
    QFETCH(int, status);
    QFETCH(int, mostBytes);
    RequestParser parser((Limits()));
    QByteArrayView input(begin);
    QCOMPARE(parser.feed(input), RequestParser::Progress::NeedMore);
    qsizetype fed = 0;
    for (;;) {
        input = repeated;
        const auto progress = parser.feed(input);
        fed += repeated.size();
        if (progress == RequestParser::Progress::Failed)
            break;
        QVERIFY(fed <= mostBytes + 1024);
    }
    QCOMPARE(parser.error().status, status);
    QVERIFY(fed >= mostBytes - 1024);
}

QTEST_APPLESS_MAIN(RequestParserTest)
#include "tst_requestparser.moc"
