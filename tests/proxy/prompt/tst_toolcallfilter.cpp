// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/toolcallfilter.h"

#include "tests/proxy/prompt/samplebodies.h"

#include <QTest>

using namespace cpx;
using namespace cpx::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray sse(const QByteArray &type, const QByteArray &rest)
{
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + rest + "}\n\n";
}

QByteArray done(const QByteArray &item)
{
    return sse("response.output_item.done", R"("output_index":1,"item":)" + item + R"(,"sequence_number":7)");
}

const QByteArray created = sse("response.created", R"("response":{"id":"r1"})");
const QByteArray delta = sse("response.output_text.delta", R"("delta":"Hel")");
const QByteArray completed = sse("response.completed", R"("response":{"id":"r1"})");

/// A filter whose calls wait for the test.
struct Bench
{
    QList<ToolCall> asked;
    std::vector<ToolCallFilter::Decide> decides;
    int resumes = 0;
    std::optional<ToolVerdict> atOnce;
    std::unique_ptr<ToolCallFilter> filter;

    explicit Bench(std::optional<ToolVerdict> verdict = std::nullopt)
        : atOnce(std::move(verdict))
        , filter(std::make_unique<ToolCallFilter>([this](const ToolCall &call, ToolCallFilter::Decide decide) {
            asked.append(call);
            if (atOnce)
                decide(*atOnce);
            else
                decides.push_back(std::move(decide));
        }))
    {
        filter->setResume([this] { ++resumes; });
    }

    QByteArray feed(QByteArrayView bytes)
    {
        QByteArray out;
        filter->feed(bytes, out);
        return out;
    }
    QByteArray finish()
    {
        QByteArray out;
        filter->finish(out);
        return out;
    }
};

QByteArray passed(const QList<QByteArrayView> &pieces, const ToolVerdict &verdict, QByteArrayList *asked = nullptr)
{
    Bench bench(verdict);
    QByteArray out;
    for (const QByteArrayView piece : pieces)
        out += bench.feed(QByteArray(piece.data(), piece.size()));
    out += bench.finish();
    for (const ToolCall &call : std::as_const(bench.asked)) {
        if (asked)
            asked->append(call.callId.toUtf8());
    }
    return out;
}

/// In one piece, in two at every place, and byte by byte.
QByteArray wrongWhenCut(const QByteArray &stream, const QByteArray &expected, const ToolVerdict &verdict, const QByteArrayList &calls)
{
    const QByteArrayView whole(stream);
    QList<QByteArrayView> bytes;
    for (qsizetype i = 0; i < whole.size(); ++i)
        bytes += whole.sliced(i, 1);
    QList<QList<QByteArrayView>> ways{{whole}, bytes};
    for (qsizetype cut = 1; cut < whole.size(); ++cut)
        ways.append({whole.first(cut), whole.sliced(cut)});
    for (const auto &way : std::as_const(ways)) {
        QByteArrayList asked;
        const QByteArray out = passed(way, verdict, &asked);
        if (out != expected || asked != calls)
            return "cut at " + QByteArray::number(way.constFirst().size()) + ": " + out + "\nasked: " + asked.join(' ');
    }
    return {};
}

} // namespace

class ToolCallFilterTest : public QObject
{
    Q_OBJECT

private slots:
    void callsAreFoundAndPassUnchanged_data();
    void callsAreFoundAndPassUnchanged();
    void aCallIsTold();
    void onlyTheArgumentsAreReplaced_data();
    void onlyTheArgumentsAreReplaced();
    void anItemStandsInForTheCall();
    void otherEventsPassAtOnce_data();
    void otherEventsPassAtOnce();
    void whatFollowsACallWaitsWithIt();
    void callsAreDecidedAtTheSameTimeAndLeaveInOrder();
    void whatWaitsIsBounded();
    void aDecisionAfterTheEndComesToNothing();
    void eventsTooLargePassUnread();
    void onlyPlainEventStreamsAreRead_data();
    void onlyPlainEventStreamsAreRead();
};

