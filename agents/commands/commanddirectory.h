// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/commands/commanddefinition.h"
#include "core/filestamp.h"

namespace cpx {

/// When a directory was last changed, to see whether it has to be read again. A plain value.
struct DirectoryStamp
{
    QString path{};
    FileStamp stamp{}; ///< all zero: there is nothing of this name
    bool isSettled = true; ///< false: changed so lately that another change might have the same time

    static DirectoryStamp of(const QString &path);
    bool isCurrent() const; ///< asks the file system once
};

/// The slash commands below one directory, by their names only: no file is opened. A plain value.
struct CommandDirectory
{
    QList<CommandFile> files{}; ///< by name
    QList<DefinitionProblem> problems{};
    QList<DirectoryStamp> stamps{}; ///< of all directories that were read

    /// Reads `path` and what is below it: files `*.md`, at most 2,000 in at most 8 levels. Hidden ones are skipped; links are
    /// followed as long as they lead to something below `root`, which is canonical. A directory that does not exist holds
    /// nothing.
    static CommandDirectory at(const QString &path, const QString &root, CommandSource source);
};

} // namespace cpx
