// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/responses/responsesummaryreader.h"

#include <QTest>

using namespace cpx;
using Kind = ModelOutcome::Kind;

namespace {

QByteArray sse(const QByteArray &json, const QByteArray &type = {})
{
    return (type.isEmpty() ? QByteArray() : "event: " + type + '\n') + "data: " + json + "\n\n";
}

const QByteArray created = sse(R"({"type":"response.created","response":{"id":"resp_1","model":"gpt-x","status":"in_progress","usage":null}})",
                                 "response.created");
const QByteArray delta = sse("{\"type\":\"response.output_text.delta\",\"delta\":\"\\\"usage\\\":{\\\"input_tokens\\\":9}\"}", "response.output_text.delta");
const QByteArray call = sse(R"({"type":"response.output_item.done","item":{"type":"function_call","name":"exec_command","arguments":"{}"}})",
                              "response.output_item.done");
const QByteArray message = sse(R"({"type":"response.output_item.done","item":{"type":"message","content":[{"type":"output_text","text":"a _call"}]}})",
                                 "response.output_item.done");
const QByteArray completed = sse(
    R"({"type":"response.completed","response":{"id":"resp_1","model":"gpt-x-2026","service_tier":"default","usage":{"input_tokens":100,)"
    R"("input_tokens_details":{"cached_tokens":80},"output_tokens":12,"output_tokens_details":{"reasoning_tokens":7},"total_tokens":112}}})",
    "response.completed");

http::ResponseHead head(const QByteArray &type = "text/event-stream; charset=utf-8", int status = 200)
{
    http::ResponseHead head;
    head.status = status;
    head.headers = {{"Content-Type", type}};
    return head;
}

ResponseSummary summaryOf(const QByteArray &body, const http::ResponseHead &answer = head(), bool isWhole = true, qsizetype cut = -1)
{
    ResponseSummaryReader reader;
    reader.begin(answer, 0);
    if (cut < 0)
        cut = body.size();
    // Pieces of their own: nothing may be read from the first once the second has come.
    reader.feed(QByteArray(body.constData(), cut), 0);
    reader.feed(QByteArray(body.constData() + cut, body.size() - cut), 0);
    return reader.finish(isWhole, 0);
}

QString outcome(const ResponseSummary &summary)
{
    if (!summary.outcome)
        return QStringLiteral("none");
    QString text = outcomeName(summary.outcome->kind);
    for (const QString &part : {QString::fromUtf8(summary.outcome->code), summary.outcome->text})
        text += part.isEmpty() ? QString() : QLatin1Char('|') + part;
    return text;
}

} // namespace

/// Answers of models, summed up.
class ResponseSummaryReaderTest : public QObject
{
    Q_OBJECT

private slots:
    void aStreamIsTheSameWhereverItIsCut();
    void itIsReadWithoutTheNamesOfItsEvents();
    void itEndsAsItSays_data();
    void itEndsAsItSays();
    void aStreamOfChunksIsReadToo();
    void documentsAreReadToo_data();
    void documentsAreReadToo();
    void whatIsNoAnswerOfAModelIsNothing_data();
    void whatIsNoAnswerOfAModelIsNothing();
    void timesAreThoseOfTheEvents();
    void aSilentEndIsAStall();
    void toolsAreNamed();
    void manyToolsAreCounted();
    void hostileEventsAreSurvived_data();
    void hostileEventsAreSurvived();
    void aHugeEventEndsTheReadingAndNothingIsHeld();
    void secretsInErrorsAreReplaced();
};

void ResponseSummaryReaderTest::aStreamIsTheSameWhereverItIsCut()
{
    const QByteArray body = created + delta + delta + call + message + completed;
    const ResponseSummary whole = summaryOf(body);
    QCOMPARE(outcome(whole), QStringLiteral("completed"));
    QCOMPARE(whole.responseId, "resp_1");
    QCOMPARE(whole.model, "gpt-x-2026");
    QCOMPARE(whole.serviceTier, "default");
    QVERIFY((whole.usage == TokenUsage{100, 80, 12, 7, 112}));
    QCOMPARE(whole.toolCalls, QByteArrayList{"exec_command"});
    QCOMPARE(whole.stream->events, 6);
    for (qsizetype cut = 0; cut <= body.size(); ++cut)
        QVERIFY2(summaryOf(body, head(), true, cut) == whole, qPrintable(QString::number(cut)));
}

