// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <chrono>

namespace cpx::soak {

/// `codex-plus serve` as a child process, so that the system can be asked what it costs. CPX_SOAK_PROGRAM=path runs another
/// build of it, such as the one for users.
class ProxyProcess
{
public:
    /// Waits until it listens. `settings`: "key=value", as for --set.
    ProxyProcess(quint16 upstreamPort, const QStringList &settings);
    ~ProxyProcess(); ///< kills it if it still runs

    quint16 port() const { return m_port; } ///< 0: it did not start; errors() says why
    QByteArray errors(); ///< everything on stderr so far: sanitizers report there, too
    QJsonObject health() const; ///< GET /health; empty: no answer
    qint64 residentKib() const;
    int descriptors() const; ///< -1: the system does not say (it hides those of a hardened process from other users)
    std::chrono::milliseconds cpuTime() const; ///< user and system
    int terminate(); ///< SIGTERM; the exit code, or -1 when it crashed or does not end

    static bool isSanitized(); ///< built with AddressSanitizer, whose memory says nothing

private:
    QByteArray statLine(const QString &name) const;

    QTemporaryDir m_home;
    QProcess m_process;
    QByteArray m_errors;
    quint16 m_port = 0;
};

} // namespace cpx::soak
