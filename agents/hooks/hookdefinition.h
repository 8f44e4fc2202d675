// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookevent.h"
#include "agents/settingsfile/settingsscope.h"

#include <QString>
#include <QStringList>
#include <chrono>
#include <optional>

namespace cpx {

/// One handler of one event, as a settings file has it. A plain value.
struct HookDefinition
{
    enum class Type { Command, Http, McpTool, Prompt, Agent };
    enum class OnTimeout { Allow, Deny };

    QString eventName{}; ///< as written
    std::optional<HookEvent> event{}; ///< nothing for a name we do not know: never happens
    QString matcher{}; ///< empty: everything
    Type type = Type::Command;
    QString command{}; ///< for /bin/sh, or the program when there are arguments
    std::optional<QStringList> arguments{}; ///< `args`, even when empty: run without a shell
    QString shell{}; ///< empty, "bash" or "powershell"
    QString condition{}; ///< `if`: one permission rule; empty: none
    std::optional<std::chrono::milliseconds> wantedTimeout{}; ///< as written
    OnTimeout onTimeout = OnTimeout::Allow; ///< whether a hook that gave no answer in time blocks
    bool isAsync = false; ///< in the background, its answer is not waited for
    QString statusMessage{};

    QString file{}; ///< the settings file
    SettingsScope scope = SettingsScope::ClaudeUser;
    int line = 0; ///< in the file, from 1
    QString keyPath{}; ///< in the file, such as hooks.Stop[0].hooks[1]

    /// What it may take: 10 s unless it asks for something else (SessionEnd: 1.5 s), at most 60 s from a project's file
    /// and 600 s from the user's (SECURITY: TRU-8).
    std::chrono::milliseconds timeout() const;
    /// Only commands are, and no PowerShell.
    bool isSupported() const { return type == Type::Command && shell != QLatin1StringView("powershell"); }
    /// Command and arguments as one line for people.
    QString commandText() const;

    friend bool operator==(const HookDefinition &, const HookDefinition &) = default;
};

/// True when both would run the same thing: of them one runs (identical commands of one event run once).
bool runTheSame(const HookDefinition &one, const HookDefinition &other);

/// "command", "http", "mcp_tool", "prompt" or "agent".
QString hookTypeName(HookDefinition::Type type);

/// A word of a command line for people: as it is, or in single quotes when a shell would take it apart.
QString shellQuoted(const QString &word);

} // namespace cpx
