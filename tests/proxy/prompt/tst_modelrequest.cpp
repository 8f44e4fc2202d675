// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/proxy/prompt/samplebodies.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace cpx;
using test::assistant;
using test::call;
using test::chat;
using test::developer;
using test::environment;
using test::message;
using test::output;
using test::parsed;
using test::responses;
using test::user;

Q_DECLARE_METATYPE(cpx::RequestKind)

class ModelRequestTest : public QObject
{
    Q_OBJECT

private slots:
    void thePromptsAreWhatTheUserSaidLast_data();
    void thePromptsAreWhatTheUserSaidLast();
    void thePromptsAreThoseOfAPlainReading();
    void aPromptSaysWhereItIs();
    void plainInputIsAPrompt();
    void aPictureStandsBesideItsPrompt();
    void theBodyTellsWhatClientsWithoutMetadataWant_data();
    void theBodyTellsWhatClientsWithoutMetadataWant();
    void onlyTheUsersOwnTurnsAreUserTurns_data();
    void onlyTheUsersOwnTurnsAreUserTurns();
    void answersOfToolsMakeAFollowUp();
    void answersOfToolsComeWithTheirCalls();
    void chatToolsAreUnderstoodToo();
    void theLastAnswerIsTheModelsOwn();
    void ownItemsAreKnownByTheirId();
    void itemsAreFoundById();
    void allItemsOfTheUserAreListed();
    void simpleFactsAreRead();
    void codeModeIsKnownByItsTools();
    void whatAsksNoModelIsAValue_data();
    void whatAsksNoModelIsAValue();
};

void ModelRequestTest::thePromptsAreWhatTheUserSaidLast_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("texts");
    const auto row = [](const char *name, const QByteArray &body, const QString &texts) {
        QTest::newRow(name) << body << texts;
    };
    const QByteArray context = environment("msg_e", "/home/user/project");

    row("first turn", responses({developer("d", "You are"), context, user("u1", "Say hi")}), u"[Say hi]"_s);
    row("second turn", responses({context, user("u1", "one"), assistant("a", "1"), user("u2", "two")}),
        u"[two]"_s);
    row("steering",
        responses({user("u1", "one"), call("c"), output("c"), user("u2", "two"), user("u3", "three")}),
        u"[two][three]"_s);
    row("a skill behind the prompt",
        responses(
            {user("u1", "$x"), message("user", "s", "<skill>\n", "skills.selected_skill_instructions")}),
        u"[$x]"_s);
    row("a developer's text behind it",
        responses({user("u1", "one"), message("developer", "h", "note", "hooks.additional_context")}),
        u"[one]"_s);
    row("something new behind it",
        responses({user("u1", "one"), R"({"type":"configuration_update","x":{}})"}), u"[one]"_s);
    row("what the user typed for the shell",
        responses({message("user", "s", "<user_shell_command>ls", "shell.user_command")}), u""_s);
    row("after tools", responses({user("u1", "one"), call("c"), output("c")}), u""_s);
    row("after compaction",
        responses({user("u1", "one"), R"({"type":"compaction","id":"cmp","encrypted_content":"x"})",
                   user("u2", "two")}),
        u"[two]"_s);
    row("a remark of ours is no answer",
        responses({user("u1", "one"), assistant("msg_cplus_note_1", "status")}), u"[one]"_s);
    row("an answer of ours is one", responses({user("u1", "one"), assistant("msg_cplus_1", "answer")}),
        u""_s);
    row("an unmarked text among marked ones",
        responses({context, message("user", "u", "not typed"), user("u1", "typed")}), u"[typed]"_s);
    row("a user may quote tags", responses({user("u1", "<environment_context> is what?")}),
        u"[<environment_context> is what?]"_s);

    row("without marks",
        responses({message("developer", "d", "You are"),
                   message("user", "e", "<environment_context>\n<cwd>/x</cwd>"),
                   message("user", "u", "Say hi")}),
        u"[Say hi]"_s);
    row("without marks, escaped",
        responses(
            {R"({"type":"message","role":"user","content":[{"type":"input_text","text":"\u003cskill>"},{"type":"input_text","text":"\u0053ay"}]})"}),
        u"[Say]"_s);
    row("without marks, AGENTS.md",
        responses({message("user", "e", "# AGENTS.md instructions for /x\n\n<INSTRUCTIONS>"),
                   message("user", "u", "Go")}),
        u"[Go]"_s);
    row("without marks, compaction",
        responses({message("user", "u", "one"), message("assistant", "a", "1"),
                   message("user", "", "You are performing a CONTEXT CHECKPOINT COMPACTION. Create")}),
        u""_s);
    row("without marks, after compaction",
        responses({message("user", "u", "one"),
                   message("user", "s", "Another language model started to solve this problem"),
                   message("user", "v", "two")}),
        u"[two]"_s);
    row("content is a string", responses({R"({"role":"user","content":"hello"})"}), u"[hello]"_s);

    row("chat", chat({R"({"role":"system","content":"You are"})", R"({"role":"user","content":"Say hi"})"}),
        u"[Say hi]"_s);
    row("chat, second turn",
        chat({R"({"role":"user","content":"1"})", R"({"role":"assistant","content":"2"})",
              R"({"role":"user","content":[{"type":"text","text":"3"}]})"}),
        u"[3]"_s);
    row("chat, after tools",
        chat({R"({"role":"user","content":"1"})", R"({"role":"tool","tool_call_id":"c","content":"2"})"}),
        u""_s);
    row("of a repeated member the last counts",
        R"({"input":"a","input":[{"role":"assistant","role":"user","content":"x","content":"y"}]})",
        u"[y]"_s);
    row("input beats messages", R"({"messages":[{"role":"user","content":"x"}],"input":"a","messages":[]})",
        u"[a]"_s);
    row("white space everywhere",
        "\r\n{ \"input\"\t: [ { \"role\" : \"user\" ,\n \"content\" : \"x\" } ] } \n", u"[x]"_s);
}

