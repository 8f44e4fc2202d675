// SPDX-License-Identifier: GPL-3.0-or-later
// Any settings file gives hooks within their bounds or a problem with its place and a remedy; any answer of a hook gives a
// verdict that the rules allow; and commands are taken apart without losing a bound.
#include "agents/hooks/commandparts.h"
#include "agents/hooks/hookcondition.h"
#include "agents/hooks/hookverdict.h"
#include "agents/settingsfile/jsonpositions.h"
#include "agents/settingsfile/settingsdocument.h"
#include "tests/fuzz/cuts.h"

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype longestText = 10'200; ///< with what is said about the rest

void checkDocument(const QByteArray &input, SettingsScope scope)
{
    const SettingsDocument document = SettingsDocument::fromJson(input, u"FILE"_s, scope);
    for (const SettingsProblem &problem : document.problems) {
        const QByteArray text = settingsProblemText(problem).toUtf8();
        fuzz::require(problem.message.contains(u';'), "a problem has a remedy", text);
        fuzz::require(!isCodexPlusFile(scope) || problem.severity != SettingsProblem::Severity::Rejects || !document.isUsable(),
                      "of our files nothing but broken JSON rejects the whole", text);
    }
    for (const HookDefinition &hook : document.hooks) {
        fuzz::require(hook.timeout() > 0ms && hook.timeout() <= (isUserLevel(scope) ? 600s : 60s), "time is bounded", input);
        fuzz::require(hook.line > 0, "a hook has a place", input);
        fuzz::require(!hook.event || !hook.command.isEmpty(), "a hook has something to run", input);
    }
    fuzz::require(document.verdict != SettingsDocument::Verdict::NotJson || document.hooks.isEmpty(), "no hooks without JSON", input);
}

void checkVerdict(const QByteArray &input, HookEvent event, int exitCode, SettingsScope scope)
{
    HookDefinition hook;
    hook.event = event;
    hook.command = u"x"_s;
    hook.scope = scope;
    ChildResult result;
    result.exitCode = exitCode;
    result.output = input;
    result.errors = input;
    const HookVerdict verdict = hookVerdict(hook, result);
    const HookEventRules &rules = hookEventRules(event);
    fuzz::require(exitCode != 2 || rules.exit2 != HookEventRules::Exit2::Blocks || verdict.isBlocking, "exit code 2 blocks", input);
    fuzz::require(rules.exit2 == HookEventRules::Exit2::Blocks || !verdict.isBlocking, "what cannot be blocked is not", input);
    fuzz::require(event == HookEvent::PreToolUse || verdict.decision == PermissionDecision::None, "only PreToolUse decides", input);
    for (const QString &text : {verdict.reason, verdict.stopReason, verdict.systemMessage, verdict.additionalContext, verdict.decisionReason})
        fuzz::require(text.size() <= longestText, "texts are bounded", input);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const QByteArray input(reinterpret_cast<const char *>(data) + 2, qsizetype(size) - 2);
    const auto event = hookEventRules()[data[0] % hookEventRules().size()].event;
    const auto scope = data[1] & 1 ? SettingsScope::ClaudeProject : SettingsScope::CodexPlusUser;
    checkDocument(input, scope);
    checkVerdict(input, event, (data[1] >> 1) % 4, scope);

    const QString text = QString::fromUtf8(input);
    HookCondition(text).holds(u"Bash"_s, {{u"command"_s, text}});
    HookCondition(u"Bash("_s + text + u')').holds(u"Bash"_s, {{u"command"_s, text}});
    if (const auto words = plainCommandWords(text)) {
        QString quoted;
        for (const QString &word : *words)
            quoted += shellQuoted(word) + u' ';
        fuzz::require(words->contains(QString()) || plainCommandWords(quoted) == words, "quoted words are the same words", input);
    }
    fuzz::require(commandWords(text).size() <= input.size() + 1000, "words are bounded", input);
    jsonPlaces(input, {u"hooks"_s});
    return 0;
}
