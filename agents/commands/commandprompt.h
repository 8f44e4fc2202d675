// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/commands/commandcatalog.h"
#include "agents/commands/commandtemplate.h"

namespace cpx {

/// A prompt with slash commands in it, and the definitions of these. A plain value.
struct CommandPrompt
{
    struct Invocation
    {
        CommandDefinition definition{};
        QString arguments{}; ///< as typed
    };

    QString lead{}; ///< what stands in front of the first command, without white space around it
    QList<Invocation> commands{};

    /// Finds and reads the commands of what a user typed. No commands: the prompt is text. An error, with the file and the
    /// remedy, when the file of a command cannot be read.
    static Result<CommandPrompt> of(const QString &prompt, const CommandListing &listing);
};

} // namespace cpx
