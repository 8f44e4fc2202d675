// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/flowrecord.h"

#include <QString>

namespace cpx {

/// What a request is about, as far as its path and headers tell.
enum class FlowKind {
    Turn, ///< the user's turn, including its tool loops
    Title, ///< Codex asks for a thread title
    Compaction,
    SubAgent,
    Models, ///< the model catalog
    WebSocket, ///< one, or an attempt to open one
    Other,
};

/// All kinds, in the order they are offered to people.
QList<FlowKind> flowKinds();
/// For people, translated.
QString displayName(FlowKind kind);
/// For filters ("kind:sub-agent"), never translated.
QString filterName(FlowKind kind);

/// What the headers of a request say about who sent it and why. A plain value; empty is unknown.
/// Reading it parses JSON, so it is done once per request.
struct FlowFacts
{
    FlowKind kind = FlowKind::Other;
    QString client{}; ///< "codex exec 0.169.0"
    QString model{};
    QString effort{}; ///< reasoning effort
    QString sessionId{};
    QString agent{}; ///< "/root/t1" for a sub-agent
    QString project{}; ///< the first workspace root

    static FlowFacts of(const FlowRecord &record);

    friend bool operator==(const FlowFacts &, const FlowFacts &) = default;
};

} // namespace cpx
