// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/settingsfile/hooksection.h"

#include "agents/hooks/hookcondition.h"
#include "agents/hooks/hookmatcher.h"
#include "agents/settingsfile/settingsproblems.h"
#include "core/translate.h"

#include <QJsonArray>
#include <QJsonObject>
#include <array>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr double secondsThatLookLikeMilliseconds = 3600;
constexpr double mostSeconds = 1e9; // more would overflow, and means the same

class HandlerReader
{
public:
    HandlerReader(const QJsonObject &object, HookDefinition common, SettingsProblems &problems)
        : m_object(object)
        , m_hook(std::move(common))
        , m_problems(problems)
    {
    }

    std::optional<HookDefinition> read()
    {
        if (!readType() || !readNeeded() || !readOptional() || !readTimeout())
            return std::nullopt;
        remarkWhatIsNotRun();
        return m_hook;
    }

private:
    QString at(const char *key) const { return m_hook.keyPath + u'.' + QLatin1StringView(key); }
    QJsonValue value(const char *key) const { return m_object.value(QLatin1StringView(key)); }
    bool has(const char *key) const { return m_object.contains(QLatin1StringView(key)); }

    bool wrong(const char *key, const QString &message)
    {
        m_problems.wrong(at(key), message);
        return false;
    }

    bool readType()
    {
        static constexpr std::array types{HookDefinition::Type::Command, HookDefinition::Type::Http, HookDefinition::Type::McpTool,
                                          HookDefinition::Type::Prompt, HookDefinition::Type::Agent};
        const QString name = value("type").toString();
        const auto type = std::find_if(types.begin(), types.end(), [&](auto each) { return hookTypeName(each) == name; });
        if (type == types.end()) {
            m_problems.wrong(has("type") ? at("type") : m_hook.keyPath,
                             translate("cpx", "a handler's type must be one of command, http, mcp_tool, prompt, agent; correct it"));
            return false;
        }
        m_hook.type = *type;
        return true;
    }

    /// The text a handler of this type cannot do without.
    bool readNeeded()
    {
        switch (m_hook.type) {
        case HookDefinition::Type::Command: return needText("command", m_hook.command);
        case HookDefinition::Type::Http: return needText("url", m_hook.command);
        case HookDefinition::Type::McpTool: {
            QString server;
            return needText("server", server) && needText("tool", m_hook.command);
        }
        case HookDefinition::Type::Prompt:
        case HookDefinition::Type::Agent: return needText("prompt", m_hook.command);
        }
        Q_UNREACHABLE();
    }

    bool needText(const char *key, QString &target)
    {
        target = value(key).toString();
        if (!target.isEmpty() && !target.contains(QChar::Null))
            return true;
        m_problems.wrong(has(key) ? at(key) : m_hook.keyPath,
                         translate("cpx", "a handler of type %1 needs a text in %2; add it")
                             .arg(hookTypeName(m_hook.type), QLatin1StringView(key)));
        return false;
    }

    bool readOptional()
    {
        return optionalText("if", m_hook.condition) && optionalText("statusMessage", m_hook.statusMessage) && readShell()
            && readArguments() && readFlag("async", m_hook.isAsync) && readFlag("asyncRewake", m_hook.isAsync) && readOnTimeout();
    }

    bool optionalText(const char *key, QString &target)
    {
        if (!has(key))
            return true;
        if (!value(key).isString())
            return wrong(key, translate("cpx", "must be a text in double quotes; correct it, or remove it"));
        target = value(key).toString();
        return true;
    }

    bool readShell()
    {
        if (!optionalText("shell", m_hook.shell))
            return false;
        if (m_hook.shell.isEmpty() || m_hook.shell == u"bash" || m_hook.shell == u"powershell")
            return true;
        return wrong("shell", translate("cpx", "must be \"bash\" or \"powershell\"; correct it, or remove it"));
    }

    bool readFlag(const char *key, bool &target)
    {
        if (!has(key))
            return true;
        if (!value(key).isBool())
            return wrong(key, translate("cpx", "must be true or false; correct it, or remove it"));
        target |= value(key).toBool();
        return true;
    }

    bool readArguments()
    {
        if (!has("args"))
            return true;
        QStringList arguments;
        bool isGood = value("args").isArray();
        const QJsonArray array = value("args").toArray();
        for (const QJsonValue &each : array) {
            isGood = isGood && each.isString() && !each.toString().contains(QChar::Null);
            arguments += each.toString();
        }
        if (!isGood)
            return wrong("args", translate("cpx", "must be a list of texts; correct it, or remove it"));
        m_hook.arguments = arguments;
        return true;
    }

    bool readOnTimeout()
    {
        if (!has("onTimeout"))
            return true;
        const QString word = value("onTimeout").toString();
        if (!isCodexPlusFile(m_hook.scope)) // the key is ours; Claude Code takes no notice
            m_problems.remark(at("onTimeout"), translate("cpx", "onTimeout counts in .codexplus files only; move the hook there"));
        else if (word == u"deny")
            m_hook.onTimeout = HookDefinition::OnTimeout::Deny;
        else if (word != u"allow")
            return wrong("onTimeout", translate("cpx", "must be \"allow\" or \"deny\"; correct it, or remove it"));
        return true;
    }

