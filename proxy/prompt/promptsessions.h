// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/automation/promptinput.h"
#include "agents/hooks/hookcontext.h"

#include <QCache>
#include <QList>
#include <QStringList>

namespace cpx {

/// The sessions of clients that asked models through us: where they are, and what was done to their prompts. For as long as
/// the engine runs, and bounded. Engine thread.
class PromptSessions
{
public:
    static constexpr qsizetype maximumSessions = 1000; ///< the ones not heard of longest go
    static constexpr qsizetype maximumEntries = 50; ///< of a session's history

    bool contains(const QString &id) const { return m_sessions.contains(id); }
    /// Notes where the session is now. Without an id there is none.
    void see(const QString &id, const QString &workingDirectory);
    /// Notes what became of a prompt.
    void note(const QString &id, const PreparedPrompt &prepared);

    /// What was done in this session, as Markdown for the user, newest last.
    QString historyText(const QString &id) const;
    /// Which hooks are in force there; nothing: not known yet. Without an id it never is.
    std::optional<HookPresence> hookPresence(const QString &id) const;
    void noteHooks(const QString &id, HookPresence presence);
    /// All of them, for their last hooks; there are none afterwards.
    QList<HookContext> takeAll();

private:
    struct Session
    {
        QString workingDirectory{};
        QStringList history{};
    };
    QCache<QString, Session> m_sessions{maximumSessions};
    QCache<QString, HookPresence> m_presence{maximumSessions}; ///< also of sessions that were not seen to begin
};

} // namespace cpx
