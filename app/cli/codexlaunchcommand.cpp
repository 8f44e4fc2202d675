// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/codexlaunchcommand.h"

#include "core/translate.h"
#include "agents/codexcommand.h"
#include "app/common/runningengines.h"
#include "app/common/runoptions.h"
#include "core/foregroundprocess.h"
#include "proxy/enginehost.h"

#include <QEventLoop>

using namespace Qt::StringLiterals;

namespace cpx {

QString CodexLaunchCommand::name() const
{
    return u"codex"_s;
}

QString CodexLaunchCommand::summary() const
{
    return translate("cpx", "Run the Codex CLI through the proxy, for this launch only");
}

int CodexLaunchCommand::run(const QStringList &arguments, CommandIo &io)
{
    QCommandLineParser defaults; // all arguments are Codex's; ours come from settings.json
    RunOptions::addTo(defaults);
    defaults.parse({u"codex-plus"_s});
    auto options = RunOptions::resolve(defaults, io.environment);
    if (!options)
        return reportFailure(io, translate("cpx", "cannot run Codex"), options.error());
    for (const QString &warning : options->warnings)
        io.err << "codex-plus: " << warning << '\n';
    io.err.flush();

    // Only an engine that sends requests where this one would: a demo, say, must not get a real login.
    const QString upstream = options->config.upstream ? options->config.upstream->toString(QUrl::EncodeUnicode) : u"auto"_s;
    QString endpoint;
    EngineHost host;
    for (const RunningEngine &engine : findRunningEngines(options->paths)) {
        if (engine.health.value(u"upstream"_s) == upstream
            && engine.health.value(u"passthrough"_s).toBool() == options->config.passthrough) {
            endpoint = engine.entry.url;
            break;
        }
    }
    if (endpoint.isEmpty()) {
        options->config.port = 0;
        options->config.isWatched = false;
        QEventLoop loop;
        Result<EngineStatus> started = Error{};
        host.start(options->config).then(&loop, [&](const Result<EngineStatus> &result) {
            started = result;
            loop.quit();
        });
        loop.exec();
        if (!started)
            return reportFailure(io, translate("cpx", "cannot start the proxy"), started.error());
        endpoint = endpointUrl(*started);
    }

    auto command = CodexCommand::attached(endpoint + u"/v1"_s, options->config.clientToken, arguments, io.environment);
    if (!command)
        return reportFailure(io, translate("cpx", "cannot run Codex"), command.error());
    auto exitCode = runInForeground(command->program, command->arguments, command->environment);
    if (!exitCode)
        return reportFailure(io, translate("cpx", "cannot run Codex"), exitCode.error());
    return *exitCode;
}

} // namespace cpx
