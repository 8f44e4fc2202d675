// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/commands/commandcatalog.h"
#include "app/cli/command.h"

namespace cpx {

struct Paths;
class TrustStore;

/// `codex-plus commands install`: a skill of Codex for each command, after showing the difference. With `isDryRun` only that.
/// A project's commands are among them when they are trusted. Exit code 1 when one of the user's files is in the way.
int installSkills(const CommandListing &listing, const TrustStore &trust, const Paths &paths, bool isDryRun, CommandIo &io);
/// `codex-plus commands uninstall`: all of them go.
int uninstallSkills(const Paths &paths, bool isDryRun, CommandIo &io);

} // namespace cpx
