// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/statusline/statuslinerun.h"

#include "agents/projectroot.h"
#include "agents/statusline/statuslinetext.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 maximumOutput = 64 * 1024;

/// PATH without what means something else in every directory: the command runs in one that others may have
/// filled.
QString absolutePath(const QProcessEnvironment &environment)
{
    QStringList directories = environment.value(u"PATH"_s).split(u':', Qt::SkipEmptyParts);
    directories.removeIf([](const QString &directory) { return QDir::isRelativePath(directory); });
    return directories.join(u':');
}

} // namespace

StatusLineRun::StatusLineRun(const StatusLineContext &context,
                             const std::optional<StatusLineDefinition> &definition,
                             const QProcessEnvironment &environment, const GitReading &git, Done done,
                             QObject *parent)
    : QObject(parent)
    , m_root(projectRoot(context.workingDirectory))
    , m_environment(environment)
    , m_git(git)
    , m_done(std::move(done))
{
    if (definition && !m_root.isEmpty())
        runCommand(context, *definition);
    else
        askGit();
}

StatusLineRun::~StatusLineRun() = default;

void StatusLineRun::runCommand(const StatusLineContext &context, const StatusLineDefinition &definition)
{
    ChildCommand command;
    command.program = u"/bin/sh"_s;
    command.arguments = {u"-c"_s, definition.command};
    command.workingDirectory = context.workingDirectory;
    command.environment = m_environment;
    command.environment.insert(u"PATH"_s, absolutePath(m_environment));
    command.environment.insert(u"CLAUDE_PROJECT_DIR"_s, m_root);
    command.environment.insert(u"CODEX_PLUS_EVENT"_s, u"StatusLine"_s);
    command.input = statusLineInput(context, m_root);
    command.timeout = definition.timeout;
    command.maximumOutput = maximumOutput;
    m_command = std::make_unique<ChildProcess>(std::move(command), [this](const ChildResult &result) {
        m_command.release()->deleteLater(); // it is the one that calls
        onCommandEnded(result);
    });
}

/// What a script printed counts whatever its exit code, which scripts that end in a test get wrong. What it
/// complained about counts only when it says that all is well.
void StatusLineRun::onCommandEnded(const ChildResult &result)
{
    QString line;
    if (result.ending == ChildResult::Ending::Exited)
        line = chosenStatusLine(result.output);
    if (line.isEmpty() && result.isSuccess())
        line = chosenStatusLine(result.errors);
    if (line.isEmpty())
        return askGit();
    finish(line);
}

void StatusLineRun::askGit()
{
    m_reader =
        std::make_unique<GitStatusReader>(m_root, m_environment, m_git, [this](const GitReading &reading) {
            m_reader.release()->deleteLater(); // it is the one that calls
            m_git = reading;
            finish(reading.status ? gitStatusLine(m_root, *reading.status) : QString());
        });
}

void StatusLineRun::finish(const QString &line)
{
    const Done done = std::exchange(m_done, {}); // may destroy this object
    const GitReading git = m_git;
    done(line, git);
}

} // namespace cpx
