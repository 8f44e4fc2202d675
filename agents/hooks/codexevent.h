// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookcontext.h"
#include "agents/hooks/hookevent.h"

#include <QJsonObject>
#include <QString>
#include <optional>

namespace cpx {

/// An event of the Codex CLI's own hooks, told in the words of settings files. A plain value.
struct CodexEvent
{
    HookEvent event = HookEvent::Stop;
    QJsonObject payload{}; ///< the fields of the event beside those all events share
    HookContext context{};
    QString turnId{}; ///< empty for events of the session

    /// `native` is what Codex writes to a hook's standard input. Nothing for events that settings files do not know, and
    /// when a session or a working directory is missing. What Codex does not tell is absent; what it tells in another form
    /// is put right: a null is left out, and what a shell command has printed, which Codex gives as one text, becomes the
    /// object that hooks of Bash expect, with everything in `stdout`.
    static std::optional<CodexEvent> of(const QJsonObject &native);
};

} // namespace cpx
