// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookdefinition.h"
#include "core/childprocess.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace cpx {

/// What PreToolUse hooks say about a call, the strongest last.
enum class PermissionDecision { None, Allow, Ask, Defer, Deny };

/// "allow", "ask", "defer", "deny"; empty for None.
QString permissionDecisionName(PermissionDecision decision);

/// What one hook said. A plain value.
struct HookVerdict
{
    bool isBlocking = false;
    QString reason{}; ///< of the block
    bool stopsEverything = false; ///< "continue": false
    QString stopReason{};
    QString systemMessage{}; ///< for the user
    QString additionalContext{}; ///< for the model
    PermissionDecision decision = PermissionDecision::None;
    QString decisionReason{};
    QJsonObject fields{}; ///< the other members of hookSpecificOutput that the event honours
    bool hasFailed = false; ///< it did not do its work; what it was asked about goes on
    QString problem{}; ///< for the author: what of its answer was ignored, and why

    friend bool operator==(const HookVerdict &, const HookVerdict &) = default;
};

/// Reads how a hook ended and what it wrote, by the rules of Claude Code: exit code 2 blocks; a JSON object counts
/// whatever the exit code; an object that breaks the rules is ignored as a whole. Texts are cut at 10,000 characters.
HookVerdict hookVerdict(const HookDefinition &hook, const ChildResult &result);

} // namespace cpx
