// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandexpander.h"

#include "agents/commands/shellprogram.h"
#include "agents/trust/truststore.h"
#include "core/childenvironment.h"
#include "core/childprocess.h"
#include "core/translate.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr std::chrono::minutes programTimeout{2};
constexpr qint64 maximumOutput = 1024 * 1024;
constexpr qsizetype maximumPrograms = 32;
constexpr qsizetype maximumText = 4 * 1024 * 1024; // characters

void addBlock(QString &text, const QString &block)
{
    if (block.isEmpty())
        return;
    while (!text.isEmpty() && !text.endsWith(u"\n\n"_s))
        text += u'\n';
    text += block;
}

QString headLines(const CommandPrompt::Invocation &command)
{
    const QString &name = command.definition.file.name;
    QString lines = u"<command-message>%1</command-message>\n<command-name>/%1</command-name>"_s.arg(name);
    if (!command.arguments.isEmpty())
        lines += u"\n<command-args>"_s + command.arguments + u"</command-args>"_s;
    return lines;
}

/// Why a program did not do; empty when it did.
QString failureOf(const ChildResult &result, const QString &program)
{
    switch (result.ending) {
    case ChildResult::Ending::Exited:
        if (result.exitCode == 0 || (result.exitCode == 1 && ShellProgram::of(program).isSearch()))
            return {};
        return translate("cpx", "it ended with exit code %1: %2").arg(result.exitCode).arg(QString::fromUtf8(result.output).trimmed().right(500));
    case ChildResult::Ending::Crashed: return translate("cpx", "it crashed");
    case ChildResult::Ending::TimedOut: return translate("cpx", "it took longer than two minutes");
    case ChildResult::Ending::TooMuchOutput: return translate("cpx", "it wrote more than 1 MiB");
    case ChildResult::Ending::NotStarted: return translate("cpx", "it could not be started: %1").arg(result.error);
    case ChildResult::Ending::Cancelled: return translate("cpx", "it was cancelled");
    }
    Q_UNREACHABLE();
}

QString withoutLastLineEnds(const QByteArray &output)
{
    QString text = QString::fromUtf8(output);
    while (text.endsWith(u'\n'))
        text.chop(1);
    return text;
}

} // namespace

struct CommandExpander::Private
{
    /// A shell program that is to run: where its output goes, and its entry in the result.
    struct Job
    {
        qsizetype command = 0;
        qsizetype piece = 0;
        qsizetype entry = 0;
    };

    CommandPrompt prompt;
    ExpansionContext context;
    const TrustStore &trust;
    Done done;
    QList<CommandText> texts{}; ///< one per command
    QList<Job> jobs{}; ///< that are left
    ExpandedPrompt result{};
    std::unique_ptr<ChildProcess> child{};

    void start();
    void prepare();
    std::optional<Error> checkShell(qsizetype index);
    QString refusalOf(const CommandDefinition &definition, const QString &program) const;
    void runNext();
    void ended(const Job &job, const ChildResult &ending);
    void assemble();
    void finish(Result<ExpandedPrompt> outcome);
};

CommandExpander::CommandExpander(CommandPrompt prompt, ExpansionContext context, const TrustStore &trust, Done done, QObject *parent)
    : QObject(parent)
    , d(new Private{std::move(prompt), std::move(context), trust, std::move(done)})
{
    QMetaObject::invokeMethod(this, [this] { d->start(); }, Qt::QueuedConnection);
}

CommandExpander::~CommandExpander() = default;

void CommandExpander::Private::finish(Result<ExpandedPrompt> outcome)
{
    const Done call = std::move(done); // it may destroy us
    call(std::move(outcome));
}

void CommandExpander::Private::start()
{
    prepare();
    for (qsizetype i = 0; i < texts.size(); ++i) {
        if (auto problem = checkShell(i))
            return finish(*std::move(problem));
    }
    if (jobs.size() > maximumPrograms) {
        return finish(Error{Error::Code::Invalid, translate("cpx", "the commands would run %1 programs, at most %2 are allowed; use fewer commands at a time")
                                                      .arg(jobs.size()).arg(maximumPrograms)});
    }
    runNext();
}

/// Fills all the texts in; what they would run is not looked at yet.
void CommandExpander::Private::prepare()
{
    for (const CommandPrompt::Invocation &command : std::as_const(prompt.commands)) {
        const CommandDefinition &definition = command.definition;
        CommandValues values;
        values.arguments = command.arguments;
        values.names = definition.argumentNames;
        values.firstArgument = context.firstArgument;
        values.hasRawArguments = isCodexPlus(definition.file.source);
        values.variables = {{u"CLAUDE_PROJECT_DIR"_s, context.projectRoot},
                            {u"CLAUDE_SESSION_ID"_s, context.sessionId},
                            {u"CLAUDE_EFFORT"_s, context.effort}};
        texts.append(CommandText::of(definition.body, values));
        result.commands.append({definition.file.name, command.arguments, definition.file.path, definition.file.source, definition.sha256,
                                definition.model, definition.allowedTools, definition.disallowedTools});
    }
}

