// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace cpx {

/// What is known of the session a status line is for. Unknown is empty or nothing. A plain value.
struct StatusLineContext
{
    /// The tokens of one request, as the backend counted them.
    struct Usage
    {
        qint64 inputTokens = 0; ///< those from the cache included
        qint64 cachedTokens = 0;
        qint64 outputTokens = 0;
        friend bool operator==(const Usage &, const Usage &) = default;
    };

    QString workingDirectory{}; ///< absolute
    QString sessionId{};
    QString model{}; ///< its id, which is also the name Codex shows
    std::optional<Usage> lastRequest{};
    std::optional<qint64> sessionInputTokens{}; ///< of all requests so far
    std::optional<qint64> sessionOutputTokens{};
    std::optional<qint64> contextWindow{}; ///< tokens the model takes

    friend bool operator==(const StatusLineContext &, const StatusLineContext &) = default;
};

/// The standard input of a status line command: one JSON object with the fields of the original Codex-Plus
/// (session_id, hook_event_name, cwd) and of Claude Code (model, workspace, context_window) that are known.
/// `projectDirectory`: the root of the project; empty: unknown.
QByteArray statusLineInput(const StatusLineContext &context, const QString &projectDirectory);

} // namespace cpx
