// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"

#include "core/translate.h"


using namespace Qt::StringLiterals;

namespace cpx {

namespace {

/// QCommandLineParser names the program only; users know the command.
QString helpText(const QCommandLineParser &parser, const Command &command)
{
    QString help = parser.helpText();
    const QString program = u"codex-plus "_s + command.name();
    const qsizetype lineEnd = help.indexOf(u'\n');
    help.replace(0, lineEnd, translate("cpx", "Usage: %1 [options]").arg(program));
    return help;
}

} // namespace

std::optional<int> parseCommandLine(QCommandLineParser &parser, const Command &command, const QStringList &arguments,
                                    CommandIo &io, int maximumPositional)
{
    parser.setApplicationDescription(command.summary());
    const QCommandLineOption help({u"h"_s, u"help"_s}, translate("cpx", "Show this help."));
    parser.addOption(help);
    if (!parser.parse(QStringList(u"codex-plus"_s) + arguments))
        return reportUsage(io, command.name(), parser.errorText().trimmed());
    if (parser.isSet(help)) {
        io.out << helpText(parser, command);
        io.out.flush();
        return int(ExitCode::Ok);
    }
    if (parser.positionalArguments().size() > maximumPositional) {
        return reportUsage(io, command.name(),
                           translate("cpx", "unexpected argument \"%1\"").arg(parser.positionalArguments().at(maximumPositional)));
    }
    return std::nullopt;
}

} // namespace cpx