void ModelRequestTest::thePromptsAreWhatTheUserSaidLast()
{
    QFETCH(QByteArray, body);
    QTEST(test::promptTexts(parsed(body)), "texts");
}

/// The same by the book and by Qt's JSON: what Codex marked as the user's, behind the last item the model or
/// a tool made.
static QString plainReading(const QByteArray &body)
{
    const QJsonArray items = QJsonDocument::fromJson(body).object().value("input"_L1).toArray();
    QString texts;
    for (const QJsonValue &value : items) {
        const QJsonObject item = value.toObject();
        const QString type = item.value("type"_L1).toString();
        const QString role = item.value("role"_L1).toString();
        const bool isNote = item.value("id"_L1).toString().startsWith("msg_cplus_note_"_L1);
        if (type.endsWith("_call"_L1) || type.endsWith("_output"_L1) || type == "reasoning"_L1
            || type == "compaction"_L1 || (role == "assistant"_L1 && !isNote))
            texts.clear();
        const QJsonArray kinds = item.value("internal_chat_message_metadata_passthrough"_L1)
                                     .toObject()
                                     .value("content_item_kinds"_L1)
                                     .toArray();
        const QJsonArray parts = item.value("content"_L1).toArray();
        for (qsizetype i = 0; i < parts.size() && role == "user"_L1; ++i) {
            if (kinds.at(i).toString() == "user.text"_L1)
                texts += u'[' + parts.at(i).toObject().value("text"_L1).toString() + u']';
        }
    }
    return texts;
}

