// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/localcommands.h"

#include "agents/commands/commandmention.h"
#include "core/translate.h"

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype maximumDescription = 120;

const QString ownPrefix = u"codex-plus:"_s;

/// One line, without what Markdown or a terminal would make something of.
QString oneLine(const QString &text)
{
    QString line = text.simplified().replace(u'`', u'\'');
    if (line.size() > maximumDescription)
        line = line.first(maximumDescription - 1) + u'…';
    return line;
}

QString helpLine(const CommandFile &file)
{
    const auto definition = CommandCatalog::read(file);
    if (!definition)
        return u"- `/%1` — %2\n"_s.arg(file.name, oneLine(definition.error().message));
    if (!definition->isUserInvocable)
        return {};
    const QString hint = definition->argumentHint.isEmpty() ? QString() : u' ' + oneLine(definition->argumentHint);
    return u"- `/%1%2` — %3 (%4)\n"_s.arg(file.name, hint, oneLine(definition->description), commandSourceText(file.source));
}

} // namespace

LocalCommands::LocalCommands(Answer status, Answer history)
    : m_status(std::move(status))
    , m_history(std::move(history))
{
}

bool LocalCommands::contains(const QString &name) const
{
    return name == u"help" || (name == u"status" && m_status) || (name == u"history" && m_history);
}

std::optional<LocalCommands::Call> LocalCommands::callIn(const QString &prompt, const CommandListing &listing) const
{
    const auto ownName = [&](const QString &name) {
        if (name.startsWith(ownPrefix))
            return name.sliced(ownPrefix.size());
        return listing.find(name) ? QString() : name;
    };
    const auto isCommand = [&](const QString &name) { return listing.find(name) || contains(ownName(name)); };
    const QList<CommandMention> mentions = findCommands(prompt, isCommand);
    if (mentions.size() != 1 || !QStringView(prompt).first(mentions.constFirst().position).trimmed().isEmpty())
        return std::nullopt;
    const QString name = ownName(mentions.constFirst().name);
    if (!contains(name))
        return std::nullopt;
    return Call{name, mentions.constFirst().arguments.toString()};
}

QString LocalCommands::answer(const Call &call, const CommandListing &listing) const
{
    if (call.name == u"status" && m_status)
        return m_status(call.arguments);
    if (call.name == u"history" && m_history)
        return m_history(call.arguments);
    return help(listing);
}

QString LocalCommands::help(const CommandListing &listing) const
{
    QString text = translate("cpx", "**Slash commands**") + u"\n\n"_s;
    for (const CommandFile &file : listing.commands)
        text += helpLine(file);
    if (listing.commands.isEmpty())
        text += translate("cpx", "There are none yet: a file `.codexplus/commands/NAME.md` in the project, or below `~`, makes one.") + u'\n';
    text += u'\n' + translate("cpx", "Answered by Codex-Plus, without the model:") + u"\n\n"_s;
    text += u"- `/help` — "_s + translate("cpx", "this list") + u'\n';
    if (m_status)
        text += u"- `/status` — "_s + translate("cpx", "how the proxy fares") + u'\n';
    if (m_history)
        text += u"- `/history` — "_s + translate("cpx", "what was done in this session") + u'\n';
    text += u'\n'
        + translate("cpx", "The terminal interface of Codex keeps `/name` to itself: put a blank in front (` /name`), or type `//name`, or `/part/name` for a command in a "
                           "sub-directory. `codex exec` takes all of them as they are.")
        + u'\n';
    return text;
}

} // namespace cpx
