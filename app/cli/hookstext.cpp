// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/hookstext.h"

#include "core/terminaltext.h"
#include "core/translate.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

/// One value on one line.
QString line(const QString &text)
{
    return QString::fromUtf8(terminalText(text.toUtf8(), LineBreaks::Escape));
}

QString trustText(SettingsSource::Trust trust)
{
    switch (trust) {
    case SettingsSource::Trust::User: return translate("cpx", "yours");
    case SettingsSource::Trust::Trusted: return translate("cpx", "trusted");
    case SettingsSource::Trust::New: return translate("cpx", "not trusted");
    case SettingsSource::Trust::Changed: return translate("cpx", "changed since it was trusted");
    }
    Q_UNREACHABLE();
}

QString trustName(SettingsSource::Trust trust)
{
    switch (trust) {
    case SettingsSource::Trust::User: return u"user"_s;
    case SettingsSource::Trust::Trusted: return u"trusted"_s;
    case SettingsSource::Trust::New: return u"new"_s;
    case SettingsSource::Trust::Changed: return u"changed"_s;
    }
    Q_UNREACHABLE();
}

QString verdictName(SettingsDocument::Verdict verdict)
{
    switch (verdict) {
    case SettingsDocument::Verdict::Fine: return u"fine"_s;
    case SettingsDocument::Verdict::FineWithRemarks: return u"remarks"_s;
    case SettingsDocument::Verdict::Rejected: return u"rejected"_s;
    case SettingsDocument::Verdict::NotJson: return u"not_json"_s;
    case SettingsDocument::Verdict::Unreadable: return u"unreadable"_s;
    }
    Q_UNREACHABLE();
}

QString severityName(SettingsProblem::Severity severity)
{
    switch (severity) {
    case SettingsProblem::Severity::Remark: return u"remark"_s;
    case SettingsProblem::Severity::LeftOut: return u"left_out"_s;
    case SettingsProblem::Severity::Rejects: return u"rejects"_s;
    }
    Q_UNREACHABLE();
}

QString hookLine(const HookDefinition &hook)
{
    QString text = u"  %1  %2  %3"_s.arg(hook.eventName, -18).arg(hook.matcher.isEmpty() ? u"*"_s : hook.matcher, -12).arg(hook.commandText());
    if (hook.type != HookDefinition::Type::Command)
        text += u"  [%1]"_s.arg(hookTypeName(hook.type));
    if (!hook.condition.isEmpty())
        text += translate("cpx", "  if %1").arg(hook.condition);
    if (!hook.event)
        return line(text + translate("cpx", "  (never runs)"));
    if (!hook.isSupported())
        return line(text + translate("cpx", "  (not run by Codex-Plus)"));
    text += translate("cpx", "  (%1 s at most)").arg(double(hook.timeout().count()) / 1000);
    if (hook.isAsync)
        text += translate("cpx", "  (in the background)");
    return line(text);
}

QJsonObject hookJson(const HookDefinition &hook)
{
    QJsonObject json{{u"event"_s, hook.eventName}, {u"matcher"_s, hook.matcher}, {u"type"_s, hookTypeName(hook.type)},
                     {u"command"_s, hook.command}, {u"timeout_ms"_s, qint64(hook.timeout().count())}, {u"async"_s, hook.isAsync},
                     {u"if"_s, hook.condition}, {u"line"_s, hook.line}, {u"supported"_s, hook.event && hook.isSupported()}};
    if (hook.arguments)
        json.insert(u"args"_s, QJsonArray::fromStringList(*hook.arguments));
    return json;
}

QJsonObject sourceJson(const SettingsSource &source)
{
    QJsonArray problems;
    for (const SettingsProblem &problem : source.document.problems) {
        problems.append(QJsonObject{{u"severity"_s, severityName(problem.severity)}, {u"line"_s, problem.line}, {u"column"_s, problem.column},
                                    {u"key"_s, problem.keyPath}, {u"message"_s, problem.message}});
    }
    QJsonArray hooks;
    for (const HookDefinition &hook : source.document.hooks)
        hooks.append(hookJson(hook));
    return {{u"path"_s, source.document.path}, {u"verdict"_s, verdictName(source.document.verdict)}, {u"trust"_s, trustName(source.trust)},
            {u"in_force"_s, source.isInForce()}, {u"problems"_s, problems}, {u"hooks"_s, hooks}};
}

QString recordText(const HookRecord &record)
{
    QString text = translate("cpx", "%1, %2 ms: %3")
                       .arg(hookEndingText(record), QString::number(record.duration.count() / 1000), line(record.command))
        + u'\n';
    const auto add = [&](const QString &name, const QString &value) {
        if (!value.isEmpty())
            text += u"    %1: %2\n"_s.arg(name, line(value));
    };
    add(translate("cpx", "output"), record.output.trimmed());
    add(translate("cpx", "errors"), record.errors.trimmed());
    add(translate("cpx", "effect"), hookEffectName(record.effect));
    add(translate("cpx", "problem"), record.problem);
    return text;
}

