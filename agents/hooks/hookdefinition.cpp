// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookdefinition.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace cpx {

namespace {

constexpr std::chrono::milliseconds defaultTimeout = 10s;
constexpr std::chrono::milliseconds sessionEndTimeout = 1500ms; // the session is over: nobody waits for more
constexpr std::chrono::milliseconds projectMaximum = 60s;
constexpr std::chrono::milliseconds userMaximum = 600s;

} // namespace

std::chrono::milliseconds HookDefinition::timeout() const
{
    if (!wantedTimeout)
        return event == HookEvent::SessionEnd ? sessionEndTimeout : defaultTimeout;
    return std::min(*wantedTimeout, isUserLevel(scope) ? userMaximum : projectMaximum);
}

QString HookDefinition::commandText() const
{
    if (!arguments)
        return command;
    QString text = shellQuoted(command);
    for (const QString &argument : *arguments)
        text += u' ' + shellQuoted(argument);
    return text;
}

bool runTheSame(const HookDefinition &one, const HookDefinition &other)
{
    return one.event == other.event && one.type == other.type && one.command == other.command
        && one.arguments == other.arguments && one.shell == other.shell && one.condition == other.condition;
}

QString hookTypeName(HookDefinition::Type type)
{
    switch (type) {
    case HookDefinition::Type::Command: return u"command"_s;
    case HookDefinition::Type::Http: return u"http"_s;
    case HookDefinition::Type::McpTool: return u"mcp_tool"_s;
    case HookDefinition::Type::Prompt: return u"prompt"_s;
    case HookDefinition::Type::Agent: return u"agent"_s;
    }
    Q_UNREACHABLE();
}

QString shellQuoted(const QString &word)
{
    const auto isPlain = [](QChar c) {
        return (c.unicode() < 128 && c.isLetterOrNumber()) || u"_@%+=:,./-"_s.contains(c);
    };
    if (!word.isEmpty() && std::all_of(word.begin(), word.end(), isPlain))
        return word;
    return u'\'' + QString(word).replace(u'\'', u"'\\''"_s) + u'\'';
}

} // namespace cpx
