// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zstd.h"
#include "proxy/changes/bodychange.h"
#include "proxy/local/controltoken.h"
#include "tests/proxy/prompt/promptbench.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace cpx;
using namespace cpx::test;
using namespace Qt::StringLiterals;

/// Prompts on their way through hooks and slash commands, over real connections and with real hooks.
class PromptStageTest : public QObject
{
    Q_OBJECT

private slots:
    void whatNothingChangesIsSentAsItCame_data();
    void whatNothingChangesIsSentAsItCame();
    void aCommandIsFilledInAndAllElseStays();
    void aCompressedRequestIsSentPlainWhenItChanges();
    void whatWasDoneIsDoneAgainInLaterRequests();
    void aCommandOfAnEarlierTurnStaysAsItWas();
    void aCommandAsPlainInputIsFilledIn();
    void aCommandInAChatIsFilledIn();
    void aCommandThatCannotBeReadIsTold();
    void helpIsAnsweredHereAndForgotten();
    void aBlockedPromptIsRefusedAndDoesNotComeBack();
    void aBlockedPromptInAChatIsRefused();
    void aHookThatAppearsIsHeeded();
    void aCommandIsFilledInWhereNothingElseIsSetUp();
    void whatAHookAddsStandsBehindThePrompt();
    void theSamePromptTwiceAtOnceAsksTheHooksOnce();
    void onlyTurnsOfUsersAreLookedAt_data();
    void onlyTurnsOfUsersAreLookedAt();
    void aStatusLineStandsBeforeTheAnswer();
    void whatWasNotInsertedIsNoChange();
    void aStatusLineIsNotShownAfterTools();
    void hooksOfAProjectWaitForTrust();
    void aSessionStartsOnce();
    void passthroughChangesNothing();
    void aClientThatLeavesDuringAHookIsNotSentOn();
    void aHookThatHangsDoesNotHoldUpOthers();
    void changesAreInTheRecord();
    void aPythonHookChangesTheBody();
    void aPythonHookThatFailsChangesNothing();
    void historyTellsWhatWasDone();
    void compactionCanBeStopped();
    void theEndOfATurnIsTold_data();
    void theEndOfATurnIsTold();
    void theEndOfTheEngineEndsSessions();
    void whatCodexTellsByItselfIsNotToldTwice();
};

void PromptStageTest::whatNothingChangesIsSentAsItCame_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("fields");
    const QByteArray turn = responses({user("msg_1", "hello")});
    const QByteArray none;
    QTest::newRow("a turn") << turn << PromptBench::metadata();
    QTest::newRow("compressed") << zstdCompress(turn) << PromptBench::metadata() + "Content-Encoding: zstd\r\n";
    QTest::newRow("an unknown coding") << turn << PromptBench::metadata() + "Content-Encoding: br\r\n";
    QTest::newRow("no zstd at all") << turn << PromptBench::metadata() + "Content-Encoding: zstd\r\n";
    QTest::newRow("an unknown command") << responses({user("msg_1", "/nothing here")}) << PromptBench::metadata();
    QTest::newRow("a path") << responses({user("msg_1", "look at /usr/bin")}) << PromptBench::metadata();
    QTest::newRow("white space and numbers") << QByteArray("{ \"model\" : \"m\",\n\"input\" : [ ], \"x\": 1.50e3, \"y\": 12345678901234567890 }")
                                             << PromptBench::metadata();
    QTest::newRow("plain input") << QByteArray(R"({"input":"hello"})") << none;
    QTest::newRow("no list") << QByteArray(R"({"input":{}})") << none;
    QTest::newRow("empty object") << QByteArray("{}") << none;
    QTest::newRow("broken") << QByteArray(R"({"input":[{"type":"message")") << PromptBench::metadata();
    QTest::newRow("not UTF-8") << QByteArray("{\"input\":\"\xff\xfe\"}") << PromptBench::metadata();
    QTest::newRow("deep") << QByteArray(5000, '[') << PromptBench::metadata();
    QTest::newRow("no JSON") << QByteArray("hello") << none;
    QTest::newRow("a number") << QByteArray("5") << none;
    QTest::newRow("a string") << QByteArray("\"x\"") << none;
    QTest::newRow("large") << responses({user("msg_1", QByteArray(3'000'000, 'x'))}) << PromptBench::metadata();
}

