// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookoutcome.h"

#include <QJsonObject>

namespace cpx {

/// What hooks said of an event, for the Codex CLI: the object one of its own hooks writes to standard output, with exit code
/// 0; empty: nothing to say. Codex throws away a whole answer for one member it does not know or does not support for the
/// event, and then goes on as if nothing had been said; so only what Codex 0.169 takes is in it, and what it has no words
/// for is said in the nearest ones that are not weaker:
///
/// * PreToolUse: "ask" and "defer" become a denial that says so (Codex asks nobody on behalf of a hook), and so does
///   "continue": false. An "allow" without a changed input is left out: it would change nothing.
/// * PermissionRequest: an "allow" that comes with another input is left out, so that the user is asked; rules to be
///   remembered and an interruption are left out. "continue": false denies.
/// * PostToolUse: the reason of a block takes the place of the tool's output, and so does a replaced output.
/// * PreCompact: a block stops the compaction.
/// * Context for Stop and SubagentStop goes along with a block only.
///
/// The notice about what is ignored for want of trust is told when a session starts, and then only.
QJsonObject codexAnswer(HookEvent event, const HookOutcome &outcome);

} // namespace cpx
