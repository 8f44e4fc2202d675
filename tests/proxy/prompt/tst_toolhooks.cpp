// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/changes/bodychange.h"
#include "proxy/prompt/toolcallfilter.h"
#include "tests/proxy/prompt/promptbench.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

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
    return sse("response.output_item.done", R"("output_index":0,"item":)" + item);
}

const QByteArray created = sse("response.created", R"("response":{"id":"r1"})");
const QByteArray delta = sse("response.output_text.delta", R"("delta":"Hel")");
const QByteArray completed = sse("response.completed", R"("response":{"id":"r1"})");

QByteArray sseAnswer(const QByteArray &events)
{
    return plainAnswer(events, "Content-Type: text/event-stream\r\n");
}

QByteArray codeModeFields()
{
    return PromptBench::metadata() + "x-openai-internal-codex-responses-lite: true\r\n";
}

} // namespace

/// The hooks around tools, over real connections and with real hooks.
class ToolHooksTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { ProxyBench::addTransports(); }
    void aCallPassesWhenTheHooksAgree();
    void aBlockedCallIsReplacedByTheReason();
    void theModelLearnsWhyWithTheNextRequest();
    void aHookRewritesACall();
    void whatAHookAddsToACallFollowsItsOutput();
    void nothingIsHeldWithoutHooksForIt();
    void callsInCodeModeAreLeftToTheClient();
    void callsOfSubAgentsAreAskedAboutToo();
    void followUpsOfUnknownSessionsAreAskedAboutToo();
    void aClientThatLeavesEndsTheWaiting();
    void anAnswerThatBreaksOffTakesTheCallWithIt();
    void theUpstreamIsNotReadWhileTooMuchWaits();
    void silenceDoesNotCountWhileACallWaits();
    void aStatusLineAndACallGoThroughTheSameAnswer();
    void hooksSeeOutputsOnceAndTheSameIsDoneAgain();
    void aHookReplacesAnOutput();
    void continueFalseAfterAToolEndsTheTurn();

private:
    static std::unique_ptr<PromptBench> bench(const std::function<void(EngineConfig &)> &adjust = {})
    {
        return std::make_unique<PromptBench>(adjust, ProxyBench::transport());
    }
    static QByteArray log(const PromptBench &bench) { return bench.read(bench.home() + u"/log"_s); }
    /// A hook that notes what it is told, then goes on with `then` in the shell.
    static void putHook(const PromptBench &bench, const QByteArray &event, const QByteArray &then = "true")
    {
        bench.putHook(event, "cat >> '" + (bench.home() + u"/log"_s).toUtf8() + "'; " + then);
    }
    /// The hook waits until the test lets it go.
    static QByteArray waiting(const PromptBench &bench)
    {
        return "while [ ! -e '" + (bench.home() + u"/go"_s).toUtf8() + "' ]; do sleep 0.02; done";
    }
    static QByteArray turn() { return responses({user("msg_1", "hello")}); }
};

void ToolHooksTest::aCallPassesWhenTheHooksAgree()
{
    const auto b = bench();
    const QByteArray events = created + delta + done(call("c1")) + completed;
    b->upstream().answerAlways(sseAnswer(events));
    putHook(*b, "PreToolUse");
    const auto client = b->send(responses({b->place(), user("msg_1", "hello")}));
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->body(), events);
    const QJsonObject told = QJsonDocument::fromJson(log(*b)).object();
    QCOMPARE(told.value(u"hook_event_name"_s).toString(), u"PreToolUse"_s);
    QCOMPARE(told.value(u"tool_name"_s).toString(), u"Bash"_s);
    QCOMPARE(told.value(u"tool_input"_s).toObject(), (QJsonObject{{u"command"_s, u"ls"_s}}));
    QCOMPARE(told.value(u"tool_use_id"_s).toString(), u"c1"_s);
    QCOMPARE(told.value(u"session_id"_s).toString(), u"s1"_s);
    QCOMPARE(told.value(u"cwd"_s).toString(), b->project());
}

