// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/prompt/requestlayout.h"

#include <QString>

namespace cpx {

/// The directory a conversation says it is in, or empty: the newest <cwd> of an environment context, else the
/// directory the newest AGENTS.md was read for. Malformed markup says nothing. Always an absolute path of at
/// most 4096 characters.
QString workingDirectoryOf(const RequestLayout &layout, QByteArrayView body);

/// `path`, or empty when it cannot be a directory's absolute path.
QString absoluteDirectory(const QString &path);

} // namespace cpx
