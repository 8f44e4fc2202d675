// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

#include <QJsonObject>

namespace cpx {

struct Paths;

/// `codex-plus hooks install`: the bridge into Codex's hooks.json, after showing the difference. With `isDryRun` only that.
int installBridge(const Paths &paths, bool isDryRun, CommandIo &io);
/// `codex-plus hooks uninstall`.
int uninstallBridge(const Paths &paths, bool isDryRun, CommandIo &io);

/// Whether the bridge is there, and what Codex does with it: for `codex-plus hooks list`. Several lines.
QString bridgeText(const Paths &paths, const QProcessEnvironment &environment);
/// The same for its --json: {"file", "complete", "events"}, or {"file", "problem"}.
QJsonObject bridgeJson(const Paths &paths, const QProcessEnvironment &environment);

} // namespace cpx
