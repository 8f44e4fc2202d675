// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <optional>

namespace cpx {

/// The simple commands of a shell command line: what stands between && || ; | |& & and line ends, without assignments
/// before a command; with a wrapper in front of it (timeout, time, nice, nohup, stdbuf, command, builtin, noglob, xargs)
/// also what is wrapped. Nothing when the line cannot be taken apart for sure: open quotes, substitutions, subshells,
/// here-documents.
std::optional<QStringList> commandParts(const QString &line);

/// The words of a command line as a shell would see them, quotes removed, and every other thing that could be the name of a
/// file; operators and substitutions only separate. Never fails: for finding the files a command names, not for running it.
QStringList commandWords(const QString &line);

/// The words of a command that needs no shell; nothing when it has operators, substitutions, patterns or open quotes.
std::optional<QStringList> plainCommandWords(const QString &line);

} // namespace cpx
