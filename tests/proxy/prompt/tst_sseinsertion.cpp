// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/sseparser.h"
#include "proxy/prompt/sseinsertion.h"

#include <QTest>

using namespace cpx;

/// Where events of our own go in an answer that passes. Every row is fed whole, cut in two at every byte, in
/// three, and byte by byte, with the same bytes out.
class SseInsertionTest : public QObject
{
    Q_OBJECT

private slots:
    void eventsGoBeforeTheFirstOutput_data();
    void eventsGoBeforeTheFirstOutput();
    void everythingElsePassesUnchanged_data();
    void everythingElsePassesUnchanged();
    void bytesArePassedOnAsTheyCome_data();
    void bytesArePassedOnAsTheyCome();
    void theEventsGoOutWithTheEndOfTheFirstEvent();
    void anEventOfUnknownTypeIsHeldOnlySoFar();
    void aLargeFirstEventGetsNothingBehindIt_data();
    void aLargeFirstEventGetsNothingBehindIt();
    void nothingIsLookedAtAfterTheInsertion();
    void parsersSeeOneMoreEventAndNoOther_data();
    void parsersSeeOneMoreEventAndNoOther();
    void linesEndingInCrTakeNoLonger();
    void costOfAnEventAfterTheInsertion();
};

namespace {

const QByteArray ours = "event: response.output_item.done\ndata: {\"ours\":1}\n\n";

/// What comes out, our events shown as "<+>".
QByteArray passed(const QList<QByteArrayView> &input)
{
    SseInsertion insertion(ours);
    QByteArray output;
    const auto append = [&output](QByteArrayView bytes) { output += bytes; };
    for (const QByteArrayView piece : input) {
        // A buffer of its own that is gone afterwards: nothing may point into it any more.
        const auto bytes = std::make_unique<QByteArray>(piece.data(), piece.size());
        insertion.feed(*bytes, append);
    }
    insertion.finish(append);
    if (insertion.hasInserted() != output.contains(ours))
        return "hasInserted() is wrong";
    if (!insertion.isDone())
        return "not done after the end";
    return output.replace(ours, "<+>");
}

QByteArray passedHoweverCut(const QByteArray &stream, const QByteArray &expected)
{
    const QByteArrayView view(stream);
    const auto check = [&expected](const QList<QByteArrayView> &pieces, const QByteArray &how) {
        const QByteArray output = passed(pieces);
        return output == expected ? QByteArray() : how + ": " + output;
    };
    if (const QByteArray wrong = check({view}, "whole"); !wrong.isEmpty())
        return wrong;
    for (qsizetype cut = 0; cut <= stream.size(); ++cut) {
        const QByteArray at = "cut at " + QByteArray::number(cut);
        if (const QByteArray wrong = check({view.first(cut), view.sliced(cut)}, at); !wrong.isEmpty())
            return wrong;
        for (qsizetype second = cut; second <= qMin(cut + 3, stream.size()); ++second) {
            const auto pieces = {view.first(cut), view.sliced(cut, second - cut), view.sliced(second)};
            if (const QByteArray wrong = check(pieces, at + " and soon after"); !wrong.isEmpty())
                return wrong;
        }
    }
    QList<QByteArrayView> bytes;
    for (qsizetype i = 0; i < stream.size(); ++i)
        bytes += view.sliced(i, 1);
    return check(bytes, "byte by byte");
}

} // namespace

