// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/sseparser.h"

#include <QElapsedTimer>
#include <QTest>

using namespace cpx;
using http::SseParser;

/// Event streams as an observer reads them. Every row is fed whole, cut in two at every byte, and byte by byte, with the
/// same events.
class SseParserTest : public QObject
{
    Q_OBJECT

private slots:
    void eventsAreTheSameHoweverTheyAreCut_data();
    void eventsAreTheSameHoweverTheyAreCut();
    void anEventInsideTheInputIsNotCopied();
    void anEventAboveTheLimitEndsTheReading_data();
    void anEventAboveTheLimitEndsTheReading();
    void commentsOfAnyLengthAreNoReasonToGiveUp();
    void manyEventsAreNoReasonToGiveUp();
    void bytesThatAreNoTextPass();
    void linesEndingInCrTakeNoLonger();

private:
    static QByteArray read(const QList<QByteArrayView> &pieces, qsizetype limit = SseParser::defaultLimit);
};

/// "[type|data|id]" per event, LF shown as "/"; "retry:N" and "gave up" at the end.
QByteArray SseParserTest::read(const QList<QByteArrayView> &pieces, qsizetype limit)
{
    QByteArray said;
    SseParser parser(limit);
    bool gaveUp = false;
    for (const QByteArrayView piece : pieces) {
        // A buffer of its own that is gone afterwards: nothing may point into it any more.
        const auto bytes = std::make_unique<QByteArray>(piece.data(), piece.size());
        QByteArrayView input(*bytes);
        while (!input.isEmpty()) {
            switch (parser.feed(input)) {
            case SseParser::Progress::NeedMore:
                break;
            case SseParser::Progress::Event:
                said += '[' + parser.event().type.toByteArray() + '|' + parser.event().data.toByteArray().replace('\n', '/') + '|'
                    + parser.event().lastId.toByteArray() + ']';
                break;
            case SseParser::Progress::GaveUp:
                gaveUp = true;
                break;
            }
        }
    }
    if (parser.retry())
        said += "retry:" + QByteArray::number(*parser.retry());
    return gaveUp ? said + "gave up" : said;
}

void SseParserTest::eventsAreTheSameHoweverTheyAreCut_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &stream, const QByteArray &expected) {
        QTest::newRow(name) << stream << expected;
    };
    row("LF", "event: a\ndata: 1\n\ndata: 2\n\n", "[a|1|][|2|]");
    row("CRLF", "event: a\r\ndata: 1\r\n\r\ndata: 2\r\n\r\n", "[a|1|][|2|]");
    row("CR", "event: a\rdata: 1\r\rdata: 2\r\r", "[a|1|][|2|]");
    row("all of them", "data: 1\r\ndata: 2\rdata: 3\n\r\ndata: 4\r\n\rdata: 5\n\n", "[|1/2/3|][|4|][|5|]");
    row("CR, then LF that ends another line", "data: 1\n\r\n\n", "[|1|]");
    row("several data lines", "data: a\ndata\ndata:\ndata: b\n\n", "[|a///b|]");
    row("one blank is taken off", "data:  a \ndata:b\nevent:  x\n\n", "[ x| a /b|]");
    row("a tab is not", "data:\ta\n\n", "[|\ta|]");
    row("colons in the value", "data: a: b:c\n\n", "[|a: b:c|]");
    row("empty data is an event", "data\n\ndata:\n\n", "[||][||]");
    row("no data is none", "event: a\n\nid: 1\n\ndata: x\n\n", "[|x|1]");
    row("the last type counts", "event: a\nevent: b\ndata: 1\n\n", "[b|1|]");
    row("a type lasts for one event", "event: a\ndata: 1\n\ndata: 2\n\n", "[a|1|][|2|]");
    row("an id lasts", "id: 7\ndata: 1\n\ndata: 2\n\nid\ndata: 3\n\n", "[|1|7][|2|7][|3|]");
    row("an id with NUL is ignored", QByteArray("id: 7\nid: 8\0\ndata: 1\n\n", 22), "[|1|7]");
    row("comments", ": hello\ndata: 1\n:\n:data: no\n\n:\n\n", "[|1|]");
    row("unknown fields", "x: 1\ndata2: 1\nDATA: 1\n data: 1\ndata : 1\ndata: 1\n\n", "[|1|]");
    row("retry", "retry: 10\nretry: x\nretry:\nretry: -1\nretry: 1 \ndata: 1\n\n", "[|1|]retry:10");
    row("a byte order mark at the start", "\xef\xbb\xbf" "data: 1\n\n", "[|1|]");
    row("only the first one", "\xef\xbb\xbf\xef\xbb\xbf" "data: 1\n\ndata: 2\n\n", "[|2|]");
    row("one that is none", "\xef\xbb" "data: 1\n\ndata: 2\n\n", "[|2|]");
    row("one later", "data: 1\n\n\xef\xbb\xbf" "data: 2\n\ndata: 3\n\n", "[|1|][|3|]");
    row("nothing else but one", "\xef\xbb\xbf", "");
    row("no empty line at the end", "data: 1\n\ndata: 2\n", "[|1|]");
    row("no line end at the end", "data: 1\n\ndata: 2", "[|1|]");
    row("empty lines", "\n\r\n\r\r\n\ndata: 1\n\n\n\n", "[|1|]");
    row("nothing", "", "");
    row("as Codex's backend writes them",
        "event: response.created\ndata: {\"type\":\"response.created\"}\n\nevent: response.completed\ndata: {\"usage\":1}\n\n",
        "[response.created|{\"type\":\"response.created\"}|][response.completed|{\"usage\":1}|]");
    row("not UTF-8", "data: \xff\xfe\xc3\n\n", "[|\xff\xfe\xc3|]");
    row("NUL in data", QByteArray("data: a\0b\n\n", 11), QByteArray("[|a\0b|]", 7));
}

