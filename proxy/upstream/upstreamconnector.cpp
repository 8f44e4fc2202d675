// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/upstreamconnector.h"

#include "core/socketoptions.h"
#include "proxy/upstream/connectionpool.h"
#include "proxy/upstream/proxytunnel.h"

#include <QNetworkProxy>
#include <QSslSocket>

using namespace Qt::StringLiterals;

namespace cpx {

using Kind = UpstreamFailure::Kind;

namespace {

constexpr qint64 readSize = 64 * 1024;
constexpr auto nextAttemptDelay = std::chrono::milliseconds(300);
constexpr qsizetype maximumAddresses = 16;

} // namespace

UpstreamConnector::UpstreamConnector(ConnectionPool *pool, const QUrl &base)
    : m_pool(pool)
    , m_base(base)
    , m_proxy(pool->options().proxy.serverFor(base))
    , m_resolver(pool->options().lookup)
    , m_deadline(pool->deadlines(), [this] { onDeadline(); })
    , m_nextAttempt(pool->deadlines(), [this] { tryNext(); })
{
}

UpstreamConnector::~UpstreamConnector()
{
    if (m_socket)
        m_attempts.push_back(std::move(m_socket));
    for (const auto &attempt : m_attempts) {
        disconnect(attempt.get(), nullptr, this, nullptr);
        attempt->abort();
    }
}

std::unique_ptr<QTcpSocket> UpstreamConnector::takeSocket()
{
    disconnect(m_socket.get(), nullptr, this, nullptr);
    return std::move(m_socket);
}

void UpstreamConnector::start()
{
    const ConnectionOptions &options = m_pool->options();
    const QString host = m_base.host(QUrl::FullyEncoded);
    if (m_proxy) {
        if (const auto address = literalAddress(host)) {
            if (auto good = options.rules.forHost(host).check(*address); !good)
                return fail({Kind::ForbiddenAddress, good.error().message});
        }
    }
    const QString next = m_proxy ? m_proxy->host : host;
    if (const auto known = HostResolver::known(next); !known.isEmpty())
        return onAddresses(known);
    m_deadline.restart(qMin(options.lookupTimeout, options.connectTimeout));
    m_resolver.resolve(next, [this](const QList<QHostAddress> &addresses) { onAddresses(addresses); });
}

void UpstreamConnector::onAddresses(const QList<QHostAddress> &addresses)
{
    if (addresses.isEmpty())
        return fail({m_proxy ? Kind::Proxy : Kind::HostNotFound, tr("its host cannot be found")});
    if (m_proxy) { // whoever names a proxy means it, wherever it is
        m_addresses = addresses;
    } else {
        const AddressRules rules = m_pool->options().rules.forHost(m_base.host(QUrl::FullyEncoded));
        QString objection;
        for (const QHostAddress &address : addresses) {
            if (auto good = rules.check(address))
                m_addresses.append(address);
            else if (objection.isEmpty())
                objection = good.error().message;
        }
        if (m_addresses.isEmpty())
            return fail({Kind::ForbiddenAddress, objection});
    }
    if (m_addresses.size() > maximumAddresses)
        m_addresses.resize(maximumAddresses);
    m_deadline.restart(m_pool->options().connectTimeout);
    tryNext();
}

void UpstreamConnector::tryNext()
{
    if (m_addresses.isEmpty() || m_isOver)
        return;
    m_attempts.push_back(isTls() ? std::make_unique<QSslSocket>() : std::make_unique<QTcpSocket>());
    QTcpSocket *socket = m_attempts.back().get();
    socket->setProxy(QNetworkProxy::NoProxy);
    socket->setReadBufferSize(readSize);
    connect(socket, &QTcpSocket::connected, this, [this, socket] { onConnected(socket); });
    // Queued: a network that is down is reported from inside connectToHost().
    connect(socket, &QTcpSocket::errorOccurred, this,
            [this, socket](QAbstractSocket::SocketError error) { onAttemptFailed(socket, error); }, Qt::QueuedConnection);
    const quint16 port = m_proxy ? m_proxy->port : quint16(m_base.port(isTls() ? 443 : 80));
    const QHostAddress address = m_addresses.takeFirst();
    if (!m_addresses.isEmpty())
        m_nextAttempt.restart(nextAttemptDelay);
    socket->connectToHost(address, port);
}

void UpstreamConnector::onAttemptFailed(QTcpSocket *socket, QAbstractSocket::SocketError error)
{
    const auto at = std::find_if(m_attempts.begin(), m_attempts.end(), [&](const auto &each) { return each.get() == socket; });
    if (at == m_attempts.end() || m_isOver)
        return; // another attempt was faster
    const QString text = socket->errorString();
    socket->setParent(this);
    at->release()->deleteLater();
    m_attempts.erase(at);
    if (!m_addresses.isEmpty())
        return tryNext();
    if (!m_attempts.empty())
        return;
    if (m_proxy)
        fail({Kind::Proxy, text});
    else if (error == QAbstractSocket::ConnectionRefusedError)
        fail({Kind::Refused, text});
    else
        fail({error == QAbstractSocket::SocketTimeoutError ? Kind::ConnectTimeout : Kind::Unreachable, text});
}

void UpstreamConnector::onConnected(QTcpSocket *socket)
{
    const auto at = std::find_if(m_attempts.begin(), m_attempts.end(), [&](const auto &each) { return each.get() == socket; });
    m_socket = std::move(*at);
    m_attempts.erase(at);
    dropAttempts();
    disconnect(socket, nullptr, this, nullptr);
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    enableTcpKeepAlive(socket->socketDescriptor());
    if (m_proxy)
        openTunnel();
    else
        encrypt();
}

void UpstreamConnector::openTunnel()
{
    m_deadline.restart(m_pool->options().connectTimeout);
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, [this] { fail({Kind::Proxy, m_socket->errorString()}); });
    QUrl target = m_base;
    target.setPort(m_base.port(isTls() ? 443 : 80)); // CONNECT names it always
    m_tunnel = std::make_unique<ProxyTunnel>(m_socket.get(), *m_proxy, target.authority(QUrl::FullyEncoded).toLatin1(),
                                             m_pool->options().limits);
    connect(m_tunnel.get(), &ProxyTunnel::refused, this, [this](const QString &why) { fail({Kind::Proxy, why}); });
    connect(m_tunnel.get(), &ProxyTunnel::opened, this, [this] {
        m_tunnel->setParent(this);
        m_tunnel.release()->deleteLater(); // we are in its signal
        disconnect(m_socket.get(), nullptr, this, nullptr);
        encrypt();
    });
    m_tunnel->start();
}

