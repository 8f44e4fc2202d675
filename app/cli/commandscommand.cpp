// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandscommand.h"

#include "agents/automation/automationoptions.h"
#include "agents/commands/commandexpander.h"
#include "agents/commands/commandname.h"
#include "agents/commands/localcommands.h"
#include "agents/trust/truststore.h"
#include "app/cli/commandline.h"
#include "app/cli/commandsinstall.h"
#include "app/cli/commandstext.h"
#include "app/cli/commandstrust.h"
#include "app/cli/requesttext.h"
#include "core/paths.h"
#include "core/settings.h"
#include "core/terminaltext.h"
#include "core/translate.h"

#include <QDir>
#include <QEventLoop>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

void printJson(CommandIo &io, const QJsonDocument &document)
{
    io.out << printableJson(document, QJsonDocument::Compact) << '\n';
    io.out.flush();
}

void printProblems(CommandIo &io, const QList<DefinitionProblem> &problems)
{
    for (const DefinitionProblem &problem : problems)
        io.err << "codex-plus: " << printable(problemText(problem)) << '\n';
    io.err.flush();
}

/// Paths and programs are somebody else's text.
int reportError(CommandIo &io, const QString &what, const Error &error)
{
    return reportFailure(io, what, {error.code, printable(error.message)});
}

/// Nothing of it runs but what the expander does.
Result<ExpandedPrompt> waitFor(const CommandPrompt &prompt, const ExpansionContext &context, const TrustStore &trust)
{
    QEventLoop loop;
    std::optional<Result<ExpandedPrompt>> outcome;
    const CommandExpander expander(prompt, context, trust, [&](Result<ExpandedPrompt> result) {
        outcome = std::move(result);
        loop.quit();
    });
    loop.exec();
    if (!outcome)
        return Error{Error::Code::Cancelled, translate("cpx", "it was ended")};
    return *std::move(outcome);
}

void printNotes(CommandIo &io, const ExpandedPrompt &prompt)
{
    for (const ExpandedPrompt::UsedShell &shell : prompt.shell) {
        const QString program = printable(shell.program.trimmed());
        if (shell.hasRun)
            io.err << translate("cpx", "codex-plus: has run: %1").arg(program) << '\n';
        else if (shell.refusal.isEmpty())
            io.err << translate("cpx", "codex-plus: would run: %1").arg(program) << '\n';
        else
            io.err << translate("cpx", "codex-plus: would not be expanded: \"%1\" must not run (%2)").arg(program, printable(shell.refusal)) << '\n';
    }
    for (const QString &note : prompt.notes)
        io.err << "codex-plus: " << printable(note) << '\n';
    io.err.flush();
}

/// What the words ask for; an error of usage when it is nothing we have.
Result<void> checkWords(const QStringList &words, const QCommandLineParser &parser)
{
    const QString action = words.value(0, u"list"_s);
    const bool takesName = QStringList{u"show"_s, u"expand"_s, u"trust"_s, u"revoke"_s}.contains(action);
    if (!takesName && !QStringList{u"list"_s, u"install"_s, u"uninstall"_s}.contains(action))
        return Error{Error::Code::Usage, translate("cpx", "\"%1\" is neither list, show, expand, trust, revoke, install nor uninstall").arg(action)};
    if (!takesName && words.size() > 1)
        return Error{Error::Code::Usage, translate("cpx", "unexpected argument \"%1\"").arg(words.at(1))};
    if (takesName && words.size() < 2)
        return Error{Error::Code::Usage, translate("cpx", "%1 needs a command, see codex-plus commands list").arg(action)};
    if (parser.isSet(u"run"_s) && parser.isSet(u"dry-run"_s))
        return Error{Error::Code::Usage, translate("cpx", "--run and --dry-run exclude each other")};
    return {};
}

} // namespace

QString CommandsCommand::name() const
{
    return u"commands"_s;
}

QString CommandsCommand::summary() const
{
    return translate("cpx", "Slash commands: list, show NAME, expand \"/name args\", trust | revoke NAME; install | uninstall them as skills of Codex");
}

