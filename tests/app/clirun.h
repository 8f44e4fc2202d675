// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandlist.h"

#include <QString>

namespace cpx {

/// What a command line did, run in this process: it sees only the environment it is given.
struct CliRun
{
    int exitCode = -1;
    QString out{};
    QString err{};

    static CliRun of(const QStringList &arguments, const QProcessEnvironment &environment = QProcessEnvironment())
    {
        CliRun run;
        QTextStream out(&run.out);
        QTextStream err(&run.err);
        CommandIo io{out, err, environment};
        run.exitCode = runCommandLine(arguments, io);
        return run;
    }
};

} // namespace cpx