void ResponseSummaryReaderTest::itIsReadWithoutTheNamesOfItsEvents()
{
    QByteArray body = created + delta + call + completed;
    const ResponseSummary named = summaryOf(body);
    while (body.contains("event: "))
        body.remove(body.indexOf("event: "), body.indexOf('\n', body.indexOf("event: ")) - body.indexOf("event: ") + 1);
    QVERIFY(summaryOf(body) == named);
    // Nor need the type come first, or without a space.
    const QByteArray late = sse(R"({"response": {"id": "resp_2", "usage": {"input_tokens": 3}}, "type": "response.completed"})");
    QCOMPARE(summaryOf(late).responseId, "resp_2");
    QCOMPARE(summaryOf(late).usage->input, 3);
    QVERIFY(!summaryOf(late).usage->output);
}

void ResponseSummaryReaderTest::itEndsAsItSays_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("expected");
    QTest::newRow("failed") << created + sse(R"({"type":"response.failed","response":{"id":"r","error":{"code":"slow_down","message":"Later."}}})")
                            << "failed|slow_down|Later.";
    QTest::newRow("failed without a reason") << created + sse(R"({"type":"response.failed","response":{"error":null}})") << "failed";
    QTest::newRow("incomplete")
        << created + sse(R"({"type":"response.incomplete","response":{"incomplete_details":{"reason":"max_output_tokens"}}})")
        << "incomplete|max_output_tokens";
    QTest::newRow("cancelled") << sse(R"({"type":"response.cancelled","response":{}})") << "incomplete|cancelled";
    QTest::newRow("an error event, wrapped") << sse(R"({"type":"error","status":500,"error":{"type":"server_error","message":"Oops."}})", "error")
                                             << "failed|server_error|Oops.";
    QTest::newRow("an error event, flat") << sse(R"({"type":"error","code":"x","message":"Oops."})") << "failed|x|Oops.";
    QTest::newRow("cut") << created + delta << "cut";
    QTest::newRow("cut in the last event") << created + completed.chopped(1) << "cut";
    QTest::newRow("a last event that is no JSON") << created + sse(R"({"type":"response.completed","response":{)") << "cut";
}

void ResponseSummaryReaderTest::itEndsAsItSays()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, expected);
    QCOMPARE(outcome(summaryOf(body)), expected);
}

void ResponseSummaryReaderTest::aStreamOfChunksIsReadToo()
{
    const QByteArray first = sse(R"({"id":"chatcmpl-1","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]})");
    const QByteArray more = sse(R"({"id":"chatcmpl-1","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"content":"Hi"}}]})");
    const QByteArray tool = sse(R"({"id":"chatcmpl-1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"ls","arguments":""}}]}}]})");
    const QByteArray toolMore = sse(R"({"id":"chatcmpl-1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}}]})");
    const QByteArray end = sse(R"({"id":"chatcmpl-1","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]})");
    const QByteArray usage = sse(R"({"id":"chatcmpl-1","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7,"prompt_tokens_details":{"cached_tokens":0}}})");
    const QByteArray body = first + more + tool + toolMore + end + usage + "data: [DONE]\n\n";
    const ResponseSummary whole = summaryOf(body);
    QCOMPARE(outcome(whole), QStringLiteral("completed"));
    QCOMPARE(whole.responseId, "chatcmpl-1");
    QCOMPARE(whole.model, "m");
    QVERIFY((whole.usage == TokenUsage{5, 0, 2, {}, 7}));
    QCOMPARE(whole.toolCalls, QByteArrayList{"ls"});
    for (qsizetype cut = 0; cut <= body.size(); ++cut)
        QVERIFY2(summaryOf(body, head(), true, cut) == whole, qPrintable(QString::number(cut)));
    QCOMPARE(outcome(summaryOf(first + more)), QStringLiteral("cut"));
    QCOMPARE(outcome(summaryOf(first + sse(R"({"choices":[{"delta":{},"finish_reason":"length"}]})"))), QStringLiteral("incomplete|length"));
}

