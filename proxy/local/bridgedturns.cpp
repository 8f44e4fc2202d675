// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/local/bridgedturns.h"

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

/// No id has a line end in it.
QString turnKey(const QString &sessionId, const QString &turnId)
{
    return sessionId + u'\n' + turnId;
}

QString eventKey(const QString &sessionId, const QString &turnId, HookEvent event)
{
    return turnKey(sessionId, turnId) + u'\n' + hookEventName(event);
}

} // namespace

void BridgedTurns::note(const QString &sessionId, const QString &turnId, HookEvent event)
{
    add(sessionId);
    if (!turnId.isEmpty())
        add(turnKey(sessionId, turnId));
    add(eventKey(sessionId, turnId, event));
}

bool BridgedTurns::contains(const QString &sessionId, const QString &turnId, HookEvent event) const
{
    return m_keys.contains(eventKey(sessionId, turnId, event));
}

bool BridgedTurns::knowsTurn(const QString &sessionId, const QString &turnId) const
{
    return m_keys.contains(turnKey(sessionId, turnId));
}

bool BridgedTurns::knowsSession(const QString &sessionId) const
{
    return m_keys.contains(sessionId);
}

void BridgedTurns::add(const QString &key)
{
    if (m_keys.contains(key))
        return;
    if (m_order.size() == most)
        m_keys.remove(m_order.dequeue());
    m_keys.insert(key);
    m_order.enqueue(key);
}

} // namespace cpx
