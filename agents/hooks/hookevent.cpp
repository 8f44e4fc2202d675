// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookevent.h"

#include <QString>
#include <array>

namespace cpx {

namespace {

using Rules = HookEventRules;
constexpr auto blocks = Rules::Exit2::Blocks;
constexpr auto tellsUser = Rules::Exit2::TellsUser;
constexpr auto nothing = Rules::Exit2::Nothing;

constexpr std::array table = {
    Rules{.event = HookEvent::SessionStart, .name = "SessionStart", .matcherField = "source", .exit2 = tellsUser,
          .honoursContext = true, .plainOutputIsContext = true},
    Rules{.event = HookEvent::Setup, .name = "Setup", .matcherField = "trigger", .exit2 = tellsUser, .honoursContext = true},
    Rules{.event = HookEvent::InstructionsLoaded, .name = "InstructionsLoaded", .matcherField = "load_reason"},
    Rules{.event = HookEvent::UserPromptSubmit, .name = "UserPromptSubmit", .matcherField = nullptr, .exit2 = blocks,
          .honoursDecision = true, .honoursContext = true, .plainOutputIsContext = true, .hasPermissionMode = true},
    Rules{.event = HookEvent::UserPromptExpansion, .name = "UserPromptExpansion", .matcherField = "command_name", .exit2 = blocks,
          .honoursDecision = true, .honoursContext = true, .plainOutputIsContext = true, .hasPermissionMode = true},
    Rules{.event = HookEvent::MessageDisplay, .name = "MessageDisplay", .matcherField = nullptr},
    Rules{.event = HookEvent::PreToolUse, .name = "PreToolUse", .matcherField = "tool_name", .exit2 = blocks, .isToolEvent = true,
          .honoursDecision = true, .honoursContext = true, .hasPermissionMode = true},
    Rules{.event = HookEvent::PermissionRequest, .name = "PermissionRequest", .matcherField = "tool_name", .exit2 = nothing,
          .isToolEvent = true, .hasPermissionMode = true},
    Rules{.event = HookEvent::PermissionDenied, .name = "PermissionDenied", .matcherField = "tool_name", .exit2 = nothing,
          .isToolEvent = true, .hasPermissionMode = true},
    Rules{.event = HookEvent::PostToolUse, .name = "PostToolUse", .matcherField = "tool_name", .exit2 = blocks, .isToolEvent = true,
          .honoursDecision = true, .honoursContext = true, .hasPermissionMode = true},
    Rules{.event = HookEvent::PostToolUseFailure, .name = "PostToolUseFailure", .matcherField = "tool_name", .exit2 = blocks,
          .isToolEvent = true, .honoursDecision = true, .honoursContext = true, .hasPermissionMode = true},
    Rules{.event = HookEvent::PostToolBatch, .name = "PostToolBatch", .matcherField = nullptr, .exit2 = blocks,
          .honoursDecision = true, .honoursContext = true, .hasPermissionMode = true},
    Rules{.event = HookEvent::Notification, .name = "Notification", .matcherField = "notification_type"},
    Rules{.event = HookEvent::SubagentStart, .name = "SubagentStart", .matcherField = "agent_type", .exit2 = tellsUser,
          .honoursContext = true},
    Rules{.event = HookEvent::SubagentStop, .name = "SubagentStop", .matcherField = "agent_type", .exit2 = blocks,
          .honoursDecision = true, .honoursContext = true, .hasPermissionMode = true},
    Rules{.event = HookEvent::TaskCreated, .name = "TaskCreated", .matcherField = nullptr, .exit2 = blocks, .honoursDecision = true,
          .hasPermissionMode = true},
    Rules{.event = HookEvent::TaskCompleted, .name = "TaskCompleted", .matcherField = nullptr, .exit2 = blocks,
          .hasPermissionMode = true},
    Rules{.event = HookEvent::TeammateIdle, .name = "TeammateIdle", .matcherField = nullptr, .exit2 = blocks,
          .hasPermissionMode = true},
    Rules{.event = HookEvent::Stop, .name = "Stop", .matcherField = nullptr, .exit2 = blocks, .honoursDecision = true,
          .honoursContext = true, .hasPermissionMode = true},
    Rules{.event = HookEvent::StopFailure, .name = "StopFailure", .matcherField = "error", .exit2 = nothing, .hasPermissionMode = true},
    Rules{.event = HookEvent::ConfigChange, .name = "ConfigChange", .matcherField = "source", .exit2 = blocks, .honoursDecision = true},
    Rules{.event = HookEvent::CwdChanged, .name = "CwdChanged", .matcherField = nullptr, .exit2 = tellsUser},
    Rules{.event = HookEvent::DirectoryAdded, .name = "DirectoryAdded", .matcherField = "source"},
    Rules{.event = HookEvent::FileChanged, .name = "FileChanged", .matcherField = "file_path", .exit2 = tellsUser},
    Rules{.event = HookEvent::WorktreeCreate, .name = "WorktreeCreate", .matcherField = nullptr, .exit2 = blocks,
          .anyFailureBlocks = true},
    Rules{.event = HookEvent::WorktreeRemove, .name = "WorktreeRemove", .matcherField = nullptr},
    Rules{.event = HookEvent::PreCompact, .name = "PreCompact", .matcherField = "trigger", .exit2 = blocks, .honoursDecision = true},
    Rules{.event = HookEvent::PostCompact, .name = "PostCompact", .matcherField = "trigger", .exit2 = tellsUser},
    Rules{.event = HookEvent::Elicitation, .name = "Elicitation", .matcherField = "mcp_server_name", .exit2 = blocks},
    Rules{.event = HookEvent::ElicitationResult, .name = "ElicitationResult", .matcherField = "mcp_server_name", .exit2 = blocks},
    Rules{.event = HookEvent::SessionEnd, .name = "SessionEnd", .matcherField = "reason", .exit2 = tellsUser},
};

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (std::size_t(table[i].event) != i)
            return false;
    }
    return std::size_t(HookEvent::SessionEnd) + 1 == table.size();
}
static_assert(isInOrder());

} // namespace

std::span<const HookEventRules> hookEventRules()
{
    return table;
}

const HookEventRules &hookEventRules(HookEvent event)
{
    return table[std::size_t(event)];
}

QString hookEventName(HookEvent event)
{
    return QString::fromLatin1(hookEventRules(event).name);
}

std::optional<HookEvent> hookEventNamed(QStringView name)
{
    for (const Rules &rules : table) {
        if (name == QLatin1StringView(rules.name))
            return rules.event;
    }
    return std::nullopt;
}

} // namespace cpx
