// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hardening.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#include <sys/stat.h>
#endif
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace cpx {

void hardenProcess()
{
#ifdef Q_OS_UNIX
    ::umask(077);
    const rlimit none = {0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
#endif
#if defined(Q_OS_LINUX) && !defined(__SANITIZE_ADDRESS__) // the leak checker attaches to its own process
    ::prctl(PR_SET_DUMPABLE, 0);
#endif
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

} // namespace cpx
