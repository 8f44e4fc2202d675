// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deadlines.h"
#include "proxy/limits.h"

#include <QList>
#include <QTcpServer>

namespace cpx {

class RequestHandler;
class ServerConnection;

/// Accepts HTTP/1.1 connections and hands their requests to one handler. Listen with QTcpServer::listen().
class HttpServer : public QTcpServer
{
    Q_OBJECT

public:
    /// `handler` is borrowed and must outlive the server.
    HttpServer(RequestHandler *handler, const Limits &limits, QObject *parent = nullptr);
    ~HttpServer() override;

    int connectionCount() const { return int(m_connections.size()); }
    const Limits &limits() const { return m_limits; }
    Deadlines *deadlines() { return &m_deadlines; }

    /// Closes the listening socket and every connection without a request in progress; the others close after
    /// their current answer.
    void beginDrain();
    bool isDraining() const { return m_draining; }
    /// Cuts what is still in progress.
    void closeAllConnections();

signals:
    void connectionsEmpty(); ///< the last connection closed
    void hasConnectionsChanged(bool hasConnections);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void resumeAfterShortage();

    RequestHandler *m_handler;
    Limits m_limits;
    Deadlines m_deadlines;
    Deadline m_shortage; ///< ends a pause for want of descriptors
    bool m_isOutOfDescriptors = false;
    QList<ServerConnection *> m_connections; ///< our QObject children
    int m_turnedAway = 0; ///< of those: over the limit, being told so
    bool m_draining = false;
};

} // namespace cpx
