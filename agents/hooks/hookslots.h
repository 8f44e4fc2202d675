// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

namespace cpx {

class HookTask;

/// Who may run: at most eight hooks at a time, at most two of them in the background. Shared by the tasks that wait.
class HookSlots
{
public:
    void enter(HookTask *task); ///< starts it, now or later
    void leave(HookTask *task); ///< also one that waits

    qsizetype waitingInBackground() const { return m_waitingInBackground.size(); }

private:
    void fill();

    QList<HookTask *> m_running; ///< borrowed; each leaves before it goes
    QList<HookTask *> m_waiting;
    QList<HookTask *> m_waitingInBackground;
};

} // namespace cpx
