// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/commands/commandcatalog.h"

#include <functional>
#include <optional>

namespace cpx {

/// The slash commands that are answered here, without the model: /help, and /status and /history where the caller has an
/// answer. A file's command of the same name comes before ours, which can still be had as /codex-plus:help and so on: that
/// name is never a file's.
class LocalCommands
{
public:
    using Answer = std::function<QString(const QString &arguments)>;
    struct Call
    {
        QString name{}; ///< "help", "status", "history"
        QString arguments{};
    };

    /// Either may be empty: then there is no such command.
    explicit LocalCommands(Answer status = {}, Answer history = {});

    /// What a prompt asks us for: a local command that begins it, and nothing else. Others are the model's.
    std::optional<Call> callIn(const QString &prompt, const CommandListing &listing) const;
    QString answer(const Call &call, const CommandListing &listing) const; ///< Markdown, for people

    /// The answer of /help: the commands with their hints, where they come from, and how to type them. Reads their files.
    QString help(const CommandListing &listing) const;

private:
    bool contains(const QString &name) const;

    const Answer m_status;
    const Answer m_history;
};

} // namespace cpx