void ToolHooksTest::aBlockedCallIsReplacedByTheReason()
{
    const auto b = bench();
    b->upstream().answerAlways(sseAnswer(created + done(call("c1")) + done(assistant("m1", "bye")) + completed));
    putHook(*b, "PreToolUse", "echo 'not \"here\"' >&2; exit 2");
    const auto client = b->send(turn());
    QTRY_VERIFY(client->isBodyComplete());
    const QByteArray body = client->body();
    QVERIFY(body.startsWith(created));
    QVERIFY(body.endsWith(done(assistant("m1", "bye")) + completed));
    const QByteArray event = body.chopped((done(assistant("m1", "bye")) + completed).size()).sliced(created.size());
    const QJsonObject data = QJsonDocument::fromJson(event.sliced(event.indexOf('{'))).object();
    const QJsonValue item = data.value(u"item"_s);
    QCOMPARE(data.value(u"type"_s).toString(), u"response.output_item.done"_s);
    QCOMPARE(item[u"type"_s].toString(), u"message"_s);
    QCOMPARE(item[u"role"_s].toString(), u"assistant"_s);
    QVERIFY(item[u"id"_s].toString().startsWith(u"msg_cplus_"_s));
    QVERIFY2(item[u"content"_s][0][u"text"_s].toString().contains(u"not \"here\""_s), event.constData());
    QVERIFY(!body.contains("function_call"));

    QTRY_COMPARE(b->engine().flows().size(), 1);
    QTRY_VERIFY(b->engine().flows().constFirst().changes);
    const QList<BodyChange> changes = *b->engine().flows().constFirst().changes;
    QCOMPARE(changes.size(), 1);
    QCOMPARE(changes.constFirst().direction, BodyChange::Direction::Response);
    QCOMPARE(changes.constFirst().location, "/item");
    QCOMPARE(changes.constFirst().before.bytes, call("c1"));
    QCOMPARE(changes.constFirst().attribution.detail, u"PreToolUse"_s);
    QVERIFY(changes.constFirst().attribution.source.endsWith(u"settings.json"_s));
}

void ToolHooksTest::theModelLearnsWhyWithTheNextRequest()
{
    const auto b = bench();
    b->upstream().answerAlways(sseAnswer(created + done(call("c1")) + completed));
    putHook(*b, "PreToolUse", "echo 'never' >&2; exit 2");
    const auto client = b->send(turn());
    QTRY_VERIFY(client->isBodyComplete());
    const QByteArray body = client->body();
    const QByteArray id = body.sliced(body.indexOf("msg_cplus_"), qsizetype(strlen("msg_cplus_")) + 32);
    const auto next = b->send(responses({user("msg_1", "hello"), assistant(id, "blocked"), user("msg_2", "go on")}), PromptBench::metadata("t2"));
    QTRY_COMPARE(next->status(), 200);
    const QJsonArray input = QJsonDocument::fromJson(b->lastBody()).object().value(u"input"_s).toArray();
    QCOMPARE(input.size(), 3);
    QCOMPARE(input.at(1)[u"role"_s].toString(), u"developer"_s);
    const QString told = input.at(1)[u"content"_s][0][u"text"_s].toString();
    QVERIFY2(told.contains(u"Bash"_s) && told.contains(u"never"_s) && told.contains(u"ls"_s), qPrintable(told));
    QVERIFY(!b->lastBody().contains("\"assistant\""));
}

void ToolHooksTest::aHookRewritesACall()
{
    const auto b = bench();
    b->upstream().answerAlways(sseAnswer(created + done(call("c1", "exec_command", R"({"cmd":"ls","tty":true})")) + completed));
    putHook(*b, "PreToolUse",
            R"(echo '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow","updatedInput":{"command":"ls -l"}}}')");
    const auto client = b->send(turn());
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->body(), created + done(call("c1", "exec_command", R"({"cmd":"ls -l","tty":true})")) + completed);
    QTRY_COMPARE(b->engine().flows().size(), 1);
    QTRY_VERIFY(b->engine().flows().constFirst().changes);
    QCOMPARE(b->engine().flows().constFirst().changes->constFirst().location, "/item/arguments");
}

