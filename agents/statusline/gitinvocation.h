// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/childprocess.h"

#include <QByteArrayView>
#include <QList>

#include <optional>
#include <utility>

namespace cpx {

/// How git is asked about a repository that nobody has vouched for, so that nothing the repository holds or
/// configures is run (SECURITY: TRU-1, TRU-4). Git itself comes from the user's PATH, never from inside the
/// project. A repository's own configuration and attributes cannot be switched off as a whole, therefore each
/// way to a program is closed:
///
/// - core.fsmonitor (asked what has changed): core.fsmonitor=false
/// - hooks, as post-index-change: core.hooksPath=/dev/null; the index is not written (GIT_OPTIONAL_LOCKS=0)
/// - filter.NAME.clean, .process (to compare a file): those the repository defines are replaced, see disarm()
/// - submodules, which have configuration of their own: --ignore-submodules=dirty starts no git in them
/// - missing objects fetched from a promisor (remote.NAME.url, .uploadpack, .vcs, core.sshCommand,
///   credential.helper): GIT_NO_LAZY_FETCH, and GIT_ALLOW_PROTOCOL allows none
/// - a bare repository inside the project: safe.bareRepository=explicit
/// - a repository above the project, where the project's is broken: GIT_CEILING_DIRECTORIES
/// - core.pager, pager.status: --no-pager
///
/// Aliases do not apply to built-in commands; diff drivers, textconv and gpg are not used by `status`. What
/// the user's and the system's own configuration names still runs (Git LFS): it is theirs. A plain value.
class GitInvocation
{
public:
    /// `root`: canonical, holds `.git`. `environment`: of children (childEnvironment()). Nothing when there
    /// is no git.
    static std::optional<GitInvocation> find(const QString &root, const QProcessEnvironment &environment);

    /// Step one: asks what filters are configured, and whether this git heeds what we override. Runs no
    /// program.
    ChildCommand filterQuery() const;
    /// Takes its output. False when git does not heed (older than 2.31), or there is too much to replace: no
    /// step two then.
    [[nodiscard]] bool disarm(QByteArrayView filters);
    /// Step two.
    ChildCommand statusQuery() const;

private:
    GitInvocation() = default;
    ChildCommand command(const QStringList &arguments) const;

    QString m_program;
    QString m_root;
    QProcessEnvironment m_environment;
    QList<std::pair<QString, QString>> m_configuration; ///< overrides every file
};

} // namespace cpx