void PromptStageTest::whatNothingChangesIsSentAsItCame()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, fields);
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    const auto client = bench.send(body, fields);
    QTRY_COMPARE(client->status(), 200);
    QCOMPARE(bench.lastBody(), body);
    QTRY_VERIFY(client->isBodyComplete());
    QVERIFY(PromptBench::answer().endsWith(client->body()));
    QTRY_COMPARE(bench.engine().flows().size(), 1);
    QVERIFY(!bench.engine().flows().constFirst().changes);
}

void PromptStageTest::aCommandIsFilledInAndAllElseStays()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putCommand(u"hello"_s, "---\ndescription: greets\n---\nSay hello to $ARGUMENTS, twice.");
    const auto bodyWith = [&](const QByteArray &text) {
        return responses({developer("msg_0", "instructions"), bench.place(), user("msg_1", text)});
    };
    const auto client = bench.send(bodyWith(" /hello Bob \"and\" Eve"));
    QTRY_COMPARE(client->status(), 200);
    const QString sent = promptTexts(parsed(bench.lastBody()));
    QVERIFY2(sent.contains(u"Say hello to Bob \"and\" Eve, twice."_s), qPrintable(sent));
    QVERIFY(!sent.contains(u"description"_s));
    // Everything around the text is as it was.
    const QByteArray original = bodyWith("MARK");
    QVERIFY(bench.lastBody().startsWith(original.first(original.indexOf("\"MARK\""))));
    QVERIFY(bench.lastBody().endsWith(original.sliced(original.indexOf("\"MARK\"") + 6)));
}

void PromptStageTest::aCompressedRequestIsSentPlainWhenItChanges()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putCommand(u"hello"_s, "Say hello.");
    const auto client = bench.send(zstdCompress(responses({user("msg_1", "/hello")})), PromptBench::metadata() + "Content-Encoding: zstd\r\n");
    QTRY_COMPARE(client->status(), 200);
    const FakeUpstream::Request request = bench.upstream().requests().constFirst();
    QVERIFY(request.values("content-encoding").isEmpty());
    QCOMPARE(request.values("content-length"), {QByteArray::number(request.body.size())});
    QVERIFY(promptTexts(parsed(request.body)).contains(u"Say hello."_s));
}

void PromptStageTest::whatWasDoneIsDoneAgainInLaterRequests()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putCommand(u"hello"_s, "Say hello.");
    const auto first = bench.send(responses({user("msg_1", "/hello")}));
    QTRY_COMPARE(first->status(), 200);
    const QByteArray beginning = bench.lastBody().first(bench.lastBody().indexOf("],\"tool_choice\""));

    bench.putCommand(u"hello"_s, "Something else."); // the history is what it was
    const auto second = bench.send(responses({user("msg_1", "/hello"), assistant("msg_2", "Hello"), user("msg_3", "go on")}),
                                   PromptBench::metadata("t2"));
    QTRY_COMPARE(bench.requestCount(), 2);
    QTRY_VERIFY(bench.upstream().requests().constLast().isComplete);
    QVERIFY2(bench.lastBody().startsWith(beginning), bench.lastBody().constData());
    QCOMPARE(promptTexts(parsed(bench.lastBody())), u"[go on]"_s);
}

void PromptStageTest::aCommandOfAnEarlierTurnStaysAsItWas()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putCommand(u"hello"_s, "Say hello.");
    // Never seen here while it was new: the model has answered it as it stands.
    const QByteArray body = responses({user("msg_1", "/hello"), assistant("msg_2", "Hello"), user("msg_3", "thanks")});
    const auto client = bench.send(body);
    QTRY_COMPARE(client->status(), 200);
    QCOMPARE(bench.lastBody(), body);
}

void PromptStageTest::aCommandAsPlainInputIsFilledIn()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putCommand(u"hello"_s, "Say hello to $ARGUMENTS.");
    const auto client = bench.send(R"({"model":"m","input":"/hello Bob"})", "Content-Type: application/json\r\n");
    QTRY_COMPARE(client->status(), 200);
    const QJsonObject sent = QJsonDocument::fromJson(bench.lastBody()).object();
    QVERIFY2(sent.value(u"input"_s).toString().endsWith(u"Say hello to Bob."_s), bench.lastBody().constData());
}

