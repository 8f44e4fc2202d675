// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/codexanswer.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <functional>

using namespace cpx;
using namespace Qt::StringLiterals;

namespace {

QByteArray printed(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// The members Codex 0.169 knows: of the answer, and of its hookSpecificOutput.
struct Dialect
{
    QStringList members;
    QStringList specific;
};

const QStringList universal = {u"continue"_s, u"stopReason"_s, u"suppressOutput"_s, u"systemMessage"_s};
const QStringList onlyContext = {u"hookEventName"_s, u"additionalContext"_s};

const QHash<HookEvent, Dialect> &dialects()
{
    static const QHash<HookEvent, Dialect> all = {
        {HookEvent::SessionStart, {universal + QStringList{u"hookSpecificOutput"_s}, onlyContext}},
        {HookEvent::SubagentStart, {universal + QStringList{u"hookSpecificOutput"_s}, onlyContext}},
        {HookEvent::UserPromptSubmit, {universal + QStringList{u"decision"_s, u"reason"_s, u"hookSpecificOutput"_s}, onlyContext}},
        // The schema knows more, but an answer with them is thrown away.
        {HookEvent::PreToolUse,
         {{u"systemMessage"_s, u"hookSpecificOutput"_s},
          onlyContext + QStringList{u"permissionDecision"_s, u"permissionDecisionReason"_s, u"updatedInput"_s}}},
        {HookEvent::PermissionRequest, {{u"systemMessage"_s, u"hookSpecificOutput"_s}, {u"hookEventName"_s, u"decision"_s}}},
        {HookEvent::PostToolUse,
         {{u"continue"_s, u"stopReason"_s, u"systemMessage"_s, u"decision"_s, u"reason"_s, u"hookSpecificOutput"_s}, onlyContext}},
        {HookEvent::PreCompact, {universal, {}}},
        {HookEvent::PostCompact, {universal, {}}},
        {HookEvent::Stop, {universal + QStringList{u"decision"_s, u"reason"_s}, {}}},
        {HookEvent::SubagentStop, {universal + QStringList{u"decision"_s, u"reason"_s}, {}}},
        {HookEvent::SessionEnd, {}},
    };
    return all;
}

/// Why Codex would throw the answer away; empty: it would not.
QString refusal(HookEvent event, const QJsonObject &answer)
{
    const Dialect dialect = dialects().value(event);
    const QStringList members = answer.keys();
    for (const QString &name : members) {
        if (!dialect.members.contains(name))
            return name;
    }
    const QJsonObject specific = answer.value(u"hookSpecificOutput"_s).toObject();
    const QStringList specificMembers = specific.keys();
    for (const QString &name : specificMembers) {
        if (!dialect.specific.contains(name))
            return u"hookSpecificOutput."_s + name;
    }
    if (!specific.isEmpty() && specific.value(u"hookEventName"_s) != hookEventName(event))
        return u"hookEventName"_s;
    const bool isBlock = answer.value(u"decision"_s) == u"block"_s;
    if (answer.contains(u"decision"_s) != isBlock || isBlock != answer.contains(u"reason"_s)
        || (isBlock && answer.value(u"reason"_s).toString().trimmed().isEmpty()))
        return u"decision"_s;
    const QString decision = specific.value(u"permissionDecision"_s).toString();
    if (specific.contains(u"updatedInput"_s) != (decision == u"allow"_s))
        return u"updatedInput"_s;
    if ((decision == u"deny"_s) == specific.value(u"permissionDecisionReason"_s).toString().trimmed().isEmpty())
        return u"permissionDecisionReason"_s;
    return {};
}

HookOutcome outcome(const std::function<void(HookOutcome &)> &fill)
{
    HookOutcome result;
    fill(result);
    return result;
}

} // namespace

/// What hooks said, in the words of Codex.
class CodexAnswerTest : public QObject
{
    Q_OBJECT

private slots:
    void everyEventSaysWhatCodexUnderstands_data();
    void everyEventSaysWhatCodexUnderstands();
    void nothingCodexWouldThrowAwayIsEverSaid();
    void aNewOutputIsText_data();
    void aNewOutputIsText();
};

void CodexAnswerTest::everyEventSaysWhatCodexUnderstands_data()
{
    QTest::addColumn<HookEvent>("event");
    QTest::addColumn<HookOutcome>("said");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, HookEvent event, const std::function<void(HookOutcome &)> &fill, const QByteArray &expected) {
        QTest::addRow("%s: %s", qPrintable(hookEventName(event)), name) << event << outcome(fill) << expected;
    };
    const auto blocked = [](HookOutcome &said) {
        said.blocked = true;
        said.reason = u"R"_s;
    };
    const auto context = [](HookOutcome &said) { said.additionalContexts = {u"C"_s, u"D"_s}; };
    const auto stopped = [](HookOutcome &said) {
        said.stopsEverything = true;
        said.stopReason = u"S"_s;
    };
    const auto silent = [](HookOutcome &) {};
    const auto decided = [](PermissionDecision decision) {
        return [decision](HookOutcome &said) {
            said.permissionDecision = decision;
            said.permissionReason = u"P"_s;
        };
    };
    const auto permission = [](const QJsonObject &decision) {
        return [decision](HookOutcome &said) { said.fields = {{u"decision"_s, decision}}; };
    };

