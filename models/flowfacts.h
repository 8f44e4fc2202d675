// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/flowrecord.h"
#include "proxy/prompt/requestkind.h"

#include <QString>

namespace cpx {

/// For people, translated. For filters there is requestKindName().
QString displayName(RequestKind kind);

/// What the headers of a request say about who sent it and why. A plain value; empty is unknown.
/// Reading it parses JSON, so it is done once per request.
struct FlowFacts
{
    RequestKind kind = RequestKind::Other;
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
