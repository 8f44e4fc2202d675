// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/server/httpserver.h"

#include "proxy/server/serverconnection.h"

#include <QLoggingCategory>
#include <QTcpSocket>

namespace cpx {

namespace {

Q_LOGGING_CATEGORY(lcServer, "cpx.server", QtInfoMsg)

/// How many of those over the limit are told so at a time. Few where descriptors are few: the rest of them is for upstream
/// connections, logs and settings.
int turnedAwayLimit(const Limits &limits)
{
    return qBound(4, limits.connections / 8, 64);
}

constexpr auto shortagePause = std::chrono::milliseconds(500);

} // namespace

HttpServer::HttpServer(RequestHandler *handler, const Limits &limits, QObject *parent)
    : QTcpServer(parent)
    , m_handler(handler)
    , m_limits(limits)
    , m_shortage(&m_deadlines, [this] { resumeAfterShortage(); })
{
    setListenBacklogSize(1024);
    // Out of descriptors: the connection that could not be accepted stays in the queue, and the kernel reports it again at
    // once. Accepting rests until one of ours closes, or for a moment.
    connect(this, &QTcpServer::acceptError, this, [this] {
        if (std::exchange(m_isOutOfDescriptors, true))
            return;
        qCWarning(lcServer, "no connection can be accepted (out of file descriptors; raise the limit, ulimit -n)");
        pauseAccepting();
        m_shortage.restart(shortagePause);
    });
}

void HttpServer::resumeAfterShortage()
{
    m_isOutOfDescriptors = false;
    m_shortage.stop();
    resumeAccepting();
}

HttpServer::~HttpServer()
{
    // Before the members go: connections use the deadlines and the handler until they are gone.
    close();
    m_connections.clear();
    // Also those that are closed already and wait for their deleteLater().
    qDeleteAll(findChildren<ServerConnection *>(Qt::FindDirectChildrenOnly));
}

void HttpServer::incomingConnection(qintptr descriptor)
{
    // Those over the limit are told so, which takes a moment; if they come too fast, they are just closed.
    const bool isOverLimit = m_connections.size() - m_turnedAway >= m_limits.connections;
    if (isOverLimit && m_turnedAway >= turnedAwayLimit(m_limits)) {
        QTcpSocket socket;
        socket.setSocketDescriptor(descriptor);
        return;
    }
    auto *connection = new ServerConnection(descriptor, m_handler, this);
    m_connections.append(connection);
    if (m_connections.size() == 1)
        emit hasConnectionsChanged(true);
    m_turnedAway += isOverLimit;
    connect(connection, &ServerConnection::closed, this, [this, connection, isOverLimit] {
        m_connections.removeOne(connection);
        m_turnedAway -= isOverLimit;
        if (m_isOutOfDescriptors)
            resumeAfterShortage();
        if (!m_connections.isEmpty())
            return;
        emit hasConnectionsChanged(false);
        // Queued: the connection may be in the middle of a transaction's end.
        QMetaObject::invokeMethod(this, &HttpServer::connectionsEmpty, Qt::QueuedConnection);
    });
    if (isOverLimit)
        connection->turnAway();
}

void HttpServer::beginDrain()
{
    m_draining = true;
    close();
    const auto connections = m_connections;
    for (ServerConnection *connection : connections)
        connection->closeWhenIdle();
}

void HttpServer::closeAllConnections()
{
    const auto connections = m_connections;
    for (ServerConnection *connection : connections)
        connection->abort();
}

} // namespace cpx
