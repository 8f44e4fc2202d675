// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hooktask.h"

#include "agents/hooks/hookslots.h"

namespace cpx {

HookTask::HookTask(ChildCommand command, bool isBackground, std::shared_ptr<HookSlots> places, Done done)
    : m_command(std::move(command))
    , m_isBackground(isBackground)
    , m_slots(std::move(places))
    , m_done(std::move(done))
{
}

HookTask::~HookTask()
{
    m_child.reset();
    m_slots->leave(this);
}

void HookTask::begin()
{
    m_slots->enter(this);
}

void HookTask::start()
{
    m_startedAt = QDateTime::currentDateTimeUtc();
    m_child = std::make_unique<ChildProcess>(std::move(m_command), [this](const ChildResult &result) {
        m_result = result;
        // Not from inside the child's own call: who hears of it may delete it.
        QMetaObject::invokeMethod(this, &HookTask::finish, Qt::QueuedConnection);
    });
}

void HookTask::finish()
{
    m_child.reset();
    m_slots->leave(this);
    const Done done = std::move(m_done);
    done(); // may delete this
}

} // namespace cpx
