// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/center/centeroptions.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int usageError = 2;

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        QCoreApplication::translate("cpx", "Control center and local proxy for Codex."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {u"demo"_s,
         QCoreApplication::translate("cpx", "Answer with a built-in model: no account, no network.")},
        {u"minimized"_s, QCoreApplication::translate("cpx", "Start in the tray, where there is one.")},
        {u"no-start"_s, QCoreApplication::translate("cpx", "Do not start the proxy.")},
        {u"lang"_s, QCoreApplication::translate("cpx", "Language of the window: en or de."), u"code"_s},
    });
    RunOptions::addTo(parser);
}

} // namespace

std::variant<CenterOptions, CenterOptions::Ending> CenterOptions::parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    const QString seeHelp = u'\n' + QCoreApplication::translate("cpx", "See codex-plus-center --help.");
    if (!parser.parse(arguments))
        return Ending{usageError, parser.errorText() + seeHelp};
    if (parser.isSet(u"help"_s))
        return Ending{0, parser.helpText().trimmed()};
    if (parser.isSet(u"version"_s))
        return Ending{0, u"codex-plus-center "_s + QCoreApplication::applicationVersion()};
    if (const QStringList rest = parser.positionalArguments(); !rest.isEmpty())
        return Ending{usageError,
                      QCoreApplication::translate("cpx", "Unexpected argument: %1").arg(rest.first())
                          + seeHelp};

    CenterOptions options;
    options.isDemo = parser.isSet(u"demo"_s);
    options.startsMinimized = parser.isSet(u"minimized"_s);
    options.startsProxy = !parser.isSet(u"no-start"_s);
    options.language = parser.value(u"lang"_s);
    options.m_arguments = arguments;
    return options;
}

Result<RunOptions::Resolved> CenterOptions::resolve(const QProcessEnvironment &environment) const
{
    QCommandLineParser parser;
    addOptions(parser);
    parser.parse(m_arguments); // went well once
    auto resolved = RunOptions::resolve(parser, environment);
    if (!resolved)
        return resolved;
    for (const QString &directory : {resolved->paths.data, resolved->paths.runtime}) {
        if (auto made = ensurePrivateDirectory(directory); !made)
            return made.error();
    }
    return resolved;
}

} // namespace cpx
