// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/center/centeroptions.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int usageError = 2;

QString absolute(const QString &path)
{
    return path.isEmpty() ? path : QDir::cleanPath(QDir::current().absoluteFilePath(path));
}

} // namespace

std::variant<CenterOptions, CenterOptions::Ending> CenterOptions::parse(const QStringList &arguments)
{
    const QCommandLineOption port(
        u"port"_s, QCoreApplication::translate("cpx", "Listen on this port; 0: any free one."), u"number"_s);
    const QCommandLineOption host(
        u"host"_s, QCoreApplication::translate("cpx", "Listen on this loopback address."), u"address"_s);
    const QCommandLineOption demo(
        u"demo"_s,
        QCoreApplication::translate("cpx", "Answer with a built-in model: no account, no network."));
    const QCommandLineOption minimized(
        u"minimized"_s, QCoreApplication::translate("cpx", "Start in the tray, where there is one."));
    const QCommandLineOption noStart(u"no-start"_s,
                                     QCoreApplication::translate("cpx", "Do not start the proxy."));
    const QCommandLineOption language(
        u"lang"_s, QCoreApplication::translate("cpx", "Language of the window, such as en or de."),
        u"code"_s);
    const QCommandLineOption config(
        u"config"_s, QCoreApplication::translate("cpx", "Read the settings from this file."), u"file"_s);
    const QCommandLineOption data(u"data-dir"_s,
                                  QCoreApplication::translate("cpx", "Keep the state of the window here."),
                                  u"directory"_s);
    const QCommandLineOption set(
        u"set"_s, QCoreApplication::translate("cpx", "Override one setting for this run; can be repeated."),
        u"key=value"_s);

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("cpx", "Control center and local proxy for Codex."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    parser.addOptions({port, host, demo, minimized, noStart, language, config, data, set});
    if (!parser.parse(arguments))
        return Ending{usageError,
                      parser.errorText() + u'\n' + QCoreApplication::translate("cpx", "See --help.")};
    if (parser.isSet(help) || parser.isSet(u"help-all"_s))
        return Ending{0, parser.helpText().trimmed()};
    if (parser.isSet(version))
        return Ending{0, u"codex-plus-center "_s + QCoreApplication::applicationVersion()};
    if (!parser.positionalArguments().isEmpty())
        return Ending{usageError,
                      QCoreApplication::translate("cpx", "Unexpected argument: %1")
                              .arg(parser.positionalArguments().constFirst())
                          + u'\n' + QCoreApplication::translate("cpx", "See --help.")};

    CenterOptions options;
    options.isDemo = parser.isSet(demo);
    options.startsMinimized = parser.isSet(minimized);
    options.startsProxy = !parser.isSet(noStart);
    options.language = parser.value(language);
    options.configFile = absolute(parser.value(config));
    options.dataDirectory = absolute(parser.value(data));
    options.overrides = parser.values(set);
    if (parser.isSet(port))
        options.overrides.append(u"proxy.port="_s + parser.value(port));
    if (parser.isSet(host))
        options.overrides.append(u"proxy.host="_s + parser.value(host));
    return options;
}

Result<Paths> CenterOptions::paths() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (!dataDirectory.isEmpty())
        environment.insert(u"CODEX_PLUS_DATA_DIR"_s, dataDirectory);
    auto paths = Paths::fromEnvironment(environment);
    if (!paths)
        return paths;
    for (const QString &directory : {paths->data, paths->runtime}) {
        if (auto made = ensurePrivateDirectory(directory); !made)
            return made.error();
    }
    return paths;
}

Result<Settings> CenterOptions::settings(const Paths &paths) const
{
    auto settings = Settings::fromFile(configFile.isEmpty() ? paths.settingsFile() : configFile);
    if (!settings)
        return settings;
    for (const QString &assignment : overrides) {
        if (auto applied = settings->applyOverride(assignment); !applied)
            return applied.error();
    }
    return settings;
}

} // namespace cpx
