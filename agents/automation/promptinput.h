// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/automation/setupatrest.h"
#include "agents/changeattribution.h"
#include "agents/codexskills/commandskill.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>
#include <optional>

namespace cpx {

/// What a user has just said in a session, and where. A plain value; unknown is empty.
struct PromptInput
{
    QString sessionId{};
    QString turnId{};
    QString model{};
    QString workingDirectory{}; ///< absolute
    QStringList texts{}; ///< the new prompts, oldest first
    QList<CommandSkill> skills{}; ///< that were called in them, of those that stand for commands
    bool isFirstOfSession = false; ///< nothing of this session was seen before
    bool isResumed = false; ///< it was begun earlier
    bool runsHooks = true; ///< false: they have been run for these prompts already, by the client itself
    bool wantsStatusLine = true;
};

/// What the user's hooks, commands and status line make of it. A plain value.
struct PreparedPrompt
{
    /// A text for the model.
    struct Text
    {
        QString text{};
        ChangeAttribution attribution{};

        friend bool operator==(const Text &, const Text &) = default;
    };

    std::optional<Text> refusal{}; ///< the prompt must not reach the model: why, for the user
    std::optional<Text> answer{}; ///< the user is answered with this (Markdown), and the model is not asked
    QString question{}; ///< "status" or "history": the user is answered, too, but by who knows
    QList<std::optional<Text>> replacements{}; ///< one for each prompt; none: it stays as it was typed
    QHash<QString, ChangeAttribution> replacedSkills{}; ///< by their commands: the model must not read their texts any more
    QList<Text> contexts{}; ///< what the model shall know besides
    HookPresence hookPresence{}; ///< where the session is
    std::optional<SetupAtRest> atRest{}; ///< of that directory; none: something there looks at prompts, or nobody tells of changes
    QString statusLine{};
    ChangeAttribution statusLineAttribution{};
    QStringList notices{}; ///< for the user: what did not take effect, and why
};

} // namespace cpx
