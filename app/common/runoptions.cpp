// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/runoptions.h"

#include "core/translate.h"
#include "core/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QHostAddress>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

/// An option that is only a setting under a shorter name.
Result<void> applyOption(Settings &settings, const QCommandLineParser &parser, const QString &option, const char *key)
{
    if (!parser.isSet(option))
        return {};
    auto result = settings.applyOverride(QLatin1StringView(key) + u'=' + parser.value(option));
    if (!result)
        return Error{Error::Code::Usage, u"--%1: %2"_s.arg(option, result.error().message)};
    return {};
}

} // namespace

void RunOptions::addTo(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"host"_s, translate("cpx", "Loopback address to listen on (default 127.0.0.1)."), u"address"_s},
        {u"port"_s, translate("cpx", "Port to listen on; 0 means any free one (default 10000)."), u"port"_s},
        {u"upstream"_s, translate("cpx", "Base URL requests are sent to (default: by the kind of login)."), u"url"_s},
        {u"config"_s, translate("cpx", "Settings file (default: settings.json in the configuration directory)."), u"file"_s},
        {u"data-dir"_s, translate("cpx", "Directory for what the program keeps."), u"directory"_s},
        {u"set"_s, translate("cpx", "Override a setting for this run; may be repeated."), u"key=value"_s},
        {u"project"_s, translate("cpx", "Project directory this run is for."), u"directory"_s},
        {u"passthrough"_s, translate("cpx", "Forward and record only: nothing changes a request or an answer.")},
    });
}

Result<RunOptions::Resolved> RunOptions::resolve(const QCommandLineParser &parser,
                                                 const QProcessEnvironment &environment)
{
    QProcessEnvironment places = environment;
    if (parser.isSet(u"data-dir"_s))
        places.insert(u"CODEX_PLUS_DATA_DIR"_s, parser.value(u"data-dir"_s));
    auto paths = Paths::fromEnvironment(places);
    if (!paths)
        return paths.error();

    const bool hasOwnFile = parser.isSet(u"config"_s);
    const QString file = hasOwnFile ? parser.value(u"config"_s) : paths->settingsFile();
    if (hasOwnFile && !QFileInfo::exists(file))
        return Error{Error::Code::NotFound, translate("cpx", "--config: %1 does not exist; correct the path").arg(file)};
    auto settings = Settings::fromFile(file);
    if (!settings)
        return settings.error();
    Resolved resolved{*paths, {}, {}};
    for (const QString &key : settings->unknownKeys())
        resolved.warnings += translate("cpx", "%1: the setting %2 is unknown and ignored (see codex-plus serve --help)").arg(file, key);

    for (const QString &assignment : parser.values(u"set"_s)) {
        if (auto result = settings->applyOverride(assignment); !result)
            return Error{Error::Code::Usage, u"--set: %1"_s.arg(result.error().message)};
    }
    for (const auto &[option, key] : {std::pair(u"host"_s, "proxy.host"), std::pair(u"port"_s, "proxy.port"),
                                      std::pair(u"upstream"_s, "upstream.url")}) {
        if (auto result = applyOption(*settings, parser, option, key); !result)
            return result.error();
    }
    if (parser.isSet(u"project"_s) && !QFileInfo(parser.value(u"project"_s)).isDir()) {
        return Error{Error::Code::NotFound,
                     translate("cpx", "--project: %1 is no directory; correct the path").arg(parser.value(u"project"_s))};
    }
    auto config = EngineConfig::fromSettings(*settings);
    if (!config)
        return config.error();
    resolved.config = *config;
    resolved.config.runtimeDirectory = paths->runtime;
    resolved.config.recording.directory = paths->data;
    resolved.config.promptStore.directory = paths->data;
    resolved.config.automation->homeDirectory = environment.value(u"HOME"_s);
    resolved.config.automation->dataDirectory = paths->data;
    resolved.config.automation->environment = environment;
    // Kept under the name the original program gave it.
    resolved.config.passthrough = parser.isSet(u"passthrough"_s)
        || environment.value(u"CODEX_PLUS_LOGGING_MODE"_s) == u"true";
    return resolved;
}

} // namespace cpx