void ModelRequestTest::thePromptsAreThoseOfAPlainReading()
{
    const QByteArrayList pool{
        developer("d", "You are"),
        environment("e", "/x"),
        user("u1", "one \"1\""),
        user("u2", "two\n"),
        assistant("a", "answer"),
        assistant("msg_cplus_note_1", "status"),
        call("c"),
        output("c"),
        R"({"type":"reasoning","summary":[]})",
        R"({"type":"compaction","encrypted_content":"x"})",
        message("user", "s", "<skill>", "skills.selected_skill_instructions"),
        R"({"type":"configuration_update"})",
        "null",
        "7",
        R"({"type":"message","role":"user","content":[{"type":"input_image"},{"type":"input_text","text":"third"}],"internal_chat_message_metadata_passthrough":{"content_item_kinds":["user.image","user.text"]}})"};
    quint32 seed = 1;
    const auto next = [&](qsizetype below) {
        seed = seed * 1664525 + 1013904223;
        return qsizetype(seed >> 16) % below;
    };
    for (int round = 0; round < 2000; ++round) {
        QByteArrayList items{user("u0", "zero")}; // so that marks are never missing
        for (qsizetype count = next(8); count > 0; --count)
            items.append(pool[next(pool.size())]);
        const QByteArray body = responses(items);
        const QString expected = plainReading(body);
        QCOMPARE(test::promptTexts(parsed(body)), expected);
        // Other white space, other order of members, other escapes.
        QCOMPARE(test::promptTexts(parsed(QJsonDocument::fromJson(body).toJson(QJsonDocument::Indented))),
                 expected);
    }
}

void ModelRequestTest::aPromptSaysWhereItIs()
{
    const QByteArray item = user("msg_1", "a \"quoted\" text\n");
    const QByteArray body = responses({developer("d", "x"), item});
    const ModelRequest request = parsed(body);
    const QList<Prompt> prompts = request.prompts();
    QCOMPARE(prompts.size(), 1);
    QCOMPARE(prompts[0].itemId, "msg_1");
    QCOMPARE(prompts[0].itemIndex, 1);
    QCOMPARE(prompts[0].item.of(body), item);
    QCOMPARE(prompts[0].textToken.of(body), R"("a \"quoted\" text\n")");
    QCOMPARE(prompts[0].text(), u"a \"quoted\" text\n"_s);
}

void ModelRequestTest::plainInputIsAPrompt()
{
    const QByteArray body = R"({"model":"m", "input" : "Say \ud83d\ude00" })";
    const ModelRequest request = parsed(body, TurnMetadata::of("/v1/responses", {}));
    QCOMPARE(request.shape(), ModelRequest::Shape::Responses);
    QCOMPARE(request.kind(), RequestKind::Turn);
    QVERIFY(request.layout().isPlainInput);
    QCOMPARE(test::promptTexts(request), u"[Say \U0001F600]"_s);
    QCOMPARE(request.prompts().first().textToken.of(body), R"("Say \ud83d\ude00")");
    QVERIFY(request.prompts().first().itemId.isEmpty());
}

void ModelRequestTest::aPictureStandsBesideItsPrompt()
{
    const QByteArray parts =
        R"({"type":"input_text","text":"<image name=[Image #1] path=\"/x.png\">"},{"type":"input_image","image_url":"data:image/png;base64,AAAA"},{"type":"input_text","text":"</image>"},{"type":"input_text","text":"What is it?"})";
    const QByteArray unmarked = R"({"type":"message","role":"user","content":[)" + parts + "]}";
    QCOMPARE(test::promptTexts(parsed(responses({unmarked}))), u"[What is it?]"_s);
    const QByteArray marked = unmarked.chopped(1)
        + R"(,"internal_chat_message_metadata_passthrough":{"content_item_kinds":["user.image","user.image","user.image","user.text"]}})";
    QCOMPARE(test::promptTexts(parsed(responses({marked}))), u"[What is it?]"_s);
}

void ModelRequestTest::theBodyTellsWhatClientsWithoutMetadataWant_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<RequestKind>("kind");
    QTest::newRow("chat") << chat({R"({"role":"user","content":"x"})"}) << RequestKind::Turn;
    QTest::newRow("responses") << responses({user("u", "x")}) << RequestKind::Turn;
    QTest::newRow("a schema") << responses({user("u", "x")}, R"({"type":"json_schema","schema":{}})")
                              << RequestKind::Other;
    QTest::newRow("text as format") << responses({user("u", "x")}, R"({"type":"text"})") << RequestKind::Turn;
    QTest::newRow("no format") << responses({user("u", "x")}, "null") << RequestKind::Turn;
    QTest::newRow("a chat's schema") << R"({"messages":[],"response_format":{"type":"json_object"}})"_ba
                                     << RequestKind::Other;
    QTest::newRow("a chat's text") << R"({"messages":[],"response_format":{"type":"text"}})"_ba
                                   << RequestKind::Turn;
    QTest::newRow("trigger") << responses(
        {user("u", "x"), assistant("a", "y"), R"({"type":"compaction_trigger"})"})
                             << RequestKind::Compaction;
    QTest::newRow("summary wanted") << responses(
        {message("user", "", "You are performing a CONTEXT CHECKPOINT COMPACTION. Create")})
                                    << RequestKind::Compaction;
    QTest::newRow("nothing") << "{}"_ba << RequestKind::Other;
}

