// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/rawsocket.h"

#include <QPointer>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cpx::soak {

namespace {

constexpr qsizetype readSize = 64 * 1024;
constexpr int readsPerTurn = 4; ///< then others have their turn

void setOption(qintptr descriptor, int level, int name, int value)
{
    ::setsockopt(int(descriptor), level, name, &value, sizeof value);
}

} // namespace

RawSocket::RawSocket(qintptr descriptor, QObject *parent)
    : QObject(parent)
    , m_descriptor(descriptor)
    , m_readable(descriptor, QSocketNotifier::Read)
    , m_writable(descriptor, QSocketNotifier::Write)
{
    m_writable.setEnabled(false);
    ::fcntl(int(descriptor), F_SETFL, ::fcntl(int(descriptor), F_GETFL) | O_NONBLOCK);
    ::fcntl(int(descriptor), F_SETFD, FD_CLOEXEC);
    setOption(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
    connect(&m_readable, &QSocketNotifier::activated, this, &RawSocket::readMore);
    connect(&m_writable, &QSocketNotifier::activated, this, &RawSocket::sendMore);
}

RawSocket::~RawSocket()
{
    close();
}

qintptr RawSocket::connectTo(quint16 port, int receiveBuffer)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return -1;
    if (receiveBuffer > 0)
        setOption(descriptor, SOL_SOCKET, SO_RCVBUF, receiveBuffer);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        ::close(descriptor);
        return -1;
    }
    return descriptor;
}

void RawSocket::limitSendBuffer(qintptr descriptor, int bytes)
{
    setOption(descriptor, SOL_SOCKET, SO_SNDBUF, bytes);
}

void RawSocket::write(QByteArrayView bytes)
{
    if (!isOpen())
        return;
    m_outgoing.append(bytes);
    if (!m_writable.isEnabled())
        sendMore();
}

void RawSocket::sendMore()
{
    while (unsent() > 0) {
        const ssize_t length = ::send(int(m_descriptor), m_outgoing.constData() + m_sent, size_t(unsent()), MSG_NOSIGNAL);
        if (length < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            m_writable.setEnabled(true);
            return;
        }
        if (length < 0) { // the peer is gone; what it sent before is still there to be read, and its end then
            dropUnsent();
            return;
        }
        m_sent += length;
        m_bytesSent += length;
    }
    const bool wasBlocked = m_writable.isEnabled();
    dropUnsent();
    if (wasBlocked && onSent)
        onSent();
}

void RawSocket::dropUnsent()
{
    m_outgoing.resize(0);
    m_sent = 0;
    m_writable.setEnabled(false);
}

void RawSocket::readMore()
{
    static thread_local std::array<char, readSize> buffer;
    const QPointer<RawSocket> self(this);
    for (int i = 0; i < readsPerTurn && self && isOpen() && m_readable.isEnabled(); ++i) {
        const ssize_t length = ::recv(int(m_descriptor), buffer.data(), buffer.size(), 0);
        if (length > 0) {
            if (onBytes)
                onBytes(QByteArrayView(buffer.data(), length));
            continue;
        }
        if (length < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return;
        m_readable.setEnabled(false);
        if (!std::exchange(m_hasEnded, true) && onEnd)
            onEnd(length == 0 ? End::Orderly : End::Reset);
        return;
    }
}

void RawSocket::setReading(bool reading)
{
    if (isOpen() && !m_hasEnded)
        m_readable.setEnabled(reading);
}

void RawSocket::finishWriting()
{
    dropUnsent();
    if (isOpen())
        ::shutdown(int(m_descriptor), SHUT_WR);
}

void RawSocket::close()
{
    if (!isOpen())
        return;
    dropUnsent();
    m_readable.setEnabled(false);
    ::close(int(std::exchange(m_descriptor, -1)));
}

void RawSocket::reset()
{
    if (!isOpen())
        return;
    const linger now = {1, 0};
    ::setsockopt(int(m_descriptor), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
}

} // namespace cpx::soak