void ToolCallFilterTest::callsAreFoundAndPassUnchanged_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArrayList>("calls");
    const auto row = [](const char *name, const QByteArray &stream, const QByteArrayList &calls) {
        QTest::newRow(name) << stream << calls;
    };
    const auto with = [](const QByteArray &stream, const QByteArray &end) { return QByteArray(stream).replace("\n", end); };
    const QByteArray stream = created + done(call("c1")) + delta + done(call("c2")) + completed;
    row("LF", stream, {"c1", "c2"});
    row("CRLF", with(stream, "\r\n"), {"c1", "c2"});
    row("CR", with(stream, "\r"), {"c1", "c2"});
    row("a byte order mark", "\xef\xbb\xbf" + done(call("c1")), {"c1"});
    row("no field event", "data: {\"type\":\"response.output_item.done\",\"item\":" + call("c1") + "}\n\n", {"c1"});
    row("another field event", "event: ping\ndata: {\"type\":\"response.output_item.done\",\"item\":" + call("c1") + "}\n\n", {"c1"});
    row("the type behind the item", "data: {\"item\":" + call("c1") + ", \"type\" : \"response.output_item.done\" }\n\n", {"c1"});
    row("an escaped type", "data: {\"type\":\"response.output_item.d\\u006fne\",\"item\":" + call("c1") + "}\n\n", {"c1"});
    row("data in several lines", "data: {\"type\":\ndata:\"response.output_item.done\",\nid: 5\ndata: \"item\":" + call("c1") + "}\n\n", {"c1"});
    row("comments between", ": hello\n\n: again\r\n" + done(call("c1")), {"c1"});
    row("a custom tool", done(R"({"type":"custom_tool_call","call_id":"c1","name":"apply_patch","input":"*** Begin Patch"})"), {"c1"});
    row("a local shell", done(R"({"type":"local_shell_call","call_id":"c1","action":{"type":"exec","command":["ls"]}})"), {"c1"});
    row("a list as arguments", done(R"({"type":"function_call","call_id":"c1","name":"x","arguments":[ 1, [2] ] })"), {"c1"});
    row("a message", done(assistant("m1", "function_call")), {});
    row("reasoning", done(R"({"type":"reasoning","id":"r1"})"), {});
    row("what the server runs itself", done(R"({"type":"web_search_call","id":"w1","action":{}})"), {});
    row("a call that begins", sse("response.output_item.added", R"("item":)" + call("c1")), {});
    row("a call inside another", sse("response.completed", R"("response":{"type":"response.output_item.done","item":)" + call("c1") + "}"), {});
    row("no arguments", done(R"({"type":"function_call","call_id":"c1","name":"x"})"), {});
    row("an event that never ends", done(call("c1")).chopped(1), {});
    row("broken", "data: {\"type\":\"response.output_item.done\",\"item\":" + call("c1") + "\n\n", {});
    row("no UTF-8", "data: {\"type\":\"response.output_item.done\",\"item\":" + call("c1", "\xff") + ",\"x\":\"\xfe\"}\n\n", {});
    row("chat completions", "data: {\"id\":\"1\",\"choices\":[]}\n\ndata: [DONE]\n\n", {});
    row("nothing", "", {});
    row("no stream at all", "\n\n\r\r\n{\"a\":\n1}", {});
}

void ToolCallFilterTest::callsAreFoundAndPassUnchanged()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArrayList, calls);
    QCOMPARE(wrongWhenCut(stream, stream, {}, calls), QByteArray());
}

