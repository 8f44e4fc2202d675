// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/commands/commandsource.h"
#include "agents/definition/definitionproblem.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace cpx {

/// A file that defines a slash command, as found. A plain value.
struct CommandFile
{
    QString name{}; ///< with its sub-directories: "frontend:review"
    QString path{}; ///< canonical
    QString root{}; ///< canonical: the project or the home directory, below which the file lies
    CommandSource source = CommandSource::ProjectCodexPlus;

    friend bool operator==(const CommandFile &, const CommandFile &) = default;
};

/// A slash command as its file defines it: a Markdown text for the model, with metadata in front. A plain value.
struct CommandDefinition
{
    CommandFile file{};
    QString description{}; ///< without one, the first line of the body that has text
    QString argumentHint{}; ///< as written
    QStringList argumentNames{};
    QStringList allowedTools{}; ///< rules as written: "Bash(git add:*)"
    QStringList disallowedTools{};
    QString model{}; ///< empty: the session's
    QString shell{}; ///< empty: /bin/sh
    bool isUserInvocable = true; ///< false: "/name" is text like any other
    QString body{}; ///< behind the metadata, as written
    QByteArray sha256{}; ///< of the file's bytes
    QList<DefinitionProblem> problems{};

    /// Reads what a file holds. Never fails: what cannot be read of the metadata is a problem, and the body remains.
    static CommandDefinition of(const CommandFile &file, const QByteArray &content);
};

} // namespace cpx
