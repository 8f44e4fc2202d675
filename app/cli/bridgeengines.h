// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/instancefile.h"

#include <QByteArray>
#include <QProcessEnvironment>

namespace cpx {

/// The engines a hook of Codex is to be told to, the likeliest first: the one Codex's configuration leads to, the one
/// CODEX_PLUS_PORT names, the others by port. `codexConfig` is the text of Codex's config.toml, of which only the lines with
/// base URLs are looked at.
QList<InstanceFile::Entry> enginesInOrder(QList<InstanceFile::Entry> engines, const QByteArray &codexConfig, const QString &portVariable);

/// Those whose process is there, in that order. Reads the configuration only when there are several.
QList<InstanceFile::Entry> enginesForBridge(const QString &runtimeDirectory, const QProcessEnvironment &environment);

} // namespace cpx