void ToolCallFilterTest::aCallIsTold()
{
    Bench bench;
    bench.feed(done(R"({"type":"function_call","call_id":"c\u0031","namespace":"mcp__files","name":"read","arguments":"{\"path\":\"a\"}" })"));
    QCOMPARE(bench.asked.size(), 1);
    const ToolCall &told = bench.asked.constFirst();
    QCOMPARE(told.callId, u"c1"_s);
    QCOMPARE(told.nameSpace, u"mcp__files"_s);
    QCOMPARE(told.name, u"read"_s);
    QCOMPARE(told.type, "function_call");
    QCOMPARE(told.arguments, R"("{\"path\":\"a\"}")");
}

void ToolCallFilterTest::onlyTheArgumentsAreReplaced_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const QByteArray arguments = jsonString(uR"({"cmd":"ls"})"_s);
    const QByteArray other = R"("{\"cmd\":\"pwd\"}")";
    QTest::newRow("LF") << created + done(call("c1")) + completed << arguments << other;
    QTest::newRow("CRLF") << QByteArray(created + done(call("c1")) + completed).replace("\n", "\r\n") << arguments << other;
    QTest::newRow("CR") << QByteArray(created + done(call("c1")) + completed).replace("\n", "\r") << arguments << other;
    QTest::newRow("a mark") << "\xef\xbb\xbf" + done(call("c1")) << arguments << other;
    QTest::newRow("blanks") << done(R"({ "type" : "function_call", "arguments" :  "{}"  , "call_id":"c1" })") << QByteArray(R"("{}")") << other;
    QTest::newRow("an object") << done(R"({"type":"local_shell_call","call_id":"c1","action":{"command":["ls"]}  })")
                               << QByteArray(R"({"command":["ls"]})") << QByteArray(R"({"command":["pwd"]})");
    QTest::newRow("a list") << done(R"({"type":"function_call","call_id":"c1","arguments":[ 1 ] ,"name":"x"})") << QByteArray("[ 1 ]") << QByteArray("[2]");
}

void ToolCallFilterTest::onlyTheArgumentsAreReplaced()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QCOMPARE(stream.count(before), 1);
    const ToolVerdict verdict{ToolVerdict::Kind::Arguments, after};
    QCOMPARE(wrongWhenCut(stream, QByteArray(stream).replace(before, after), verdict, {"c1"}), QByteArray());
    const QByteArray lines = "id: 4\ndata: {\"type\":\"response.output_item.done\",\ndata: \"item\":" + call("c1") + "\nretry: 5\ndata:}\n\n";
    const QByteArray expected = "id: 4\ndata: {\"type\":\"response.output_item.done\",\ndata: \"item\":" + call("c1").replace(
        jsonString(uR"({"cmd":"ls"})"_s), "1") + "\ndata: }\nretry: 5\n\n";
    QCOMPARE(wrongWhenCut(lines, expected, {ToolVerdict::Kind::Arguments, "1"}, {"c1"}), QByteArray());
}

void ToolCallFilterTest::anItemStandsInForTheCall()
{
    const QByteArray stream = created + done(call("c1")) + completed;
    const QByteArray expected = created + done(R"({"mine":1})") + completed;
    QCOMPARE(wrongWhenCut(stream, expected, {ToolVerdict::Kind::Item, R"({"mine":1})"}, {"c1"}), QByteArray());
}

