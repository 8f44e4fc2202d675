// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connectionend.h"

#ifdef Q_OS_LINUX
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace cpx {

#ifdef Q_OS_LINUX

ConnectionEnd::ConnectionEnd(qintptr socketDescriptor)
    : m_descriptor(::fcntl(int(socketDescriptor), F_DUPFD_CLOEXEC, 0))
{
}

ConnectionEnd::~ConnectionEnd()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool ConnectionEnd::wasReset() const
{
    tcp_info info = {};
    socklen_t size = sizeof info;
    // After the peer's FIN the state is CLOSE_WAIT; after a reset there is no connection left.
    return ::getsockopt(m_descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 && info.tcpi_state == TCP_CLOSE;
}

#else

ConnectionEnd::ConnectionEnd(qintptr) { }
ConnectionEnd::~ConnectionEnd() = default;
bool ConnectionEnd::wasReset() const { return false; }

#endif

} // namespace cpx
