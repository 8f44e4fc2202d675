// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandlist.h"
#include "app/cli/hookbridge.h"
#include "core/hardening.h"
#include "core/largeblocks.h"
#include "core/log.h"
#include "core/lowdelay.h"

#include <cstdio>
#include <cstring>

int main(int argc, char *argv[])
{
    cpx::hardenProcess();
    if (argc == 2 && std::strcmp(argv[1], "hook-bridge") == 0)
        return cpx::runHookBridge();
    cpx::returnLargeBlocks();
    cpx::raiseDescriptorLimit();
    // Worker threads need no GLib loop: Qt's own dispatcher costs a quarter less per event.
    qputenv("QT_NO_THREADED_GLIB", "1");
    cpx::installLogHandler();
    cpx::LowDelayApplication<QCoreApplication> application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("codex-plus"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CPX_VERSION));

    QTextStream out(stdout);
    QTextStream err(stderr);
    cpx::CommandIo io{out, err, QProcessEnvironment::systemEnvironment()};
    return cpx::runCommandLine(QCoreApplication::arguments().sliced(1), io);
}
