// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookattribution.h"

#include <algorithm>

namespace cpx {

ChangeAttribution attributionOf(const HookRecord &record)
{
    return {ChangeAttribution::Kind::Hook, record.command, record.file, hookEventName(record.event)};
}

ChangeAttribution attributionOf(const HookOutcome &outcome, HookEvent event, std::initializer_list<HookRecord::Effect> effects)
{
    for (const HookRecord &record : outcome.runs) {
        if (std::find(effects.begin(), effects.end(), record.effect) != effects.end())
            return attributionOf(record);
    }
    return {ChangeAttribution::Kind::Hook, {}, {}, hookEventName(event)};
}

} // namespace cpx