QString endingName(ChildResult::Ending ending)
{
    switch (ending) {
    case ChildResult::Ending::Exited: return u"exited"_s;
    case ChildResult::Ending::Crashed: return u"crashed"_s;
    case ChildResult::Ending::TimedOut: return u"timed_out"_s;
    case ChildResult::Ending::TooMuchOutput: return u"too_much_output"_s;
    case ChildResult::Ending::NotStarted: return u"not_started"_s;
    case ChildResult::Ending::Cancelled: return u"cancelled"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

QString hookListText(const SettingsInForce &inForce)
{
    QString text;
    for (const SettingsSource &source : inForce.sources) {
        text += u"%1 (%2; %3)\n"_s.arg(line(source.document.path), trustText(source.trust), settingsVerdictText(source.document.verdict));
        for (const HookDefinition &hook : source.document.hooks)
            text += hookLine(hook) + u'\n';
        for (const SettingsProblem &problem : source.document.problems)
            text += u"  ! "_s + line(settingsProblemText(problem)) + u'\n';
        if (!source.trustProblem.isEmpty())
            text += u"  ! "_s + line(source.trustProblem) + u'\n';
    }
    if (inForce.sources.isEmpty())
        text += translate("cpx", "No settings files, no hooks. See docs/hooks.md for where they can be.") + u'\n';
    if (inForce.areHooksDisabled)
        text += translate("cpx", "All hooks are off: disableAllHooks is true.") + u'\n';
    if (!inForce.notice.isEmpty())
        text += line(inForce.notice) + u'\n';
    return text;
}

QJsonObject hookListJson(const SettingsInForce &inForce)
{
    QJsonArray files;
    for (const SettingsSource &source : inForce.sources)
        files.append(sourceJson(source));
    return {{u"project"_s, inForce.projectRoot}, {u"disabled"_s, inForce.areHooksDisabled}, {u"notice"_s, inForce.notice}, {u"files"_s, files}};
}

QString trustQuestionText(const SettingsSource &source, const QString &directory, const TrustStore &store)
{
    QString text = u"%1 (%2)\n"_s.arg(line(source.document.path), trustText(source.trust));
    text += translate("cpx", "It would run, in %1 or a directory below it:").arg(line(directory)) + u'\n';
    for (const HookDefinition &hook : source.document.hooks)
        text += hookLine(hook) + u'\n';
    if (const QString command = source.document.statusLine.value(u"command"_s).toString(); !command.isEmpty())
        text += u"  %1  %2\n"_s.arg(u"statusLine"_s, -18).arg(line(command));
    text += translate("cpx", "These files are trusted as they are now:") + u'\n';
    for (const TrustSubject &subject : source.subjects) {
        const QByteArray before = store.trustedContent(subject.path);
        const QString state = before.isEmpty() ? translate("cpx", "new") : before == subject.sha256 ? translate("cpx", "as before")
                                                                                                     : translate("cpx", "CHANGED");
        text += u"  %1  %2  %3\n"_s.arg(QString::fromLatin1(subject.sha256.toHex()), state, line(subject.path));
    }
    return text;
}

QString hookOutcomeText(const HookOutcome &outcome)
{
    QString text;
    for (const HookRecord &record : outcome.runs)
        text += recordText(record);
    const auto add = [&](const QString &name, const QString &value) {
        if (!value.isEmpty())
            text += u"%1: %2\n"_s.arg(name, line(value));
    };
    if (outcome.runs.isEmpty())
        text += translate("cpx", "No hook ran.") + u'\n';
    if (outcome.blocked)
        add(translate("cpx", "blocked"), outcome.reason);
    if (outcome.stopsEverything)
        add(translate("cpx", "stopped"), outcome.stopReason.isEmpty() ? translate("cpx", "without a reason") : outcome.stopReason);
    if (outcome.permissionDecision != PermissionDecision::None)
        add(translate("cpx", "permission"), permissionDecisionName(outcome.permissionDecision) + u' ' + outcome.permissionReason);
    for (const QString &context : outcome.additionalContexts)
        add(translate("cpx", "context"), context);
    for (const QString &message : outcome.systemMessages)
        add(translate("cpx", "message"), message);
    return text;
}

QJsonObject hookOutcomeJson(const HookOutcome &outcome)
{
    QJsonArray runs;
    for (const HookRecord &record : outcome.runs) {
        runs.append(QJsonObject{{u"command"_s, record.command}, {u"file"_s, record.file}, {u"line"_s, record.line},
                                {u"ending"_s, endingName(record.ending)}, {u"exit_code"_s, record.exitCode},
                                {u"duration_ms"_s, double(record.duration.count()) / 1000}, {u"stdout"_s, record.output},
                                {u"stderr"_s, record.errors}, {u"effect"_s, hookEffectName(record.effect)}, {u"problem"_s, record.problem}});
    }
    QJsonObject json{{u"blocked"_s, outcome.blocked}, {u"reason"_s, outcome.reason}, {u"continue"_s, !outcome.stopsEverything},
                     {u"stop_reason"_s, outcome.stopReason}, {u"permission"_s, permissionDecisionName(outcome.permissionDecision)},
                     {u"permission_reason"_s, outcome.permissionReason}, {u"contexts"_s, QJsonArray::fromStringList(outcome.additionalContexts)},
                     {u"messages"_s, QJsonArray::fromStringList(outcome.systemMessages)}, {u"fields"_s, outcome.fields}, {u"runs"_s, runs},
                     {u"notice"_s, outcome.notice}};
    if (outcome.updatedInput)
        json.insert(u"updated_input"_s, *outcome.updatedInput);
    if (outcome.updatedToolOutput)
        json.insert(u"updated_tool_output"_s, *outcome.updatedToolOutput);
    return json;
}

} // namespace cpx