void ResponseSummaryReaderTest::documentsAreReadToo_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("expected");
    QTest::newRow("a response") << QByteArray(R"({"id":"r","object":"response","status":"completed","model":"m","output":[{"type":"web_search_call"}],"usage":{"input_tokens":1}})")
                                << 200 << "completed";
    QTest::newRow("an incomplete one") << QByteArray(R"({"id":"r","object":"response","status":"incomplete","incomplete_details":{"reason":"content_filter"}})")
                                       << 200 << "incomplete|content_filter";
    QTest::newRow("a failed one") << QByteArray(R"({"id":"r","object":"response","status":"failed","error":{"code":"c","message":"m"}})") << 200 << "failed|c|m";
    QTest::newRow("a completion") << QByteArray(R"({"id":"c","choices":[{"message":{"content":"x"},"finish_reason":"stop"}]})") << 200 << "completed";
    QTest::newRow("an error") << QByteArray(R"({"error":{"type":"invalid_request_error","code":"invalid_prompt","message":"No."}})") << 400
                              << "failed|invalid_prompt|No.";
    QTest::newRow("an error that is a text") << QByteArray(R"({"error":"No."})") << 400 << "failed|No.";
    QTest::newRow("something else") << QByteArray(R"({"data":[]})") << 200 << "none";
    QTest::newRow("no JSON") << QByteArray("{") << 200 << "none";
    QTest::newRow("nothing") << QByteArray() << 200 << "none";
}

void ResponseSummaryReaderTest::documentsAreReadToo()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QString, expected);
    for (qsizetype cut = 0; cut <= body.size(); ++cut) {
        const ResponseSummary summary = summaryOf(body, head("application/json", status), true, cut);
        QCOMPARE(outcome(summary), expected);
        QVERIFY(!summary.stream);
    }
    QCOMPARE(outcome(summaryOf(body, head("application/json", status), false)), QStringLiteral("none"));
}

void ResponseSummaryReaderTest::whatIsNoAnswerOfAModelIsNothing_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("coding");
    QTest::newRow("a page") << QByteArray("text/html") << QByteArray("identity");
    QTest::newRow("no type") << QByteArray() << QByteArray("identity");
    QTest::newRow("compressed") << QByteArray("text/event-stream") << QByteArray("gzip");
}

void ResponseSummaryReaderTest::whatIsNoAnswerOfAModelIsNothing()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, coding);
    http::ResponseHead answer = head(type);
    answer.headers.append("Content-Encoding", coding);
    QVERIFY(summaryOf(created + completed, answer) == ResponseSummary());
}

