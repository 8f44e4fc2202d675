// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookslots.h"

#include "agents/hooks/hooktask.h"

#include <algorithm>

namespace cpx {

namespace {

constexpr qsizetype mostRunning = 8; // SECURITY: TRU-8
constexpr qsizetype mostInBackground = 2;

} // namespace

void HookSlots::enter(HookTask *task)
{
    (task->isBackground() ? m_waitingInBackground : m_waiting) += task;
    fill();
}

void HookSlots::leave(HookTask *task)
{
    m_waiting.removeOne(task);
    m_waitingInBackground.removeOne(task);
    if (m_running.removeOne(task))
        fill();
}

void HookSlots::fill()
{
    const auto isBackground = [](const HookTask *task) { return task->isBackground(); };
    while (m_running.size() < mostRunning) {
        HookTask *next = nullptr;
        if (!m_waiting.isEmpty())
            next = m_waiting.takeFirst();
        else if (!m_waitingInBackground.isEmpty() && std::count_if(m_running.begin(), m_running.end(), isBackground) < mostInBackground)
            next = m_waitingInBackground.takeFirst();
        if (!next)
            return;
        m_running += next;
        // From the event loop: another task may just be going away.
        QMetaObject::invokeMethod(next, &HookTask::start, Qt::QueuedConnection);
    }
}

} // namespace cpx
