// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include <QCoreApplication>

namespace cpx {

int reportFailure(CommandIo &io, const QString &what, const Error &error)
{
    io.err << "codex-plus: " << what << " (" << error.message << ")\n";
    io.err.flush();
    return int(ExitCode::Failed);
}

int reportStartFailure(CommandIo &io, const Command &command, const QString &what, const Error &error)
{
    if (error.code == Error::Code::Usage)
        return reportUsage(io, command.name(), error.message);
    return reportFailure(io, what, error);
}

int reportUsage(CommandIo &io, const QString &command, const QString &problem)
{
    io.err << "codex-plus: "
           << QCoreApplication::translate("cpx", "wrong usage of %1 (%2; see codex-plus %1 --help)").arg(command, problem)
           << '\n';
    io.err.flush();
    return int(ExitCode::Usage);
}

} // namespace cpx