    bool readTimeout()
    {
        if (!has("timeout"))
            return true;
        const double seconds = value("timeout").toDouble(-1);
        if (!value("timeout").isDouble() || seconds <= 0)
            return wrong("timeout", translate("cpx", "must be a number of seconds above 0; correct it, or remove it"));
        m_hook.wantedTimeout = std::max(std::chrono::milliseconds(1), std::chrono::milliseconds(qint64(std::min(seconds, mostSeconds) * 1000)));
        if (seconds > secondsThatLookLikeMilliseconds) {
            m_problems.remark(at("timeout"), translate("cpx", "%1 is a number of seconds and looks like milliseconds; write %2")
                                                 .arg(QString::number(seconds), QString::number(seconds / 1000)));
        }
        if (m_hook.type == HookDefinition::Type::Command && m_hook.timeout() < *m_hook.wantedTimeout) {
            m_problems.remark(at("timeout"), translate("cpx", "Codex-Plus ends this hook after %1 seconds; make it quicker, or let it do its work in the background")
                                                 .arg(m_hook.timeout().count() / 1000));
        }
        return true;
    }

    void remarkWhatIsNotRun()
    {
        if (!m_hook.isSupported()) {
            m_problems.remark(m_hook.keyPath,
                              m_hook.type == HookDefinition::Type::Command
                                  ? translate("cpx", "Codex-Plus does not run hooks in PowerShell; write it for sh")
                                  : translate("cpx", "Codex-Plus does not run hooks of type %1; use type command for what it shall run")
                                        .arg(hookTypeName(m_hook.type)));
        }
        if (m_hook.condition.isEmpty() || !m_hook.event)
            return;
        if (!hookEventRules(*m_hook.event).isToolEvent) {
            m_problems.remark(at("if"), translate("cpx", "%1 is about no tool, so that a hook with \"if\" never runs; remove it").arg(m_hook.eventName));
            return;
        }
        if (const QString problem = HookCondition(m_hook.condition).problem(); !problem.isEmpty())
            m_problems.remark(at("if"), problem);
    }

    const QJsonObject &m_object;
    HookDefinition m_hook;
    SettingsProblems &m_problems;
};

class SectionReader
{
public:
    explicit SectionReader(SettingsProblems &problems)
        : m_problems(problems)
    {
    }

    QList<HookDefinition> read(const QJsonValue &section)
    {
        if (!section.isObject()) {
            m_problems.wrong(u"hooks"_s, translate("cpx", "must be an object: { \"Stop\": [ … ] }; correct it"));
            return {};
        }
        const QJsonObject events = section.toObject();
        for (auto it = events.begin(); it != events.end(); ++it)
            readEvent(it.key(), it.value());
        return std::move(m_hooks);
    }

private:
    void readEvent(const QString &name, const QJsonValue &groups)
    {
        const QString path = u"hooks."_s + name;
        const auto event = hookEventNamed(name);
        if (!event)
            m_problems.remark(path, translate("cpx", "there is no event %1, its hooks never run; see docs/hooks.md for the names").arg(name));
        if (!groups.isArray()) {
            // What an event nobody knows holds is not looked at by Claude Code.
            if (event)
                m_problems.wrong(path, translate("cpx", "must be a list of groups: [ { \"hooks\": [ … ] } ]; correct it"));
            return;
        }
        const QJsonArray array = groups.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            readGroup(name, event, u"%1[%2]"_s.arg(path).arg(i), array.at(i));
    }

    void readGroup(const QString &name, std::optional<HookEvent> event, const QString &path, const QJsonValue &value)
    {
        const QJsonObject group = value.toObject();
        if (!value.isObject() || !group.value(u"hooks"_s).isArray()) {
            if (event) {
                m_problems.wrong(path, group.contains(u"type"_s)
                                           ? translate("cpx", "a handler stands where a group must; write { \"hooks\": [ … ] } around it")
                                           : translate("cpx", "a group must be an object with a list of handlers: { \"hooks\": [ … ] }; correct it"));
            }
            return;
        }
        const QJsonValue matcher = group.value(u"matcher"_s);
        if (group.contains(u"matcher"_s) && !matcher.isString()) {
            if (event)
                m_problems.wrong(path + u".matcher"_s, translate("cpx", "must be a text in double quotes; correct it, or remove it to match everything"));
            return;
        }
        remarkMatcher(event, path + u".matcher"_s, matcher.toString());
        const QJsonArray handlers = group.value(u"hooks"_s).toArray();
        for (qsizetype i = 0; i < handlers.size(); ++i) {
            HookDefinition common;
            common.eventName = name;
            common.event = event;
            common.matcher = matcher.toString();
            common.file = m_problems.file();
            common.scope = m_problems.scope();
            common.keyPath = u"%1.hooks[%2]"_s.arg(path).arg(i);
            readHandler(common, handlers.at(i));
        }
    }

    void readHandler(const HookDefinition &common, const QJsonValue &value)
    {
        if (!common.event) { // shown, not judged
            HookDefinition shown = common;
            shown.command = value.toObject().value(u"command"_s).toString();
            m_hooks += shown;
            return;
        }
        if (!value.isObject()) {
            m_problems.wrong(common.keyPath, translate("cpx", "a handler must be an object: { \"type\": \"command\", \"command\": \"…\" }; correct it"));
            return;
        }
        const QJsonObject object = value.toObject();
        if (const auto hook = HandlerReader(object, common, m_problems).read())
            m_hooks += *hook;
    }

    void remarkMatcher(std::optional<HookEvent> event, const QString &path, const QString &matcher)
    {
        if (!event || matcher.isEmpty())
            return;
        if (!hookEventRules(*event).matcherField) {
            m_problems.remark(path, translate("cpx", "%1 has nothing a matcher is compared with, it is ignored; remove it").arg(hookEventName(*event)));
            return;
        }
        if (const QString problem = HookMatcher(matcher, *event).problem(); !problem.isEmpty())
            m_problems.remark(path, problem);
    }

    SettingsProblems &m_problems;
    QList<HookDefinition> m_hooks;
};

} // namespace

QList<HookDefinition> hooksOfSection(const QJsonValue &section, SettingsProblems &problems)
{
    return SectionReader(problems).read(section);
}

} // namespace cpx
