// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/responseparser.h"

#include <QTest>

using namespace cpx;
using http::BodyFraming;
using http::ResponseParser;

/// Every row is parsed whole and cut in two at every byte, with the same result.
class ResponseParserTest : public QObject
{
    Q_OBJECT

private slots:
    void answersAreReadOrRefusedHoweverTheyAreCut_data();
    void answersAreReadOrRefusedHoweverTheyAreCut();
    void endlessInterimAnswersAreRefused();
    void framingFieldsAreNotPassedOn();
    void aSwitchOfProtocolsHasToBeTheOneAskedFor_data();
    void aSwitchOfProtocolsHasToBeTheOneAskedFor();

private:
    static QString parse(const QByteArray &method, const QList<QByteArrayView> &pieces);
};

QString ResponseParserTest::parse(const QByteArray &method, const QList<QByteArrayView> &pieces)
{
    ResponseParser parser((Limits()));
    parser.expect(method);
    for (QByteArrayView piece : pieces) {
        switch (parser.feed(piece)) {
        case ResponseParser::Progress::NeedMore:
            break;
        case ResponseParser::Progress::Failed:
            return QStringLiteral("%1 %2").arg(parser.error().status).arg(QString::fromLatin1(parser.error().code));
        case ResponseParser::Progress::Complete: {
            const http::ResponseHead head = parser.takeHead();
            QString text = QStringLiteral("%1[%2]").arg(head.status).arg(QString::fromLatin1(head.reason));
            switch (head.body.kind) {
            case BodyFraming::Kind::None: text += QStringLiteral(" none"); break;
            case BodyFraming::Kind::Sized: text += QStringLiteral(" sized:%1").arg(head.body.length); break;
            case BodyFraming::Kind::Chunked: text += QStringLiteral(" chunked"); break;
            case BodyFraming::Kind::UntilClose: text += QStringLiteral(" until-close"); break;
            }
            if (head.omittedLength)
                text += QStringLiteral(" omitted:%1").arg(*head.omittedLength);
            return head.keepAlive ? text : text + QStringLiteral(" close");
        }
        }
    }
    return QStringLiteral("incomplete");
}

