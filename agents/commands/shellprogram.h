// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QStringView>

namespace cpx {

/// What a shell's program would run, as far as can be told without running it. A plain value.
struct ShellProgram
{
    QStringList commands{}; ///< each with its arguments, as written; also those within $(…)
    QString obstacle{}; ///< why not all of it can be told, translated; empty: it can

    /// Takes a program apart at ; & | && || and line ends, with respect to quotes. What it does not take apart is an
    /// obstacle: ( ), backticks, $((…)), here-documents, process substitution, and output into files other than /dev/null.
    static ShellProgram of(QStringView program);

    /// Whether an exit code of 1 is an answer ("nothing found", "they differ") and no failure.
    bool isSearch() const;
};

/// Why a program must not run that a command's file contains; empty: it may. `allowedTools` are the rules of the file:
/// "Bash" and "Bash(*)" allow everything, "Bash(git log:*)" this command with any arguments, "Bash(npm *)" what the pattern
/// matches, "Bash(git status)" exactly that. Each command of the program needs a rule, and an obstacle the first kind. A command that begins
/// with an argument never runs.
QString shellRefusal(QStringView program, const QStringList &allowedTools);

} // namespace cpx
