// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace cpx {

/// Runs `codex-plus ARGUMENTS…`: finds the command, handles --help and --version.
int runCommandLine(const QStringList &arguments, CommandIo &io);

} // namespace cpx
