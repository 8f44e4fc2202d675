// SPDX-License-Identifier: GPL-3.0-or-later
#include "wiretap.h"

#include <QNetworkProxy>
#include <QTcpSocket>

namespace cpx::e2e {

WireTap::WireTap(const QHostAddress &host, quint16 port, QObject *parent)
    : QTcpServer(parent)
    , m_host(host)
    , m_port(port)
{
    listen(QHostAddress(QHostAddress::LocalHost), 0);
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *client = nextPendingConnection()) {
            const auto record = std::make_shared<Connection>();
            m_connections += record;
            auto *server = new QTcpSocket(client); // dies with the client
            server->setProxy(QNetworkProxy::NoProxy);
            connect(client, &QTcpSocket::readyRead, server, [this, client, server, record] {
                const QByteArray bytes = client->readAll();
                record->sent += bytes;
                server->write(withOurPortReplaced(bytes));
            });
            connect(server, &QTcpSocket::readyRead, client, [client, server, record] {
                const QByteArray bytes = server->readAll();
                record->received += bytes;
                client->write(bytes);
            });
            connect(client, &QTcpSocket::disconnected, server, [client, server] {
                server->disconnectFromHost();
                client->deleteLater();
            });
            connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
            server->connectToHost(m_host, m_port);
        }
    });
}

QByteArray WireTap::withOurPortReplaced(QByteArray bytes) const
{
    // The proxy rightly refuses a Host that is not its own. Codex writes a head at once, so it is not cut.
    return bytes.replace("127.0.0.1:" + QByteArray::number(serverPort()) + "\r\n",
                         "127.0.0.1:" + QByteArray::number(m_port) + "\r\n");
}

} // namespace cpx::e2e
