// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lowdelay.h"

#ifdef Q_OS_UNIX
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#endif

namespace cpx {

void setLowDelay(qintptr socketDescriptor)
{
#ifdef Q_OS_UNIX
    const int on = 1;
    ::setsockopt(int(socketDescriptor), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#else
    Q_UNUSED(socketDescriptor)
#endif
}

} // namespace cpx
