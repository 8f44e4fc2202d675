// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QHostAddress>
#include <QList>
#include <QTcpServer>

#include <memory>

namespace cpx::e2e {

/// A pipe between Codex and the proxy that remembers what ran through each of its connections: the only way
/// to know what Codex really sent, and what it really got.
class WireTap : public QTcpServer
{
    Q_OBJECT

public:
    struct Connection
    {
        QByteArray sent{}; ///< by the client
        QByteArray received{};
    };

    WireTap(const QHostAddress &host, quint16 port, QObject *parent = nullptr);

    const QList<std::shared_ptr<Connection>> &connections() const { return m_connections; }

private:
    QByteArray withOurPortReplaced(QByteArray bytes) const;

    QHostAddress m_host;
    quint16 m_port;
    QList<std::shared_ptr<Connection>> m_connections;
};

} // namespace cpx::e2e
