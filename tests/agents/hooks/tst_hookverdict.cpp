// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookverdict.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;
using Ending = ChildResult::Ending;

/// What a hook says by how it ends and what it writes: the rules of Claude Code, event by event.
class HookVerdictTest : public QObject
{
    Q_OBJECT

private slots:
    void exitCode2DoesWhatTheEventSays_data();
    void exitCode2DoesWhatTheEventSays();
    void theReasonIsThatOfTheJsonOrStandardError_data();
    void theReasonIsThatOfTheJsonOrStandardError();
    void plainOutputIsContextForSomeEvents_data();
    void plainOutputIsContextForSomeEvents();
    void contextInJsonCountsWhereItIsHonoured_data();
    void contextInJsonCountsWhereItIsHonoured();
    void decisionBlocksWhereItIsHonoured_data();
    void decisionBlocksWhereItIsHonoured();
    void otherExitCodesBlockNothing_data();
    void otherExitCodesBlockNothing();
    void jsonCountsWhateverTheExitCode();
    void permissionDecisionsAreRead_data();
    void permissionDecisionsAreRead();
    void universalFieldsAreRead();
    void fieldsOfTheEventAreRead_data();
    void fieldsOfTheEventAreRead();
    void whatBreaksTheRulesIsIgnoredAsAWhole_data();
    void whatBreaksTheRulesIsIgnoredAsAWhole();
    void whatIsNoJsonIsPlain_data();
    void whatIsNoJsonIsPlain();
    void unknownMembersAreTolerated();
    void ourFilesMaySayDenyAndBlock();
    void hooksThatGaveNoAnswerDecideNothing_data();
    void hooksThatGaveNoAnswerDecideNothing();
    void onTimeoutDenyBlocks_data();
    void onTimeoutDenyBlocks();
    void aWorktreeNeedsSuccess();
    void longTextsAreCut();
    void messagesAreText();

private:
    static HookDefinition hook(HookEvent event, SettingsScope scope = SettingsScope::ClaudeUser)
    {
        HookDefinition hook;
        hook.event = event;
        hook.eventName = hookEventName(event);
        hook.command = u"x"_s;
        hook.scope = scope;
        return hook;
    }
    static ChildResult exited(int code, const QByteArray &output = {}, const QByteArray &errors = {})
    {
        ChildResult result;
        result.exitCode = code;
        result.output = output;
        result.errors = errors;
        return result;
    }
    static QByteArray specific(HookEvent event, const QByteArray &members)
    {
        return "{\"hookSpecificOutput\":{\"hookEventName\":\"" + hookEventName(event).toUtf8() + "\"," + members + "}}";
    }
    static void everyEvent()
    {
        QTest::addColumn<HookEvent>("event");
        for (const HookEventRules &rules : hookEventRules())
            QTest::newRow(rules.name) << rules.event;
    }
};

void HookVerdictTest::exitCode2DoesWhatTheEventSays_data()
{
    QTest::addColumn<HookEvent>("event");
    QTest::addColumn<char>("effect"); // b(locks), u(ser is told), n(othing)
    using E = HookEvent;
    const std::pair<E, char> rows[] = {
        {E::SessionStart, 'u'}, {E::Setup, 'u'}, {E::InstructionsLoaded, 'n'}, {E::UserPromptSubmit, 'b'}, {E::UserPromptExpansion, 'b'},
        {E::MessageDisplay, 'n'}, {E::PreToolUse, 'b'}, {E::PermissionRequest, 'n'}, {E::PermissionDenied, 'n'}, {E::PostToolUse, 'b'},
        {E::PostToolUseFailure, 'b'}, {E::PostToolBatch, 'b'}, {E::Notification, 'n'}, {E::SubagentStart, 'u'}, {E::SubagentStop, 'b'},
        {E::TaskCreated, 'b'}, {E::TaskCompleted, 'b'}, {E::TeammateIdle, 'b'}, {E::Stop, 'b'}, {E::StopFailure, 'n'},
        {E::ConfigChange, 'b'}, {E::CwdChanged, 'u'}, {E::DirectoryAdded, 'n'}, {E::FileChanged, 'u'}, {E::WorktreeCreate, 'b'},
        {E::WorktreeRemove, 'n'}, {E::PreCompact, 'b'}, {E::PostCompact, 'u'}, {E::Elicitation, 'b'}, {E::ElicitationResult, 'b'},
        {E::SessionEnd, 'u'},
    };
    QCOMPARE(std::size(rows), hookEventRules().size());
    for (const auto &[event, effect] : rows)
        QTest::newRow(hookEventRules(event).name) << event << effect;
}

