// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>

namespace cpx {

/// Reads a whole regular file of at most `maximumSize` bytes. NotFound when there is none; Invalid when it is a
/// directory, pipe or device, or too large; Io when it cannot be read. Never blocks on a pipe.
Result<QByteArray> readTextFile(const QString &path, qint64 maximumSize);

/// Replaces the file as a whole (QSaveFile): after a crash it holds the old bytes or the new ones. Mode 0600 when it
/// is new; an existing file keeps its permissions.
Result<void> writeTextFile(const QString &path, const QByteArray &bytes);

} // namespace cpx
