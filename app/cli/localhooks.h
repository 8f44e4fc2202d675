// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QProcessEnvironment>

namespace cpx {

struct Paths;

/// Runs the hooks of settings files for an event of Codex's own hooks in this process, and waits for them, also for those
/// that would run in the background: they end with us. What Codex is to get; empty: nothing, also when hooks are turned off
/// in our settings. Makes a QCoreApplication for as long as they run, if there is none.
QJsonObject runHooksHere(const QJsonObject &native, const Paths &paths, const QProcessEnvironment &environment);

} // namespace cpx
