// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resetwatch.h"

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>
#endif

namespace cpx {

#ifdef Q_OS_UNIX

ResetWatch::ResetWatch(qintptr socketDescriptor)
    : m_descriptor(::fcntl(int(socketDescriptor), F_DUPFD_CLOEXEC, 0))
{
}

ResetWatch::~ResetWatch()
{
    release();
}

bool ResetWatch::wasReset() const
{
    // An orderly end closes the peer's direction only; with both of them closed the kernel says "hung up".
    pollfd entry = {m_descriptor, 0, 0};
    return m_descriptor >= 0 && ::poll(&entry, 1, 0) > 0 && (entry.revents & (POLLHUP | POLLERR)) != 0;
}

void ResetWatch::release()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

#else

ResetWatch::ResetWatch(qintptr)
    : m_descriptor(-1)
{
}
ResetWatch::~ResetWatch() = default;
bool ResetWatch::wasReset() const { return false; }
void ResetWatch::release() { }

#endif

} // namespace cpx
