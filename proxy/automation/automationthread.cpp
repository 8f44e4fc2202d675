// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/automation/automationthread.h"

#include <QLoggingCategory>
#include <QMutex>
#include <chrono>
#include <optional>

using namespace std::chrono_literals;

namespace cpx {

namespace {

Q_LOGGING_CATEGORY(lcAutomation, "cpx.automation", QtInfoMsg)

constexpr auto patience = 1s;

} // namespace

/// Makes the service in its thread, when it is first needed.
class AutomationThread::Worker : public QObject
{
public:
    explicit Worker(const AutomationOptions &options)
        : m_options(options)
    { }

    AutomationService &service()
    {
        if (!m_service)
            m_service.emplace(m_options);
        return *m_service;
    }

private:
    AutomationOptions m_options;
    std::optional<AutomationService> m_service;
};

/// The way back to the engine thread, for as long as there is somebody.
struct AutomationThread::Gate
{
    void post(std::function<void()> call)
    {
        const QMutexLocker locker(&mutex);
        if (target)
            QMetaObject::invokeMethod(target, std::move(call), Qt::QueuedConnection);
    }
    void close()
    {
        const QMutexLocker locker(&mutex);
        target = nullptr;
    }

    QMutex mutex;
    QObject *target;
};

AutomationThread::AutomationThread(const AutomationOptions &options)
    : m_thread(new QThread)
    , m_worker(new Worker(options))
    , m_gate(std::make_shared<Gate>())
{
    m_gate->target = this;
    m_thread->setObjectName(QStringLiteral("automation"));
    m_worker->moveToThread(m_thread);
    m_thread->start();
}

AutomationThread::~AutomationThread()
{
    m_gate->close();
    QMetaObject::invokeMethod(m_worker, [thread = m_thread, worker = m_worker] {
        worker->deleteLater(); // carried out when the thread's event loop ends
        thread->quit();
    }, Qt::QueuedConnection);
    if (m_thread->wait(QDeadlineTimer(patience)))
        delete m_thread;
    else // reading a file takes for ever: the thread is left to itself
        qCWarning(lcAutomation).noquote() << tr("a file system does not answer: what waits for it cannot be ended");
}

template<typename Value>
std::function<void(Value)> AutomationThread::inEngineThread(std::function<void(Value)> done) const
{
    return [gate = m_gate, done = std::move(done)](const Value &value) { gate->post([done, value] { done(value); }); };
}

void AutomationThread::prepare(const PromptInput &input, AutomationService::Prepared done)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, input, done = inEngineThread(std::move(done))] {
        worker->service().prepare(input, done);
    }, Qt::QueuedConnection);
}

void AutomationThread::findHooks(const QString &workingDirectory, std::function<void(HookPresence)> done)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, workingDirectory, done = inEngineThread(std::move(done))] {
        done(worker->service().hookPresence(workingDirectory));
    }, Qt::QueuedConnection);
}

void AutomationThread::runHooks(HookEvent event, const QJsonObject &payload, const HookContext &context, AutomationService::HooksDone done)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, event, payload, context, done = inEngineThread(std::move(done))] {
        worker->service().runHooks(event, payload, context, done);
    }, Qt::QueuedConnection);
}

void AutomationThread::onNativeEvent(const CodexEvent &event, std::function<void(const HookOutcome &outcome)> done)
{
    runHooks(event.event, event.payload, event.context, [done = std::move(done)](const HookOutcome &outcome) { done(outcome); });
}

void AutomationThread::preInput(const QString &workingDirectory, const QByteArray &body, const PythonRequest &request,
                                PythonHookHost::Done done)
{
    std::function<void(PythonOutcome)> back = [done = std::move(done)](const PythonOutcome &outcome) { done(outcome); };
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, workingDirectory, body, request, back = inEngineThread(std::move(back))] {
        worker->service().preInput(workingDirectory, body, request, back);
    }, Qt::QueuedConnection);
}

} // namespace cpx
