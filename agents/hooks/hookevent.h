// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>
#include <optional>
#include <span>

namespace cpx {

/// The events of the hooks of Claude Code's settings files. Which of them happen is up to who calls HookRunner.
enum class HookEvent {
    SessionStart,
    Setup,
    InstructionsLoaded,
    UserPromptSubmit,
    UserPromptExpansion,
    MessageDisplay,
    PreToolUse,
    PermissionRequest,
    PermissionDenied,
    PostToolUse,
    PostToolUseFailure,
    PostToolBatch,
    Notification,
    SubagentStart,
    SubagentStop,
    TaskCreated,
    TaskCompleted,
    TeammateIdle,
    Stop,
    StopFailure,
    ConfigChange,
    CwdChanged,
    DirectoryAdded,
    FileChanged,
    WorktreeCreate,
    WorktreeRemove,
    PreCompact,
    PostCompact,
    Elicitation,
    ElicitationResult,
    SessionEnd,
};

/// What one event is about, and what its hooks may say.
struct HookEventRules
{
    /// What exit code 2 does; a `decision` of "block" does the same where it is honoured.
    enum class Exit2 {
        Blocks, ///< what was about to happen does not; or the model is told (PostToolUse), or goes on (Stop)
        TellsUser, ///< standard error is shown to the user
        Nothing,
    };

    HookEvent event;
    const char *name;
    const char *matcherField; ///< of the payload, which a matcher is compared with; null: matchers are ignored
    Exit2 exit2 = Exit2::Nothing;
    bool isToolEvent = false; ///< it has tool_name and tool_input: an `if` can be judged
    bool honoursDecision = false; ///< "decision": "block"
    bool honoursContext = false; ///< hookSpecificOutput.additionalContext
    bool plainOutputIsContext = false; ///< standard output that is no JSON
    bool anyFailureBlocks = false; ///< every exit code but 0
    bool hasPermissionMode = false; ///< the payload's permission_mode
};

/// The one table of all events, in the order of HookEvent.
std::span<const HookEventRules> hookEventRules();
const HookEventRules &hookEventRules(HookEvent event);

QString hookEventName(HookEvent event);
std::optional<HookEvent> hookEventNamed(QStringView name); ///< case-sensitive

} // namespace cpx
