// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookoutcome.h"

#include <QObject>
#include <functional>
#include <memory>
#include <vector>

namespace cpx {

class HookLog;
class HookTask;

/// The hooks of one event on their way. Destroying it ends those that run, and nobody hears of them. Lives in the thread
/// of its runner.
class HookRun : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(const HookOutcome &outcome)>;
    ~HookRun() override;

private:
    friend class HookRunner;
    explicit HookRun(Done done);
    void taskDone();
    HookRecord recordOf(const HookDefinition &hook, const HookTask &task) const;
    void finish();

    Done m_done;
    HookOutcome m_outcome; ///< notice only, until the last hook has ended
    QList<HookDefinition> m_hooks;
    std::vector<std::unique_ptr<HookTask>> m_tasks; ///< of m_hooks
    bool m_inputWasRedacted = false;
    QString m_matched;
    QString m_sessionId;
    std::shared_ptr<HookLog> m_log;
    qsizetype m_missing = 0;
};

} // namespace cpx
