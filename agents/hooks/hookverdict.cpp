// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookverdict.h"

#include "agents/hooks/hookoutput.h"
#include "core/redaction.h"
#include "core/translate.h"

#include <QStringDecoder>
#include <optional>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype maximumText = 10'000; ///< characters; Claude Code's limit
constexpr int blockingExitCode = 2;

using Exit2 = HookEventRules::Exit2;
using Ending = ChildResult::Ending;

QString capped(const QString &text)
{
    if (text.size() <= maximumText)
        return text;
    const qsizetype end = text.at(maximumText - 1).isHighSurrogate() ? maximumText - 1 : maximumText;
    return text.first(end) + translate("cpx", "… (%1 more characters are left out)").arg(text.size() - end);
}

/// Standard error as the text of a message, whatever it holds.
QString messageText(const QByteArray &errors)
{
    QString text = QString::fromUtf8(errors);
    text.removeIf([](QChar c) { return c.category() == QChar::Other_Control && c != u'\n' && c != u'\t'; });
    return capped(text.trimmed());
}

/// Standard output as text; nothing when it is none.
std::optional<QString> plainText(const QByteArray &output)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder(output);
    if (decoder.hasError() || text.contains(QChar::Null))
        return std::nullopt;
    text.removeIf([](QChar c) { return c.category() == QChar::Other_Control && c != u'\n' && c != u'\t'; });
    return capped(text.trimmed());
}

PermissionDecision permissionDecision(const QString &name)
{
    for (const auto decision : {PermissionDecision::Allow, PermissionDecision::Ask, PermissionDecision::Defer, PermissionDecision::Deny}) {
        if (permissionDecisionName(decision) == name)
            return decision;
    }
    return PermissionDecision::None;
}

class VerdictReader
{
public:
    VerdictReader(const HookDefinition &hook, const ChildResult &result)
        : m_hook(hook)
        , m_result(result)
        , m_rules(hookEventRules(*hook.event))
    {
    }

    HookVerdict read()
    {
        if (m_result.ending == Ending::Exited)
            readExit();
        else
            readFailure();
        if (m_verdict.hasFailed && m_rules.anyFailureBlocks && !m_verdict.isBlocking)
            block(messageText(m_result.errors));
        return m_verdict;
    }

private:
    void block(const QString &reason)
    {
        m_verdict.isBlocking = true;
        m_verdict.reason = reason.isEmpty() ? translate("cpx", "Blocked by hook") : reason;
        if (m_hook.event == HookEvent::PreToolUse) {
            m_verdict.decision = PermissionDecision::Deny;
            m_verdict.decisionReason = m_verdict.reason;
        }
    }

    void readFailure()
    {
        m_verdict.hasFailed = true;
        const bool isLimit = m_result.ending == Ending::TimedOut || m_result.ending == Ending::TooMuchOutput;
        if (isLimit && m_hook.onTimeout == HookDefinition::OnTimeout::Deny && m_rules.exit2 == Exit2::Blocks)
            block(translate("cpx", "The hook %1 gave no answer in time").arg(QString::fromUtf8(redacted(m_hook.commandText().toUtf8()))));
    }

    void readExit()
    {
        auto output = HookOutput::read(m_result.output, *m_hook.event, isCodexPlusFile(m_hook.scope));
        if (!output)
            m_verdict.problem = output.error().message;
        const bool isJson = output && output->has_value();
        if (isJson)
            readJson(**output);
        if (m_result.exitCode == blockingExitCode)
            readExit2();
        else if (m_result.exitCode != 0)
            m_verdict.hasFailed = true;
        else if (output && !isJson)
            readPlainOutput();
    }

    /// JSON cannot undo it; its reason goes before standard error.
    void readExit2()
    {
        const QString message = messageText(m_result.errors);
        switch (m_rules.exit2) {
        case Exit2::Blocks:
            block(m_jsonReason.isEmpty() ? message : m_jsonReason);
            break;
        case Exit2::TellsUser:
            if (m_verdict.systemMessage.isEmpty())
                m_verdict.systemMessage = message;
            m_verdict.hasFailed = true;
            break;
        case Exit2::Nothing:
            m_verdict.hasFailed = true;
            break;
        }
    }

    void readPlainOutput()
    {
        if (!m_rules.plainOutputIsContext && m_hook.event != HookEvent::WorktreeCreate)
            return;
        const auto text = plainText(m_result.output);
        if (!text) {
            m_verdict.problem = translate("cpx", "the hook wrote something that is no text, it is ignored; let it write UTF-8");
            return;
        }
        if (m_hook.event == HookEvent::WorktreeCreate) {
            if (!text->isEmpty())
                m_verdict.fields.insert(u"worktreePath"_s, text->sliced(text->lastIndexOf(u'\n') + 1).trimmed());
            return;
        }
        m_verdict.additionalContext = *text;
        if (text->startsWith(u'{'))
            m_verdict.problem = translate("cpx", "the hook's answer begins like JSON and is none, it is taken as text; correct the hook");
    }

    void readJson(const HookOutput &output)
    {
        const QJsonObject &universal = output.universal;
        m_verdict.stopsEverything = !universal.value(u"continue"_s).toBool(true);
        m_verdict.stopReason = capped(universal.value(u"stopReason"_s).toString());
        m_verdict.systemMessage = capped(universal.value(u"systemMessage"_s).toString());
        m_jsonReason = capped(universal.value(u"reason"_s).toString());
        readSpecific(output.specific);
        const QString decision = universal.value(u"decision"_s).toString();
        if (!m_rules.honoursDecision || m_verdict.decision != PermissionDecision::None)
            return; // for PreToolUse, decision is the old name of permissionDecision
        if (decision == u"block") {
            block(m_jsonReason);
        } else if (decision == u"approve" && m_hook.event == HookEvent::PreToolUse) {
            m_verdict.decision = PermissionDecision::Allow;
            m_verdict.decisionReason = m_jsonReason;
        }
    }

    void readSpecific(QJsonObject specific)
    {
        m_verdict.additionalContext = capped(specific.take(u"additionalContext"_s).toString());
        const PermissionDecision decision = permissionDecision(specific.take(u"permissionDecision"_s).toString());
        const QString reason = capped(specific.take(u"permissionDecisionReason"_s).toString());
        if (decision == PermissionDecision::Deny) {
            block(reason.isEmpty() ? m_jsonReason : reason);
        } else {
            m_verdict.decision = decision;
            m_verdict.decisionReason = reason;
        }
        for (auto it = specific.begin(); it != specific.end(); ++it)
            m_verdict.fields.insert(it.key(), it->isString() ? QJsonValue(capped(it->toString())) : *it);
    }

    const HookDefinition &m_hook;
    const ChildResult &m_result;
    const HookEventRules &m_rules;
    HookVerdict m_verdict;
    QString m_jsonReason;
};

} // namespace

QString permissionDecisionName(PermissionDecision decision)
{
    switch (decision) {
    case PermissionDecision::None: return {};
    case PermissionDecision::Allow: return u"allow"_s;
    case PermissionDecision::Ask: return u"ask"_s;
    case PermissionDecision::Defer: return u"defer"_s;
    case PermissionDecision::Deny: return u"deny"_s;
    }
    Q_UNREACHABLE();
}

HookVerdict hookVerdict(const HookDefinition &hook, const ChildResult &result)
{
    return VerdictReader(hook, result).read();
}

} // namespace cpx
