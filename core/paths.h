// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QProcessEnvironment>
#include <QString>

namespace cpx {

/// The directories of the program (XDG Base Directory Specification), absolute, without trailing slash.
/// Each can be moved by an environment variable: CODEX_PLUS_CONFIG_DIR, CODEX_PLUS_DATA_DIR,
/// CODEX_PLUS_RUNTIME_DIR.
struct Paths
{
    QString config; ///< settings.json; $XDG_CONFIG_HOME/codex-plus
    QString data; ///< store, logs, window state; $XDG_STATE_HOME/codex-plus
    QString runtime; ///< pid and instance files, sockets; $XDG_RUNTIME_DIR/codex-plus, else below data

    QString settingsFile() const { return config + QStringLiteral("/settings.json"); }

    /// NotFound when a directory depends on HOME and there is none: the message names the variables to set.
    static Result<Paths> fromEnvironment(const QProcessEnvironment &environment);
};

/// Creates the directory (and its parents) with mode 0700, or checks an existing one: must be ours and a real
/// directory. An existing directory of ours that others may enter is made private.
Result<void> ensurePrivateDirectory(const QString &path);

} // namespace cpx
