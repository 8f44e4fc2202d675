// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

#include <QCommandLineParser>
#include <optional>

namespace cpx {

/// Parses the arguments of a command that takes options only (or `positional` words). Handles --help. Returns the exit
/// code when the command is over already, nothing when it should go on.
std::optional<int> parseCommandLine(QCommandLineParser &parser, const Command &command, const QStringList &arguments,
                                    CommandIo &io, int maximumPositional = 0);

} // namespace cpx
