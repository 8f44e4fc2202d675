// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/enginehost.h"

#include "core/epolldispatcher.h"
#include "proxy/engine.h"

#include <QPromise>
#include <memory>

namespace cpx {

/// The engine thread's side of an EngineHost: the Engine is made, used and deleted here. Commands arrive as queued
/// calls, so they are carried out in the order given.
class EngineWorker : public QObject
{
public:
    Result<EngineStatus> start(const EngineConfig &config, EngineHost *host)
    {
        m_engine = std::make_unique<Engine>(config);
        connect(m_engine.get(), &Engine::flowsChanged, host, &EngineHost::flowsChanged, Qt::QueuedConnection);
        Result<EngineStatus> result = m_engine->start();
        if (!result)
            m_engine.reset();
        return result;
    }

    Engine *engine() const { return m_engine.get(); }
    void dropEngine() { m_engine.release()->deleteLater(); } ///< may be called from the engine's own signal

private:
    std::unique_ptr<Engine> m_engine;
};

EngineHost::EngineHost(QObject *parent)
    : QObject(parent)
    , m_worker(new EngineWorker)
{
    qRegisterMetaType<EngineStatus>();
    qRegisterMetaType<QList<FlowRecord>>();
    m_thread.setObjectName(QStringLiteral("engine"));
    m_worker->moveToThread(&m_thread);
#ifdef Q_OS_LINUX
    m_thread.setEventDispatcher(new EpollDispatcher); // owned by the thread
#endif
    m_thread.start();
}

EngineHost::~EngineHost()
{
    m_worker->deleteLater(); // carried out at the latest when the thread's event loop ends
    m_thread.quit();
    m_thread.wait();
}

QFuture<Result<EngineStatus>> EngineHost::start(const EngineConfig &config)
{
    auto promise = std::make_shared<QPromise<Result<EngineStatus>>>();
    QFuture<Result<EngineStatus>> future = promise->future();
    promise->start();
    if (m_status.state != EngineStatus::State::Stopped && m_status.state != EngineStatus::State::Failed) {
        promise->addResult(Error{Error::Code::Invalid, tr("the proxy is already running; stop it first")});
        promise->finish();
        return future;
    }
    EngineStatus starting;
    starting.state = EngineStatus::State::Starting;
    setStatus(starting);
    QMetaObject::invokeMethod(m_worker, [this, config, promise] {
        const Result<EngineStatus> result = m_worker->start(config, this);
        if (Engine *engine = m_worker->engine())
            connect(engine, &Engine::statusChanged, this, &EngineHost::setStatus, Qt::QueuedConnection);
        QMetaObject::invokeMethod(this, [this, promise, result] {
            if (result) {
                setStatus(*result);
            } else {
                EngineStatus failed;
                failed.state = EngineStatus::State::Failed;
                failed.error = result.error().message;
                setStatus(failed);
            }
            promise->addResult(result);
            promise->finish();
        }, Qt::QueuedConnection);
    }, Qt::QueuedConnection);
    return future;
}

QFuture<void> EngineHost::stop(std::chrono::milliseconds drain)
{
    auto promise = std::make_shared<QPromise<void>>();
    QFuture<void> future = promise->future();
    promise->start();
    QMetaObject::invokeMethod(m_worker, [this, drain, promise] {
        const auto finish = [this, promise] {
            QMetaObject::invokeMethod(this, [promise] { promise->finish(); }, Qt::QueuedConnection);
        };
        Engine *engine = m_worker->engine();
        if (!engine) {
            finish();
            return;
        }
        connect(engine, &Engine::stopped, m_worker, [this, engine, finish] {
            if (m_worker->engine() == engine)
                m_worker->dropEngine();
            finish();
        });
        engine->stop(drain);
    }, Qt::QueuedConnection);
    return future;
}

void EngineHost::setStatus(const EngineStatus &status)
{
    if (status == m_status)
        return;
    m_status = status;
    emit statusChanged(m_status);
}

} // namespace cpx
