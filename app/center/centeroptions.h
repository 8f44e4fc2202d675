// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/paths.h"
#include "core/result.h"
#include "core/settings.h"

#include <QStringList>

#include <variant>

namespace cpx {

/// The command line of codex-plus-center, read. A plain value.
struct CenterOptions
{
    bool isDemo = false;
    bool startsMinimized = false;
    bool startsProxy = true;
    QString language{}; ///< empty: as the system
    QString configFile{}; ///< empty: the usual place
    QString dataDirectory{}; ///< empty: the usual place
    QStringList overrides{}; ///< "key=value"

    /// What the program should print and end with, instead of running.
    struct Ending
    {
        int exitCode = 0;
        QString text{};
    };

    /// Either the options or an ending: help, version, or what is wrong with the line.
    static std::variant<CenterOptions, Ending> parse(const QStringList &arguments);

    /// The directories of the environment, moved by the options; created when missing.
    Result<Paths> paths() const;
    /// The settings file, then the options.
    Result<Settings> settings(const Paths &paths) const;
};

} // namespace cpx
