// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/responseparser.h"
#include "proxy/upstream/upstreamproxy.h"

#include <QObject>

class QTcpSocket;

namespace cpx {

/// Asks an HTTP proxy at the other end of a connected socket for a tunnel to an upstream (CONNECT, RFC 9110 §9.3.6).
/// Once. Whoever uses it watches the time and the socket's errors. Engine thread.
class ProxyTunnel : public QObject
{
    Q_OBJECT

public:
    /// `socket` is borrowed and must outlive the tunnel. `target`: the upstream, host:port.
    ProxyTunnel(QTcpSocket *socket, const ProxyServer &server, const QByteArray &target, const Limits &limits);

    void start();

signals:
    void opened(); ///< from now on the socket leads to the upstream
    void refused(const QString &why);

private:
    void read();

    QTcpSocket *m_socket;
    ProxyServer m_server;
    QByteArray m_target;
    http::ResponseParser m_parser;
};

} // namespace cpx