void ToolHooksTest::whatAHookAddsToACallFollowsItsOutput()
{
    const auto b = bench();
    b->upstream().answerAlways(sseAnswer(created + done(call("c1")) + completed));
    putHook(*b, "PreToolUse", R"(echo '{"hookSpecificOutput":{"hookEventName":"PreToolUse","additionalContext":"it is Monday"}}')");
    const auto client = b->send(turn());
    QTRY_VERIFY(client->isBodyComplete());
    const auto next = b->send(responses({user("msg_1", "hello"), call("c1"), output("c1")}));
    QTRY_COMPARE(next->status(), 200);
    const QJsonArray input = QJsonDocument::fromJson(b->lastBody()).object().value(u"input"_s).toArray();
    QCOMPARE(input.size(), 4);
    QCOMPARE(input.at(3)[u"content"_s][0][u"text"_s].toString(), u"PreToolUse:Bash hook additional context: it is Monday"_s);
}

void ToolHooksTest::nothingIsHeldWithoutHooksForIt()
{
    const auto b = bench();
    const QByteArray answer = sseAnswer(created + done(call("c1")) + completed);
    b->upstream().answerAlways(answer);
    b->putHook("UserPromptSubmit", "true");
    const auto client = b->send(turn());
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->values("content-length").size(), 1); // a filter would have taken it away
    QVERIFY(answer.endsWith(client->body()));
    const auto next = b->send(responses({user("msg_1", "hello"), call("c1"), output("c1")}));
    QTRY_VERIFY(next->isBodyComplete());
    QCOMPARE(next->values("content-length").size(), 1);
    QCOMPARE(b->lastBody(), responses({user("msg_1", "hello"), call("c1"), output("c1")}));
}

void ToolHooksTest::callsInCodeModeAreLeftToTheClient()
{
    const auto b = bench();
    b->upstream().answerAlways(sseAnswer(created + done(call("c1")) + completed));
    putHook(*b, "PreToolUse", "exit 2");
    const auto client = b->send(turn(), codeModeFields());
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->values("content-length").size(), 1);
    QCOMPARE(log(*b), QByteArray());
}

void ToolHooksTest::callsOfSubAgentsAreAskedAboutToo()
{
    const auto b = bench();
    b->upstream().answerAlways(sseAnswer(created + done(call("c1")) + completed));
    putHook(*b, "PreToolUse", "exit 2");
    const auto client = b->send(turn(), PromptBench::metadata("t1", R"("thread_source":"subagent","turn_trigger":"exec")"));
    QTRY_VERIFY(client->isBodyComplete());
    QVERIFY(client->body().contains("msg_cplus_"));
    QCOMPARE(log(*b).count("PreToolUse"), 1);
}

void ToolHooksTest::followUpsOfUnknownSessionsAreAskedAboutToo()
{
    const auto b = bench();
    b->upstream().answerAlways(sseAnswer(created + done(call("c2")) + completed));
    putHook(*b, "PreToolUse", "exit 2");
    const auto client = b->send(responses({user("msg_1", "hello"), call("c1"), output("c1")}));
    QTRY_VERIFY(client->isBodyComplete());
    QVERIFY(client->body().contains("msg_cplus_"));
}

void ToolHooksTest::aClientThatLeavesEndsTheWaiting()
{
    const auto b = bench();
    b->upstream().answerAlways(sseAnswer(created + done(call("c1")) + completed));
    putHook(*b, "PreToolUse", waiting(*b));
    const auto client = b->send(turn());
    QTRY_COMPARE(log(*b).count("PreToolUse"), 1);
    QTRY_COMPARE(client->body(), created); // at once, without what waits
    client->leave();
    QTRY_COMPARE(b->engine().host().status().inFlight, 0);
    b->put(b->home() + u"/go"_s, "");
    QTRY_COMPARE(b->engine().flows().size(), 1);
    QCOMPARE(b->engine().flows().constFirst().phase, FlowRecord::Phase::Cancelled);
    b->upstream().answerAlways(PromptBench::answer());
    const auto other = b->send(responses({user("msg_2", "hello")}));
    QTRY_VERIFY(other->isBodyComplete());
}

