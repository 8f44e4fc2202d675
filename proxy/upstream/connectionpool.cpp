// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/connectionpool.h"

#include "proxy/upstream/upstreamconnection.h"

namespace cpx {

namespace {

constexpr qsizetype maximumIdle = 64;

} // namespace

ConnectionPool::ConnectionPool(const ConnectionOptions &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_tls(options.caFile)
{
}

ConnectionPool::~ConnectionPool()
{
    // Before the members go, which connections use: the idle ones, and those that wait for their deleteLater().
    m_idle.clear();
    qDeleteAll(findChildren<UpstreamConnection *>(Qt::FindDirectChildrenOnly));
}

UpstreamConnection *ConnectionPool::acquire(const QUrl &base, bool mustBeNew)
{
    for (qsizetype i = m_idle.size() - 1; i >= 0 && !mustBeNew; --i) {
        UpstreamConnection *connection = m_idle[i];
        if (!connection->isFor(base))
            continue;
        m_idle.removeAt(i);
        disconnect(connection, &UpstreamConnection::lost, this, nullptr);
        if (connection->isReusable() && connection->isStillQuiet())
            return connection;
        connection->deleteLater(); // the upstream closed it while nobody looked
    }
    return new UpstreamConnection(this, base);
}

void ConnectionPool::release(UpstreamConnection *connection)
{
    if (!connection->isReusable()) {
        connection->deleteLater();
        return;
    }
    connection->startIdle();
    connect(connection, &UpstreamConnection::lost, this, [this, connection] { drop(connection); });
    m_idle.append(connection);
    if (m_idle.size() > maximumIdle)
        drop(m_idle.constFirst());
}

void ConnectionPool::drop(UpstreamConnection *connection)
{
    if (m_idle.removeOne(connection))
        connection->deleteLater();
}

} // namespace cpx