void PromptStageTest::aCommandInAChatIsFilledIn()
{
    PromptBench bench;
    bench.upstream().answerAlways(plainAnswer("{}"));
    bench.putCommand(u"search"_s, "Search for $ARGUMENTS.");
    const auto client = bench.send(chat({R"({"role":"user","content":"/search old"})", R"({"role":"assistant","content":"done"})",
                                         R"({"role":"user","content":[{"type":"text","text":"/search TODO"}]})"}),
                                   "Content-Type: application/json\r\n", "/v1/chat/completions");
    QTRY_COMPARE(client->status(), 200);
    const QJsonArray messages = QJsonDocument::fromJson(bench.lastBody()).object().value(u"messages"_s).toArray();
    QCOMPARE(messages.size(), 3);
    QCOMPARE(messages.at(0)[u"content"_s].toString(), u"/search old"_s);
    QVERIFY(messages.at(2)[u"content"_s][0][u"text"_s].toString().contains(u"Search for TODO."_s));
}

void PromptStageTest::aCommandThatCannotBeReadIsTold()
{
    PromptBench bench;
    bench.putCommand(u"big"_s, QByteArray(10'000'000, 'x'));
    const auto client = bench.send(responses({user("msg_1", "/big")}));
    QTRY_COMPARE(client->status(), 400);
    QTRY_VERIFY(client->isBodyComplete());
    const QJsonObject error = QJsonDocument::fromJson(client->body()).object().value(u"error"_s).toObject();
    QCOMPARE(error.value(u"code"_s).toString(), u"invalid_prompt"_s);
    QVERIFY2(error.value(u"message"_s).toString().contains(u"big.md"_s), client->body().constData());
    QCOMPARE(bench.upstream().connectionCount(), 0);
}

void PromptStageTest::helpIsAnsweredHereAndForgotten()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putCommand(u"hello"_s, "---\ndescription: greets somebody\nargument-hint: NAME\n---\nSay hello.");
    const auto client = bench.send(responses({user("msg_1", " /help")}));
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->status(), 200);
    QVERIFY(client->values("content-type").constFirst().startsWith("text/event-stream"));
    QVERIFY(client->body().contains("greets somebody"));
    QVERIFY(client->body().contains("response.completed"));
    QCOMPARE(bench.upstream().connectionCount(), 0);

    // Codex sends both back; the model never sees them.
    const auto next = bench.send(responses({user("msg_1", " /help"), assistant("msg_cplus_1", "the commands"), user("msg_3", "hi")}),
                                 PromptBench::metadata("t2"));
    QTRY_COMPARE(next->status(), 200);
    QCOMPARE(bench.lastBody(), responses({user("msg_3", "hi")}));
}

void PromptStageTest::aBlockedPromptIsRefusedAndDoesNotComeBack()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    const QString log = bench.home() + u"/log"_s;
    bench.putHook("UserPromptSubmit", "cat >> '" + log.toUtf8() + "'; if grep -q secret '" + log.toUtf8() + "' && ! grep -q again '" + log.toUtf8()
                                          + "'; then echo 'no secrets' >&2; exit 2; fi");
    const QByteArray body = responses({bench.place(), user("msg_1", "my secret")});
    for (int attempt = 0; attempt < 2; ++attempt) { // Codex may try again: the answer is the same, the hook ran once
        const auto client = bench.send(body);
        QTRY_COMPARE(client->status(), 400);
        QTRY_VERIFY(client->isBodyComplete());
        const QJsonObject error = QJsonDocument::fromJson(client->body()).object().value(u"error"_s).toObject();
        QCOMPARE(error.value(u"message"_s).toString(), u"no secrets"_s);
        QCOMPARE(error.value(u"code"_s).toString(), u"invalid_prompt"_s);
        QCOMPARE(bench.read(log).count("UserPromptSubmit"), 1);
    }
    QCOMPARE(bench.upstream().connectionCount(), 0);

    const QJsonObject payload = QJsonDocument::fromJson(bench.read(log)).object();
    QCOMPARE(payload.value(u"prompt"_s).toString(), u"my secret"_s);
    QCOMPARE(payload.value(u"session_id"_s).toString(), u"s1"_s);
    QCOMPARE(payload.value(u"cwd"_s).toString(), bench.project());

    const auto next = bench.send(responses({bench.place(), user("msg_1", "my secret"), user("msg_2", "again, please")}),
                                 PromptBench::metadata("t2"));
    QTRY_COMPARE(next->status(), 200);
    QCOMPARE(bench.lastBody(), responses({bench.place(), user("msg_2", "again, please")}));
}

