// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookevent.h"

#include <QQueue>
#include <QSet>
#include <QString>

namespace cpx {

/// Which events of which turns Codex's own hooks have told us of, so that what is seen on the wire does not run the same
/// hooks again. Remembers the latest few thousand. A plain value.
///
/// An event that Codex tells before the model is asked (SessionStart, UserPromptSubmit) is asked for by itself. One that
/// the wire shows first (Stop: the answer ends before Codex calls its hooks) can only be guessed: knowsTurn() is true as soon
/// as anything of the turn came through the bridge, and the rest of it will.
class BridgedTurns
{
public:
    static constexpr qsizetype capacity = 4096; ///< events

    /// `turnId`: empty for events of the session.
    void note(const QString &sessionId, const QString &turnId, HookEvent event);

    bool contains(const QString &sessionId, const QString &turnId, HookEvent event) const;
    bool knowsTurn(const QString &sessionId, const QString &turnId) const; ///< any event of the turn
    bool knowsSession(const QString &sessionId) const; ///< any event of the session or of a turn of it

private:
    static constexpr qsizetype most = 3 * capacity; ///< an event is noted under up to three keys

    void add(const QString &key);

    QSet<QString> m_keys;
    QQueue<QString> m_order; ///< oldest first
};

} // namespace cpx
