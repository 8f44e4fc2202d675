// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookoutput.h"

#include "core/translate.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>
#include <array>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

enum class Kind { Text, Flag, Object, Texts, Anything, Permission, Behaviour, Action };

struct SpecificField
{
    HookEvent event;
    const char *name;
    Kind kind;
};

/// The members of hookSpecificOutput beside additionalContext.
constexpr std::array specificFields = {
    SpecificField{HookEvent::SessionStart, "initialUserMessage", Kind::Text},
    SpecificField{HookEvent::SessionStart, "sessionTitle", Kind::Text},
    SpecificField{HookEvent::SessionStart, "watchPaths", Kind::Texts},
    SpecificField{HookEvent::SessionStart, "reloadSkills", Kind::Flag},
    SpecificField{HookEvent::UserPromptSubmit, "sessionTitle", Kind::Text},
    SpecificField{HookEvent::UserPromptSubmit, "suppressOriginalPrompt", Kind::Flag},
    SpecificField{HookEvent::MessageDisplay, "displayContent", Kind::Text},
    SpecificField{HookEvent::PreToolUse, "permissionDecision", Kind::Permission},
    SpecificField{HookEvent::PreToolUse, "permissionDecisionReason", Kind::Text},
    SpecificField{HookEvent::PreToolUse, "updatedInput", Kind::Object},
    SpecificField{HookEvent::PermissionRequest, "decision", Kind::Behaviour},
    SpecificField{HookEvent::PermissionDenied, "retry", Kind::Flag},
    SpecificField{HookEvent::PostToolUse, "updatedToolOutput", Kind::Anything},
    SpecificField{HookEvent::PostToolUse, "updatedMCPToolOutput", Kind::Anything},
    SpecificField{HookEvent::PostToolUse, "classifierContext", Kind::Text},
    SpecificField{HookEvent::CwdChanged, "watchPaths", Kind::Texts},
    SpecificField{HookEvent::FileChanged, "watchPaths", Kind::Texts},
    SpecificField{HookEvent::WorktreeCreate, "worktreePath", Kind::Text},
    SpecificField{HookEvent::Elicitation, "action", Kind::Action},
    SpecificField{HookEvent::Elicitation, "content", Kind::Object},
    SpecificField{HookEvent::ElicitationResult, "action", Kind::Action},
    SpecificField{HookEvent::ElicitationResult, "content", Kind::Object},
};

class OutputReader
{
public:
    OutputReader(const QJsonObject &object, HookEvent event, bool isOurs)
        : m_object(object)
        , m_event(event)
        , m_isOurs(isOurs)
    {
    }

    Result<std::optional<HookOutput>> read()
    {
        for (const char *key : {"continue", "suppressOutput"})
            take(key, Kind::Flag);
        for (const char *key : {"stopReason", "systemMessage", "reason", "terminalSequence"})
            take(key, Kind::Text);
        readDecision();
        readSpecific();
        if (!m_problem.isEmpty())
            return Error{Error::Code::Invalid, m_problem};
        return std::optional(m_output);
    }

private:
    void take(const char *key, Kind kind)
    {
        const QJsonValue value = m_object.value(QLatin1StringView(key));
        if (value.isUndefined())
            return;
        check(key, value, kind);
        m_output.universal.insert(QLatin1StringView(key), value);
    }

    void readDecision()
    {
        const QJsonValue value = m_object.value(u"decision"_s);
        if (value.isUndefined())
            return;
        QString word = value.toString();
        if (m_isOurs)
            word = word == u"deny" ? u"block"_s : word == u"allow" ? u"approve"_s : word;
        if (word != u"block" && word != u"approve")
            complain("decision", translate("cpx", "must be \"block\" or \"approve\""));
        m_output.universal.insert(u"decision"_s, word);
    }

    void readSpecific()
    {
        const QJsonValue value = m_object.value(u"hookSpecificOutput"_s);
        if (value.isUndefined())
            return;
        const QJsonObject specific = value.toObject();
        if (!value.isObject() || specific.value(u"hookEventName"_s).toString() != hookEventName(m_event)) {
            complain("hookSpecificOutput", translate("cpx", "must be an object with hookEventName \"%1\"").arg(hookEventName(m_event)));
            return;
        }
        if (hookEventRules(m_event).honoursContext)
            takeSpecific(specific, "additionalContext", Kind::Text);
        for (const SpecificField &field : specificFields) {
            if (field.event == m_event)
                takeSpecific(specific, field.name, field.kind);
        }
    }

    void takeSpecific(const QJsonObject &specific, const char *key, Kind kind)
    {
        QJsonValue value = specific.value(QLatin1StringView(key));
        if (value.isUndefined())
            return;
        if (kind == Kind::Permission && m_isOurs && value.toString() == u"block")
            value = u"deny"_s;
        check(key, value, kind);
        m_output.specific.insert(QLatin1StringView(key), value);
    }

    void check(const char *key, const QJsonValue &value, Kind kind)
    {
        static const QStringList permissions{u"allow"_s, u"deny"_s, u"ask"_s, u"defer"_s};
        static const QStringList actions{u"accept"_s, u"decline"_s, u"cancel"_s};
        switch (kind) {
        case Kind::Text: return require(value.isString(), key, translate("cpx", "must be a text"));
        case Kind::Flag: return require(value.isBool(), key, translate("cpx", "must be true or false"));
        case Kind::Object: return require(value.isObject(), key, translate("cpx", "must be an object"));
        case Kind::Texts: return require(isListOfTexts(value), key, translate("cpx", "must be a list of texts"));
        case Kind::Anything: return;
        case Kind::Permission:
            return require(permissions.contains(value.toString()), key, translate("cpx", "must be one of: %1").arg(permissions.join(u", "_s)));
        case Kind::Action:
            return require(actions.contains(value.toString()), key, translate("cpx", "must be one of: %1").arg(actions.join(u", "_s)));
        case Kind::Behaviour: {
            const QString behaviour = value.toObject().value(u"behavior"_s).toString();
            return require(behaviour == u"allow" || behaviour == u"deny", key,
                           translate("cpx", "must be an object with behavior \"allow\" or \"deny\""));
        }
        }
    }

    static bool isListOfTexts(const QJsonValue &value)
    {
        const QJsonArray array = value.toArray();
        return value.isArray() && std::all_of(array.begin(), array.end(), [](const QJsonValue &each) { return each.isString(); });
    }

    void require(bool isRight, const char *key, const QString &rule)
    {
        if (!isRight)
            complain(key, rule);
    }
    void complain(const char *key, const QString &rule)
    {
        if (m_problem.isEmpty())
            m_problem = translate("cpx", "the hook's answer is ignored, %1 %2; correct the hook").arg(QLatin1StringView(key), rule);
    }

    const QJsonObject &m_object;
    HookEvent m_event;
    bool m_isOurs;
    HookOutput m_output;
    QString m_problem;
};

} // namespace

Result<std::optional<HookOutput>> HookOutput::read(const QByteArray &bytes, HookEvent event, bool isOurs)
{
    const QByteArray text = bytes.trimmed();
    if (!text.startsWith('{'))
        return std::optional<HookOutput>();
    const QJsonDocument document = QJsonDocument::fromJson(text);
    if (!document.isObject())
        return std::optional<HookOutput>();
    return OutputReader(document.object(), event, isOurs).read();
}

} // namespace cpx
