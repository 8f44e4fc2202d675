// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/server/httpserver.h"

#include "proxy/server/errordocument.h"
#include "proxy/server/serverconnection.h"

#include <QCoreApplication>

namespace cpx {

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
    if (m_connections.size() >= m_limits.connections) {
        QTcpSocket socket;
        socket.setSocketDescriptor(descriptor);
        errorDocument({503, "too_many_connections",
                       QCoreApplication::translate("Http", "There are too many connections. Close some and try again.")},
                      {{"Retry-After", "1"}},
                      [&socket](QByteArrayView bytes) { socket.write(bytes.data(), bytes.size()); });
        socket.flush();
        return;
    }
    auto *connection = new ServerConnection(descriptor, m_handler, this);
    m_connections.append(connection);
    connect(connection, &ServerConnection::closed, this, [this, connection] {
        m_connections.removeOne(connection);
        if (m_connections.isEmpty())
            emit connectionsEmpty();
    });
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
