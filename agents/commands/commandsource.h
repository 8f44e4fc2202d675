// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cpx {

/// Where a slash command comes from, in the order of precedence: of commands with one name the first counts.
enum class CommandSource {
    ProjectCodexPlus, ///< .codexplus/commands of the working directory or a parent, up to the project's root
    UserCodexPlus, ///< ~/.codexplus/commands
    ProjectClaude, ///< .claude/commands, likewise
    UserClaude, ///< ~/.claude/commands
};

/// The user's own files need no trust before they run something.
constexpr bool isUsersOwn(CommandSource source)
{
    return source == CommandSource::UserCodexPlus || source == CommandSource::UserClaude;
}

constexpr bool isCodexPlus(CommandSource source)
{
    return source == CommandSource::ProjectCodexPlus || source == CommandSource::UserCodexPlus;
}

QString commandSourceText(CommandSource source); ///< for people: "project, .codexplus"
QString commandSourceId(CommandSource source); ///< for programs: "project-codexplus"

} // namespace cpx
