// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/headerlist.h"
#include "proxy/prompt/requestkind.h"

#include <QStringList>

namespace cpx {

/// What the head of a request says about who sent it and why: Codex's JSON field x-codex-turn-metadata, the
/// fields beside it, the target. A plain value; empty is unknown. Reading it parses JSON, so it is done once
/// per request.
struct TurnMetadata
{
    bool isPresent = false; ///< x-codex-turn-metadata was there and readable
    bool isWebSocket = false; ///< "Upgrade: websocket"
    bool isSubAgent = false; ///< x-openai-subagent was there
    bool usesLiteShape = false; ///< x-openai-internal-codex-responses-lite: true; the model runs in code mode
    QString path{}; ///< of the target, without its query
    QString requestKind{}; ///< "turn", "compaction", "prewarm"
    QString threadSource{}; ///< "user", "thread_title", "subagent", or what `codex exec --thread-source` said
    QString historyInitialization{}; ///< "new", "cold_resume"
    QString compactionTrigger{}; ///< of a compaction: "manual", "auto"
    QString turnTrigger{}; ///< "user", "exec"; absent when no user asked
    QString sessionId{}; ///< of the root thread; else the field session-id
    QString threadId{}; ///< else the field thread-id
    QString turnId{}; ///< groups all requests of one turn: tool loops, steering, retries
    QString windowId{}; ///< "<thread id>:<n>", n rises with each compaction
    QString model{};
    QString reasoningEffort{};
    QString agentName{}; ///< "/root", "/root/t1" for a sub-agent
    QString sandboxMode{};
    QStringList workspaces{}; ///< git roots in wire order; empty outside git
    QString workingDirectory{}; ///< the field x-working-directory

    /// Broken JSON leaves everything unknown that it would have said. Of a repeated member the last counts.
    static TurnMetadata of(QByteArrayView target, const http::HeaderList &headers);

    RequestKind kind() const;
    /// Whether the target is one that makes a model answer; bodies of others may look alike, of /embeddings
    /// for example.
    bool isModelCall() const;
    /// Whether a user asked for this, so that prompt hooks, slash commands and injection are in place. True
    /// needs the metadata; a client without it is judged by its body, see ModelRequest::isUserTurn().
    bool isUserTurn() const;

    friend bool operator==(const TurnMetadata &, const TurnMetadata &) = default;
};

} // namespace cpx
