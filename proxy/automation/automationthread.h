// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/automation/automationservice.h"
#include "proxy/local/hookeventapi.h"

#include <QThread>

namespace cpx {

/// The engine's door to the AutomationService, which lives in a thread of its own: values cross, nothing waits. Owned by
/// the engine; engine thread.
class AutomationThread : public QObject, public HookEventSink
{
    Q_OBJECT

public:
    explicit AutomationThread(const AutomationOptions &options);
    ~AutomationThread() override; ///< ends whatever runs; gives up on a disk that hangs after a second

    /// `done` is called once in the engine thread, later; not at all once this object is destroyed.
    void prepare(const PromptInput &input, AutomationService::Prepared done);
    void findHooks(const QString &workingDirectory, std::function<void(HookPresence presence)> done);
    void runHooks(HookEvent event, const QJsonObject &payload, const HookContext &context, AutomationService::HooksDone done);

    /// What Codex's own hooks tell.
    void onNativeEvent(const CodexEvent &event, std::function<void(const HookOutcome &outcome)> done) override;
    void preInput(const QString &workingDirectory, const QByteArray &body, const PythonRequest &request, PythonHookHost::Done done);

private:
    class Worker;
    struct Gate;
    template<typename Value>
    std::function<void(Value)> inEngineThread(std::function<void(Value)> done) const;

    QThread *m_thread; ///< deleted when it has ended
    Worker *m_worker; ///< lives in m_thread and is deleted there
    std::shared_ptr<Gate> m_gate;
};

} // namespace cpx
