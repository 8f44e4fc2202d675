// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookevent.h"
#include "core/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <optional>

namespace cpx {

/// The JSON object a hook wrote, once it has passed the rules. A plain value.
struct HookOutput
{
    QJsonObject universal{}; ///< continue, stopReason, systemMessage, decision, reason: those that are there
    QJsonObject specific{}; ///< of hookSpecificOutput what the event honours, additionalContext among it

    /// Nothing when the bytes are no JSON object; Invalid when it breaks the rules: it is then ignored as a whole. Members
    /// nobody knows are tolerated. `isOurs`: a .codexplus file, whose hooks may also say "deny" and "allow" in decision and
    /// "block" in permissionDecision.
    static Result<std::optional<HookOutput>> read(const QByteArray &bytes, HookEvent event, bool isOurs);
};

} // namespace cpx
