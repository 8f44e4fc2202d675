// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/commands/commandsource.h"
#include "agents/commands/fileattachments.h"

namespace cpx {

/// What became of a prompt with slash commands, and what went into it. A plain value.
struct ExpandedPrompt
{
    struct UsedCommand
    {
        QString name{};
        QString arguments{};
        QString path{};
        CommandSource source = CommandSource::ProjectCodexPlus;
        QByteArray sha256{}; ///< of the file's content
        QString model{}; ///< that the file asks for; empty: none
        QStringList allowedTools{};
        QStringList disallowedTools{};
    };
    struct UsedShell
    {
        QString command{}; ///< name of the command it belongs to
        QString program{}; ///< arguments are variables in it
        QString refusal{}; ///< why it must not run; empty: it may, or did
        bool hasRun = false;
        int exitCode = 0; ///< of one that has run
    };

    QString text{}; ///< for the model, in place of what the user typed
    QList<UsedCommand> commands{};
    QList<UsedShell> shell{};
    QList<AttachedFile> files{};
    QStringList notes{}; ///< for people: what was left out, and why
};

} // namespace cpx
