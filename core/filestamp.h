// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

namespace cpx {

/// What a file system tells of a file without reading it (stat(2), links followed): as long as it is the same, so is the
/// content, unless the stamp is so young that a second write may have got the same times; see isSettled(). A plain value.
struct FileStamp
{
    quint64 device = 0;
    quint64 inode = 0;
    qint64 size = 0; ///< bytes
    qint64 modified = 0; ///< nanoseconds since 1970
    qint64 changed = 0; ///< the same, of the inode: nobody can set it back

    /// Nothing when there is no such file, or it cannot be looked at.
    static std::optional<FileStamp> of(const QString &path);

    /// True two seconds after the last change, the coarsest clock of a file system: what is read from now on may be kept
    /// for as long as the stamp stays the same.
    bool isSettled() const;

    friend bool operator==(const FileStamp &, const FileStamp &) = default;
};

} // namespace cpx
