// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/statusline/gitstatusreader.h"
#include "agents/statusline/statuslinecontext.h"
#include "agents/statusline/statuslinedefinition.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace cpx {

/// Makes one status line: runs the user's command, and where there is none, or it fails or says nothing, asks
/// git. Destroying it ends what runs. Lives in the thread that made it.
class StatusLineRun : public QObject
{
    Q_OBJECT

public:
    /// `git`: what is known of the repository afterwards; as before when git was not asked.
    using Done = std::function<void(const QString &line, const GitReading &git)>;

    /// `environment`: of children. `done` is called once, from the event loop; an empty line: there is none.
    StatusLineRun(const StatusLineContext &context, const std::optional<StatusLineDefinition> &definition,
                  const QProcessEnvironment &environment, const GitReading &git, Done done,
                  QObject *parent = nullptr);
    ~StatusLineRun() override;

private:
    void runCommand(const StatusLineContext &context, const StatusLineDefinition &definition);
    void onCommandEnded(const ChildResult &result);
    void askGit();
    void finish(const QString &line);

    QString m_root; ///< of the project
    QProcessEnvironment m_environment;
    GitReading m_git;
    Done m_done;
    std::unique_ptr<ChildProcess> m_command;
    std::unique_ptr<GitStatusReader> m_reader;
};

} // namespace cpx
