// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/enginerun.h"

#include "core/translate.h"
#include "core/unixsignals.h"
#include "proxy/enginehost.h"

#include <QEventLoop>

namespace cpx {

int runEngine(const RunOptions::Resolved &options, CommandIo &io,
              const std::function<void(const EngineStatus &)> &onReady)
{
    for (const QString &warning : options.warnings)
        io.err << "codex-plus: " << warning << '\n';
    io.err.flush();

    QEventLoop loop;
    UnixSignals signalReceiver;
    EngineHost host;
    bool isStopping = false;
    QObject::connect(&signalReceiver, &UnixSignals::terminationRequested, &loop, [&] {
        const bool isSecond = std::exchange(isStopping, true);
        host.stop(isSecond ? std::chrono::milliseconds(0) : options.config.limits.drain)
            .then(&loop, [&loop] { loop.exit(int(ExitCode::Ok)); });
    });
    host.start(options.config).then(&loop, [&](const Result<EngineStatus> &result) {
        if (!result) {
            loop.exit(reportFailure(io, translate("cpx", "cannot start the proxy"), result.error()));
            return;
        }
        io.out << "listening on " << endpointUrl(*result) << '\n';
        io.out.flush();
        if (onReady)
            onReady(*result);
    });
    return loop.exec();
}

} // namespace cpx
