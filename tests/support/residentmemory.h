// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <unistd.h>

namespace cpx {

/// Bytes of memory this process really uses now. 0 under AddressSanitizer, which keeps freed memory on purpose.
inline qint64 residentMemory()
{
#ifdef __SANITIZE_ADDRESS__
    return 0;
#endif
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

} // namespace cpx
