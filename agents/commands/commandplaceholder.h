// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/commands/commandtemplate.h"

#include <optional>

namespace cpx {

/// A place in a command's text that something is put into. A plain value.
struct CommandPlaceholder
{
    enum class Kind { All, One, Variable };

    Kind kind = Kind::All;
    int index = 0; ///< of One: the argument, from 0
    QString value{}; ///< what it stands for
    qsizetype length = 0; ///< in the text
};

/// Knows the placeholders of one command, see CommandText.
class CommandPlaceholders
{
public:
    CommandPlaceholders(const CommandValues &values, QStringView body);

    /// The one at `at`, where there is a dollar sign.
    std::optional<CommandPlaceholder> at(QStringView text, qsizetype at) const;

private:
    std::optional<CommandPlaceholder> keyword(QStringView rest) const;
    std::optional<CommandPlaceholder> number(QStringView rest) const;
    std::optional<CommandPlaceholder> name(QStringView rest) const;
    std::optional<CommandPlaceholder> variable(QStringView rest) const;
    CommandPlaceholder argument(int index, qsizetype length) const;

    const CommandValues &m_values; // borrowed
    const QStringList m_words;
    const int m_first; ///< what $N counts from
};

} // namespace cpx
