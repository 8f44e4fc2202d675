// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/common/runoptions.h"

#include <functional>

namespace cpx {

/// Runs an engine in the foreground until SIGTERM, SIGINT or SIGHUP: prints the listening line when it is ready, drains
/// on the first signal, cuts on the second. Returns the exit code. `onReady` is called after the listening line.
int runEngine(const RunOptions::Resolved &options, CommandIo &io,
              const std::function<void(const EngineStatus &)> &onReady = {});

} // namespace cpx
