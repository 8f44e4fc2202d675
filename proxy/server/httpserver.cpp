// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/server/httpserver.h"

#include "proxy/server/serverconnection.h"

#include <QTcpSocket>

namespace cpx {

namespace {

constexpr int connectionsTurnedAway = 64; ///< at a time

} // namespace

HttpServer::HttpServer(RequestHandler *handler, const Limits &limits, QObject *parent)
    : QTcpServer(parent)
    , m_handler(handler)
    , m_limits(limits)
{
    setListenBacklogSize(1024);
}

HttpServer::~HttpServer()
{
    // Before the members go: connections use the deadlines and the handler until they are gone.
    close();
    qDeleteAll(std::exchange(m_connections, {}));
}

void HttpServer::incomingConnection(qintptr descriptor)
{
    // Those over the limit are told so, which takes a moment; if they come too fast, they are just closed.
    const bool isOverLimit = m_connections.size() - m_turnedAway >= m_limits.connections;
    if (isOverLimit && m_turnedAway >= connectionsTurnedAway) {
        QTcpSocket socket;
        socket.setSocketDescriptor(descriptor);
        return;
    }
    auto *connection = new ServerConnection(descriptor, m_handler, this);
    m_connections.append(connection);
    m_turnedAway += isOverLimit;
    connect(connection, &ServerConnection::closed, this, [this, connection, isOverLimit] {
        m_connections.removeOne(connection);
        m_turnedAway -= isOverLimit;
        if (m_connections.isEmpty())
            emit connectionsEmpty();
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
