// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/center/singleinstance.h"

#include <QCoreApplication>
#include <QLocalSocket>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int patienceMs = 2000;

} // namespace

SingleInstance::SingleInstance(const QString &runtimeDirectory, QObject *parent)
    : QObject(parent)
    , m_socketPath(runtimeDirectory + u"/center.sock"_s)
    , m_lock(runtimeDirectory + u"/center.lock"_s)
{
    m_lock.setStaleLockTime(0); // a lock is stale when its process is gone, never by age
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_server.nextPendingConnection()) {
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            socket->write("ok\n");
            socket->disconnectFromServer();
            emit raiseRequested();
        }
    });
}

Result<SingleInstance::Role> SingleInstance::claim()
{
    if (!m_lock.tryLock(0)) {
        if (m_lock.error() != QLockFile::LockFailedError)
            return Error{Error::Code::Io,
                         QCoreApplication::translate(
                             "cpx", "Cannot write %1. Set CODEX_PLUS_RUNTIME_DIR to a directory of your own.")
                             .arg(m_lock.fileName())};
        if (askFirstToRaise())
            return Role::Later;
        return Error{
            Error::Code::Timeout,
            QCoreApplication::translate(
                "cpx", "Codex-Plus is running already but does not answer. End that process, or remove %1.")
                .arg(m_lock.fileName())};
    }
    QLocalServer::removeServer(m_socketPath); // of one that crashed: the lock is ours
    // Without the socket a later start cannot raise this window; no reason not to run.
    m_server.listen(m_socketPath);
    return Role::First;
}

bool SingleInstance::askFirstToRaise() const
{
    // Blocking is fine here: nothing runs yet, and this process ends either way.
    QLocalSocket socket;
    socket.connectToServer(m_socketPath);
    return socket.waitForConnected(patienceMs) && socket.waitForReadyRead(patienceMs);
}

} // namespace cpx
