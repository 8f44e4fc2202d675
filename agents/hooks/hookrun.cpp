// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookrun.h"

#include "agents/hooks/hooklog.h"
#include "agents/hooks/hooktask.h"

namespace cpx {

HookRun::HookRun(Done done)
    : m_done(std::move(done))
{
}

HookRun::~HookRun() = default;

void HookRun::taskDone()
{
    if (--m_missing == 0)
        finish();
}

HookRecord HookRun::recordOf(const HookDefinition &hook, const HookTask &task) const
{
    HookRecord record = HookRecord::of(hook, task.result());
    record.startedAt = task.startedAt();
    record.matched = m_matched;
    record.sessionId = m_sessionId;
    return record;
}

void HookRun::finish()
{
    for (qsizetype i = 0; i < m_hooks.size(); ++i) {
        const HookTask &task = *m_tasks[size_t(i)];
        m_outcome.add(hookVerdict(m_hooks.at(i), task.result()), recordOf(m_hooks.at(i), task), m_inputWasRedacted);
        m_log->add(m_outcome.runs.constLast());
    }
    const HookOutcome outcome = std::move(m_outcome);
    const Done done = std::move(m_done);
    done(outcome); // may delete this
}

} // namespace cpx