void HookVerdictTest::exitCode2DoesWhatTheEventSays()
{
    QFETCH(HookEvent, event);
    QFETCH(char, effect);
    const HookVerdict verdict = hookVerdict(hook(event), exited(2, {}, " no\n"));
    QCOMPARE(verdict.isBlocking, effect == 'b');
    QCOMPARE(verdict.reason, effect == 'b' ? u"no"_s : QString());
    QCOMPARE(verdict.systemMessage, effect == 'u' ? u"no"_s : QString());
    QCOMPARE(verdict.hasFailed, effect != 'b');
    QCOMPARE(verdict.decision == PermissionDecision::Deny, event == HookEvent::PreToolUse);
}

void HookVerdictTest::theReasonIsThatOfTheJsonOrStandardError_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QByteArray>("errors");
    QTest::addColumn<QString>("reason");
    QTest::newRow("both") << QByteArray(R"({"reason":"json"})") << QByteArray("error") << u"json"_s;
    QTest::newRow("error") << QByteArray() << QByteArray("error") << u"error"_s;
    QTest::newRow("plain output does not count") << QByteArray("output") << QByteArray() << u"Blocked by hook"_s;
    QTest::newRow("JSON cannot undo it") << QByteArray(R"({"decision":"approve","continue":true})") << QByteArray("error") << u"error"_s;
    QTest::newRow("nor can an allow")
        << specific(HookEvent::PreToolUse, R"("permissionDecision":"allow")") << QByteArray("error") << u"error"_s;
    QTest::newRow("JSON that breaks the rules") << QByteArray(R"({"decision":"zzz","reason":"json"})") << QByteArray("error") << u"error"_s;
    QTest::newRow("binary") << QByteArray() << QByteArray("\xff\x00\x1b[31mno\x07", 9) << QString(u"\ufffd[31mno"_s);
}

void HookVerdictTest::theReasonIsThatOfTheJsonOrStandardError()
{
    QFETCH(QByteArray, output);
    QFETCH(QByteArray, errors);
    const HookVerdict verdict = hookVerdict(hook(HookEvent::PreToolUse), exited(2, output, errors));
    QVERIFY(verdict.isBlocking);
    QCOMPARE(verdict.decision, PermissionDecision::Deny);
    QTEST(verdict.reason, "reason");
}

void HookVerdictTest::plainOutputIsContextForSomeEvents_data()
{
    everyEvent();
}

void HookVerdictTest::plainOutputIsContextForSomeEvents()
{
    QFETCH(HookEvent, event);
    const bool isContext = event == HookEvent::SessionStart || event == HookEvent::UserPromptSubmit || event == HookEvent::UserPromptExpansion;
    QCOMPARE(hookVerdict(hook(event), exited(0, "some\ntext\n")).additionalContext, isContext ? u"some\ntext"_s : QString());
    QCOMPARE(hookVerdict(hook(event), exited(1, "some\ntext\n")).additionalContext, QString());
}

void HookVerdictTest::contextInJsonCountsWhereItIsHonoured_data()
{
    everyEvent();
}

