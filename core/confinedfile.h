// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace cpx {

/// Reads a regular file of at most `maximumSize` bytes that lies below the directory `root`, whatever links and dots
/// `path` (relative to it, or absolute below it) goes through: what is checked is what is read (openat2(2) with
/// RESOLVE_BENEATH, or the same by steps). NotFound; Invalid when it leads out of `root`, is no regular file or too large;
/// Io. A link with an absolute target leads out, wherever that is. Never blocks on a pipe. (SECURITY: FIL-6)
Result<QByteArray> readConfinedFile(const QString &root, const QString &path, qint64 maximumSize);

/// The same by steps alone, as it is done where the kernel has no openat2(2): no link is followed but by hand, from
/// descriptor to descriptor.
Result<QByteArray> readConfinedFileBySteps(const QString &root, const QString &path, qint64 maximumSize);

} // namespace cpx
