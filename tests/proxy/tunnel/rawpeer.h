// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <arpa/inet.h>
#include <cerrno>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace cpx {

/// A blocking socket of the system's own: it can end one direction, and it tells an end from a reset, which Qt's cannot.
/// Waits at most 5 s for anything.
class RawPeer
{
public:
    RawPeer() = default;
    explicit RawPeer(int descriptor)
        : m_descriptor(descriptor)
    {
        const timeval patience = {5, 0};
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    }
    RawPeer(RawPeer &&other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1))
    {
    }
    RawPeer &operator=(RawPeer &&other) noexcept
    {
        std::swap(m_descriptor, other.m_descriptor);
        return *this;
    }
    ~RawPeer() { close(); }

    static RawPeer connectedTo(quint16 port)
    {
        RawPeer peer(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        const sockaddr_in address = loopback(port);
        ::connect(peer.m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address);
        return peer;
    }
    /// A listening one on a free port; `receiveBuffer` bounds what its connections take unread (0: the kernel decides).
    static RawPeer listening(int receiveBuffer = 0)
    {
        RawPeer peer(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (receiveBuffer > 0)
            ::setsockopt(peer.m_descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
        const sockaddr_in address = loopback(0);
        ::bind(peer.m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address);
        ::listen(peer.m_descriptor, 8);
        return peer;
    }
    RawPeer accept() const { return RawPeer(::accept(m_descriptor, nullptr, nullptr)); }
    int take() { return std::exchange(m_descriptor, -1); } ///< the caller closes it
    quint16 port() const
    {
        sockaddr_in address = {};
        socklen_t size = sizeof address;
        ::getsockname(m_descriptor, reinterpret_cast<sockaddr *>(&address), &size);
        return ntohs(address.sin_port);
    }

    bool send(const QByteArray &bytes) const
    {
        return ::send(m_descriptor, bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL) == bytes.size();
    }
    /// Sends what fits; false when nothing did for half a second.
    bool sendSome(const QByteArray &bytes) const
    {
        const timeval patience = {0, 500'000};
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        return ::send(m_descriptor, bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL) > 0;
    }
    /// Bytes sent that the other side's kernel has not taken yet.
    int unacknowledged() const
    {
        int bytes = -1;
        return ::ioctl(m_descriptor, SIOCOUTQ, &bytes) == 0 ? bytes : -1;
    }
    /// Everything up to and including `end`, byte for byte.
    QByteArray readUntil(const QByteArray &end) const
    {
        QByteArray all;
        char byte = 0;
        while (!all.endsWith(end) && ::recv(m_descriptor, &byte, 1, 0) == 1)
            all += byte;
        return all;
    }
    /// Everything until the other side ends; `how` gets "end", "reset" or "nothing" (for 5 s).
    QByteArray readToEnd(QByteArray &how) const
    {
        QByteArray all;
        char buffer[4096];
        for (;;) {
            const auto length = ::recv(m_descriptor, buffer, sizeof buffer, 0);
            if (length > 0) {
                all.append(buffer, length);
                continue;
            }
            how = length == 0 ? "end" : errno == ECONNRESET ? "reset" : "nothing";
            return all;
        }
    }

    void endWriting() const { ::shutdown(m_descriptor, SHUT_WR); }
    void close()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
        m_descriptor = -1;
    }
    void reset()
    {
        const linger now = {1, 0};
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        close();
    }

private:
    static sockaddr_in loopback(quint16 port)
    {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        return address;
    }

    int m_descriptor = -1;
};

} // namespace cpx