void ModelRequestTest::theBodyTellsWhatClientsWithoutMetadataWant()
{
    QFETCH(QByteArray, body);
    const ModelRequest request = parsed(body, TurnMetadata::of("/v1/responses", {}));
    QTEST(request.kind(), "kind");
    QCOMPARE(request.isUserTurn(), request.kind() == RequestKind::Turn);
    const ModelRequest elsewhere = parsed(body, TurnMetadata::of("/v1/embeddings", {}));
    QCOMPARE(elsewhere.kind(), RequestKind::Other);
    QVERIFY(!elsewhere.isUserTurn());
}

void ModelRequestTest::onlyTheUsersOwnTurnsAreUserTurns_data()
{
    QTest::addColumn<QByteArray>("metadata");
    QTest::addColumn<QByteArray>("format");
    QTest::addColumn<bool>("isUserTurn");
    QTest::newRow("user") << R"("request_kind":"turn","thread_source":"user","turn_trigger":"user")"_ba
                          << ""_ba << true;
    QTest::newRow("a source of the user's own")
        << R"("request_kind":"turn","thread_source":"ci","turn_trigger":"exec")"_ba
        << ""_ba << true;
    QTest::newRow("schema") << R"("request_kind":"turn","thread_source":"user","turn_trigger":"exec")"_ba
                            << R"({"type":"json_schema"})"_ba << false;
    QTest::newRow("no trigger") << R"("request_kind":"turn","thread_source":"user")"_ba
                                << ""_ba << false;
    QTest::newRow("title")
        << R"("request_kind":"turn","thread_source":"thread_title","turn_trigger":"user")"_ba
        << ""_ba << false;
    QTest::newRow("sub-agent")
        << R"("request_kind":"turn","thread_source":"subagent","turn_trigger":"user")"_ba
        << ""_ba << false;
    QTest::newRow("compaction")
        << R"("request_kind":"compaction","thread_source":"user","turn_trigger":"user")"_ba
        << ""_ba << false;
}

void ModelRequestTest::onlyTheUsersOwnTurnsAreUserTurns()
{
    QFETCH(QByteArray, metadata);
    QFETCH(QByteArray, format);
    const TurnMetadata read =
        TurnMetadata::of("/v1/responses", {{"x-codex-turn-metadata", '{' + metadata + '}'}});
    QTEST(parsed(responses({user("u", "x")}, format), read).isUserTurn(), "isUserTurn");
}

void ModelRequestTest::answersOfToolsMakeAFollowUp()
{
    QVERIFY(!parsed(responses({user("u", "x")})).isFollowUp());
    QVERIFY(parsed(responses({user("u", "x"), call("c"), output("c")})).isFollowUp());
    QVERIFY(parsed(responses({user("u", "x"), call("c"), output("c"),
                              message("developer", "h", "note", "hooks.additional_context")}))
                .isFollowUp());
    QVERIFY(!parsed(responses({user("u", "x"), call("c"), output("c"), user("v", "y")})).isFollowUp());
    QVERIFY(!parsed(responses({})).isFollowUp());
}

