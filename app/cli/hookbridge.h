// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QProcessEnvironment>

namespace cpx {

/// `codex-plus hook-bridge`, which Codex's own hooks call: reads an event from standard input, has the hooks of settings
/// files run, and writes what they say to standard output. They run in the engine that serves Codex; without one, here.
/// Whatever goes wrong, the exit code is 0 and nothing is written: Codex goes on as if there were no hooks.
///
/// Called by main() before anything else is made, because Codex waits: it starts one of these for every event. There is a
/// QCoreApplication only while hooks run here.
int runHookBridge();

/// The same between values. Blocks for as long as the hooks take.
QByteArray bridgeEvent(const QByteArray &payload, const QProcessEnvironment &environment);

} // namespace cpx
