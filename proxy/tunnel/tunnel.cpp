// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/tunnel/tunnel.h"

#include "core/socketoptions.h"

#include <QSslSocket>
#include <array>

using namespace std::chrono_literals;

namespace cpx {

namespace {

constexpr qsizetype readSize = 64 * 1024;
constexpr auto lingerTime = 2s; ///< for the second side to close after the first
constexpr auto peerCheckInterval = 500ms;

} // namespace

qint64 Tunnel::End::unsent() const
{
    if (isClosed)
        return 0;
    const auto *tls = qobject_cast<const QSslSocket *>(socket);
    return socket->bytesToWrite() + (tls ? tls->encryptedBytesToWrite() : 0);
}

bool Tunnel::End::hasEnded() const
{
    return isClosed || peerHasClosed(watch.descriptor());
}

Tunnel::Tunnel(QTcpSocket *client, QByteArray early, UpgradedSocket upstream, const Limits &limits, Deadlines *deadlines)
    : m_upstreamSocket(std::move(upstream.socket))
    , m_client(client, std::move(early))
    , m_upstream(m_upstreamSocket.get(), std::move(upstream.early))
    , m_limits(limits)
    , m_deadline(deadlines, [this] { onDeadline(); })
    , m_peerCheck(deadlines, [this] { watchPausedPeers(); })
{
    join(m_client, m_upstream);
    join(m_upstream, m_client);
}

Tunnel::~Tunnel()
{
    disconnect(m_upstreamSocket.get(), nullptr, this, nullptr);
}

void Tunnel::join(End &end, End &other)
{
    enableTcpKeepAlive(end.socket->socketDescriptor());
    connect(end.socket, &QTcpSocket::readyRead, this, [&] { pump(end, other); });
    connect(end.socket, &QTcpSocket::bytesWritten, this, [&] { onSent(end, other); });
    if (auto *tls = qobject_cast<QSslSocket *>(end.socket))
        connect(tls, &QSslSocket::encryptedBytesWritten, this, [&] { onSent(end, other); });
    connect(end.socket, &QTcpSocket::disconnected, this, [&] { onDisconnected(end, other); });
    // What arrived before we listened, the end included.
    QMetaObject::invokeMethod(this, [&] {
        pump(end, other);
        if (end.socket->state() != QAbstractSocket::ConnectedState)
            onDisconnected(end, other);
    }, Qt::QueuedConnection);
}

void Tunnel::pump(End &from, End &to)
{
    if (m_isOver || std::exchange(from.isPumping, true))
        return;
    static thread_local std::array<char, readSize> buffer;
    const auto passOn = [&](QByteArrayView bytes) {
        if (to.isClosed)
            return; // nobody is left to take them
        to.socket->write(bytes.data(), bytes.size());
        from.passedOn += bytes.size();
    };
    if (!from.early.isEmpty())
        passOn(std::exchange(from.early, {}));
    while (to.unsent() < m_limits.bufferedPerDirection) {
        const qint64 length = from.socket->read(buffer.data(), buffer.size());
        if (length <= 0)
            break;
        passOn(QByteArrayView(buffer.data(), length));
    }
    if (!to.isClosed)
        to.socket->flush(); // now, not at the next turn of the event loop; may find the connection broken
    from.isPumping = false;
    if (m_isOver)
        return;
    if (from.hasUnread() && to.unsent() < m_limits.bufferedPerDirection) // flush() made room
        QMetaObject::invokeMethod(this, [&] { pump(from, to); }, Qt::QueuedConnection);
    else if (from.isClosed && !from.hasUnread() && to.unsent() == 0)
        shut(to);
    else if (from.hasUnread() && !m_peerCheck.isActive())
        m_peerCheck.restart(peerCheckInterval);
}

/// Bytes left `to`, which makes room for those `from` the other side.
void Tunnel::onSent(End &to, End &from)
{
    if (m_isOver)
        return;
    if (m_deadline.isActive() && !to.isShut)
        m_deadline.restart(m_limits.bodySilence); // it still takes what is left
    if (to.unsent() <= m_limits.bufferedPerDirection / 4)
        pump(from, to);
}

/// `end` will send no more, and Qt has closed its socket.
void Tunnel::onDisconnected(End &end, End &other)
{
    if (m_isOver || end.isClosed)
        return;
    if (end.isShut) {
        // Either it has ended its direction, too; or it is TLS and Qt is done with ours, but the kernel may not be.
        if (peerHasClosed(end.watch.descriptor()))
            finish(Ending::Closed);
        else
            shutdownWriting(end.watch.descriptor());
        return;
    }
    end.isClosed = true;
    if (end.watch.wasReset()) {
        onReset(end, other);
        return;
    }
    end.watch.release(); // which closes the connection
    if (other.isClosed) { // before it took everything
        finish(Ending::Closed);
        return;
    }
    m_deadline.restart(m_limits.bodySilence);
    pump(end, other);
}

void Tunnel::onReset(const End &end, End &other)
{
    resetOnClose(other.socket->socketDescriptor());
    other.watch.release();
    other.socket->disconnect(this);
    other.socket->abort();
    finish(cutBy(end));
}

/// Everything was delivered to `end`: ends our direction and waits for its own.
void Tunnel::shut(End &end)
{
    if (std::exchange(end.isShut, true))
        return;
    m_deadline.restart(lingerTime);
    if (auto *tls = qobject_cast<QSslSocket *>(end.socket))
        tls->disconnectFromHost(); // says so within TLS, too
    else
        shutdownWriting(end.socket->socketDescriptor());
}

void Tunnel::onDeadline()
{
    Ending ending = Ending::Closed;
    for (const End *end : {&m_client, &m_upstream}) {
        const End &other = end == &m_client ? m_upstream : m_client;
        if (end->isClosed || end->isShut || !other.hasEnded())
            continue;
        resetOnClose(end->socket->socketDescriptor()); // it did not get everything: no orderly end
        ending = cutBy(*end);
    }
    finish(ending);
}

/// With its buffer full, Qt no longer listens to a socket and would not notice that the peer has gone.
void Tunnel::watchPausedPeers()
{
    bool isPaused = false;
    for (End *end : {&m_client, &m_upstream}) {
        if (end->isClosed || end->isShut || !end->hasUnread())
            continue;
        isPaused = true;
        if (end->watch.wasReset()) {
            onReset(*end, end == &m_client ? m_upstream : m_client);
            return;
        }
        if (end->hasEnded() && !m_deadline.isActive())
            m_deadline.restart(m_limits.bodySilence); // for the other side to take what is left
    }
    if (isPaused)
        m_peerCheck.restart(peerCheckInterval);
}

void Tunnel::finish(Ending ending)
{
    close();
    emit finished(ending);
}

void Tunnel::close()
{
    if (std::exchange(m_isOver, true))
        return;
    m_deadline.stop();
    m_peerCheck.stop();
    m_client.socket->disconnect(this);
    m_upstream.socket->disconnect(this);
    m_client.watch.release();
    m_upstream.watch.release();
    m_upstream.socket->abort();
}

} // namespace cpx