void HookVerdictTest::contextInJsonCountsWhereItIsHonoured()
{
    QFETCH(HookEvent, event);
    using E = HookEvent;
    static const QList<E> honouring{E::SessionStart, E::Setup, E::UserPromptSubmit, E::UserPromptExpansion, E::PreToolUse, E::PostToolUse,
                                    E::PostToolUseFailure, E::PostToolBatch, E::SubagentStart, E::SubagentStop, E::Stop};
    const HookVerdict verdict = hookVerdict(hook(event), exited(0, specific(event, R"("additionalContext":"c")")));
    QCOMPARE(verdict.additionalContext, honouring.contains(event) ? u"c"_s : QString());
    QCOMPARE(verdict.problem, QString());
    QVERIFY(!verdict.isBlocking);
}

void HookVerdictTest::decisionBlocksWhereItIsHonoured_data()
{
    everyEvent();
}

void HookVerdictTest::decisionBlocksWhereItIsHonoured()
{
    QFETCH(HookEvent, event);
    using E = HookEvent;
    static const QList<E> honouring{E::UserPromptSubmit, E::UserPromptExpansion, E::PreToolUse, E::PostToolUse, E::PostToolUseFailure,
                                    E::PostToolBatch, E::SubagentStop, E::TaskCreated, E::Stop, E::ConfigChange, E::PreCompact};
    const HookVerdict verdict = hookVerdict(hook(event), exited(0, R"(  {"decision":"block","reason":"why"})"));
    QCOMPARE(verdict.isBlocking, honouring.contains(event));
    QCOMPARE(verdict.reason, honouring.contains(event) ? u"why"_s : QString());
    QCOMPARE(hookVerdict(hook(event), exited(0, R"({"decision":"block"})")).reason, honouring.contains(event) ? u"Blocked by hook"_s : QString());
}

void HookVerdictTest::otherExitCodesBlockNothing_data()
{
    everyEvent();
}

void HookVerdictTest::otherExitCodesBlockNothing()
{
    QFETCH(HookEvent, event);
    for (const int code : {1, 3, 126, 127, 255}) {
        const HookVerdict verdict = hookVerdict(hook(event), exited(code, "text", "error"));
        QCOMPARE(verdict.isBlocking, event == HookEvent::WorktreeCreate);
        QVERIFY(verdict.hasFailed);
        QCOMPARE(verdict.systemMessage, QString());
    }
}

void HookVerdictTest::jsonCountsWhateverTheExitCode()
{
    for (const int code : {0, 1, 2, 127}) {
        const HookVerdict verdict = hookVerdict(hook(HookEvent::Stop), exited(code, R"({"decision":"block","reason":"go on"})"));
        QVERIFY(verdict.isBlocking);
        QCOMPARE(verdict.reason, u"go on"_s);
    }
}

void HookVerdictTest::permissionDecisionsAreRead_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<PermissionDecision>("decision");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const QByteArray &output, PermissionDecision decision, const QString &reason) {
        QTest::newRow(name) << output << decision << reason;
    };
    const auto say = [](const char *word) {
        return specific(HookEvent::PreToolUse, QByteArray(R"("permissionDecision":")") + word + R"(","permissionDecisionReason":"r")");
    };
    row("allow", say("allow"), PermissionDecision::Allow, u"r"_s);
    row("deny", say("deny"), PermissionDecision::Deny, u"r"_s);
    row("ask", say("ask"), PermissionDecision::Ask, u"r"_s);
    row("defer", say("defer"), PermissionDecision::Defer, u"r"_s);
    row("nothing", "{}", PermissionDecision::None, {});
    row("old name, approve", R"({"decision":"approve","reason":"r"})", PermissionDecision::Allow, u"r"_s);
    row("old name, block", R"({"decision":"block","reason":"r"})", PermissionDecision::Deny, u"r"_s);
    row("the new name wins", QByteArray(say("ask")).replace("{\"hook", "{\"decision\":\"block\",\"hook"), PermissionDecision::Ask, u"r"_s);
    row("deny with the other reason", R"({"reason":"o","hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny"}})",
        PermissionDecision::Deny, u"o"_s);
}

