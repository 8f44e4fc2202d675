// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookcondition.h"

#include "agents/hooks/commandparts.h"
#include "core/translate.h"

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

bool isToolName(const QString &name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](QChar c) {
        return c == u'_' || c == u'-' || c == u'*' || (c.unicode() < 128 && c.isLetterOrNumber());
    });
}

/// "*" stands for any characters, also none and blanks. Linear but for the product of both lengths.
bool fitsPattern(QStringView text, QStringView pattern)
{
    qsizetype t = 0;
    qsizetype p = 0;
    qsizetype starAt = -1;
    qsizetype resumeAt = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == u'*') {
            starAt = p++;
            resumeAt = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (starAt >= 0) {
            p = starAt + 1;
            t = ++resumeAt;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == u'*')
        ++p;
    return p == pattern.size();
}

bool commandFits(const QString &command, const QString &specifier)
{
    if (specifier.endsWith(u":*") || specifier.endsWith(u" *")) {
        const QString prefix = specifier.chopped(2);
        return fitsPattern(command, prefix) || fitsPattern(command, prefix + u" *"_s);
    }
    return fitsPattern(command, specifier);
}

} // namespace

HookCondition::HookCondition(const QString &rule)
{
    const QString text = rule.trimmed();
    const qsizetype open = text.indexOf(u'(');
    const QString tool = open < 0 ? text : text.first(open);
    if (!isToolName(tool) || (open >= 0 && !text.endsWith(u')'))) {
        m_problem = translate("cpx", "\"%1\" is no permission rule, so that the hook runs for every tool; write Tool or Tool(…)").arg(rule);
        return;
    }
    m_tool = tool;
    m_specifier = open < 0 ? QString() : text.sliced(open + 1).chopped(1);
    if (m_specifier.isEmpty() || m_specifier == u"*")
        return;
    m_kind = m_tool == u"Bash" ? Specifier::Command : Specifier::NotJudged;
    if (m_kind == Specifier::NotJudged) {
        m_problem = translate("cpx", "what stands in the brackets of \"%1\" is not judged, so that the hook runs for every call "
                                     "of the tool; look at tool_input in the hook itself")
                        .arg(rule);
    }
}

bool HookCondition::namesTool(const QString &toolName) const
{
    if (m_tool.isEmpty() || m_tool == toolName)
        return true;
    if (m_tool == u"Edit") // stands for all that write
        return toolName == u"Write" || toolName == u"MultiEdit" || toolName == u"NotebookEdit" || toolName == u"apply_patch";
    if (m_tool.startsWith(u"mcp__"))
        return m_tool.contains(u'*') ? fitsPattern(toolName, m_tool) : toolName.startsWith(m_tool + u"__"_s);
    return m_tool == u"*";
}

bool HookCondition::holds(const QString &toolName, const QJsonObject &toolInput) const
{
    if (!namesTool(toolName))
        return false;
    if (m_kind != Specifier::Command)
        return true;
    const QJsonValue command = toolInput.value(u"command"_s);
    if (!command.isString())
        return true;
    const auto parts = commandParts(command.toString());
    return !parts || commandFits(command.toString().trimmed(), m_specifier)
        || std::any_of(parts->begin(), parts->end(), [this](const QString &part) { return commandFits(part, m_specifier); });
}

} // namespace cpx