void PromptStageTest::aBlockedPromptInAChatIsRefused()
{
    PromptBench bench;
    bench.putHook("UserPromptSubmit", R"(echo '{"decision":"block","reason":"not here"}')");
    const auto client = bench.send(chat({R"({"role":"user","content":"hi"})"}), "Content-Type: application/json\r\n", "/v1/chat/completions");
    QTRY_COMPARE(client->status(), 400);
    QTRY_VERIFY(client->body().contains("not here"));
    QCOMPARE(bench.upstream().connectionCount(), 0);
}

/// While there was none, prompts were not shown to anybody.
void PromptStageTest::aHookThatAppearsIsHeeded()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.put(bench.home() + u"/.codexplus/settings.json"_s, "{}");
    int prompts = 0;
    const auto statusOfNext = [&] {
        const QByteArray number = QByteArray::number(++prompts);
        const auto client = bench.send(responses({bench.place(), user("msg_" + number, "hello")}), PromptBench::metadata("t" + number));
        return QTest::qWaitFor([&] { return client->status() != 0; }, 10'000) ? client->status() : 0;
    };
    for (int i = 0; i < 3; ++i)
        QCOMPARE(statusOfNext(), 200);
    bench.putHook("UserPromptSubmit", "echo no >&2; exit 2");
    QTRY_COMPARE(statusOfNext(), 400); // the system tells of the change in another thread
    for (int i = 0; i < 3; ++i)
        QCOMPARE(statusOfNext(), 400);
    bench.put(bench.home() + u"/.codexplus/settings.json"_s, "{}");
    QCOMPARE(statusOfNext(), 200);
}

void PromptStageTest::aCommandIsFilledInWhereNothingElseIsSetUp()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putCommand(u"hello"_s, "Say hello.");
    for (const char *text : {"hi", "hi again", "/hello", "done"}) {
        const auto client = bench.send(responses({bench.place(), user(QByteArray("msg_") + text, text)}), PromptBench::metadata(text));
        QTRY_COMPARE(client->status(), 200);
        QCOMPARE(promptTexts(parsed(bench.lastBody())).contains(u"Say hello."_s), QByteArrayView(text) == "/hello");
    }
}

void PromptStageTest::whatAHookAddsStandsBehindThePrompt()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putHook("UserPromptSubmit",
                  R"(echo '{"hookSpecificOutput":{"hookEventName":"UserPromptSubmit","additionalContext":"It is \"Monday\"."}}')");
    const QByteArray skill = message("user", "msg_skill", "<skill>x</skill>", "skills.selected_skill_instructions");
    const auto client = bench.send(responses({user("msg_1", "hello"), skill}));
    QTRY_COMPARE(client->status(), 200);
    const QJsonArray input = QJsonDocument::fromJson(bench.lastBody()).object().value(u"input"_s).toArray();
    QCOMPARE(input.size(), 3);
    QCOMPARE(input.at(0)[u"id"_s].toString(), u"msg_1"_s);
    QCOMPARE(input.at(1)[u"role"_s].toString(), u"developer"_s);
    QCOMPARE(input.at(1)[u"content"_s][0][u"text"_s].toString(), u"It is \"Monday\"."_s);
    QCOMPARE(input.at(2)[u"id"_s].toString(), u"msg_skill"_s);
    const QByteArray first = bench.lastBody();

    const auto retry = bench.send(responses({user("msg_1", "hello"), skill}));
    QTRY_COMPARE(bench.requestCount(), 2);
    QTRY_COMPARE(bench.lastBody(), first); // byte for byte
}

void PromptStageTest::theSamePromptTwiceAtOnceAsksTheHooksOnce()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    const QString log = bench.home() + u"/log"_s;
    const QString go = bench.home() + u"/go"_s;
    bench.putHook("UserPromptSubmit", "echo ran >> '" + log.toUtf8() + "'; while [ ! -e '" + go.toUtf8() + "' ]; do sleep 0.02; done; echo context");
    const QByteArray body = responses({user("msg_1", "hello")});
    const auto one = bench.send(body);
    const auto other = bench.send(body);
    QTRY_COMPARE(bench.read(log), "ran\n");
    QTest::qWait(100); // for the second, which must not run one
    bench.put(go, "");
    QTRY_COMPARE(one->status(), 200);
    QTRY_COMPARE(other->status(), 200);
    QCOMPARE(bench.read(log), "ran\n");
    const auto requests = bench.upstream().requests();
    QCOMPARE(requests.size(), 2);
    QCOMPARE(requests.at(0).body, requests.at(1).body);
    QVERIFY(requests.at(0).body.contains("context"));
}