void SseInsertionTest::eventsGoBeforeTheFirstOutput_data()
{
    QTest::addColumn<QByteArray>("expected"); // with "<+>" where ours go; the input is the same without
    const auto row = [](const char *name, const QByteArray &expected) { QTest::newRow(name) << expected; };
    const QByteArray created = "event: response.created\ndata: {\"type\":\"response.created\"}\n\n";
    const QByteArray item =
        "event: response.output_item.added\ndata: {\"type\":\"response.output_item.added\"}\n\n";
    const QByteArray completed = "event: response.completed\ndata: {}\n\n";
    row("behind response.created", created + "<+>" + item + completed);
    row("behind it with CRLF", "event: response.created\r\ndata: {}\r\n\r\n<+>event: x\r\ndata: 1\r\n\r\n");
    row("behind it with CR", "event: response.created\rdata: {}\r\r<+>event: x\rdata: 1\r\r");
    row("behind it with CR and LF in turn", "event: response.created\rdata: {}\n\r\n<+>data: 1\n\n");
    row("behind it, and that is all", created + "<+>");
    row("behind it, and that is all, with CRLF", "event: response.created\r\ndata: {}\r\n\r\n<+>");
    row("behind it, and that is all, with CR", "event: response.created\rdata: {}\r\r<+>");
    row("behind several lines of data", "event: response.created\ndata: {\ndata: }\nid: 7\n\n<+>" + item);
    row("no blank behind the colon", "event:response.created\ndata:{}\n\n<+>" + item);
    row("the data comes first",
        "data: {\"type\":\"response.created\"}\nevent: response.created\n\n<+>" + item);
    row("only data",
        "data: {\"type\":\"response.created\",\"response\":{}}\n\n<+>data: {\"type\":\"x\"}\n\n");
    row("only data, with blanks", "data: { \"type\" : \"response.created\"}\n\n<+>" + item);
    row("a byte order mark", "\xef\xbb\xbf" + created + "<+>" + item);
    row("a byte order mark before an item", "\xef\xbb\xbf<+>" + item);
    row("comments before", ": hello\n\n:\n" + created + "<+>" + item);
    row("comments before, with CRLF",
        ": hello\r\n\r\n:\r\nevent: response.created\r\ndata: {}\r\n\r\n<+>" + item);
    row("a comment inside", "event: response.created\n: hello\ndata: {}\n\n<+>" + item);
    row("an id before the type", "id: 1\nretry: 5\nevent: response.created\ndata: {}\n\n<+>" + item);
    row("empty lines before", "\n\r\n\r\r\n" + created + "<+>" + item);
    row("other events before",
        "event: codex.rate_limits\ndata: {}\n\nevent: response.queued\ndata: {}\n\n" + created + "<+>"
            + item);
    row("before an item when nothing was created", "<+>" + item + completed);
    row("before an item of which only data tells",
        "<+>data: {\"type\":\"response.output_item.done\",\"item\":{}}\n\n" + completed);
    row("before an item with an id", "<+>id: 3\nevent: response.output_item.done\ndata: {}\n\n");
    row("before an item behind others",
        "event: response.in_progress\ndata: {}\n\n: x\n<+>" + item + completed);
    row("before an item behind others, with CRLF",
        "event: ping\r\ndata: 1\r\n\r\n<+>event: response.output_item.done\r\ndata: {}\r\n\r\n");
    row("once", created + "<+>" + created + item);
    row("an event of that type without data", "event: response.created\n\n<+>" + item);
}

void SseInsertionTest::eventsGoBeforeTheFirstOutput()
{
    QFETCH(QByteArray, expected);
    QByteArray stream = expected;
    stream.replace("<+>", "");
    QCOMPARE(passedHoweverCut(stream, expected), QByteArray());
}

void SseInsertionTest::everythingElsePassesUnchanged_data()
{
    QTest::addColumn<QByteArray>("stream");
    const auto row = [](const char *name, const QByteArray &stream) { QTest::newRow(name) << stream; };
    const QByteArray item = "event: response.output_item.added\ndata: {}\n\n";
    row("nothing", "");
    row("half a byte order mark", "\xef\xbb");
    row("half a type", "event: response.cre");
    row("half a type in data", "data: {\"type\":\"response.cre");
    row("a comment", ": hello");
    row("the first event does not end", "event: response.created\ndata: {}");
    row("nor with its line", "event: response.created\ndata: {}\n");
    row("nor with a CR", "event: response.created\r\ndata: {}\r");
    row("chat completions", "data: {\"id\":\"chatcmpl-1\",\"type\":\"response.created\"}\n\n" + item);
    row("the end of chat completions", "data: [DONE]\n\n" + item);
    row("text", "data: response.created\n\n" + item);
    row("data that is no JSON", "data: {\"type\":\"response.created\ndata: x\n\n" + item);
    row("a list", "data: [\"type\",\"response.created\"]\n\n" + item);
    row("another type of type", "data: {\"type\":7}\n\n" + item);
    row("another protocol",
        "event: message_start\ndata: {\"type\":\"message_start\"}\n\nevent: ping\ndata: {}\n\n");
    row("an answer without output", "event: response.completed\ndata: {}\n\n" + item);
    row("an answer that fails at once",
        "event: response.in_progress\ndata: {}\n\nevent: response.failed\ndata: {}\n\n" + item);
    row("one that is incomplete", "event: response.incomplete\ndata: {}\n\n" + item);
    row("an error", "event: error\ndata: {}\n\n" + item);
    row("a type that is longer", "event: response.created2\ndata: {}\n\n");
    row("a type in other letters", "event: Response.Created\ndata: {}\n\n");
    row("a field that is longer", "event2: response.created\ndata: {\"a\":1}\n\n");
    row("a JSON document", "{\"id\":\"resp_1\",\"output\":[]}");
    row("bytes that are no text", QByteArray("\xff\xfe\x00\x01\n\n\r\r\n", 9));
}

