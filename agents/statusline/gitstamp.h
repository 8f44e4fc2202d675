// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <filesystem>
#include <vector>

namespace cpx {

struct GitStatus;

/// What the files git keeps about a working tree looked like when it was read: HEAD, the index, the
/// configuration and the references of the branch and its upstream. While they look the same, git would say
/// the same again, except about files that were edited since (GitStatus::changed). A few stat(2) calls
/// instead of a child. A plain value.
class GitStamp
{
public:
    using Time = std::filesystem::file_time_type;

    GitStamp() = default; ///< of nothing: never unchanged

    /// Of the repository `root` holds, after `status` was read from it. `readFrom`: when the reading began.
    static GitStamp of(const QString &root, const GitStatus &status, Time readFrom);

    /// Looks again. False, too, when something had changed in the two seconds before the reading, which may
    /// have missed more of it: no file time is finer than its file system's.
    bool isUnchanged() const;

private:
    struct File
    {
        std::filesystem::path path{};
        Time modified = Time::min(); ///< min(): there is none
        std::uintmax_t size = 0;
        friend bool operator==(const File &, const File &) = default;
    };
    static File look(const std::filesystem::path &path);

    std::vector<File> m_files;
    bool m_isSettled = false;
};

} // namespace cpx
