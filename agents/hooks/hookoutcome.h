// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookrecord.h"
#include "agents/hooks/hookverdict.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>
#include <QStringList>
#include <optional>

namespace cpx {

/// What all hooks of one event said together. A plain value. Where only one can be heard, it is the first in the order of
/// the settings files, whichever ended first.
struct HookOutcome
{
    bool blocked = false; ///< see HookEventRules::Exit2::Blocks for what that means; of PreToolUse: deny
    QString reason{}; ///< of the block; of several hooks one below the other
    bool stopsEverything = false; ///< a hook said "continue": false, which wins over the rest
    QString stopReason{}; ///< for the user
    QStringList additionalContexts{}; ///< for the model, none empty
    QStringList systemMessages{}; ///< for the user
    PermissionDecision permissionDecision = PermissionDecision::None; ///< deny before defer before ask before allow
    QString permissionReason{};
    std::optional<QJsonObject> updatedInput{}; ///< replaces tool_input as a whole; never with a deny
    std::optional<QJsonValue> updatedToolOutput{}; ///< replaces tool_response as a whole
    QJsonObject fields{}; ///< the other members of hookSpecificOutput that the event honours
    QList<HookRecord> runs{}; ///< in the order of the settings files
    QString notice{}; ///< for the user, once: what was ignored for want of trust
    QByteArray noticeKey{}; ///< the same as long as the notice is about the same

    /// Takes what the next hook said, in the order of the settings files. What it wanted and did not get is its record's problem.
    void add(const HookVerdict &verdict, HookRecord record, bool inputWasRedacted);

    friend bool operator==(const HookOutcome &, const HookOutcome &) = default;
};

} // namespace cpx
