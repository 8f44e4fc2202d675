// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cpx {

/// The project a directory belongs to: the nearest directory at or above it with a `.git` (directory or file), else the
/// directory itself. Canonical; empty when `workingDirectory` is no absolute path of a directory that exists. The home
/// directory and what is above it are a project only when they are asked for themselves.
QString projectRoot(const QString &workingDirectory);

} // namespace cpx
