// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace cpx {

struct StatusLineReading;
struct StatusLineSource;

/// How the user wants a status line made: the object "statusLine" of a settings file, as Claude Code writes
/// it (type, command, padding, refreshInterval) and with what the original Codex-Plus adds (timeout, mode or
/// appendMode). Unknown keys are ignored. A plain value. Its command runs in a shell: whether a project may
/// define one is for those to judge who read the file (SECURITY: TRU-1).
struct StatusLineDefinition
{
    enum class Mode {
        Prepend, ///< before the answer
        Append, ///< after the answer
        Off, ///< no line, and nothing is run
    };

    QString command{}; ///< for /bin/sh -c; never blank
    std::chrono::milliseconds timeout{2000}; ///< at most maximumTimeout
    Mode mode = Mode::Prepend;
    int padding = 0; ///< blanks on both sides; for those who draw the line, no part of it
    std::optional<std::chrono::milliseconds>
        refreshInterval{}; ///< kept for those who edit it: nothing runs on a timer
    QString origin{}; ///< the file it is from

    static constexpr std::chrono::milliseconds maximumTimeout{60'000};

    /// No definition when the object names no command. What is wrong in the other fields is a problem, and
    /// their default holds.
    static StatusLineReading fromJson(const QJsonObject &statusLine, const QString &origin);
    /// The first good definition counts, whole: files are not merged. The order is the caller's:
    /// .codexplus/settings.json and .claude/settings.json of the project, then of the home directory; of the
    /// project only what is trusted.
    static StatusLineReading firstOf(const QList<StatusLineSource> &sources);

    friend bool operator==(const StatusLineDefinition &, const StatusLineDefinition &) = default;
};

/// A settings file that may define a status line.
struct StatusLineSource
{
    QJsonObject settings{}; ///< the whole file; empty when there is none
    QString path{};
};

/// What was found, and what is wrong with it: "file: what; remedy", for people.
struct StatusLineReading
{
    std::optional<StatusLineDefinition> definition{};
    QStringList problems{};
};

} // namespace cpx
