// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/local/hookeventapi.h"

#include "agents/hooks/codexanswer.h"
#include "core/translate.h"
#include "proxy/local/controlapi.h"

namespace cpx {

HookEventApi::HookEventApi(HookEventSink &sink, BridgedTurns &turns)
    : m_sink(sink)
    , m_turns(turns)
{
}

void HookEventApi::addTo(ControlApi &api)
{
    api.add("POST", "/codexplus/v1/hooks/events", [this](const ControlCall &call, const ControlApi::Reply &reply) {
        const auto event = CodexEvent::of(call.body);
        if (!event)
            return reply(http::HttpError{400, "bad_event", translate("cpx", "The body must be an event that Codex tells its hooks of.")});
        // First of all: what the turn sends to the model meanwhile must find it here.
        m_turns.note(event->context.sessionId, event->turnId, event->event);
        m_sink.onNativeEvent(*event, [reply, name = event->event](const HookOutcome &outcome) {
            reply(jsonReply(codexAnswer(name, outcome)));
        });
    });
}

} // namespace cpx
