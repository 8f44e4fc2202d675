// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/common/runoptions.h"

#include <QStringList>

#include <variant>

namespace cpx {

/// The command line of codex-plus-center, read: the window's own options and those of every engine. A plain
/// value.
struct CenterOptions
{
    bool isDemo = false;
    bool startsMinimized = false;
    bool startsProxy = true;
    QString language{}; ///< empty: as the system

    /// What the program prints and ends with, instead of running.
    struct Ending
    {
        int exitCode = 0;
        QString text{};
    };

    /// Either the options or an ending: help, version, or what is wrong with the line.
    static std::variant<CenterOptions, Ending> parse(const QStringList &arguments);

    /// Directories (created when missing) and how to run the engine.
    Result<RunOptions::Resolved> resolve(const QProcessEnvironment &environment) const;

private:
    QStringList m_arguments;
};

} // namespace cpx