void SseParserTest::eventsAreTheSameHoweverTheyAreCut()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, expected);
    const QByteArrayView view(stream);
    QCOMPARE(read({view}), expected);
    for (qsizetype cut = 0; cut <= stream.size(); ++cut)
        QCOMPARE(read({view.first(cut), view.sliced(cut)}), expected);
    for (qsizetype a = 0; a <= stream.size(); ++a) {
        for (qsizetype b = a; b <= qMin(a + 3, stream.size()); ++b)
            QCOMPARE(read({view.first(a), view.sliced(a, b - a), view.sliced(b)}), expected);
    }
    QList<QByteArrayView> bytes;
    for (qsizetype i = 0; i < stream.size(); ++i)
        bytes += view.sliced(i, 1);
    QCOMPARE(read(bytes), expected);
}

void SseParserTest::anEventInsideTheInputIsNotCopied()
{
    const QByteArray stream = "event: a\r\ndata: one line\r\n\r\n";
    QByteArrayView input(stream);
    SseParser parser;
    QCOMPARE(parser.feed(input), SseParser::Progress::Event);
    QCOMPARE(parser.event().data, "one line");
    QCOMPARE(static_cast<const void *>(parser.event().data.data()), static_cast<const void *>(stream.constData() + 16));
    QCOMPARE(static_cast<const void *>(parser.event().type.data()), static_cast<const void *>(stream.constData() + 7));
}

void SseParserTest::anEventAboveTheLimitEndsTheReading_data()
{
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<bool>("isRead");
    // The limit of 20 bytes counts the lines of an event without their ends.
    QTest::newRow("as large as it may be") << QByteArray("data: 12345678901234\n\n") << true;
    QTest::newRow("one byte more") << QByteArray("data: 123456789012345\n\n") << false;
    QTest::newRow("a line that never ends") << QByteArray("data: 12345678901234567890") << false;
    QTest::newRow("several lines, as large as they may be") << QByteArray("data: 1234\ndata: 5678\n\n") << true;
    QTest::newRow("several lines, one byte more") << QByteArray("data: 1234\ndata: 56789\n\n") << false;
    QTest::newRow("many empty lines of data") << QByteArray("data\n").repeated(6) + '\n' << false;
    QTest::newRow("fields nobody knows") << QByteArray("x: 1\n").repeated(6) + '\n' << false;
    QTest::newRow("a type") << QByteArray("event: 12345678901234567890\n\n") << false;
    QTest::newRow("an id") << QByteArray("id: 12345678901234567890\n\n") << false;
}

void SseParserTest::anEventAboveTheLimitEndsTheReading()
{
    QFETCH(QByteArray, event);
    QFETCH(bool, isRead);
    const QByteArray stream = "data: 1\n\n" + event + "\n\ndata: 3\n\n";
    const QByteArrayView view(stream);
    const QByteArray whole = read({view}, 20);
    QVERIFY2(whole.startsWith("[|1|]"), whole.constData());
    QCOMPARE(whole.endsWith("[|3|]"), isRead);
    QCOMPARE(whole.endsWith("gave up"), !isRead);
    if (!isRead)
        QCOMPARE(whole, "[|1|]gave up");
    for (qsizetype cut = 0; cut <= stream.size(); ++cut)
        QCOMPARE(read({view.first(cut), view.sliced(cut)}, 20), whole);

    SseParser parser(20);
    QByteArrayView input(stream);
    QCOMPARE(parser.feed(input), SseParser::Progress::Event);
    for (auto progress = parser.feed(input); progress == SseParser::Progress::Event; progress = parser.feed(input)) { }
    QVERIFY(input.isEmpty()); // also for who gave up: nothing is left to be fed again
}

void SseParserTest::commentsOfAnyLengthAreNoReasonToGiveUp()
{
    const QByteArray comment(1000, 'x');
    QCOMPARE(read({":", comment, comment, "\n", ":" + comment + "\n", "data: 1\n", ":" + comment, "\n\n"}, 20), "[|1|]");
}

void SseParserTest::manyEventsAreNoReasonToGiveUp()
{
    const QByteArray stream = QByteArray("data: 1\n\n").repeated(1000);
    QCOMPARE(read({stream}, 20), QByteArray("[|1|]").repeated(1000));
}

void SseParserTest::bytesThatAreNoTextPass()
{
    QByteArray data;
    for (int c = 0; c < 256; ++c) {
        if (c != '\n' && c != '\r')
            data += char(c);
    }
    const QByteArray stream = "data: " + data + "\n\n";
    for (qsizetype cut = 0; cut <= stream.size(); ++cut)
        QCOMPARE(read({QByteArrayView(stream).first(cut), QByteArrayView(stream).sliced(cut)}), "[|" + data + "|]");
}

/// Looking for an LF that never comes, once per line, would take minutes.
void SseParserTest::linesEndingInCrTakeNoLonger()
{
    const QByteArray stream = QByteArray("data:1\r\r").repeated(512 * 1024);
    QElapsedTimer clock;
    clock.start();
    SseParser parser;
    QByteArrayView input(stream);
    int events = 0;
    while (!input.isEmpty())
        events += parser.feed(input) == SseParser::Progress::Event;
    QCOMPARE(events, 512 * 1024);
    QVERIFY2(clock.elapsed() < 10'000, qPrintable(QString::number(clock.elapsed())));
}

QTEST_APPLESS_MAIN(SseParserTest)
#include "tst_sseparser.moc"