void ToolCallFilterTest::otherEventsPassAtOnce_data()
{
    QTest::addColumn<QByteArray>("fed");
    QTest::addColumn<QByteArray>("waits");
    QTest::newRow("a comment") << QByteArray(": keep-alive\n") << QByteArray();
    QTest::newRow("its CR") << QByteArray(": keep-alive\r") << QByteArray();
    QTest::newRow("its LF") << QByteArray(": keep-alive\r\n: x\r\n") << QByteArray();
    QTest::newRow("half a comment") << QByteArray(": keep") << QByteArray(": keep");
    QTest::newRow("a type in data") << QByteArray("data: {\"type\":\"response.output_text.delta\"") << QByteArray();
    QTest::newRow("more of it") << "event: x\ndata: {\"type\":\"response.created\",\"response\":{\"instr" + QByteArray(100'000, 'x') << QByteArray();
    QTest::newRow("no object") << QByteArray("data: [") << QByteArray();
    QTest::newRow("a whole event") << delta << QByteArray();
    QTest::newRow("a whole message") << done(assistant("m1", "hi")) << QByteArray();
    QTest::newRow("half a type") << QByteArray("data: {\"type\":\"resp") << QByteArray("data: {\"type\":\"resp");
    QTest::newRow("half a field") << delta + "ev" << QByteArray("ev");
    QTest::newRow("half a message") << delta + done(assistant("m1", "hi")).chopped(9) << done(assistant("m1", "hi")).chopped(9);
    QTest::newRow("CRLF, cut") << QByteArray(delta).replace("\n", "\r\n").chopped(1) << QByteArray();
}

void ToolCallFilterTest::otherEventsPassAtOnce()
{
    QFETCH(QByteArray, fed);
    QFETCH(QByteArray, waits);
    Bench whole;
    QCOMPARE(whole.feed(fed), fed.chopped(waits.size()));
    QCOMPARE(whole.finish(), waits);
    Bench bytewise;
    QByteArray out;
    for (const char &byte : std::as_const(fed))
        out += bytewise.feed(QByteArrayView(&byte, 1));
    QCOMPARE(out, fed.chopped(waits.size()));
    QVERIFY(!bytewise.filter->isHolding());
}

void ToolCallFilterTest::whatFollowsACallWaitsWithIt()
{
    Bench bench;
    QCOMPARE(bench.feed(created + done(call("c1")) + delta), created);
    QVERIFY(bench.filter->isHolding());
    QCOMPARE(bench.feed(delta), QByteArray());
    QCOMPARE(bench.resumes, 0);
    bench.decides.front()({});
    QCOMPARE(bench.resumes, 1);
    QCOMPARE(bench.feed({}), done(call("c1")) + delta + delta);
    QVERIFY(!bench.filter->isHolding());
    QCOMPARE(bench.feed(completed), completed);
}

void ToolCallFilterTest::callsAreDecidedAtTheSameTimeAndLeaveInOrder()
{
    Bench bench;
    QCOMPARE(bench.feed(done(call("c1")) + delta + done(call("c2")) + completed), QByteArray());
    QCOMPARE(bench.decides.size(), 2U);
    bench.decides.back()({ToolVerdict::Kind::Item, "2"});
    QCOMPARE(bench.resumes, 0);
    QCOMPARE(bench.feed({}), QByteArray());
    bench.decides.front()({ToolVerdict::Kind::Item, "1"});
    QCOMPARE(bench.resumes, 1);
    QCOMPARE(bench.feed({}), done("1") + delta + done("2") + completed);
    QVERIFY(!bench.filter->isFull());
}

void ToolCallFilterTest::whatWaitsIsBounded()
{
    Bench bench;
    bench.feed(done(call("c1")));
    QVERIFY(!bench.filter->isFull());
    const QByteArray large = sse("response.output_text.delta", R"("delta":")" + QByteArray(ToolCallFilter::heldEnough, 'x') + '"');
    bench.feed(large);
    QVERIFY(bench.filter->isFull());
    bench.decides.front()({});
    QCOMPARE(bench.feed({}), done(call("c1")) + large);
    QVERIFY(!bench.filter->isFull());
}

void ToolCallFilterTest::aDecisionAfterTheEndComesToNothing()
{
    Bench bench;
    bench.feed(done(call("c1")));
    bench.filter.reset();
    bench.decides.front()({});
    QCOMPARE(bench.resumes, 0);
}

void ToolCallFilterTest::eventsTooLargePassUnread()
{
    const QByteArray large = done(call("c1", "x", QByteArray(ToolCallFilter::largestEvent, 'x')));
    Bench bench;
    QByteArray out;
    for (qsizetype i = 0; i < large.size(); i += 65536)
        out += bench.feed(QByteArrayView(large).sliced(i, qMin<qsizetype>(65536, large.size() - i)));
    QVERIFY(out == large);
    QVERIFY(bench.asked.isEmpty());
    QCOMPARE(bench.feed(done(call("c2"))), QByteArray());
}

void ToolCallFilterTest::onlyPlainEventStreamsAreRead_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("coding");
    QTest::addColumn<bool>("isRead");
    QTest::newRow("a stream") << 200 << QByteArray("text/event-stream; charset=utf-8") << QByteArray() << true;
    QTest::newRow("JSON") << 200 << QByteArray("application/json") << QByteArray() << false;
    QTest::newRow("compressed") << 200 << QByteArray("text/event-stream") << QByteArray("gzip") << false;
    QTest::newRow("an error") << 500 << QByteArray("text/event-stream") << QByteArray() << false;
}

void ToolCallFilterTest::onlyPlainEventStreamsAreRead()
{
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, coding);
    QFETCH(bool, isRead);
    http::ResponseHead head;
    head.status = status;
    head.headers.append("Content-Type", type);
    if (!coding.isEmpty())
        head.headers.append("Content-Encoding", coding);
    QCOMPARE(Bench().filter->begin(head), isRead);
}

QTEST_APPLESS_MAIN(ToolCallFilterTest)
#include "tst_toolcallfilter.moc"