void HookVerdictTest::permissionDecisionsAreRead()
{
    QFETCH(QByteArray, output);
    QFETCH(PermissionDecision, decision);
    const HookVerdict verdict = hookVerdict(hook(HookEvent::PreToolUse), exited(0, output));
    QCOMPARE(verdict.problem, QString());
    QCOMPARE(verdict.decision, decision);
    QTEST(verdict.decisionReason, "reason");
    QCOMPARE(verdict.isBlocking, decision == PermissionDecision::Deny);
}

void HookVerdictTest::universalFieldsAreRead()
{
    const HookVerdict verdict = hookVerdict(
        hook(HookEvent::Notification), exited(0, R"({"continue":false,"stopReason":"enough","systemMessage":"hello","suppressOutput":true})"));
    QVERIFY(verdict.stopsEverything);
    QCOMPARE(verdict.stopReason, u"enough"_s);
    QCOMPARE(verdict.systemMessage, u"hello"_s);
    QVERIFY(!hookVerdict(hook(HookEvent::Notification), exited(0, R"({"continue":true})")).stopsEverything);
}

void HookVerdictTest::fieldsOfTheEventAreRead_data()
{
    QTest::addColumn<HookEvent>("event");
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<bool>("isHonoured");
    const auto row = [](HookEvent event, const char *member, bool isHonoured = true) {
        QTest::addRow("%s %s", hookEventRules(event).name, member) << event << QByteArray(member) << isHonoured;
    };
    row(HookEvent::SessionStart, R"("initialUserMessage":"m")");
    row(HookEvent::SessionStart, R"("sessionTitle":"t")");
    row(HookEvent::SessionStart, R"("watchPaths":["a","b"])");
    row(HookEvent::SessionStart, R"("reloadSkills":true)");
    row(HookEvent::UserPromptSubmit, R"("sessionTitle":"t")");
    row(HookEvent::UserPromptSubmit, R"("suppressOriginalPrompt":true)");
    row(HookEvent::MessageDisplay, R"("displayContent":"d")");
    row(HookEvent::PreToolUse, R"("updatedInput":{"command":"ls"})");
    row(HookEvent::PermissionRequest, R"("decision":{"behavior":"deny","message":"m"})");
    row(HookEvent::PermissionDenied, R"("retry":true)");
    row(HookEvent::PostToolUse, R"("updatedToolOutput":{"stdout":"x"})");
    row(HookEvent::PostToolUse, R"("updatedMCPToolOutput":"x")");
    row(HookEvent::PostToolUse, R"("classifierContext":"x")");
    row(HookEvent::CwdChanged, R"("watchPaths":["a"])");
    row(HookEvent::FileChanged, R"("watchPaths":["a"])");
    row(HookEvent::WorktreeCreate, R"("worktreePath":"/w")");
    row(HookEvent::Elicitation, R"("action":"accept")");
    row(HookEvent::Elicitation, R"("content":{"a":1})");
    row(HookEvent::ElicitationResult, R"("action":"decline")");
    row(HookEvent::Stop, R"("updatedInput":{"command":"ls"})", false);
    row(HookEvent::PostToolUse, R"("permissionDecision":"nonsense")", false);
    row(HookEvent::Notification, R"("watchPaths":5)", false);
}

void HookVerdictTest::fieldsOfTheEventAreRead()
{
    QFETCH(HookEvent, event);
    QFETCH(QByteArray, member);
    QFETCH(bool, isHonoured);
    const HookVerdict verdict = hookVerdict(hook(event), exited(0, specific(event, member)));
    QCOMPARE(verdict.problem, QString());
    QCOMPARE(verdict.fields, isHonoured ? QJsonDocument::fromJson('{' + member + '}').object() : QJsonObject());
}