int CommandsCommand::run(const QStringList &arguments, CommandIo &io)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"action"_s, translate("cpx", "list (the default), show NAME, expand \"/name args\" (what the model would read), trust or revoke NAME (a project's command), install or uninstall (a skill of Codex for each command)."));
    parser.addOptions({
        {u"json"_s, translate("cpx", "Print JSON.")},
        {u"project"_s, translate("cpx", "Directory the commands are for (default: this one)."), u"directory"_s},
        {u"dry-run"_s, translate("cpx", "Of expand: only show which programs would run (the default). Of install and uninstall: only show what would change.")},
        {u"run"_s, translate("cpx", "Run the programs of an expansion.")},
        {u"yes"_s, translate("cpx", "Trust the file, without which trust only shows what it would run.")},
    });
    if (const auto exitCode = parseCommandLine(parser, *this, arguments, io, 2))
        return *exitCode;
    const QStringList words = parser.positionalArguments();
    if (const auto good = checkWords(words, parser); !good)
        return reportUsage(io, name(), good.error().message);

    const QString directory = QDir::cleanPath(QDir::current().absoluteFilePath(parser.value(u"project"_s)));
    if (!QFileInfo(directory).isDir()) {
        return reportFailure(io, translate("cpx", "cannot look for commands"),
                             {Error::Code::NotFound, translate("cpx", "%1 is no directory; correct --project").arg(printable(directory))});
    }
    auto paths = Paths::fromEnvironment(io.environment);
    if (!paths)
        return reportFailure(io, translate("cpx", "cannot look for commands"), paths.error());
    auto settings = Settings::fromFile(paths->settingsFile());
    if (!settings)
        return reportFailure(io, translate("cpx", "cannot read the settings"), settings.error());
    const TrustStore store(paths->data);
    CommandCatalog catalog(io.environment.value(u"HOME"_s));
    const Place place{directory, catalog.commands(directory), store, *paths, AutomationOptions::fromSettings(*settings).firstArgument, parser.isSet(u"json"_s)};
    return act(words, parser, place, io);
}

int CommandsCommand::act(const QStringList &words, const QCommandLineParser &parser, const Place &place, CommandIo &io) const
{
    if (words.value(0) == u"show")
        return show(words.at(1), place, io);
    if (words.value(0) == u"expand")
        return expand(words.at(1), parser.isSet(u"run"_s), place, io);
    if (words.value(0) == u"trust")
        return trust(words.at(1), parser.isSet(u"yes"_s), place, io);
    if (words.value(0) == u"revoke")
        return revoke(words.at(1), place, io);
    if (words.value(0) == u"install")
        return installSkills(*place.listing, place.trust, place.paths, parser.isSet(u"dry-run"_s), io);
    if (words.value(0) == u"uninstall")
        return uninstallSkills(place.paths, parser.isSet(u"dry-run"_s), io);
    return list(place, io);
}

const CommandFile *CommandsCommand::findFile(const QString &word, const Place &place)
{
    return place.listing->find(commandNameOf(word.startsWith(u'/') ? QStringView(word).sliced(1) : QStringView(word)));
}

Result<CommandDefinition> CommandsCommand::find(const QString &word, const Place &place)
{
    const CommandFile *file = findFile(word, place);
    if (!file) {
        return Error{Error::Code::NotFound,
                     translate("cpx", "there is no command %1 in %2; codex-plus commands list shows those there are").arg(word, place.workingDirectory)};
    }
    return CommandCatalog::read(*file);
}

