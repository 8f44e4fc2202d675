// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/codexevent.h"
#include "agents/hooks/hookoutcome.h"
#include "proxy/local/bridgedturns.h"

#include <functional>

namespace cpx {

class ControlApi;

/// Who runs hooks for the events that Codex's own hooks tell us of. Engine thread.
class HookEventSink
{
public:
    virtual ~HookEventSink() = default;
    /// `done` is called once, now or later, with what the hooks said.
    virtual void onNativeEvent(const CodexEvent &event, std::function<void(const HookOutcome &outcome)> done) = 0;
};

/// POST /codexplus/v1/hooks/events, which `codex-plus hook-bridge` calls with what Codex gave it: notes the event, has the
/// hooks run, and answers with what Codex is to get (see agents/hooks/codexanswer.h). An object that is no event of a session
/// is refused (400). Engine thread.
class HookEventApi
{
public:
    /// Both are borrowed. They and this object must outlive the ControlApi that it is added to.
    HookEventApi(HookEventSink &sink, BridgedTurns &turns);

    void addTo(ControlApi &api);

private:
    HookEventSink &m_sink;
    BridgedTurns &m_turns;
};

} // namespace cpx