void PromptStageTest::onlyTurnsOfUsersAreLookedAt_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("target");
    const QByteArray body = responses({user("msg_1", "/hello")});
    const QByteArray responsesPath = "/v1/responses";
    QTest::newRow("a title") << PromptBench::metadata("t1", R"("thread_source":"thread_title")") << body << responsesPath;
    QTest::newRow("a sub-agent") << PromptBench::metadata("t1", R"("thread_source":"subagent","turn_trigger":"exec")") << body << responsesPath;
    QTest::newRow("a compaction") << PromptBench::metadata("t1", R"("thread_source":"user")", "compaction") << body << responsesPath;
    QTest::newRow("JSON is wanted") << PromptBench::metadata() << responses({user("msg_1", "/hello")}, R"({"type":"json_schema"})") << responsesPath;
    QTest::newRow("a follow-up") << PromptBench::metadata() << responses({user("msg_1", "/hello"), call("c1"), output("c1")}) << responsesPath;
    QTest::newRow("another path") << PromptBench::metadata() << body << QByteArray("/v1/alpha/search");
    QTest::newRow("not the user's words") << PromptBench::metadata() << responses({message("user", "msg_1", "/hello", "agents_md.instructions")})
                                          << responsesPath;
}

void PromptStageTest::onlyTurnsOfUsersAreLookedAt()
{
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, target);
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putCommand(u"hello"_s, "Say hello.");
    bench.putHook("UserPromptSubmit", "exit 2");
    const auto client = bench.send(body, fields, target);
    QTRY_COMPARE(client->status(), 200);
    QCOMPARE(bench.lastBody(), body);
    QTRY_VERIFY(client->isBodyComplete());
    QVERIFY(PromptBench::answer().endsWith(client->body()));
}

void PromptStageTest::aStatusLineStandsBeforeTheAnswer()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.put(bench.home() + u"/.codexplus/settings.json"_s, R"({"statusLine":{"type":"command","command":"echo all is well"}})");
    const QByteArray body = responses({bench.place(), user("msg_1", "hello")});
    const auto client = bench.send(body);
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(bench.lastBody(), body);
    const QByteArray answer = client->body();
    const qsizetype line = answer.indexOf("all is well");
    QVERIFY(answer.indexOf("response.created") < line && line < answer.indexOf("Hello"));
    QVERIFY(answer.contains("\"phase\":\"commentary\""));
    QVERIFY(answer.contains("\"id\":\"msg_cplus_"));
    QCOMPARE(answer.count("response.completed\n"), 1);
    QTRY_VERIFY(!bench.engine().flows().isEmpty() && bench.engine().flows().constFirst().changes);
    const QList<BodyChange> changes = *bench.engine().flows().constFirst().changes;
    QCOMPARE(changes.size(), 1);
    QCOMPARE(changes.constFirst().direction, BodyChange::Direction::Response);
    QCOMPARE(changes.constFirst().attribution.kind, ChangeAttribution::Kind::StatusLine);
    QCOMPARE(changes.constFirst().attribution.name, u"echo all is well"_s);
    QCOMPARE(changes.constFirst().after.bytes, "all is well");
}

void PromptStageTest::whatWasNotInsertedIsNoChange()
{
    PromptBench bench;
    bench.upstream().answerAlways("HTTP/1.1 503 Busy\r\nContent-Type: text/event-stream\r\nContent-Length: 0\r\n\r\n");
    bench.put(bench.home() + u"/.codexplus/settings.json"_s, R"({"statusLine":{"type":"command","command":"echo all is well"}})");
    const auto client = bench.send(responses({user("msg_1", "hello")}));
    QTRY_COMPARE(client->status(), 503);
    QTRY_COMPARE(bench.engine().flows().size(), 1);
    QVERIFY(!bench.engine().flows().constFirst().changes);
}

