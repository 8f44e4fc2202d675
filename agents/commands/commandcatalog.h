// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/commands/commanddirectory.h"
#include "core/result.h"

#include <memory>

namespace cpx {

/// The slash commands there are for one working directory. A plain value.
struct CommandListing
{
    QString projectRoot{}; ///< canonical; empty when the working directory does not exist
    QList<CommandFile> commands{}; ///< by name, one of each
    QList<CommandFile> shadowed{}; ///< not used, as one of the same name comes before them
    QList<DefinitionProblem> problems{};

    const CommandFile *find(QStringView name) const; ///< case-sensitive; borrowed; null when there is none
};

/// Finds the slash commands for working directories, and keeps what it found until one of the directories changes: asking
/// again costs some calls of stat. One object per thread.
///
/// The order is that of CommandSource. Within a project the directory nearest to the working directory comes first.
class CommandCatalog
{
public:
    /// `home` is the user's home directory; empty: there is none.
    explicit CommandCatalog(const QString &home);
    ~CommandCatalog();

    /// Never null. `workingDirectory` is absolute; one that does not exist has the user's own commands.
    std::shared_ptr<const CommandListing> commands(const QString &workingDirectory);

    /// Reads a command as it is now: at most 256 KiB. NotFound, Invalid (larger, no regular file, leads out of its root), Io.
    static Result<CommandDefinition> read(const CommandFile &file);

private:
    struct Kept;
    std::shared_ptr<const CommandListing> find(const QString &workingDirectory, Kept &kept) const;

    const QString m_home; ///< canonical
    QList<std::shared_ptr<Kept>> m_kept; ///< the one used last in front
};

} // namespace cpx