void ResponseSummaryReaderTest::timesAreThoseOfTheEvents()
{
    ResponseSummaryReader reader;
    reader.begin(head(), 1'000'000);
    reader.feed(created, 1'100'000);
    reader.feed(": comment\n\n", 1'150'000); // no event
    reader.feed(delta, 1'250'000);
    reader.feed(delta + delta, 7'250'001);
    reader.feed(completed, 7'260'000);
    const ResponseSummary summary = reader.finish(true, 99'000'000); // the connection stayed open: nobody waited
    QVERIFY((summary.stream == StreamTiming{5, 250'000, 6'000'001, 1}));
}

void ResponseSummaryReaderTest::aSilentEndIsAStall()
{
    ResponseSummaryReader reader;
    reader.begin(head(), 0);
    reader.feed(created, 0);
    const ResponseSummary summary = reader.finish(false, 30'000'000);
    QCOMPARE(summary.stream->stalls, 1);
    QCOMPARE(summary.stream->longestGapUs, 30'000'000);
    QVERIFY(!summary.stream->firstOutputUs);
}

void ResponseSummaryReaderTest::toolsAreNamed()
{
    const QByteArray form = R"({"type":"response.output_item.done","item":{"type":"%1","name":"%2","namespace":"%3"}})";
    const auto named = [&](const QByteArray &type, const QByteArray &name, const QByteArray &space) {
        return sse(QByteArray(form).replace("%1", type).replace("%2", name).replace("%3", space));
    };
    const ResponseSummary summary = summaryOf(named("custom_tool_call", "exec", "") + named("function_call", "task", "mcp__x")
                                              + named("web_search_call", "", "") + named("message", "no", "") + completed);
    QCOMPARE(summary.toolCalls, (QByteArrayList{"exec", "mcp__x.task", "web_search"}));
    QCOMPARE(summary.toolCallCount, 3);
}

void ResponseSummaryReaderTest::manyToolsAreCounted()
{
    QByteArray body = created;
    for (int i = 0; i < 100; ++i)
        body += call;
    const ResponseSummary summary = summaryOf(body);
    QCOMPARE(summary.toolCalls.size(), ResponseSummaryReader::mostToolCalls);
    QCOMPARE(summary.toolCallCount, 100);
}

void ResponseSummaryReaderTest::hostileEventsAreSurvived_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("deep") << R"({"type":"response.completed","response":)" + QByteArray(100'000, '[') + QByteArray(100'000, ']') + '}';
    QTest::newRow("numbers") << QByteArray(R"({"type":"response.completed","response":{"usage":{"input_tokens":-1,"output_tokens":1e999,"total_tokens":99999999999999999999}}})");
    QTest::newRow("other types") << QByteArray(R"({"type":"response.completed","response":{"id":5,"model":[],"usage":[1],"error":{}}})");
    QTest::newRow("no object") << QByteArray(R"({"type":"response.completed","response":[]})");
    QTest::newRow("bad UTF-8") << QByteArray("{\"type\":\"response.completed\",\"response\":{\"id\":\"\xff\"}}");
    QTest::newRow("long names") << R"({"type":"response.completed","response":{"id":")" + QByteArray(100'000, 'x') + R"("}})";
    QTest::newRow("a type without an end") << QByteArray(R"({"type":"response.comp)");
    QTest::newRow("control characters") << QByteArray(R"({"type":"response.completed","response":{"id":"a\u001b[2J\nb"}})");
}

void ResponseSummaryReaderTest::hostileEventsAreSurvived()
{
    QFETCH(QByteArray, data);
    const ResponseSummary summary = summaryOf(created + sse(data));
    QVERIFY(summary.responseId.size() <= 128);
    for (const char c : summary.responseId)
        QVERIFY(c >= ' ');
    if (summary.usage)
        QVERIFY(!summary.usage->input && !summary.usage->output && !summary.usage->total);
}

void ResponseSummaryReaderTest::aHugeEventEndsTheReadingAndNothingIsHeld()
{
    const QByteArray huge = sse(R"({"type":"response.output_text.done","text":")" + QByteArray(5 * 1024 * 1024, 'x') + "\"}");
    const ResponseSummary summary = summaryOf(created + huge + completed);
    QVERIFY(!summary.outcome); // not "cut": nobody knows
    QVERIFY(!summary.stream);
    QCOMPARE(summary.responseId, "resp_1");
    const QByteArray document = R"({"object":"response","status":"completed","x":")" + QByteArray(5 * 1024 * 1024, 'x') + "\"}";
    QVERIFY(!summaryOf(document, head("application/json")).outcome);
}

void ResponseSummaryReaderTest::secretsInErrorsAreReplaced()
{
    const ResponseSummary summary = summaryOf(sse(R"({"type":"error","message":"Incorrect API key: sk-abcdef0123456789abcdef"})"));
    QVERIFY2(!outcome(summary).contains(QLatin1String("abcdef0123")), qPrintable(outcome(summary)));
    const ResponseSummary other = summaryOf(sse(R"({"type":"error","message":")" + QByteArray(1023, 'x') + "\xc3\xbc\"}"));
    QCOMPARE(other.outcome->text, QString(1023, QLatin1Char('x'))); // no half character
}

QTEST_APPLESS_MAIN(ResponseSummaryReaderTest)
#include "tst_responsesummaryreader.moc"
