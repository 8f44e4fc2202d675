// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/codexanswer.h"

#include "core/translate.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

QString context(const HookOutcome &outcome)
{
    return outcome.additionalContexts.join(u"\n\n"_s);
}

/// Codex takes no block without a reason.
QString given(const QString &reason)
{
    return reason.trimmed().isEmpty() ? translate("cpx", "A hook has blocked this without giving a reason.") : reason;
}

QString stopText(const HookOutcome &outcome)
{
    return outcome.stopReason.trimmed().isEmpty() ? translate("cpx", "A hook has stopped everything.") : outcome.stopReason;
}

/// What a tool's output is as text: itself, the texts of an MCP result, what a command has printed, or the JSON.
QString outputText(const QJsonValue &output)
{
    if (output.isString())
        return output.toString();
    if (output.isObject()) {
        QStringList texts;
        const QJsonArray content = output[u"content"_s].toArray();
        for (const QJsonValue &part : content) {
            if (part[u"text"_s].isString())
                texts += part[u"text"_s].toString();
        }
        if (!texts.isEmpty())
            return texts.join(u'\n');
        if (output[u"stdout"_s].isString())
            return output[u"stdout"_s].toString() + output[u"stderr"_s].toString();
        return QString::fromUtf8(QJsonDocument(output.toObject()).toJson(QJsonDocument::Compact));
    }
    if (output.isArray())
        return QString::fromUtf8(QJsonDocument(output.toArray()).toJson(QJsonDocument::Compact));
    return output.toVariant().toString();
}

/// An answer that is put together.
class Answer
{
public:
    Answer(HookEvent event, const HookOutcome &outcome)
        : m_event(event)
        , m_outcome(outcome)
    {
        QStringList messages = outcome.systemMessages;
        if (event == HookEvent::SessionStart && !outcome.notice.isEmpty())
            messages += outcome.notice;
        if (!messages.isEmpty())
            m_json.insert(u"systemMessage"_s, messages.join(u'\n'));
    }

    void stop(const QString &reason)
    {
        m_json.insert(u"continue"_s, false);
        m_json.insert(u"stopReason"_s, reason);
    }
    void block(const QString &reason)
    {
        m_json.insert(u"decision"_s, u"block"_s);
        m_json.insert(u"reason"_s, given(reason));
    }
    void specific(const QString &name, const QJsonValue &value) { m_specific.insert(name, value); }
    void addContext()
    {
        if (const QString text = context(m_outcome); !text.isEmpty())
            specific(u"additionalContext"_s, text);
    }

    QJsonObject take()
    {
        if (!m_specific.isEmpty()) {
            m_specific.insert(u"hookEventName"_s, hookEventName(m_event));
            m_json.insert(u"hookSpecificOutput"_s, m_specific);
        }
        return std::move(m_json);
    }

private:
    HookEvent m_event;
    const HookOutcome &m_outcome;
    QJsonObject m_json;
    QJsonObject m_specific;
};

void decideToolUse(Answer &answer, const HookOutcome &outcome)
{
    const auto deny = [&answer](const QString &reason) {
        answer.specific(u"permissionDecision"_s, u"deny"_s);
        answer.specific(u"permissionDecisionReason"_s, given(reason));
    };
    const auto consent = [&outcome] {
        const QString text = translate("cpx", "This needs the user's consent, which Codex does not ask for on behalf of a hook.");
        return outcome.permissionReason.trimmed().isEmpty() ? text : outcome.permissionReason + u'\n' + text;
    };
    if (outcome.stopsEverything)
        return deny(stopText(outcome));
    if (outcome.blocked)
        return deny(outcome.reason);
    switch (outcome.permissionDecision) {
    case PermissionDecision::Deny: return deny(outcome.permissionReason);
    case PermissionDecision::Ask:
    case PermissionDecision::Defer: return deny(consent());
    case PermissionDecision::None:
    case PermissionDecision::Allow: break;
    }
    if (outcome.updatedInput) {
        answer.specific(u"permissionDecision"_s, u"allow"_s);
        answer.specific(u"updatedInput"_s, *outcome.updatedInput);
    }
}

void decidePermission(Answer &answer, const HookOutcome &outcome)
{
    const auto deny = [&answer](const QString &message) {
        answer.specific(u"decision"_s, QJsonObject{{u"behavior"_s, u"deny"_s}, {u"message"_s, given(message)}});
    };
    const QJsonObject decision = outcome.fields.value(u"decision"_s).toObject();
    const QString behaviour = decision.value(u"behavior"_s).toString();
    if (outcome.stopsEverything)
        deny(stopText(outcome));
    else if (outcome.blocked)
        deny(outcome.reason);
    else if (behaviour == u"deny")
        deny(decision.value(u"message"_s).toString());
    else if (behaviour == u"allow" && !decision.contains(u"updatedInput"_s))
        answer.specific(u"decision"_s, QJsonObject{{u"behavior"_s, u"allow"_s}});
}

void changeOutput(Answer &answer, const HookOutcome &outcome)
{
    QStringList texts;
    if (outcome.blocked)
        texts += given(outcome.reason);
    if (outcome.updatedToolOutput) {
        const QString text = outputText(*outcome.updatedToolOutput);
        texts += text.trimmed().isEmpty() ? translate("cpx", "A hook has removed this output.") : text;
    }
    if (!texts.isEmpty())
        answer.block(texts.join(u"\n\n"_s));
}

} // namespace

QJsonObject codexAnswer(HookEvent event, const HookOutcome &outcome)
{
    Answer answer(event, outcome);
    switch (event) {
    case HookEvent::PreToolUse:
        decideToolUse(answer, outcome);
        answer.addContext();
        return answer.take();
    case HookEvent::PermissionRequest:
        decidePermission(answer, outcome);
        return answer.take();
    case HookEvent::PostToolUse:
        changeOutput(answer, outcome);
        answer.addContext();
        break;
    case HookEvent::UserPromptSubmit:
        if (outcome.blocked)
            answer.block(outcome.reason);
        answer.addContext();
        break;
    case HookEvent::SessionStart:
    case HookEvent::SubagentStart:
        answer.addContext();
        break;
    case HookEvent::Stop:
    case HookEvent::SubagentStop:
        if (outcome.blocked) {
            const QString more = context(outcome);
            answer.block(more.isEmpty() ? outcome.reason : given(outcome.reason) + u"\n\n"_s + more);
        }
        break;
    case HookEvent::PreCompact:
        if (outcome.blocked)
            answer.stop(given(outcome.reason));
        break;
    case HookEvent::PostCompact:
        break;
    default: // Codex reads nothing at the end of a session, and has no others
        return {};
    }
    if (outcome.stopsEverything)
        answer.stop(stopText(outcome));
    return answer.take();
}

} // namespace cpx