void ResponseParserTest::answersAreReadOrRefusedHoweverTheyAreCut_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QByteArray &wire, const char *expected, const QByteArray &method = "POST") {
        QTest::newRow(name) << method << wire << QString::fromLatin1(expected);
    };
    row("sized", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", "200[OK] sized:3");
    row("chunked", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "200[OK] chunked");
    row("until close", "HTTP/1.1 200 OK\r\n\r\n", "200[OK] until-close close");
    row("no reason", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "200[] sized:0");
    row("long reason", "HTTP/1.1 529 Over loaded \xe9\r\nContent-Length: 0\r\n\r\n", "529[Over loaded \xe9] sized:0");
    row("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", "200[OK] sized:0 close");
    row("close", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: x, close\r\n\r\n", "200[OK] sized:0 close");
    row("100 first", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "200[OK] sized:0");
    row("103 first", "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 204 No\r\n\r\n", "204[No] none");
    row("204 with a length", "HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\n", "204[No] none");
    row("304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "304[Not Modified] none omitted:5");
    row("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "200[OK] none omitted:5", "HEAD");
    row("HEAD, chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "200[OK] none", "HEAD");

    const char *bad = "502 upstream_protocol";
    row("101 unasked", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", bad);
    row("garbage", "hello\r\n\r\n", bad);
    row("HTTP/2", "HTTP/2 200 OK\r\n\r\n", bad);
    row("HTTP/1.10", "HTTP/1.10 200 OK\r\n\r\n", bad);
    row("two digits", "HTTP/1.1 20 OK\r\n\r\n", bad);
    row("four digits", "HTTP/1.1 2000 OK\r\n\r\n", bad);
    row("status 099", "HTTP/1.1 099 OK\r\n\r\n", bad);
    row("status 600", "HTTP/1.1 600 OK\r\n\r\n", bad);
    row("bare LF", "HTTP/1.1 200 OK\n\n", bad);
    row("bare CR", "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n", bad);
    row("folded", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", bad);
    row("bad name", "HTTP/1.1 200 OK\r\nA b: c\r\n\r\n", bad);
    row("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", bad);
    row("bad length", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", bad);
    row("length and chunks", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", bad);
    row("unknown coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", bad);
    row("chunked in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", bad);
}

void ResponseParserTest::answersAreReadOrRefusedHoweverTheyAreCut()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, wire);
    QFETCH(QString, expected);
    const QByteArrayView view(wire);
    for (qsizetype cut = 0; cut <= wire.size(); ++cut)
        QCOMPARE(parse(method, {view.first(cut), view.sliced(cut)}), expected);
}

void ResponseParserTest::endlessInterimAnswersAreRefused()
{
    ResponseParser parser((Limits()));
    parser.expect("POST");
    for (int i = 0; i < Limits().interimResponses; ++i) {
        QByteArrayView input("HTTP/1.1 102 Processing\r\n\r\n");
        QCOMPARE(parser.feed(input), ResponseParser::Progress::NeedMore);
    }
    QByteArrayView input("HTTP/1.1 102 Processing\r\n\r\n");
    QCOMPARE(parser.feed(input), ResponseParser::Progress::Failed);
}

void ResponseParserTest::framingFieldsAreNotPassedOn()
{
    ResponseParser parser((Limits()));
    parser.expect("POST");
    QByteArrayView input("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: X-Hop\r\nX-Hop: 1\r\nTrailer: T\r\n"
                         "Set-Cookie: a\r\nSet-Cookie: b\r\n\r\nabc");
    QCOMPARE(parser.feed(input), ResponseParser::Progress::Complete);
    QCOMPARE(input, "abc");
    QByteArray text;
    parser.takeHead().headers.writeTo(text);
    QCOMPARE(text, "Set-Cookie: a\r\nSet-Cookie: b\r\n");
}

void ResponseParserTest::aSwitchOfProtocolsHasToBeTheOneAskedFor_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<bool>("isGood");
    const auto row = [](const char *name, const QByteArray &wire, bool isGood) { QTest::newRow(name) << wire << isGood; };
    row("good", "HTTP/1.1 101 Go\r\nUpgrade: WebSocket\r\nConnection: x, upgrade\r\nX: 1\r\nA: b\r\n\r\n", true);
    row("after an interim answer", "HTTP/1.1 103 H\r\n\r\nHTTP/1.1 101 Go\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nA: b\r\n\r\n", true);
    // RFC 9112 §6.3: an interim answer ends with its head whatever the fields say.
    row("with a length", "HTTP/1.1 101 Go\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nContent-Length: 9\r\nA: b\r\n\r\n", true);
    row("another protocol", "HTTP/1.1 101 Go\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n", false);
    row("a choice", "HTTP/1.1 101 Go\r\nUpgrade: websocket, h2c\r\nConnection: Upgrade\r\n\r\n", false);
    row("no protocol", "HTTP/1.1 101 Go\r\nConnection: Upgrade\r\n\r\n", false);
    row("two protocols", "HTTP/1.1 101 Go\r\nUpgrade: websocket\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", false);
    row("no connection", "HTTP/1.1 101 Go\r\nUpgrade: websocket\r\n\r\n", false);
    row("HTTP/1.0", "HTTP/1.0 101 Go\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", false);
}

// WS-2, RSP-5
void ResponseParserTest::aSwitchOfProtocolsHasToBeTheOneAskedFor()
{
    QFETCH(QByteArray, wire);
    QFETCH(bool, isGood);
    for (qsizetype cut = 0; cut <= wire.size(); ++cut) {
        ResponseParser parser((Limits()));
        parser.expect("GET", "websocket");
        QByteArrayView first = QByteArrayView(wire).first(cut);
        const QByteArray after = wire.sliced(cut) + "\x81";
        QByteArrayView rest(after);
        auto progress = parser.feed(first);
        if (progress == ResponseParser::Progress::NeedMore)
            progress = parser.feed(rest);
        QCOMPARE(progress, isGood ? ResponseParser::Progress::Complete : ResponseParser::Progress::Failed);
        if (!isGood)
            continue;
        if (cut < wire.size())
            QCOMPARE(rest, "\x81"); // already in the new protocol
        const http::ResponseHead head = parser.takeHead();
        QCOMPARE(head.status, 101);
        QCOMPARE(head.body, BodyFraming());
        QByteArray text;
        head.headers.writeTo(text);
        QCOMPARE(text, "A: b\r\n");
    }
    // The next request on the connection asks for nothing.
    ResponseParser parser((Limits()));
    parser.expect("GET", "websocket");
    parser.expect("GET");
    QByteArrayView view(wire);
    QCOMPARE(parser.feed(view), ResponseParser::Progress::Failed);
}

QTEST_APPLESS_MAIN(ResponseParserTest)
#include "tst_responseparser.moc"