void SseInsertionTest::everythingElsePassesUnchanged()
{
    QFETCH(QByteArray, stream);
    QCOMPARE(passedHoweverCut(stream, stream), QByteArray());
}

void SseInsertionTest::bytesArePassedOnAsTheyCome_data()
{
    QTest::addColumn<QByteArray>("fed");
    QTest::addColumn<QByteArray>("held");
    const auto row = [](const char *name, const QByteArray &fed, const QByteArray &held) {
        QTest::newRow(name) << fed << held;
    };
    row("the beginning of a mark", "\xef", "\xef");
    row("a mark", "\xef\xbb\xbf", "");
    row("half a type", "event: response.c", "event: response.c");
    row("a type", "event: response.created\n", "");
    row("the data of the first event", "event: response.created\ndata: {\"response\":{\"instr", "");
    row("all but its last line end", "event: response.created\ndata: {}\n", "");
    row("its last CR", "event: response.created\r\ndata: {}\r\n\r", "");
    row("half the type in data", "data: {\"type\":\"respon", "data: {\"type\":\"respon");
    row("a type in data", "data: {\"type\":\"response.created\"", "");
    row("half a comment", ": keep-ali", "");
    row("an id of the next event", "event: x\ndata: 1\n\nid: 7\n", "id: 7\n");
}

void SseInsertionTest::bytesArePassedOnAsTheyCome()
{
    QFETCH(QByteArray, fed);
    QFETCH(QByteArray, held);
    SseInsertion insertion(ours);
    QByteArray output;
    const auto append = [&output](QByteArrayView bytes) { output += bytes; };
    for (const char &byte : std::as_const(fed))
        insertion.feed(QByteArrayView(&byte, 1), append);
    QCOMPARE(output, fed.chopped(held.size()));
    QVERIFY(!insertion.isDone());
    insertion.finish(append);
    QCOMPARE(output.replace(ours, ""), fed);
}

void SseInsertionTest::theEventsGoOutWithTheEndOfTheFirstEvent()
{
    SseInsertion insertion(ours);
    QByteArray output;
    const auto append = [&output](QByteArrayView bytes) { output += bytes; };
    insertion.feed("event: response.created\ndata: {}\n", append);
    QVERIFY(!insertion.isDone());
    insertion.feed("\n", append);
    QVERIFY(insertion.isDone());
    QCOMPARE(output, "event: response.created\ndata: {}\n\n" + ours);
}

void SseInsertionTest::anEventOfUnknownTypeIsHeldOnlySoFar()
{
    const QByteArray item = "event: response.output_item.done\ndata: {}\n\n";
    const QByteArray longId = "id: " + QByteArray(SseInsertion::maximumHeld, '7') + '\n';
    QCOMPARE(passed({longId + item}), longId + item);
    QCOMPARE(passed({longId.first(100), longId.sliced(100) + item}), longId + item);
    SseInsertion insertion(ours);
    qsizetype passedOn = 0;
    const auto append = [&passedOn](QByteArrayView bytes) { passedOn += bytes.size(); };
    for (qsizetype fed = 1; fed <= longId.size(); ++fed) {
        insertion.feed(QByteArrayView("7"), append);
        QVERIFY(fed - passedOn < SseInsertion::maximumHeld);
    }
    QCOMPARE(passedOn, longId.size());
    QVERIFY(insertion.isDone());
}

