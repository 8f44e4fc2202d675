// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/childprocess.h"

#include <QDateTime>
#include <QObject>
#include <functional>
#include <memory>

namespace cpx {

class HookSlots;

/// One hook that waits for its turn, runs, and ends once. Destroying it ends it.
class HookTask : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void()>;

    HookTask(ChildCommand command, bool isBackground, std::shared_ptr<HookSlots> places, Done done);
    ~HookTask() override;

    void begin();
    bool isBackground() const { return m_isBackground; }
    const ChildResult &result() const { return m_result; } ///< once done
    const QDateTime &startedAt() const { return m_startedAt; }

private:
    friend class HookSlots;
    void start();
    void finish();

    ChildCommand m_command;
    bool m_isBackground;
    std::shared_ptr<HookSlots> m_slots;
    Done m_done;
    ChildResult m_result;
    QDateTime m_startedAt;
    std::unique_ptr<ChildProcess> m_child;
};

} // namespace cpx
