// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/connectionpool.h"

#include "proxy/upstream/upstreamconnection.h"
#include "proxy/upstream/upstreamurl.h"

#include <algorithm>

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
        if (connection->isOpening() || (connection->isReusable() && connection->isStillQuiet()))
            return connection;
        connection->deleteLater(); // the upstream closed it while nobody looked
    }
    return make(base);
}

/// Its signals are about a connection without a request, so they can stay connected while it has one.
UpstreamConnection *ConnectionPool::make(const QUrl &base)
{
    auto *connection = new UpstreamConnection(this, base);
    connect(connection, &UpstreamConnection::opened, this, [connection] { connection->startIdle(); });
    connect(connection, &UpstreamConnection::lost, this, [this, connection] { drop(connection); });
    connect(connection, &UpstreamConnection::expired, this, [this, connection] {
        // Not when the upstream has closed it: it would close the next one as well, and so on.
        if (drop(connection) && m_keepsWarm)
            preconnect(connection->base());
    });
    return connection;
}

void ConnectionPool::release(UpstreamConnection *connection)
{
    if (!connection->isReusable()) {
        connection->deleteLater();
        return;
    }
    connection->startIdle();
    keep(connection);
}

QSslConfiguration ConnectionPool::tlsFor(const QUrl &base)
{
    QSslConfiguration configuration = m_tls.get();
    configuration.setSslOption(QSsl::SslOptionDisableSessionPersistence, false);
    configuration.setSessionTicket(m_sessions.value(originText(base)));
    return configuration;
}

void ConnectionPool::keepSession(const QUrl &base, const QByteArray &ticket)
{
    if (ticket.isEmpty())
        m_sessions.remove(originText(base));
    else
        m_sessions.insert(originText(base), ticket);
}

void ConnectionPool::preconnect(const QUrl &base)
{
    const bool isThere = std::any_of(m_idle.cbegin(), m_idle.cend(), [&](UpstreamConnection *each) { return each->isFor(base); });
    if (isThere)
        return;
    UpstreamConnection *connection = make(base);
    keep(connection);
    connection->open();
}

void ConnectionPool::keep(UpstreamConnection *connection)
{
    m_idle.append(connection);
    if (m_idle.size() > maximumIdle)
        drop(m_idle.constFirst());
}

/// Only an idle one: false for any other.
bool ConnectionPool::drop(UpstreamConnection *connection)
{
    if (!m_idle.removeOne(connection))
        return false;
    connection->deleteLater();
    return true;
}

} // namespace cpx