void ModelRequestTest::answersOfToolsComeWithTheirCalls()
{
    const QByteArray script =
        R"({"type":"custom_tool_call","id":"ctc","call_id":"c3","name":"exec","input":"await tools.x(1);"})";
    const QByteArray list =
        R"({"type":"custom_tool_call_output","call_id":"c3","output":[ {"type":"input_text","text":"ok"} ]})";
    const QByteArray named =
        R"({"type":"function_call","call_id":"c2","name":"task","namespace":"mcp__codexplus","arguments":"{}"})";
    const QByteArray body = responses(
        {user("u", "x"), call("c1"), output("c1"), named, script, output("c2", "two"), list, output("c9")});
    const ModelRequest request = parsed(body);
    const QList<ToolOutput> outputs = request.newToolOutputs();
    QCOMPARE(outputs.size(), 3);
    QCOMPARE(outputs[0].callId, u"c2"_s);
    QCOMPARE(outputs[0].toolName, u"task"_s);
    QCOMPARE(outputs[0].nameSpace, u"mcp__codexplus"_s);
    QCOMPARE(outputs[0].arguments.of(body), R"("{}")");
    QCOMPARE(outputs[0].output.of(body), R"("two")");
    QCOMPARE(outputs[1].toolName, u"exec"_s);
    QCOMPARE(outputs[1].arguments.of(body), R"("await tools.x(1);")");
    QCOMPARE(outputs[1].output.of(body), R"([ {"type":"input_text","text":"ok"} ])");
    QCOMPARE(outputs[1].item.of(body), list);
    QCOMPARE(outputs[2].callId, u"c9"_s);
    QVERIFY(outputs[2].toolName.isEmpty() && outputs[2].arguments.isEmpty());
    QVERIFY(
        parsed(responses({user("u", "x"), call("c1"), output("c1"), assistant("a", "done"), user("v", "y")}))
            .newToolOutputs()
            .isEmpty());
}

void ModelRequestTest::chatToolsAreUnderstoodToo()
{
    const QByteArray body = chat(
        {R"({"role":"user","content":"x"})",
         R"({"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"ls","arguments":"{\"a\":1}"}},{"id":"c2","type":"function","function":{"name":"cat","arguments":"{}"}}]})",
         R"({"role":"tool","tool_call_id":"c2","content":"two"})",
         R"({"role":"tool","tool_call_id":"c1","content":[{"type":"text","text":"one"}]})"});
    const ModelRequest request = parsed(body);
    const QList<ToolOutput> outputs = request.newToolOutputs();
    QCOMPARE(outputs.size(), 2);
    QCOMPARE(outputs[0].toolName, u"cat"_s);
    QCOMPARE(outputs[0].output.of(body), R"("two")");
    QCOMPARE(outputs[1].toolName, u"ls"_s);
    QCOMPARE(outputs[1].arguments.of(body), R"("{\"a\":1}")");
    QCOMPARE(outputs[1].output.of(body), R"([{"type":"text","text":"one"}])");
    QVERIFY(request.isFollowUp());
}

void ModelRequestTest::theLastAnswerIsTheModelsOwn()
{
    const QByteArray two =
        R"({"type":"message","role":"assistant","content":[{"type":"output_text","text":"a"},{"type":"refusal"},{"type":"output_text","text":"b"}]})";
    QCOMPARE(parsed(responses({assistant("x", "old"), two, assistant("msg_cplus_note_1", "status"),
                               user("u", "?")}))
                 .lastAssistantText(),
             u"a\nb"_s);
    QCOMPARE(parsed(responses({user("u", "?")})).lastAssistantText(), QString());
}

