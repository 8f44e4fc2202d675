// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QProcessEnvironment>
#include <QStringList>
#include <QTextStream>

namespace cpx {

/// What a command may use of the outside world; tests give their own.
struct CommandIo
{
    QTextStream &out;
    QTextStream &err;
    QProcessEnvironment environment;
};

enum class ExitCode { Ok = 0, Failed = 1, Usage = 2 };

/// One word after `codex-plus`. Runs in the main thread with a QCoreApplication; may run an event loop of its own.
class Command
{
public:
    virtual ~Command() = default;
    virtual QString name() const = 0;
    virtual QString summary() const = 0; ///< one line for --help
    /// `arguments` are what follows the name. Returns the exit code of the process.
    virtual int run(const QStringList &arguments, CommandIo &io) = 0;
};

/// Prints "codex-plus: <what> (<message of the error>)" on stderr and returns ExitCode::Failed.
int reportFailure(CommandIo &io, const QString &what, const Error &error);
/// Prints the problem with the command line and how to get help; returns ExitCode::Usage.
int reportUsage(CommandIo &io, const QString &command, const QString &problem);

/// One or the other, by the error's code.
int reportStartFailure(CommandIo &io, const Command &command, const QString &what, const Error &error);

} // namespace cpx