void PromptStageTest::aStatusLineIsNotShownAfterTools()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.put(bench.home() + u"/.codexplus/settings.json"_s, R"({"statusLine":{"type":"command","command":"echo all is well"}})");
    const auto first = bench.send(responses({user("msg_1", "hello")}));
    QTRY_VERIFY(first->isBodyComplete());
    QVERIFY(first->body().contains("all is well"));
    const auto second = bench.send(responses({user("msg_1", "hello"), call("c1"), output("c1")}));
    QTRY_VERIFY(second->isBodyComplete());
    QVERIFY(!second->body().contains("all is well"));
}

void PromptStageTest::hooksOfAProjectWaitForTrust()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    const QString marker = bench.project() + u"/marker"_s;
    bench.put(bench.project() + u"/.codexplus/settings.json"_s,
              R"({"statusLine":{"type":"command","command":"touch ')" + marker.toUtf8()
                  + R"('"},"hooks":{"UserPromptSubmit":[{"hooks":[{"type":"command","command":"touch ')" + marker.toUtf8() + R"('; exit 2"}]}]}})");
    const QByteArray body = responses({bench.place(), user("msg_1", "hello")});
    const auto client = bench.send(body);
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->status(), 200);
    QCOMPARE(bench.lastBody(), body);
    QVERIFY(!QFileInfo::exists(marker));
    QVERIFY2(client->body().contains("hooks trust"), client->body().constData()); // the user is told
    const auto again = bench.send(responses({bench.place(), user("msg_2", "hello")}));
    QTRY_VERIFY(again->isBodyComplete());
    QVERIFY(!again->body().contains("hooks trust")); // once
}

void PromptStageTest::aSessionStartsOnce()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putHook("SessionStart", "echo welcome");
    const auto first = bench.send(responses({user("msg_1", "hello")}));
    QTRY_COMPARE(first->status(), 200);
    QCOMPARE(bench.lastBody().count("welcome"), 1);
    const auto second = bench.send(responses({user("msg_2", "again")}));
    QTRY_COMPARE(second->status(), 200);
    QVERIFY(!bench.lastBody().contains("welcome"));
}

void PromptStageTest::passthroughChangesNothing()
{
    PromptBench bench([](EngineConfig &config) { config.passthrough = true; });
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putCommand(u"hello"_s, "Say hello.");
    bench.put(bench.home() + u"/.codexplus/settings.json"_s,
              R"({"statusLine":{"type":"command","command":"echo all is well"},"hooks":{"UserPromptSubmit":[{"hooks":[{"type":"command","command":"exit 2"}]}]}})");
    const QByteArray body = responses({user("msg_1", "/hello"), assistant("msg_cplus_1", "ours"), user("msg_2", "/help")});
    const auto client = bench.send(body);
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->status(), 200);
    QCOMPARE(bench.lastBody(), body);
    QVERIFY(PromptBench::answer().endsWith(client->body()));
}

void PromptStageTest::aClientThatLeavesDuringAHookIsNotSentOn()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    const QString log = bench.home() + u"/log"_s;
    const QString go = bench.home() + u"/go"_s;
    bench.putHook("UserPromptSubmit", "echo ran >> '" + log.toUtf8() + "'; while [ ! -e '" + go.toUtf8() + "' ]; do sleep 0.02; done");
    auto client = bench.send(responses({user("msg_1", "hello")}));
    QTRY_COMPARE(bench.read(log), "ran\n");
    client->leave();
    QTRY_COMPARE(bench.engine().host().status().inFlight, 0);
    bench.put(go, "");
    const auto other = bench.send(responses({user("msg_2", "hello")}));
    QTRY_COMPARE(other->status(), 200);
    QCOMPARE(bench.requestCount(), 1);
    QVERIFY(bench.lastBody().contains("msg_2"));
}

void PromptStageTest::aHookThatHangsDoesNotHoldUpOthers()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putHook("UserPromptSubmit", "if grep -q slow; then sleep 60; fi");
    const auto slow = bench.send(responses({user("msg_1", "slow")}));
    const auto quick = bench.send(responses({user("msg_2", "quick")}));
    QTRY_COMPARE(quick->status(), 200);
    QCOMPARE(slow->status(), 0);
    // The end of the engine does not wait for it: see the destructor.
}

