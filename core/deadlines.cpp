// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deadlines.h"

namespace cpx {

Deadlines::Deadlines(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Deadlines::expire);
}

void Deadlines::insert(Deadline *deadline)
{
    deadline->m_index = m_active.size();
    m_active.append(deadline);
}

void Deadlines::remove(Deadline *deadline)
{
    Deadline *last = m_active.constLast();
    m_active[deadline->m_index] = last;
    last->m_index = deadline->m_index;
    m_active.removeLast();
    deadline->m_index = -1;
    // The timer goes on, also with nothing left: stopping and starting it for every request would cost more than
    // one wake-up for nothing.
}

void Deadlines::wakeAt(Clock::time_point at)
{
    if (at >= m_wakeAt)
        return;
    m_wakeAt = at;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(at - Clock::now());
    m_timer.start(qMax(wait, std::chrono::milliseconds(0)));
}

void Deadlines::expire()
{
    m_wakeAt = Clock::time_point::max();
    const auto now = Clock::now();
    // A callback may remove any deadlines, its own included; the last entry then takes the freed place. Going
    // downwards, an entry can at worst be looked at twice or at the next wake-up.
    for (qsizetype i = m_active.size() - 1; i >= 0; --i) {
        if (i >= m_active.size())
            continue;
        Deadline *deadline = m_active[i];
        if (deadline->m_at > now)
            continue;
        remove(deadline);
        // A copy: the callback may destroy its deadline, and with it the function that runs.
        const auto expired = deadline->m_expired;
        expired();
    }
    auto nearest = Clock::time_point::max();
    for (const Deadline *deadline : std::as_const(m_active))
        nearest = std::min(nearest, deadline->m_at);
    if (!m_active.isEmpty())
        wakeAt(nearest);
}

Deadline::Deadline(Deadlines *deadlines, std::function<void()> expired)
    : m_deadlines(deadlines)
    , m_expired(std::move(expired))
{
}

Deadline::~Deadline()
{
    stop();
}

void Deadline::restart(std::chrono::milliseconds fromNow)
{
    m_at = Deadlines::Clock::now() + fromNow;
    if (m_index < 0)
        m_deadlines->insert(this);
    m_deadlines->wakeAt(m_at);
}

void Deadline::stop()
{
    if (m_index >= 0)
        m_deadlines->remove(this);
}

} // namespace cpx
