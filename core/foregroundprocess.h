// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QProcessEnvironment>
#include <QStringList>

namespace cpx {

/// Runs a program on this process's own terminal and streams, in an event loop of its own, until it ends. Ctrl-C and
/// Ctrl-\ belong to the program: they are ignored here meanwhile. SIGTERM and SIGHUP sent to us are passed on. Returns
/// its exit code, or 128 + the number of the signal that ended it, as shells do.
Result<int> runInForeground(const QString &program, const QStringList &arguments,
                            const QProcessEnvironment &environment);

} // namespace cpx