void PromptStageTest::changesAreInTheRecord()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putCommand(u"hello"_s, "Say hello.");
    const auto client = bench.send(responses({bench.place(), user("msg_1", "/hello")}));
    QTRY_VERIFY(client->isBodyComplete());
    QTRY_VERIFY(!bench.engine().flows().isEmpty() && bench.engine().flows().constFirst().changes);
    const QList<BodyChange> changes = *bench.engine().flows().constFirst().changes;
    QCOMPARE(changes.size(), 1);
    QCOMPARE(changes.constFirst().location, "/input/1/content/0/text");
    QCOMPARE(changes.constFirst().attribution.kind, ChangeAttribution::Kind::Command);
    QCOMPARE(changes.constFirst().attribution.name, u"hello"_s);
    QVERIFY(changes.constFirst().attribution.source.endsWith(u"/.codexplus/commands/hello.md"_s));
    QCOMPARE(changes.constFirst().before.bytes, "/hello");
    QVERIFY(changes.constFirst().after.bytes.contains("Say hello."));
}

void PromptStageTest::aPythonHookChangesTheBody()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.put(bench.home() + u"/.codexplus/hooks/add.py"_s,
              "---\nname: add\ntype: pre-input\n---\nfrom codex_plus.hooks import Hook\n\nclass Add(Hook):\n"
              "    async def pre_input(self, request, body):\n        body['added'] = 1\n        return body\n");
    const auto client = bench.send(responses({user("msg_1", "hello")}));
    QTRY_COMPARE_WITH_TIMEOUT(client->status(), 200, 20'000);
    const QJsonObject sent = QJsonDocument::fromJson(bench.lastBody()).object();
    QCOMPARE(sent.value(u"added"_s).toInt(), 1);
    QCOMPARE(sent.value(u"model"_s).toString(), u"gpt-6.1-sol"_s);
    const auto followUp = bench.send(responses({user("msg_1", "hello"), call("c1"), output("c1")}));
    QTRY_COMPARE(bench.requestCount(), 2);
    QTRY_VERIFY(bench.lastBody().contains("\"added\""));
}

void PromptStageTest::aPythonHookThatFailsChangesNothing()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.put(bench.home() + u"/.codexplus/hooks/fail.py"_s,
              "---\nname: fail\ntype: pre-input\n---\nfrom codex_plus.hooks import Hook\n\nclass Fail(Hook):\n"
              "    async def pre_input(self, request, body):\n        raise RuntimeError('no')\n");
    const QByteArray body = responses({user("msg_1", "hello")});
    const auto client = bench.send(body);
    QTRY_COMPARE_WITH_TIMEOUT(client->status(), 200, 20'000);
    QCOMPARE(bench.lastBody(), body);
}

void PromptStageTest::historyTellsWhatWasDone()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putCommand(u"hello"_s, "Say hello.");
    const auto first = bench.send(responses({user("msg_1", "/hello")}));
    QTRY_COMPARE(first->status(), 200);
    const auto history = bench.send(responses({user("msg_1", "/hello"), assistant("msg_2", "hi"), user("msg_3", "/history")}));
    QTRY_VERIFY(history->isBodyComplete());
    QVERIFY2(history->body().contains("hello.md"), history->body().constData());
    const auto status = bench.send(responses({user("msg_4", "/status")}));
    QTRY_VERIFY(status->isBodyComplete());
    QVERIFY2(status->body().contains("http://127.0.0.1:" + QByteArray::number(bench.engine().port())), status->body().constData());
    QCOMPARE(bench.requestCount(), 1);
}

void PromptStageTest::compactionCanBeStopped()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    const QByteArray fields = PromptBench::metadata("t1", R"("thread_source":"user","compaction":{"trigger":"auto"})", "compaction");
    const QByteArray body = responses({user("msg_1", "hello"), R"({"type":"compaction_trigger"})"});
    bench.put(bench.home() + u"/.codexplus/settings.json"_s,
              R"({"hooks":{"PreCompact":[{"matcher":"auto","hooks":[{"type":"command","command":"echo keep it >&2; exit 2"}]}]}})");
    const auto refused = bench.send(body, fields);
    QTRY_COMPARE(refused->status(), 400);
    QTRY_VERIFY(refused->body().contains("keep it"));
    const auto manual = bench.send(body, PromptBench::metadata("t1", R"("thread_source":"user","compaction":{"trigger":"manual"})", "compaction"));
    QTRY_COMPARE(manual->status(), 200);
    QCOMPARE(bench.lastBody(), body);
}