    for (const HookEvent event : dialects().keys())
        row("nothing", event, silent, "{}");

    row("denied", HookEvent::PreToolUse, blocked,
        R"({"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"R"}})");
    row("denied without a reason", HookEvent::PreToolUse, [](HookOutcome &said) { said.blocked = true; },
        R"({"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"A hook has blocked this without giving a reason."}})");
    row("asked", HookEvent::PreToolUse, decided(PermissionDecision::Ask),
        R"({"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"P\nThis needs the user's consent, which Codex does not ask for on behalf of a hook."}})");
    row("deferred", HookEvent::PreToolUse, [](HookOutcome &said) { said.permissionDecision = PermissionDecision::Defer; },
        R"({"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"This needs the user's consent, which Codex does not ask for on behalf of a hook."}})");
    row("allowed", HookEvent::PreToolUse, decided(PermissionDecision::Allow), "{}");
    row("stopped", HookEvent::PreToolUse, stopped,
        R"({"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"S"}})");
    row("changed", HookEvent::PreToolUse, [](HookOutcome &said) { said.updatedInput = QJsonObject{{u"command"_s, u"ls"_s}}; },
        R"({"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow","updatedInput":{"command":"ls"}}})");
    row("changed, and asked", HookEvent::PreToolUse, [](HookOutcome &said) {
        said.updatedInput = QJsonObject{{u"command"_s, u"ls"_s}};
        said.permissionDecision = PermissionDecision::Ask;
    }, R"({"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"This needs the user's consent, which Codex does not ask for on behalf of a hook."}})");
    row("context", HookEvent::PreToolUse, context, R"({"hookSpecificOutput":{"additionalContext":"C\n\nD","hookEventName":"PreToolUse"}})");

    row("allowed", HookEvent::PermissionRequest, permission({{u"behavior"_s, u"allow"_s}, {u"updatedPermissions"_s, QJsonArray()}}),
        R"({"hookSpecificOutput":{"decision":{"behavior":"allow"},"hookEventName":"PermissionRequest"}})");
    row("allowed with another input", HookEvent::PermissionRequest,
        permission({{u"behavior"_s, u"allow"_s}, {u"updatedInput"_s, QJsonObject{{u"command"_s, u"ls"_s}}}}), "{}");
    row("denied", HookEvent::PermissionRequest, permission({{u"behavior"_s, u"deny"_s}, {u"message"_s, u"M"_s}, {u"interrupt"_s, true}}),
        R"({"hookSpecificOutput":{"decision":{"behavior":"deny","message":"M"},"hookEventName":"PermissionRequest"}})");
    row("stopped", HookEvent::PermissionRequest, stopped,
        R"({"hookSpecificOutput":{"decision":{"behavior":"deny","message":"S"},"hookEventName":"PermissionRequest"}})");

    row("blocked", HookEvent::PostToolUse, blocked, R"({"decision":"block","reason":"R"})");
    row("context", HookEvent::PostToolUse, context, R"({"hookSpecificOutput":{"additionalContext":"C\n\nD","hookEventName":"PostToolUse"}})");
    row("another output", HookEvent::PostToolUse, [](HookOutcome &said) { said.updatedToolOutput = u"clean"_s; },
        R"({"decision":"block","reason":"clean"})");
    row("blocked with another output", HookEvent::PostToolUse, [](HookOutcome &said) {
        said.blocked = true;
        said.reason = u"R"_s;
        said.updatedToolOutput = u"clean"_s;
    }, R"({"decision":"block","reason":"R\n\nclean"})");
    row("stopped", HookEvent::PostToolUse, stopped, R"({"continue":false,"stopReason":"S"})");

    row("blocked", HookEvent::UserPromptSubmit, blocked, R"({"decision":"block","reason":"R"})");
    row("context and message", HookEvent::UserPromptSubmit, [](HookOutcome &said) {
        said.additionalContexts = {u"C"_s};
        said.systemMessages = {u"M"_s, u"N"_s};
        said.fields = {{u"sessionTitle"_s, u"T"_s}, {u"suppressOriginalPrompt"_s, true}};
    }, R"({"hookSpecificOutput":{"additionalContext":"C","hookEventName":"UserPromptSubmit"},"systemMessage":"M\nN"})");
    row("stopped", HookEvent::UserPromptSubmit, stopped, R"({"continue":false,"stopReason":"S"})");

    for (const HookEvent event : {HookEvent::SessionStart, HookEvent::SubagentStart}) {
        row("context", event, context,
            R"({"hookSpecificOutput":{"additionalContext":"C\n\nD","hookEventName":")" + hookEventName(event).toLatin1() + R"("}})");
        row("stopped without a reason", event, [](HookOutcome &said) { said.stopsEverything = true; },
            R"({"continue":false,"stopReason":"A hook has stopped everything."})");
    }
    for (const HookEvent event : {HookEvent::Stop, HookEvent::SubagentStop}) {
        row("blocked", event, blocked, R"({"decision":"block","reason":"R"})");
        row("blocked with context", event, [&](HookOutcome &said) {
            blocked(said);
            context(said);
        }, R"({"decision":"block","reason":"R\n\nC\n\nD"})");
        row("context", event, context, "{}");
        row("stopped", event, stopped, R"({"continue":false,"stopReason":"S"})");
    }
    const auto notice = [](HookOutcome &said) { said.notice = u"N"_s; };
    row("notice", HookEvent::SessionStart, notice, R"({"systemMessage":"N"})");
    row("notice", HookEvent::UserPromptSubmit, notice, "{}");
    row("blocked", HookEvent::PreCompact, blocked, R"({"continue":false,"stopReason":"R"})");
    row("message", HookEvent::PostCompact, [](HookOutcome &said) { said.systemMessages = {u"M"_s}; }, R"({"systemMessage":"M"})");
    row("whatever", HookEvent::SessionEnd, [](HookOutcome &said) { said.systemMessages = {u"M"_s}; }, "{}");
}