void SseInsertionTest::aLargeFirstEventGetsNothingBehindIt_data()
{
    QTest::addColumn<qsizetype>("excess");
    QTest::newRow("as large as it may be") << qsizetype(0);
    QTest::newRow("a byte more") << qsizetype(1);
    QTest::newRow("much more") << qsizetype(3'000'000);
}

void SseInsertionTest::aLargeFirstEventGetsNothingBehindIt()
{
    QFETCH(qsizetype, excess);
    const QByteArray item = "event: response.output_item.done\ndata: {}\n\n";
    QByteArray created = "event: response.created\ndata: ";
    created += QByteArray(SseInsertion::maximumLooked + excess - created.size() - 2, 'x') + "\n\n";
    const QByteArray expected = created + (excess == 0 ? "<+>" : "") + item;
    const QByteArray stream = created + item;
    const QByteArrayView view(stream);
    QCOMPARE(passed({view}), expected);
    for (const qsizetype cut : {qsizetype(10), qsizetype(100'000), created.size() - 3, created.size() - 2,
                                created.size() - 1, created.size(), created.size() + 1})
        QCOMPARE(passed({view.first(cut), view.sliced(cut)}), expected);
    QList<QByteArrayView> pieces;
    for (qsizetype i = 0; i < stream.size(); i += 1460)
        pieces += view.sliced(i, qMin<qsizetype>(1460, stream.size() - i));
    QCOMPARE(passed(pieces), expected);
}

void SseInsertionTest::nothingIsLookedAtAfterTheInsertion()
{
    SseInsertion insertion(ours);
    QByteArray output;
    insertion.feed("event: response.created\ndata: {}\n\n",
                   [&output](QByteArrayView bytes) { output += bytes; });
    QVERIFY(insertion.isDone());
    const QByteArray piece = "event: response.created\n"; // whose type would be looked at, and held
    int calls = 0;
    insertion.feed(piece, [&](QByteArrayView bytes) {
        ++calls;
        QCOMPARE(static_cast<const void *>(bytes.data()), static_cast<const void *>(piece.constData()));
        QCOMPARE(bytes.size(), piece.size());
    });
    QCOMPARE(calls, 1);
}

void SseInsertionTest::parsersSeeOneMoreEventAndNoOther_data()
{
    eventsGoBeforeTheFirstOutput_data();
}

/// As another reader sees it: the inserted event stands on its own, and takes nothing from its neighbours.
void SseInsertionTest::parsersSeeOneMoreEventAndNoOther()
{
    QFETCH(QByteArray, expected);
    const auto events = [](const QByteArray &stream) {
        QByteArrayList seen;
        http::SseParser parser;
        QByteArrayView input(stream);
        while (!input.isEmpty()) {
            if (parser.feed(input) == http::SseParser::Progress::Event)
                seen += parser.event().type.toByteArray() + '|' + parser.event().data.toByteArray();
        }
        return seen;
    };
    QByteArray before = expected;
    QByteArray after = expected;
    before.replace("<+>", "");
    after.replace("<+>", ours);
    QByteArrayList seen = events(after);
    QCOMPARE(seen.removeAll("response.output_item.done|{\"ours\":1}"), 1);
    QCOMPARE(seen, events(before));
}

void SseInsertionTest::linesEndingInCrTakeNoLonger()
{
    const QByteArray stream = "event: response.created\r" + QByteArray("data:1\r").repeated(30'000);
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < 20; ++i)
        QCOMPARE(passed({stream}), stream);
    QVERIFY2(clock.elapsed() < 10'000, qPrintable(QString::number(clock.elapsed())));
}

/// With -vs or a benchmark's option: what an event costs that passes an insertion which is done but was not
/// taken out.
void SseInsertionTest::costOfAnEventAfterTheInsertion()
{
    SseInsertion insertion(ours);
    qsizetype bytes = 0;
    const auto append = [&bytes](QByteArrayView piece) { bytes += piece.size(); };
    insertion.feed("event: response.created\ndata: {}\n\n", append);
    const QByteArray delta = "event: response.output_text.delta\ndata: " + QByteArray(4000, 'x') + "\n\n";
    QBENCHMARK
    {
        for (int i = 0; i < 1000; ++i)
            insertion.feed(delta, append);
    }
    QVERIFY(bytes > 0);
}

QTEST_APPLESS_MAIN(SseInsertionTest)
#include "tst_sseinsertion.moc"
