// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/statuscommand.h"

#include "core/translate.h"
#include "app/cli/commandline.h"
#include "app/common/runningengines.h"
#include "core/paths.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

QString duration(qint64 seconds)
{
    return seconds < 60 ? translate("cpx", "%1 s").arg(seconds)
        : seconds < 3600 ? translate("cpx", "%1 min").arg(seconds / 60)
                         : translate("cpx", "%1 h %2 min").arg(seconds / 3600).arg(seconds % 3600 / 60);
}

} // namespace

QString StatusCommand::name() const
{
    return u"status"_s;
}

QString StatusCommand::summary() const
{
    return translate("cpx", "Tell whether the proxy runs, where, and how it fares");
}

int StatusCommand::run(const QStringList &arguments, CommandIo &io)
{
    QCommandLineParser parser;
    parser.addOption({u"json"_s, translate("cpx", "Print JSON.")});
    if (const auto exitCode = parseCommandLine(parser, *this, arguments, io))
        return *exitCode;
    auto paths = Paths::fromEnvironment(io.environment);
    if (!paths)
        return reportFailure(io, translate("cpx", "cannot look for the proxy"), paths.error());

    const QList<RunningEngine> engines = findRunningEngines(*paths);
    if (parser.isSet(u"json"_s)) {
        QJsonArray list;
        for (const RunningEngine &engine : engines) {
            QJsonObject json = engine.health;
            json.insert(u"url"_s, engine.entry.url);
            json.insert(u"port"_s, engine.entry.port);
            list.append(json);
        }
        const QJsonObject json{{u"running"_s, !engines.isEmpty()}, {u"engines"_s, list}};
        io.out << QJsonDocument(json).toJson(QJsonDocument::Compact) << '\n';
    } else if (engines.isEmpty()) {
        io.out << translate("cpx", "Not running. Start it with: codex-plus serve") << '\n';
    } else {
        for (const RunningEngine &engine : engines) {
            const QJsonObject &health = engine.health;
            const QString upstream = health.value(u"upstream"_s).toString();
            io.out << translate("cpx", "Running on %1 (process %2, for %3)")
                          .arg(engine.entry.url, QString::number(engine.entry.pid),
                               duration(health.value(u"uptime_s"_s).toInteger()))
                   << '\n'
                   << translate("cpx", "  upstream:  %1").arg(upstream == u"auto"_s ? translate("cpx", "by the kind of login") : upstream) << '\n'
                   << translate("cpx", "  requests:  %1, %2 in flight, %3 failed")
                          .arg(health.value(u"requests"_s).toInteger())
                          .arg(health.value(u"in_flight"_s).toInteger())
                          .arg(health.value(u"failures"_s).toInteger())
                   << '\n';
            if (const QString mode = health.value(u"recording"_s).toString(); !mode.isEmpty() && mode != u"off")
                io.out << translate("cpx", "  recording: %1").arg(mode) << '\n';
            for (const QString &key : {u"recording_problem"_s, u"prompt_store_problem"_s}) {
                if (const QString problem = health.value(key).toString(); !problem.isEmpty())
                    io.out << translate("cpx", "  attention: %1").arg(problem) << '\n';
            }
            if (health.value(u"passthrough"_s).toBool())
                io.out << translate("cpx", "  passthrough: nothing changes requests or answers") << '\n';
        }
    }
    io.out.flush();
    return int(engines.isEmpty() ? ExitCode::Failed : ExitCode::Ok);
}

} // namespace cpx