int CommandsCommand::list(const Place &place, CommandIo &io) const
{
    QList<CommandDefinition> definitions;
    QList<DefinitionProblem> problems = place.listing->problems;
    for (const CommandFile &file : place.listing->commands) {
        auto definition = CommandCatalog::read(file);
        if (!definition) {
            problems.append({file.path, 0, definition.error().message, translate("cpx", "it cannot be used until then")});
            continue;
        }
        problems += definition->problems;
        definitions.append(*std::move(definition));
    }
    if (place.isJson) {
        QJsonArray rows;
        for (const CommandDefinition &definition : std::as_const(definitions))
            rows.append(commandJson(definition, false));
        printJson(io, QJsonDocument(QJsonObject{{u"commands"_s, rows}, {u"problems"_s, problemsJson(problems)}}));
        return int(ExitCode::Ok);
    }
    if (definitions.isEmpty())
        io.out << translate("cpx", "No commands yet. A file .codexplus/commands/NAME.md, here or in your home directory, makes one.") << '\n';
    printCommandTable(io.out, definitions);
    io.out.flush();
    printProblems(io, problems);
    return int(ExitCode::Ok);
}

int CommandsCommand::show(const QString &word, const Place &place, CommandIo &io) const
{
    const auto definition = find(word, place);
    if (!definition)
        return reportError(io, translate("cpx", "cannot show the command"), definition.error());
    if (place.isJson) {
        printJson(io, QJsonDocument(commandJson(*definition, true)));
        return int(ExitCode::Ok);
    }
    QStringList hidden;
    for (const CommandFile &file : place.listing->shadowed) {
        if (file.name == definition->file.name)
            hidden += file.path;
    }
    const bool isTrusted = isUsersOwn(definition->file.source) || place.trust.isTrusted({TrustSubject{definition->file.path, definition->sha256}});
    printCommand(io.out, *definition, isTrusted, hidden);
    io.out.flush();
    printProblems(io, definition->problems);
    return int(ExitCode::Ok);
}

int CommandsCommand::expand(const QString &prompt, bool mayRun, const Place &place, CommandIo &io) const
{
    const QString what = translate("cpx", "cannot expand the prompt");
    const LocalCommands local;
    if (const auto call = local.callIn(prompt, *place.listing)) {
        const QString answer = local.answer(*call, *place.listing);
        if (place.isJson)
            printJson(io, QJsonDocument(QJsonObject{{u"answer"_s, answer}}));
        else
            io.out << QString::fromUtf8(terminalText(answer.toUtf8(), LineBreaks::Keep));
        io.out.flush();
        return int(ExitCode::Ok);
    }
    auto commands = CommandPrompt::of(prompt, *place.listing);
    if (!commands)
        return reportError(io, what, commands.error());
    if (commands->commands.isEmpty()) {
        return reportFailure(io, what, {Error::Code::NotFound, translate("cpx", "there is no command in it, so it would be sent as it is; codex-plus commands list shows those there are")});
    }
    ExpansionContext context;
    context.workingDirectory = place.workingDirectory;
    context.projectRoot = place.listing->projectRoot;
    context.firstArgument = place.firstArgument;
    context.environment = io.environment;
    context.shell = mayRun ? ExpansionContext::Shell::Run : ExpansionContext::Shell::Show;
    const auto expanded = waitFor(*commands, context, place.trust);
    if (!expanded)
        return reportError(io, what, expanded.error());
    if (place.isJson) {
        printJson(io, QJsonDocument(expandedJson(*expanded)));
        return int(ExitCode::Ok);
    }
    io.out << QString::fromUtf8(terminalText(expanded->text.toUtf8(), LineBreaks::Keep));
    if (!expanded->text.endsWith(u'\n'))
        io.out << '\n';
    io.out.flush();
    printNotes(io, *expanded);
    return int(ExitCode::Ok);
}

int CommandsCommand::trust(const QString &word, bool isConfirmed, const Place &place, CommandIo &io) const
{
    const auto definition = find(word, place);
    if (!definition)
        return reportError(io, translate("cpx", "cannot trust the command"), definition.error());
    return trustCommand(*definition, isConfirmed, place.workingDirectory, place.paths.data, io);
}

/// Also of a file that is no longer there, by its path.
int CommandsCommand::revoke(const QString &word, const Place &place, CommandIo &io) const
{
    const CommandFile *file = findFile(word, place);
    return revokeCommand(file ? file->path : QDir::cleanPath(QDir(place.workingDirectory).absoluteFilePath(word)), place.paths.data, io);
}

} // namespace cpx
