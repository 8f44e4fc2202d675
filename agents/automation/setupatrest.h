// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>

namespace cpx {

/// Which hooks are in force in a directory, so that nothing is done for those that are not. A plain value.
struct HookPresence
{
    bool beforeTools = false; ///< PreToolUse
    bool afterTools = false; ///< PostToolUse
    bool atEnd = false; ///< Stop, SubagentStop
    bool python = false; ///< see AutomationService::preInput()

    friend bool operator==(const HookPresence &, const HookPresence &) = default;
};

/// Says of a directory that nothing is set up there that looks at prompts: no such hooks, no status line, nothing to tell the
/// user. Only a slash command would be carried out. Good until something of the set-up has changed. Any thread.
struct SetupAtRest
{
    HookPresence hookPresence{};
    std::shared_ptr<const std::atomic_bool> isOver{}; ///< never null; becomes true once

    bool holds() const { return isOver && !isOver->load(std::memory_order_acquire); }
};

} // namespace cpx