void HookVerdictTest::whatBreaksTheRulesIsIgnoredAsAWhole_data()
{
    QTest::addColumn<QByteArray>("output");
    const auto row = [](const char *output) { QTest::newRow(output) << QByteArray(output); };
    row(R"({"decision":"zzz"})");
    row(R"({"decision":"deny"})"); // good in our files only
    row(R"({"decision":null})");
    row(R"({"continue":"no"})");
    row(R"({"systemMessage":5})");
    row(R"({"stopReason":[]})");
    row(R"({"reason":{}})");
    row(R"({"suppressOutput":1})");
    row(R"({"hookSpecificOutput":"x"})");
    row(R"({"hookSpecificOutput":{"permissionDecision":"deny"}})"); // no event
    row(R"({"hookSpecificOutput":{"hookEventName":"PostToolUse","permissionDecision":"deny"}})");
    row(R"({"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"maybe"}})");
    row(R"({"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"block"}})");
    row(R"({"hookSpecificOutput":{"hookEventName":"PreToolUse","updatedInput":"ls"}})");
    row(R"({"hookSpecificOutput":{"hookEventName":"PreToolUse","additionalContext":["x"]}})");
}

void HookVerdictTest::whatBreaksTheRulesIsIgnoredAsAWhole()
{
    QFETCH(QByteArray, output);
    QByteArray whole = output;
    whole.insert(1, R"("terminalSequence":"","extra":1,)"); // what is good beside it does not save it
    const HookVerdict verdict = hookVerdict(hook(HookEvent::PreToolUse), exited(0, whole));
    QVERIFY(!verdict.problem.isEmpty());
    HookVerdict nothing;
    nothing.problem = verdict.problem;
    QCOMPARE(verdict, nothing);
}

void HookVerdictTest::whatIsNoJsonIsPlain_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QString>("context");
    QTest::addColumn<bool>("isReported");
    QTest::newRow("text") << QByteArray("hello") << u"hello"_s << false;
    QTest::newRow("a list") << QByteArray("[1]") << u"[1]"_s << false;
    QTest::newRow("broken JSON") << QByteArray("{\"decision\":\"block\"") << u"{\"decision\":\"block\""_s << true;
    QTest::newRow("two objects") << QByteArray("{}{}") << u"{}{}"_s << true;
    QTest::newRow("text before") << QByteArray("log {\"decision\":\"block\"}") << u"log {\"decision\":\"block\"}"_s << false;
    QTest::newRow("binary") << QByteArray("\x7f""ELF\x00\xff", 6) << QString() << true;
    QTest::newRow("colours") << QByteArray("\x1b[31mred\x1b[0m") << u"[31mred[0m"_s << false;
    QTest::newRow("nothing") << QByteArray() << QString() << false;
}

void HookVerdictTest::whatIsNoJsonIsPlain()
{
    QFETCH(QByteArray, output);
    const HookVerdict verdict = hookVerdict(hook(HookEvent::UserPromptSubmit), exited(0, output));
    QTEST(verdict.additionalContext, "context");
    QTEST(!verdict.problem.isEmpty(), "isReported");
    QVERIFY(!verdict.isBlocking);
}

void HookVerdictTest::unknownMembersAreTolerated()
{
    const HookVerdict verdict = hookVerdict(hook(HookEvent::Stop), exited(0, R"({"decision":"block","reason":"r","unknown":{"x":[]}})"));
    QVERIFY(verdict.isBlocking);
    QCOMPARE(verdict.problem, QString());
}

void HookVerdictTest::ourFilesMaySayDenyAndBlock()
{
    const HookDefinition ours = hook(HookEvent::PreToolUse, SettingsScope::CodexPlusProject);
    QCOMPARE(hookVerdict(ours, exited(0, R"({"decision":"deny","reason":"r"})")).decision, PermissionDecision::Deny);
    QCOMPARE(hookVerdict(ours, exited(0, R"({"decision":"allow"})")).decision, PermissionDecision::Allow);
    const HookVerdict verdict = hookVerdict(ours, exited(0, specific(HookEvent::PreToolUse, R"("permissionDecision":"block")")));
    QCOMPARE(verdict.decision, PermissionDecision::Deny);
    QVERIFY(verdict.isBlocking);
}

