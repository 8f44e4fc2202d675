// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/commands/commanddefinition.h"

#include <optional>

namespace cpx {

/// A skill of Codex that stands for a slash command, so that Codex offers the command where the user types: as `$name`. Codex
/// sends what was typed and, behind it, the text of the skill, in which the head names the command. The text of the command
/// is not in it: it takes the place of both when the request passes. A plain value.
struct CommandSkill
{
    enum class Origin {
        Own, ///< written by us, and as we wrote it
        OwnChanged, ///< written by us, and changed by somebody since
        Foreign,
    };

    QString name{}; ///< of the skill: the command's, in the characters Codex takes for a `$name`
    QString command{}; ///< with its sub-directories: "db:migrate"
    QString file{}; ///< of the command

    /// The skill's name for a command: letters and digits of ASCII, hyphens and underscores, at most 64. Several commands may
    /// have one name.
    static QString nameOf(QStringView command);
    /// The text of SKILL.md. `project`: the root of the project the command belongs to; empty for the user's own.
    static QByteArray text(const CommandDefinition &definition, const QString &project);

    /// What a SKILL.md says of itself; nothing when it is not about a command of ours, or about another one than its name.
    static std::optional<CommandSkill> of(QByteArrayView text);
    static Origin originOf(QByteArrayView text);
    /// The same of what Codex puts into a conversation when a skill is called: the text of SKILL.md behind
    /// `<skill>`, `<name>` and `<path>`.
    static std::optional<CommandSkill> ofItem(QStringView text);

    friend bool operator==(const CommandSkill &, const CommandSkill &) = default;
};

/// Puts `/command` in the place of each `$name` of these skills, as long as it is a word: then the text means the same, typed
/// as a slash command.
QString withCommandsForSkills(const QString &prompt, const QList<CommandSkill> &skills);

} // namespace cpx
