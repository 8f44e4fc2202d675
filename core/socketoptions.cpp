// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/socketoptions.h"

#ifdef Q_OS_UNIX
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#endif

namespace cpx {

#ifdef Q_OS_UNIX

void resetOnClose(qintptr socketDescriptor)
{
    const linger immediately = {1, 0};
    ::setsockopt(int(socketDescriptor), SOL_SOCKET, SO_LINGER, &immediately, sizeof immediately);
}

void shutdownWriting(qintptr socketDescriptor)
{
    ::shutdown(int(socketDescriptor), SHUT_WR);
}

void enableTcpKeepAlive(qintptr socketDescriptor)
{
    const int on = 1;
    ::setsockopt(int(socketDescriptor), SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
#ifdef Q_OS_LINUX
    const int idleSeconds = 60;
    ::setsockopt(int(socketDescriptor), IPPROTO_TCP, TCP_KEEPIDLE, &idleSeconds, sizeof idleSeconds);
#endif
}

bool peerHasClosed(qintptr socketDescriptor)
{
#ifdef Q_OS_LINUX
    pollfd entry = {int(socketDescriptor), POLLRDHUP, 0};
#else
    pollfd entry = {int(socketDescriptor), 0, 0};
#endif
    return ::poll(&entry, 1, 0) > 0 && entry.revents != 0;
}

bool isQuiet(qintptr socketDescriptor)
{
    char byte = 0;
    const auto received = ::recv(int(socketDescriptor), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return received < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

#else

void resetOnClose(qintptr) { }
void shutdownWriting(qintptr) { }
void enableTcpKeepAlive(qintptr) { }
bool peerHasClosed(qintptr) { return false; }
bool isQuiet(qintptr) { return true; }

#endif

} // namespace cpx
