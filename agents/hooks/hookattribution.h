// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/changeattribution.h"
#include "agents/hooks/hookoutcome.h"

#include <initializer_list>

namespace cpx {

/// Who changed something: a hook that ran.
ChangeAttribution attributionOf(const HookRecord &record);

/// Of all that ran for an event the first whose effect is one of these; the event alone when there is none.
ChangeAttribution attributionOf(const HookOutcome &outcome, HookEvent event, std::initializer_list<HookRecord::Effect> effects);

} // namespace cpx
