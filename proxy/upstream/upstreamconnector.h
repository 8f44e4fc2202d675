// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deadlines.h"
#include "proxy/upstream/addressrules.h"
#include "proxy/upstream/hostresolver.h"
#include "proxy/upstream/upstreamfailure.h"
#include "proxy/upstream/upstreamproxy.h"

#include <QAbstractSocket>
#include <QObject>
#include <QUrl>
#include <vector>

class QTcpSocket;

namespace cpx {

class ConnectionPool;
class ProxyTunnel;

/// Opens one connection to an upstream: looks its host up, judges every address by AddressRules, connects to a judged
/// address (there is no second lookup), asks a proxy for a tunnel if one is configured, and encrypts for https, with the
/// certificate checked against the host of the URL. While an address is silent the next one is tried as well after a moment,
/// and the first that connects is taken (RFC 8305, without its sorting). With a proxy the proxy looks the host up. Used once.
/// Engine thread.
class UpstreamConnector : public QObject
{
    Q_OBJECT

public:
    /// `pool` is borrowed and must outlive the connector.
    UpstreamConnector(ConnectionPool *pool, const QUrl &base);
    ~UpstreamConnector() override; ///< gives up at once

    void start();
    /// The open socket, after ready(): a QSslSocket for https.
    std::unique_ptr<QTcpSocket> takeSocket();

signals:
    // Once, one of them, never from inside start().
    void ready();
    void failed(const cpx::UpstreamFailure &failure);

private:
    bool isTls() const { return m_base.scheme() == u"https"; }
    void onAddresses(const QList<QHostAddress> &addresses);
    void tryNext();
    void onConnected(QTcpSocket *socket);
    void onAttemptFailed(QTcpSocket *socket, QAbstractSocket::SocketError error);
    void openTunnel();
    void encrypt();
    void onHandshakeFailed(QAbstractSocket::SocketError error);
    void onDeadline();
    void dropAttempts();
    void fail(UpstreamFailure failure);

    ConnectionPool *m_pool;
    QUrl m_base;
    std::optional<ProxyServer> m_proxy;
    HostResolver m_resolver;
    Deadline m_deadline; ///< of the lookup, then of connecting, then of the handshake
    Deadline m_nextAttempt;
    QList<QHostAddress> m_addresses; ///< judged, not tried yet
    std::vector<std::unique_ptr<QTcpSocket>> m_attempts; ///< connecting
    std::unique_ptr<ProxyTunnel> m_tunnel;
    bool m_isOver = false;
    std::unique_ptr<QTcpSocket> m_socket; // last: connected; its signals use the members above
};

} // namespace cpx