void ToolHooksTest::anAnswerThatBreaksOffTakesTheCallWithIt()
{
    const auto b = bench();
    putHook(*b, "PreToolUse", waiting(*b));
    const auto client = b->send(turn());
    QTRY_VERIFY(b->requestCount() == 1 && b->upstream().requests().constFirst().isComplete);
    b->upstream().sendSseHead();
    b->upstream().sendChunk(created + done(call("c1")) + delta);
    QTRY_COMPARE(log(*b).count("PreToolUse"), 1);
    b->upstream().close();
    QTRY_VERIFY(client->isClosed());
    QVERIFY(!client->isBodyComplete());
    QCOMPARE(client->body(), created);
    b->put(b->home() + u"/go"_s, "");
    QTRY_COMPARE(b->engine().flows().size(), 1);
    QCOMPARE(b->engine().flows().constFirst().errorCode, "upstream_cut");
}

void ToolHooksTest::theUpstreamIsNotReadWhileTooMuchWaits()
{
    const auto b = bench();
    putHook(*b, "PreToolUse", waiting(*b));
    const auto client = b->send(turn());
    QTRY_VERIFY(b->requestCount() == 1 && b->upstream().requests().constFirst().isComplete);
    b->upstream().sendSseHead();
    b->upstream().sendChunk(done(call("c1")));
    QTRY_COMPARE(log(*b).count("PreToolUse"), 1);
    const QByteArray piece = sse("response.output_text.delta", R"("delta":")" + QByteArray(1'000'000, 'x') + '"');
    const int pieces = 40; // much more than all buffers on the way together
    for (int i = 0; i < pieces; ++i)
        b->upstream().sendChunk(piece);
    b->upstream().endChunks();
    qint64 left = -1;
    QTRY_VERIFY(std::exchange(left, b->upstream().bytesToWrite(0)) == b->upstream().bytesToWrite(0) && left < pieces * piece.size());
    QTest::qWait(200);
    QVERIFY2(b->upstream().bytesToWrite(0) > 10 * piece.size(), QByteArray::number(b->upstream().bytesToWrite(0)).constData());
    QCOMPARE(client->body(), QByteArray());
    b->put(b->home() + u"/go"_s, "");
    QTRY_VERIFY_WITH_TIMEOUT(client->isBodyComplete(), 30'000);
    QVERIFY(client->body() == done(call("c1")) + piece.repeated(pieces));
}

void ToolHooksTest::silenceDoesNotCountWhileACallWaits()
{
    const auto b = bench([](EngineConfig &config) { config.silenceTimeout = std::chrono::milliseconds(150); });
    putHook(*b, "PreToolUse", waiting(*b));
    const auto client = b->send(turn());
    QTRY_VERIFY(b->requestCount() == 1 && b->upstream().requests().constFirst().isComplete);
    b->upstream().sendSseHead();
    b->upstream().sendChunk(done(call("c1")));
    QTRY_COMPARE(log(*b).count("PreToolUse"), 1);
    QTest::qWait(500);
    QVERIFY(!client->isClosed());
    b->put(b->home() + u"/go"_s, "");
    QTRY_COMPARE(client->body(), done(call("c1")));
    QTRY_VERIFY(client->isClosed()); // now the silence is the upstream's
    QVERIFY(!client->isBodyComplete());
}

void ToolHooksTest::aStatusLineAndACallGoThroughTheSameAnswer()
{
    const auto b = bench();
    b->upstream().answerAlways(sseAnswer(created + done(call("c1")) + completed));
    b->put(b->home() + u"/.codexplus/settings.json"_s,
           R"({"statusLine":{"type":"command","command":"echo all is well"},"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"exit 2"}]}]}})");
    const auto client = b->send(turn());
    QTRY_VERIFY(client->isBodyComplete());
    const QByteArray body = client->body();
    QVERIFY(body.startsWith(created));
    QVERIFY(body.endsWith(completed));
    QVERIFY(body.contains("all is well"));
    QCOMPARE(body.count("msg_cplus_"), 2);
    QVERIFY(!body.contains("function_call"));
}