void PromptStageTest::theEndOfATurnIsTold_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("item");
    QTest::addColumn<QByteArray>("event"); // that runs; empty: none
    const QByteArray message = R"({"type":"message","role":"assistant","id":"msg_a","content":[]})";
    const QByteArray call = R"({"type":"function_call","id":"fc_1","name":"exec_command","arguments":"{}","call_id":"c1"})";
    QTest::newRow("the model has spoken") << PromptBench::metadata() << message << QByteArray("Stop");
    QTest::newRow("it wants a tool") << PromptBench::metadata() << call << QByteArray();
    QTest::newRow("a sub-agent") << PromptBench::metadata("t1", R"("thread_source":"subagent")") << message << QByteArray("SubagentStop");
    QTest::newRow("a title") << PromptBench::metadata("t1", R"("thread_source":"thread_title")") << message << QByteArray();
}

void PromptStageTest::theEndOfATurnIsTold()
{
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, item);
    QFETCH(QByteArray, event);
    PromptBench bench;
    const QByteArray body = "event: response.output_item.done\ndata: {\"type\":\"response.output_item.done\",\"item\":" + item
        + "}\n\nevent: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"r1\"}}\n\n";
    bench.upstream().answerAlways(plainAnswer(body, "Content-Type: text/event-stream\r\n"));
    const QString log = bench.home() + u"/log"_s;
    const QByteArray hook = R"([{"hooks":[{"type":"command","command":"cat >> ')" + log.toUtf8() + R"('"}]}])";
    bench.put(bench.home() + u"/.codexplus/settings.json"_s, R"({"hooks":{"Stop":)" + hook + R"(,"SubagentStop":)" + hook + "}}");
    const auto client = bench.send(responses({user("msg_1", "hello")}), fields);
    QTRY_VERIFY(client->isBodyComplete());
    if (event.isEmpty())
        QTest::qWait(200); // for a hook that must not run
    else
        QTRY_COMPARE(bench.read(log).count('"' + event + '"'), 1);
    QCOMPARE(bench.read(log).count("hook_event_name"), event.isEmpty() ? 0 : 1);
}

void PromptStageTest::theEndOfTheEngineEndsSessions()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    const QString log = bench.home() + u"/log"_s;
    bench.putHook("SessionEnd", "cat >> '" + log.toUtf8() + "'");
    const auto client = bench.send(responses({user("msg_1", "hello")}));
    QTRY_VERIFY(client->isBodyComplete());
    bool isStopped = false;
    bench.engine().host().stop(std::chrono::milliseconds(0)).then(this, [&] { isStopped = true; });
    QTRY_VERIFY(isStopped);
    QCOMPARE(bench.read(log).count("SessionEnd"), 1);
}

void PromptStageTest::whatCodexTellsByItselfIsNotToldTwice()
{
    QTemporaryDir runtime;
    PromptBench bench([&](EngineConfig &config) { config.runtimeDirectory = runtime.filePath(u"run"_s); });
    bench.upstream().answerAlways(PromptBench::answer());
    const QString log = bench.home() + u"/log"_s;
    const QByteArray hook = R"([{"hooks":[{"type":"command","command":"cat >> ')" + log.toUtf8() + R"('"}]}])";
    bench.put(bench.home() + u"/.codexplus/settings.json"_s,
              R"({"hooks":{"UserPromptSubmit":)" + hook + R"(,"Stop":)" + hook + R"(,"SessionEnd":)" + hook + "}}");
    const QByteArray event = R"({"session_id":"s1","turn_id":"t1","cwd":")" + bench.project().toUtf8()
        + R"(","hook_event_name":"UserPromptSubmit","prompt":"hello"})";
    const auto token = ControlToken::read(runtime.filePath(u"run"_s), bench.engine().port());
    QVERIFY(token);
    const auto bridge = bench.send(event, "Content-Type: application/json\r\nAuthorization: Bearer " + *token + "\r\n",
                                   "/codexplus/v1/hooks/events");
    QTRY_COMPARE(bridge->status(), 200);
    QCOMPARE(bench.read(log).count("hook_event_name"), 1);

    const auto client = bench.send(responses({user("msg_1", "hello")}));
    QTRY_VERIFY(client->isBodyComplete());
    bool isStopped = false;
    bench.engine().host().stop(std::chrono::milliseconds(0)).then(this, [&] { isStopped = true; });
    QTRY_VERIFY(isStopped);
    QCOMPARE(bench.read(log).count("hook_event_name"), 1);
}

QTEST_GUILESS_MAIN(PromptStageTest)
#include "tst_promptstage.moc"
