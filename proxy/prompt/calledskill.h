// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/codexskills/commandskill.h"
#include "proxy/prompt/modelrequest.h"

namespace cpx {

/// A slash command that was called as a skill of Codex, with `$name` in the user's text. A plain value.
struct CalledSkill
{
    CommandSkill skill{};
    Prompt text{}; ///< the skill's own, which Codex has added

    /// Those called since the model's last answer. Of somebody else's skill only the beginning is decoded.
    static QList<CalledSkill> of(const ModelRequest &request);
};

} // namespace cpx