QString CommandExpander::Private::refusalOf(const CommandDefinition &definition, const QString &program) const
{
    if (!definition.shell.isEmpty() && definition.shell != u"bash" && definition.shell != u"sh")
        return translate("cpx", "its shell \"%1\" is not supported; use bash").arg(definition.shell);
    if (const QString refusal = shellRefusal(program, definition.allowedTools); !refusal.isEmpty())
        return translate("cpx", "%1; correct allowed-tools in %2").arg(refusal, definition.file.path);
    if (!isUsersOwn(definition.file.source) && !trust.isTrusted({TrustSubject{definition.file.path, definition.sha256}}))
        return translate("cpx", "%1 is not trusted as it is now; read it, then run codex-plus commands trust %2").arg(definition.file.path, definition.file.name);
    return {};
}

/// Makes jobs of a command's programs. An error when one must not run, but should.
std::optional<Error> CommandExpander::Private::checkShell(qsizetype index)
{
    const CommandDefinition &definition = prompt.commands.at(index).definition;
    const CommandText &text = texts.at(index);
    for (qsizetype i = 0; i < text.pieces.size(); ++i) {
        if (!text.pieces.at(i).isShell)
            continue;
        const QString &program = text.pieces.at(i).text;
        const QString refusal = refusalOf(definition, program);
        if (!refusal.isEmpty() && context.shell == ExpansionContext::Shell::Run) {
            return Error{Error::Code::Invalid,
                         translate("cpx", "/%1 was not expanded: \"%2\" must not run: %3").arg(definition.file.name, program.trimmed(), refusal)};
        }
        if (context.shell == ExpansionContext::Shell::Run)
            jobs.append({index, i, result.shell.size()});
        result.shell.append({definition.file.name, program, refusal});
    }
    return std::nullopt;
}

void CommandExpander::Private::runNext()
{
    if (jobs.isEmpty())
        return assemble();
    const Job job = jobs.takeFirst();
    const CommandText &text = texts.at(job.command);
    const QString &shell = prompt.commands.at(job.command).definition.shell;
    ChildCommand command;
    command.program = shell == u"bash" ? shell : u"/bin/sh"_s;
    command.arguments = QStringList{u"-c"_s, u"exec 2>&1\n"_s + text.pieces.at(job.piece).text};
    command.workingDirectory = context.workingDirectory;
    command.environment = childEnvironment(context.environment);
    for (auto it = text.environment.begin(); it != text.environment.end(); ++it)
        command.environment.insert(it.key(), QString(it.value()).remove(QChar(0)));
    command.timeout = programTimeout;
    command.maximumOutput = maximumOutput;
    child = std::make_unique<ChildProcess>(command, [this, job](const ChildResult &ending) { ended(job, ending); });
}

void CommandExpander::Private::ended(const Job &job, const ChildResult &ending)
{
    const CommandDefinition &definition = prompt.commands.at(job.command).definition;
    CommandText::Piece &piece = texts[job.command].pieces[job.piece];
    if (const QString failure = failureOf(ending, piece.text); !failure.isEmpty()) {
        return finish(Error{Error::Code::Invalid, translate("cpx", "/%1 was not expanded: \"%2\" failed: %3; correct it in %4")
                                                      .arg(definition.file.name, piece.text.trimmed(), failure, definition.file.path)});
    }
    result.shell[job.entry].hasRun = true;
    result.shell[job.entry].exitCode = ending.exitCode;
    piece.text = withoutLastLineEnds(ending.output);
    runNext();
}

void CommandExpander::Private::assemble()
{
    FileAttachments files(context.projectRoot, QFileInfo(context.workingDirectory).canonicalFilePath());
    result.text = prompt.lead;
    for (qsizetype i = 0; i < texts.size(); ++i) {
        QString body;
        for (const CommandText::Piece &piece : texts.at(i).pieces) {
            if (!piece.isShell)
                files.collect(piece.text); // what a program wrote names no files
            body += piece.isShell && context.shell == ExpansionContext::Shell::Show ? piece.written : piece.text;
        }
        addBlock(result.text, headLines(prompt.commands.at(i)));
        addBlock(result.text, body);
    }
    addBlock(result.text, files.blocks());
    result.files = files.files();
    result.notes = files.notes();
    if (result.text.size() > maximumText)
        return finish(Error{Error::Code::Invalid, translate("cpx", "the expanded prompt has more than 4 Mi characters; use less output or fewer files")});
    finish(std::move(result));
}

} // namespace cpx
