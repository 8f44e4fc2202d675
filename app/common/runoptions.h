// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/paths.h"
#include "core/result.h"
#include "proxy/engineconfig.h"

#include <QCommandLineParser>
#include <QStringList>

namespace cpx {

/// The options every way of running the engine shares, and what becomes of them together with settings.json:
/// --host --port --upstream --config --data-dir --set --project --passthrough.
class RunOptions
{
public:
    static void addTo(QCommandLineParser &parser);

    /// Where things are and how to run. `warnings` are sentences for stderr or the window: unknown settings.
    struct Resolved
    {
        Paths paths;
        EngineConfig config;
        QStringList warnings;
    };
    /// After parser.parse(). Command line beats --set beats the file beats the defaults.
    static Result<Resolved> resolve(const QCommandLineParser &parser, const QProcessEnvironment &environment);
};

} // namespace cpx
