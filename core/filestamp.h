// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cpx {

/// Tells a file from what it was at another time, also when it was replaced by one of the same size within a
/// millisecond. A plain value; all zero when there is no file.
struct FileStamp
{
    quint64 device = 0;
    quint64 inode = 0;
    qint64 size = 0;
    qint64 modifiedNs = 0;
    qint64 changedNs = 0;

    /// Of what the path leads to.
    static FileStamp of(const QString &path);

    friend bool operator==(const FileStamp &, const FileStamp &) = default;
};

} // namespace cpx
