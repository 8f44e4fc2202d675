// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filestamp.h"

#include <QList>
#include <QString>

#include <chrono>
#include <utility>

namespace cpx {

struct GitStatus;

/// What the files git keeps about a working tree looked like when it was read: HEAD, the index, the
/// configuration and the references of the branch and its upstream. While they look the same, git would say
/// the same again, except about files that were edited since (GitStatus::changed). A few stat(2) calls
/// instead of a child. A plain value.
class GitStamp
{
public:
    using Time = std::chrono::system_clock::time_point; ///< the clock of file times

    GitStamp() = default; ///< of nothing: never unchanged

    /// Of the repository `root` holds, after `status` was read from it. `readFrom`: when the reading began.
    static GitStamp of(const QString &root, const GitStatus &status, Time readFrom);

    /// Looks again. False, too, when something had changed in the two seconds before the reading, which may
    /// have missed more of it: no file time is finer than its file system's.
    bool isUnchanged() const;

private:
    QList<std::pair<QString, FileStamp>> m_files; ///< by path
    bool m_isSettled = false;
};

} // namespace cpx
