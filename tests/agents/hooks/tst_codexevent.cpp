// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/codexevent.h"

#include <QJsonDocument>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

namespace {

const QByteArray common = R"("session_id":"s1","turn_id":"t1","transcript_path":"/r.jsonl","cwd":"/p","model":"m","permission_mode":"plan")";

QJsonObject object(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

/// What a hook would read.
QJsonObject inputFor(const QByteArray &native)
{
    const auto event = CodexEvent::of(object(native));
    return event ? object(HookInput::of(event->event, event->payload, event->context).bytes) : QJsonObject();
}

} // namespace

/// What Codex tells its own hooks, in the words of settings files.
class CodexEventTest : public QObject
{
    Q_OBJECT

private slots:
    void eventsAreToldToHooksAsTheyExpectThem_data();
    void eventsAreToldToHooksAsTheyExpectThem();
    void whatNoSettingsFileKnowsIsNoEvent_data();
    void whatNoSettingsFileKnowsIsNoEvent();
    void turnsAndSessionsAreTold();
};

void CodexEventTest::eventsAreToldToHooksAsTheyExpectThem_data()
{
    QTest::addColumn<QByteArray>("native");
    QTest::addColumn<QByteArray>("expected");
    // Of every event: its own fields as Codex 0.169 gives them, and as a hook reads them.
    const auto row = [](const char *event, const QByteArray &native, const QByteArray &expected, bool hasMode) {
        const QByteArray name = "\"hook_event_name\":\"" + QByteArray(event) + '"';
        const QByteArray mode = hasMode ? R"(,"permission_mode":"plan")" : "";
        QTest::newRow(event) << '{' + common + ',' + name + native + '}'
                             << R"({"session_id":"s1","turn_id":"t1","transcript_path":"/r.jsonl","cwd":"/p","model":"m",)" + name + mode + expected + '}';
    };
    const auto same = [&row](const char *event, const QByteArray &fields, bool hasMode) { row(event, fields, fields, hasMode); };
    same("SessionStart", R"(,"source":"startup")", false);
    same("UserPromptSubmit", R"(,"prompt":"do it")", true);
    same("PreToolUse", R"(,"tool_name":"Bash","tool_input":{"command":"ls"},"tool_use_id":"exec-1")", true);
    same("PermissionRequest", R"(,"tool_name":"Bash","tool_input":{"command":"ls","description":"why"})", true);
    row("PostToolUse", R"(,"tool_name":"Bash","tool_input":{"command":"ls"},"tool_response":"a\nb\n","tool_use_id":"exec-1")",
        R"(,"tool_name":"Bash","tool_input":{"command":"ls"},"tool_use_id":"exec-1",)"
        R"("tool_response":{"stdout":"a\nb\n","stderr":"","interrupted":false,"isImage":false,"noOutputExpected":false})", true);
    same("PreCompact", R"(,"trigger":"manual")", false);
    same("PostCompact", R"(,"trigger":"auto")", false);
    same("SubagentStart", R"(,"agent_id":"a1","agent_type":"worker")", false);
    row("SubagentStop", R"(,"agent_id":"a1","agent_type":"worker","agent_transcript_path":null,"stop_hook_active":false,"last_assistant_message":null)",
        R"(,"agent_id":"a1","agent_type":"worker","stop_hook_active":false)", true);
    same("Stop", R"(,"stop_hook_active":true,"last_assistant_message":"done")", true);
    same("SessionEnd", R"(,"reason":"other")", false);

    QTest::newRow("an MCP result stays") << QByteArray(R"({"session_id":"s","cwd":"/p","hook_event_name":"PostToolUse","tool_name":"mcp__a__b","tool_response":{"content":[]}})")
                                         << QByteArray(R"({"session_id":"s","cwd":"/p","hook_event_name":"PostToolUse","tool_name":"mcp__a__b","tool_response":{"content":[]},)"
                                                       R"("transcript_path":"","permission_mode":"default"})");
    QTest::newRow("text of another tool stays") << QByteArray(R"({"session_id":"s","cwd":"/p","hook_event_name":"PostToolUse","tool_name":"apply_patch","tool_response":"ok"})")
                                                << QByteArray(R"({"session_id":"s","cwd":"/p","hook_event_name":"PostToolUse","tool_name":"apply_patch","tool_response":"ok",)"
                                                              R"("transcript_path":"","permission_mode":"default"})");
    QTest::newRow("no transcript") << QByteArray(R"({"session_id":"s","cwd":"/p","hook_event_name":"SessionEnd","transcript_path":null,"reason":"other"})")
                                   << QByteArray(R"({"session_id":"s","cwd":"/p","hook_event_name":"SessionEnd","transcript_path":"","reason":"other"})");
}

void CodexEventTest::eventsAreToldToHooksAsTheyExpectThem()
{
    QFETCH(QByteArray, native);
    QFETCH(QByteArray, expected);
    QVERIFY(!object(expected).isEmpty());
    QCOMPARE(QJsonDocument(inputFor(native)).toJson(), QJsonDocument(object(expected)).toJson());
}

void CodexEventTest::whatNoSettingsFileKnowsIsNoEvent_data()
{
    QTest::addColumn<QByteArray>("native");
    QTest::newRow("nothing") << QByteArray("{}");
    QTest::newRow("PreModelRequest") << '{' + common + R"(,"hook_event_name":"PreModelRequest"})";
    QTest::newRow("Interrupt") << '{' + common + R"(,"hook_event_name":"Interrupt"})";
    QTest::newRow("no session") << QByteArray(R"({"cwd":"/p","hook_event_name":"Stop"})");
    QTest::newRow("no directory") << QByteArray(R"({"session_id":"s","hook_event_name":"Stop"})");
    QTest::newRow("relative directory") << QByteArray(R"({"session_id":"s","cwd":"p","hook_event_name":"Stop"})");
    QTest::newRow("wrong types") << QByteArray(R"({"session_id":1,"cwd":[],"hook_event_name":{}})");
}

void CodexEventTest::whatNoSettingsFileKnowsIsNoEvent()
{
    QFETCH(QByteArray, native);
    QVERIFY(!CodexEvent::of(object(native)));
}

void CodexEventTest::turnsAndSessionsAreTold()
{
    const auto event = CodexEvent::of(object('{' + common + R"(,"hook_event_name":"Stop"})"));
    QVERIFY(event);
    QCOMPARE(event->turnId, u"t1"_s);
    QCOMPARE(event->context.sessionId, u"s1"_s);
    QCOMPARE(event->context.permissionMode, u"plan"_s);
}

QTEST_APPLESS_MAIN(CodexEventTest)
#include "tst_codexevent.moc"
