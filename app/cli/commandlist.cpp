// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandlist.h"

#include "core/translate.h"
#include "app/cli/auditcommand.h"
#include "app/cli/codexlaunchcommand.h"
#include "app/cli/commandscommand.h"
#include "app/cli/democommand.h"
#include "app/cli/hookbridgecommand.h"
#include "app/cli/hookscommand.h"
#include "app/cli/requestscommand.h"
#include "app/cli/servecommand.h"
#include "app/cli/statuscommand.h"

#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

std::vector<std::unique_ptr<Command>> allCommands()
{
    std::vector<std::unique_ptr<Command>> commands;
    commands.push_back(std::make_unique<ServeCommand>());
    commands.push_back(std::make_unique<DemoCommand>());
    commands.push_back(std::make_unique<StatusCommand>());
    commands.push_back(std::make_unique<RequestsCommand>());
    commands.push_back(std::make_unique<CommandsCommand>());
    commands.push_back(std::make_unique<HooksCommand>());
    commands.push_back(std::make_unique<HookBridgeCommand>());
    commands.push_back(std::make_unique<AuditCommand>());
    commands.push_back(std::make_unique<CodexLaunchCommand>());
    return commands;
}

void printHelp(QTextStream &out, const std::vector<std::unique_ptr<Command>> &commands)
{
    out << translate("cpx", "Usage: codex-plus <command> [options]") << "\n\n"
        << translate("cpx", "A local proxy between the Codex CLI and its model backend.") << "\n\n"
        << translate("cpx", "Commands:") << '\n';
    for (const auto &command : commands)
        out << u"  %1%2\n"_s.arg(command->name(), -12).arg(command->summary());
    out << '\n'
        << translate("cpx", "Options:") << '\n'
        << u"  %1%2\n"_s.arg(u"-h, --help"_s, -14).arg(translate("cpx", "Show this help; after a command, its own."))
        << u"  %1%2\n"_s.arg(u"--version"_s, -14).arg(translate("cpx", "Show the version."));
    out.flush();
}

} // namespace

int runCommandLine(const QStringList &arguments, CommandIo &io)
{
    const auto commands = allCommands();
    if (arguments.isEmpty()) {
        printHelp(io.err, commands);
        return int(ExitCode::Usage);
    }
    const QString &first = arguments.constFirst();
    if (first == u"--help"_s || first == u"-h"_s || first == u"help"_s) {
        printHelp(io.out, commands);
        return int(ExitCode::Ok);
    }
    if (first == u"--version"_s || first == u"-v"_s) {
        io.out << "codex-plus " << CPX_VERSION << '\n';
        io.out.flush();
        return int(ExitCode::Ok);
    }
    for (const auto &command : commands) {
        if (command->name() == first)
            return command->run(arguments.sliced(1), io);
    }
    io.err << "codex-plus: " << translate("cpx", "unknown command \"%1\" (see codex-plus --help)").arg(first) << '\n';
    io.err.flush();
    return int(ExitCode::Usage);
}

} // namespace cpx