void ToolHooksTest::hooksSeeOutputsOnceAndTheSameIsDoneAgain()
{
    const auto b = bench();
    b->upstream().answerAlways(PromptBench::answer());
    putHook(*b, "PostToolUse", R"(echo '{"decision":"block","reason":"wrong file","hookSpecificOutput":{"hookEventName":"PostToolUse","additionalContext":"read it again"}}')");
    const QByteArrayList items{user("msg_1", "hello"), call("c1"), output("c1"), call("c2", "x", "{}"), output("c2", "two")};
    const auto client = b->send(responses(items));
    QTRY_COMPARE(client->status(), 200);
    const QByteArray first = b->lastBody();
    // Only the answers that are new.
    const QJsonObject told = QJsonDocument::fromJson(log(*b)).object();
    QCOMPARE(told.value(u"tool_name"_s).toString(), u"x"_s);
    QCOMPARE(told.value(u"tool_response"_s).toString(), u"two"_s);
    QCOMPARE(told.value(u"tool_use_id"_s).toString(), u"c2"_s);
    const QJsonArray input = QJsonDocument::fromJson(first).object().value(u"input"_s).toArray();
    QCOMPARE(input.size(), 7);
    QCOMPARE(input.at(4)[u"output"_s].toString(), u"two"_s);
    QCOMPARE(input.at(5)[u"content"_s][0][u"text"_s].toString(), u"PostToolUse:x hook blocking error: wrong file"_s);
    QCOMPARE(input.at(6)[u"content"_s][0][u"text"_s].toString(), u"PostToolUse:x hook additional context: read it again"_s);
    QTRY_COMPARE(b->engine().flows().size(), 1);
    QCOMPARE(b->engine().flows().constFirst().changes->size(), 2);
    QCOMPARE(b->engine().flows().constFirst().changes->constFirst().location, "/input/5");
    QCOMPARE(b->engine().flows().constFirst().changes->constLast().location, "/input/6");

    const auto later = b->send(responses(items + QByteArrayList{assistant("msg_9", "done"), user("msg_10", "thanks")}), PromptBench::metadata("t2"));
    QTRY_COMPARE(b->requestCount(), 2);
    QTRY_VERIFY(b->upstream().requests().constLast().isComplete);
    QVERIFY(b->lastBody().startsWith(first.first(first.indexOf("],\"tool_choice\""))));
    QCOMPARE(log(*b).count("PostToolUse"), 1);
}

void ToolHooksTest::aHookReplacesAnOutput()
{
    const auto b = bench();
    b->upstream().answerAlways(PromptBench::answer());
    putHook(*b, "PostToolUse",
            R"(echo '{"hookSpecificOutput":{"hookEventName":"PostToolUse","updatedToolOutput":{"stdout":"nothing","stderr":""}}}')");
    const auto client = b->send(responses({user("msg_1", "hello"), call("c1"), output("c1", "secret")}));
    QTRY_COMPARE(client->status(), 200);
    QCOMPARE(b->lastBody(), responses({user("msg_1", "hello"), call("c1"), output("c1", "nothing")}));
    QTRY_COMPARE(b->engine().flows().size(), 1);
    const BodyChange change = b->engine().flows().constFirst().changes->constFirst();
    QCOMPARE(change.location, "/input/2/output");
    QCOMPARE(change.before.bytes, "secret");
    QCOMPARE(change.after.bytes, "nothing");
}

void ToolHooksTest::continueFalseAfterAToolEndsTheTurn()
{
    const auto b = bench();
    b->upstream().answerAlways(PromptBench::answer());
    putHook(*b, "PostToolUse", R"(echo '{"continue":false,"stopReason":"enough"}')");
    const auto client = b->send(responses({user("msg_1", "hello"), call("c1"), output("c1")}));
    QTRY_COMPARE(client->status(), 400);
    QTRY_VERIFY(client->isBodyComplete());
    const QJsonObject error = QJsonDocument::fromJson(client->body()).object().value(u"error"_s).toObject();
    QCOMPARE(error.value(u"message"_s).toString(), u"enough"_s);
    QCOMPARE(b->requestCount(), 0);
}

QTEST_GUILESS_MAIN(ToolHooksTest)
#include "tst_toolhooks.moc"
