// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

namespace cpx {

/// From which number arguments count: $1 is the second argument for some programs, and the first for others.
enum class FirstArgument {
    Auto, ///< 1 in a text that has $1 and no $0, else 0
    Zero,
    One,
};

/// What the placeholders of a command stand for. A plain value.
struct CommandValues
{
    QString arguments{}; ///< all of them, as typed
    QStringList names{}; ///< of the arguments, by position
    FirstArgument firstArgument = FirstArgument::Auto;
    bool hasRawArguments = false; ///< $_raw_args is $ARGUMENTS, too: in the files of .codexplus
    QHash<QString, QString> variables{}; ///< "CLAUDE_PROJECT_DIR": for ${CLAUDE_PROJECT_DIR}; empty ones stay as written
};

/// A command's body, taken apart and filled in. A plain value.
struct CommandText
{
    struct Piece
    {
        bool isShell = false;
        QString text{}; ///< for the model, filled in; or a shell's program, which finds the values in `environment`
        QString written{}; ///< of a shell's: as in the file, with its marks
    };
    QList<Piece> pieces{};
    QHash<QString, QString> environment{}; ///< for the shell's programs

    /// Fills a body in.
    ///
    /// In the text: $ARGUMENTS; $ARGUMENTS[N], from 0; $N; $name, as a whole word; ${CLAUDE_…}. An argument that is not there is empty.
    /// A backslash in front keeps a placeholder as it is, two do not. Values are not looked through again. When there is no
    /// placeholder at all, and there are arguments, they are added at the end.
    ///
    /// Shell programs are !`…` within a line, at its beginning or behind white space, and code fenced with ```!. In these, arguments
    /// are never part of the program: each placeholder becomes a variable of the environment, so that the shell takes it for data
    /// whatever is in it. As in any shell, it is split into words unless it stands in double quotes, and within
    /// single quotes it is not replaced. (SECURITY: TRU-6)
    static CommandText of(const QString &body, const CommandValues &values);
};

} // namespace cpx