void HookVerdictTest::hooksThatGaveNoAnswerDecideNothing_data()
{
    QTest::addColumn<Ending>("ending");
    QTest::newRow("crashed") << Ending::Crashed;
    QTest::newRow("timed out") << Ending::TimedOut;
    QTest::newRow("too much") << Ending::TooMuchOutput;
    QTest::newRow("not started") << Ending::NotStarted;
    QTest::newRow("cancelled") << Ending::Cancelled;
}

void HookVerdictTest::hooksThatGaveNoAnswerDecideNothing()
{
    QFETCH(Ending, ending);
    ChildResult result = exited(2, R"({"decision":"block","continue":false})", "error");
    result.ending = ending;
    for (const HookEventRules &rules : hookEventRules()) {
        const HookVerdict verdict = hookVerdict(hook(rules.event), result);
        QVERIFY(verdict.hasFailed);
        QVERIFY(!verdict.stopsEverything);
        QCOMPARE(verdict.isBlocking, rules.event == HookEvent::WorktreeCreate);
    }
}

void HookVerdictTest::onTimeoutDenyBlocks_data()
{
    everyEvent();
}

void HookVerdictTest::onTimeoutDenyBlocks()
{
    QFETCH(HookEvent, event);
    HookDefinition strict = hook(event, SettingsScope::CodexPlusUser);
    strict.onTimeout = HookDefinition::OnTimeout::Deny;
    const bool canBlock = hookEventRules(event).exit2 == HookEventRules::Exit2::Blocks;
    ChildResult result;
    for (const Ending ending : {Ending::TimedOut, Ending::TooMuchOutput}) {
        result.ending = ending;
        const HookVerdict verdict = hookVerdict(strict, result);
        QCOMPARE(verdict.isBlocking, canBlock);
        QCOMPARE(verdict.reason.contains(u'x'), canBlock);
    }
    result.ending = Ending::Crashed;
    QCOMPARE(hookVerdict(strict, result).isBlocking, event == HookEvent::WorktreeCreate);
}

void HookVerdictTest::aWorktreeNeedsSuccess()
{
    const HookVerdict good = hookVerdict(hook(HookEvent::WorktreeCreate), exited(0, "log\n/the/path\n"));
    QVERIFY(!good.isBlocking);
    QCOMPARE(good.fields, (QJsonObject{{u"worktreePath"_s, u"/the/path"_s}}));
    QCOMPARE(hookVerdict(hook(HookEvent::WorktreeCreate), exited(1, {}, "no")).reason, u"no"_s);
}

void HookVerdictTest::longTextsAreCut()
{
    const QString text = QString(9'999, u'a') + u"\U0001F600 and more"_s;
    const QByteArray json = QJsonDocument(QJsonObject{{u"decision"_s, u"block"_s}, {u"reason"_s, text}, {u"systemMessage"_s, text}}).toJson();
    const HookVerdict verdict = hookVerdict(hook(HookEvent::Stop), exited(0, json));
    for (const QString &cut : {verdict.reason, verdict.systemMessage}) {
        QVERIFY(cut.startsWith(QString(9'999, u'a') + u'…'));
        QVERIFY2(cut.size() < 10'100, qPrintable(cut.sliced(9'990)));
        QVERIFY(!cut.at(cut.size() - 1).isHighSurrogate());
    }
    QVERIFY(hookVerdict(hook(HookEvent::UserPromptSubmit), exited(0, QByteArray(10'000'000, 'x'))).additionalContext.size() < 10'100);
}

void HookVerdictTest::messagesAreText()
{
    const HookVerdict verdict = hookVerdict(hook(HookEvent::SessionEnd), exited(2, {}, QByteArray("a\x00\x1b]0;title\x07\nb", 14)));
    QCOMPARE(verdict.systemMessage, u"a]0;title\nb"_s);
}

QTEST_APPLESS_MAIN(HookVerdictTest)
#include "tst_hookverdict.moc"
