// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "proxy/engineconfig.h"
#include "proxy/flowrecord.h"

#include <QFuture>
#include <QObject>
#include <QThread>

namespace cpx {

class EngineWorker;

/// The door to the engine: owns the engine thread and the Engine inside it. Lives in the thread that made it
/// (GUI or main thread) and never blocks it, except in the destructor, which waits for a bounded stop.
/// Only finished values cross: futures one way, signals the other.
class EngineHost : public QObject
{
    Q_OBJECT

public:
    explicit EngineHost(QObject *parent = nullptr);
    ~EngineHost() override; ///< stops at once, cutting what is in flight

    /// Starts listening. The future holds the status with the real port, or why it failed
    /// (AddressInUse names the process that has the port). Fails with Invalid when already running. Cancelled, without a
    /// result, when the host is destroyed first.
    QFuture<Result<EngineStatus>> start(const EngineConfig &config);

    /// Stops accepting, lets the exchanges in flight finish for at most `drain` (then cuts them visibly) and
    /// closes. A second call while draining shortens the wait to its own `drain`.
    QFuture<void> stop(std::chrono::milliseconds drain);

    /// The last status received from the engine.
    EngineStatus status() const { return m_status; }

signals:
    /// On every change of state, and with EngineConfig::isWatched while traffic flows at most 5 times a second.
    void statusChanged(const cpx::EngineStatus &status);
    /// Records that are new or changed since the last signal, each id once, oldest first; at most 5 times a
    /// second, never while idle.
    void flowsChanged(const QList<cpx::FlowRecord> &flows);

private:
    void setStatus(const EngineStatus &status);

    QThread m_thread;
    EngineWorker *m_worker; ///< lives in m_thread and is deleted there
    EngineStatus m_status;
};

} // namespace cpx
