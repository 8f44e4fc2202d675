// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandprompt.h"

#include "agents/commands/commandmention.h"
#include "core/translate.h"

#include <QHash>

namespace cpx {

Result<CommandPrompt> CommandPrompt::of(const QString &prompt, const CommandListing &listing)
{
    QHash<QString, CommandDefinition> definitions;
    std::optional<Error> problem;
    const auto isCommand = [&](const QString &name) {
        const CommandFile *file = listing.find(name);
        if (!file || problem)
            return false;
        if (definitions.contains(name))
            return true;
        auto definition = CommandCatalog::read(*file);
        if (!definition) {
            problem = Error{definition.error().code, translate("cpx", "/%1 cannot be read: %2").arg(name, definition.error().message)};
            return false;
        }
        if (!definition->isUserInvocable)
            return false;
        definitions.insert(name, *std::move(definition));
        return true;
    };
    const QList<CommandMention> mentions = findCommands(prompt, isCommand);
    if (problem)
        return *problem;
    CommandPrompt result;
    if (mentions.isEmpty())
        return result;
    result.lead = QStringView(prompt).first(mentions.constFirst().position).trimmed().toString();
    for (const CommandMention &mention : mentions)
        result.commands.append({definitions.value(mention.name), mention.arguments.toString()});
    return result;
}

} // namespace cpx
