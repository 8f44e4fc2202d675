// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/servecommand.h"

#include "core/translate.h"
#include "app/cli/commandline.h"
#include "app/cli/enginerun.h"
#include "core/settings.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

/// The settings table as the last part of the help: --set is of no use without it.
QString settingsHelp()
{
    QString text = u'\n' + translate("cpx", "Settings (settings.json or --set):") + u'\n';
    for (const SettingDefinition &setting : settingDefinitions()) {
        const QString value = setting.defaultValue.toString();
        text += u"  %1  %2 [%3]\n"_s.arg(QLatin1StringView(setting.key), -32)
                    .arg(QCoreApplication::translate("Settings", setting.description),
                         setting.choices.isEmpty() ? value : setting.choices.join(u'|'));
    }
    return text;
}

} // namespace

QString ServeCommand::name() const
{
    return u"serve"_s;
}

QString ServeCommand::summary() const
{
    return translate("cpx", "Run the proxy in the foreground");
}

int ServeCommand::run(const QStringList &arguments, CommandIo &io)
{
    QCommandLineParser parser;
    RunOptions::addTo(parser);
    if (const auto exitCode = parseCommandLine(parser, *this, arguments, io)) {
        if (*exitCode == int(ExitCode::Ok)) {
            io.out << settingsHelp();
            io.out.flush();
        }
        return *exitCode;
    }
    auto options = RunOptions::resolve(parser, io.environment);
    if (!options)
        return reportStartFailure(io, *this, translate("cpx", "cannot start the proxy"), options.error());
    options->config.isWatched = false; // nobody reads records in a headless run
    return runEngine(*options, io);
}

} // namespace cpx
