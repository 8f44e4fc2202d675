// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/statusline/gitinvocation.h"
#include "agents/statusline/gitstamp.h"
#include "agents/statusline/gitstatus.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace cpx {

/// What was read, and how to see that it still holds. A plain value.
struct GitReading
{
    std::optional<GitStatus> status{};
    GitStamp stamp{};
};

/// Reads the GitStatus of one working tree once: two children one after the other, two seconds in all,
/// nothing written and nothing of the repository run (GitInvocation). No child at all when what was read
/// before still holds, or where no repository is. Destroying it cancels. Lives in the thread that made it.
class GitStatusReader : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(const GitReading &reading)>;

    static constexpr std::chrono::milliseconds timeout{2000};

    /// `root`: of the project, canonical (projectRoot()); directories above it are not looked at.
    /// `environment`: of children. `done` is called once, from the event loop; without a status when there is
    /// none, or git failed.
    GitStatusReader(const QString &root, const QProcessEnvironment &environment, const GitReading &before,
                    Done done, QObject *parent = nullptr);
    ~GitStatusReader() override;

    static bool isRepository(const QString &root); ///< it holds `.git`, of whatever kind

private:
    void start();
    void run(ChildCommand command, void (GitStatusReader::*next)(const QByteArray &output));
    void onFilters(const QByteArray &output);
    void onStatus(const QByteArray &output);
    void finish(const GitReading &reading);

    QString m_root;
    QProcessEnvironment m_environment;
    GitReading m_before;
    Done m_done;
    std::optional<GitInvocation> m_git;
    GitStamp::Time m_readFrom{};
    std::chrono::steady_clock::time_point m_deadline{};
    std::unique_ptr<ChildProcess> m_child;
};

} // namespace cpx