void CodexAnswerTest::everyEventSaysWhatCodexUnderstands()
{
    QFETCH(HookEvent, event);
    QFETCH(HookOutcome, said);
    QFETCH(QByteArray, expected);
    QCOMPARE(printed(codexAnswer(event, said)), expected);
}

void CodexAnswerTest::nothingCodexWouldThrowAwayIsEverSaid()
{
    // Every combination of what hooks can say, for every event.
    for (const HookEvent event : dialects().keys()) {
        for (int bits = 0; bits < 1 << 9; ++bits) {
            for (int decision = 0; decision <= int(PermissionDecision::Deny); ++decision) {
                HookOutcome said;
                said.blocked = bits & 1;
                said.reason = bits & 2 ? u"R"_s : u" "_s;
                said.stopsEverything = bits & 4;
                said.stopReason = bits & 8 ? u"S"_s : QString();
                if (bits & 16)
                    said.additionalContexts = {u"C"_s};
                if (bits & 32)
                    said.systemMessages = {u"M"_s};
                if (bits & 64)
                    said.updatedInput = QJsonObject{{u"command"_s, u"ls"_s}};
                if (bits & 128)
                    said.updatedToolOutput = QJsonValue(u""_s);
                if (bits & 256)
                    said.fields = {{u"decision"_s, QJsonObject{{u"behavior"_s, u"allow"_s}, {u"interrupt"_s, true}}}, {u"retry"_s, true}};
                said.permissionDecision = PermissionDecision(decision);
                const QJsonObject answer = codexAnswer(event, said);
                const QString problem = refusal(event, answer);
                QVERIFY2(problem.isEmpty(), qPrintable(hookEventName(event) + u' ' + problem + u": "_s + QString::fromUtf8(printed(answer))));
            }
        }
    }
}

void CodexAnswerTest::aNewOutputIsText_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QString>("expected");
    QTest::newRow("text") << QByteArray(R"(["a"])") << u"a"_s;
    QTest::newRow("of a command") << QByteArray(R"([{"stdout":"a\n","stderr":"b"}])") << u"a\nb"_s;
    QTest::newRow("of an MCP tool") << QByteArray(R"([{"content":[{"type":"text","text":"a"},{"type":"image"},{"type":"text","text":"b"}]}])") << u"a\nb"_s;
    QTest::newRow("an object") << QByteArray(R"([{"a":1}])") << uR"({"a":1})"_s;
    QTest::newRow("a list") << QByteArray(R"([[1,"a"]])") << uR"([1,"a"])"_s;
    QTest::newRow("a number") << QByteArray("[5]") << u"5"_s;
    QTest::newRow("nothing") << QByteArray("[null]") << u"A hook has removed this output."_s;
}

void CodexAnswerTest::aNewOutputIsText()
{
    QFETCH(QByteArray, output);
    QFETCH(QString, expected);
    HookOutcome said;
    said.updatedToolOutput = QJsonDocument::fromJson(output).array().at(0);
    QCOMPARE(codexAnswer(HookEvent::PostToolUse, said).value(u"reason"_s).toString(), expected);
}

QTEST_APPLESS_MAIN(CodexAnswerTest)
#include "tst_codexanswer.moc"