void UpstreamConnector::encrypt()
{
    if (!isTls()) {
        m_isOver = true;
        m_deadline.stop();
        emit ready();
        return;
    }
    m_deadline.restart(m_pool->options().connectTimeout);
    auto *tls = static_cast<QSslSocket *>(m_socket.get());
    tls->setSslConfiguration(m_pool->tlsFor(m_base));
    tls->setPeerVerifyName(m_base.host(QUrl::FullyEncoded)); // also what SNI says
    connect(tls, &QSslSocket::encrypted, this, [this] {
        m_isOver = true;
        m_deadline.stop();
        emit ready();
    });
    connect(tls, &QSslSocket::errorOccurred, this, &UpstreamConnector::onHandshakeFailed);
    connect(tls, &QSslSocket::disconnected, this, [this] { onHandshakeFailed(QAbstractSocket::RemoteHostClosedError); });
    tls->startClientEncryption();
}

void UpstreamConnector::onHandshakeFailed(QAbstractSocket::SocketError error)
{
    m_pool->keepSession(m_base, {}); // whatever the reason: the next handshake is a full one
    if (error == QAbstractSocket::SslHandshakeFailedError)
        fail(tlsFailure(static_cast<QSslSocket *>(m_socket.get())->sslHandshakeErrors(), m_socket->errorString()));
    else
        fail({Kind::TlsClosed, m_socket->errorString()});
}

void UpstreamConnector::onDeadline()
{
    if (m_proxy && (!m_socket || m_tunnel))
        fail({Kind::Proxy, tr("it does not answer in time")});
    else
        fail({m_resolver.isActive() ? Kind::LookupTimeout : Kind::ConnectTimeout, {}});
}

void UpstreamConnector::dropAttempts()
{
    m_nextAttempt.stop();
    for (auto &attempt : m_attempts) {
        disconnect(attempt.get(), nullptr, this, nullptr);
        attempt->abort();
        attempt->setParent(this);
        attempt.release()->deleteLater(); // perhaps we are in one of its calls
    }
    m_attempts.clear();
}

void UpstreamConnector::fail(UpstreamFailure failure)
{
    if (std::exchange(m_isOver, true))
        return;
    m_resolver.cancel();
    m_deadline.stop();
    dropAttempts();
    // Queued: perhaps we are still in start().
    QMetaObject::invokeMethod(this, [this, failure = std::move(failure)] { emit failed(failure); }, Qt::QueuedConnection);
}

} // namespace cpx