void ModelRequestTest::ownItemsAreKnownByTheirId()
{
    const ModelRequest request =
        parsed(responses({assistant("msg_cplus_1", "x"), user("u", "msg_cplus_"),
                          assistant("msg_cplus_note_2", "y"), assistant("msg_cplu", "z")}));
    QCOMPARE(request.ownItems(), (QList<qsizetype>{0, 2}));
}

void ModelRequestTest::itemsAreFoundById()
{
    const QByteArray escaped = R"({"id":"\u0075\"1","role":"user","content":"x"})";
    const QByteArray body = responses({user("u1", "x"), "7", R"({"id":7})", escaped, user("u2", "y")});
    const ModelRequest request = parsed(body);
    QCOMPARE(request.itemCount(), 5);
    QCOMPARE(request.indexOfItem("u2"), 4);
    QCOMPARE(request.indexOfItem("u\"1"), 3);
    QCOMPARE(request.itemRange(3).of(body), escaped);
    QCOMPARE(request.itemRange(1).of(body), "7");
    QCOMPARE(request.indexOfItem("u3"), -1);
    QCOMPARE(request.indexOfItem(""), -1);
}

void ModelRequestTest::allItemsOfTheUserAreListed()
{
    const QByteArray body =
        responses({environment("e", "/x"), user("u1", "one"), assistant("a", "1"), user("u2", "two")});
    QCOMPARE(parsed(body).userItemIds(), (QByteArrayList{"u1", "u2"}));
}

void ModelRequestTest::simpleFactsAreRead()
{
    const ModelRequest request = parsed(responses({}));
    QCOMPARE(request.model(), u"gpt-6.1-sol"_s);
    QVERIFY(request.isStream());
    QVERIFY(!request.hasTextFormat());
    const ModelRequest other =
        parsed(R"({"model":7,"stream":"true","input":[],"text":{"format":{"type":"json_schema"}}})");
    QCOMPARE(other.model(), QString());
    QVERIFY(!other.isStream());
    QVERIFY(other.hasTextFormat());
}

void ModelRequestTest::codeModeIsKnownByItsTools()
{
    QCOMPARE(parsed(responses({user("u", "x")})).toolCallShape(), ModelRequest::ToolCallShape::Classic);
    const QByteArray tools =
        R"({"type":"additional_tools","role":"developer","tools":[{"type":"namespace","name":"functions"}]})";
    QCOMPARE(parsed(responses({tools, user("u", "x")})).toolCallShape(),
             ModelRequest::ToolCallShape::CodeMode);
    const TurnMetadata lite =
        TurnMetadata::of("/v1/responses", {{"x-openai-internal-codex-responses-lite", "true"}});
    QCOMPARE(parsed(responses({user("u", "x")}), lite).toolCallShape(),
             ModelRequest::ToolCallShape::CodeMode);
}

void ModelRequestTest::whatAsksNoModelIsAValue_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << "{}"_ba;
    QTest::newRow("no list") << R"({"input":7})"_ba;
    QTest::newRow("null") << R"({"messages":null})"_ba;
    QTest::newRow("messages as text") << R"({"messages":"x"})"_ba;
    QTest::newRow("an object") << R"({"input":{"role":"user","content":"x"}})"_ba;
    QTest::newRow("embeddings") << R"({"model":"e","data":["x"]})"_ba;
}

void ModelRequestTest::whatAsksNoModelIsAValue()
{
    QFETCH(QByteArray, body);
    const ModelRequest request = parsed(body, TurnMetadata::of("/v1/responses", {}));
    QCOMPARE(request.shape(), ModelRequest::Shape::Other);
    QCOMPARE(request.kind(), RequestKind::Other);
    QVERIFY(!request.isUserTurn());
    QVERIFY(request.prompts().isEmpty());
    QCOMPARE(request.workingDirectory(), QString());
}

QTEST_GUILESS_MAIN(ModelRequestTest)
#include "tst_modelrequest.moc"
