// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hardening.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#endif
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace cpx {

namespace {

int maskBefore = -1;

} // namespace

void hardenProcess()
{
#ifdef Q_OS_UNIX
    // A standard stream that was closed before us would be the number of our first socket, and what is printed would
    // be sent to a client. open() takes the lowest free number.
    int descriptor = -1;
    do
        descriptor = ::open("/dev/null", O_RDWR);
    while (descriptor >= 0 && descriptor <= STDERR_FILENO);
    if (descriptor > STDERR_FILENO)
        ::close(descriptor);
    const mode_t before = ::umask(077);
    if (maskBefore < 0)
        maskBefore = int(before);
    const rlimit none = {0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::signal(SIGXFSZ, SIG_IGN); // a file that may not grow is an error like a full disk, not the end
#endif
#if defined(Q_OS_LINUX) && !defined(__SANITIZE_ADDRESS__) // the leak checker attaches to its own process
    ::prctl(PR_SET_DUMPABLE, 0);
#endif
}

int fileMaskBeforeHardening()
{
    return maskBefore;
}

long raiseDescriptorLimit()
{
#ifdef Q_OS_UNIX
    rlimit limit = {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 1024;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return long(limit.rlim_cur);
#else
    return 8192;
#endif
}

long descriptorLimit()
{
#ifdef Q_OS_UNIX
    rlimit limit = {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0)
        return long(qMin<rlim_t>(limit.rlim_cur, 1'000'000));
#endif
    return 1024;
}

} // namespace cpx
