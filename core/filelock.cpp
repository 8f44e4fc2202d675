// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filelock.h"

#include "core/translate.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QThread>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>

using namespace std::chrono_literals;

namespace cpx {

Result<FileLock> FileLock::of(const QString &path, std::chrono::milliseconds timeout)
{
    Descriptor descriptor(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
    if (!descriptor.isOpen())
        return Error{Error::Code::Io, translate("cpx", "%1 cannot be opened: %2; check its permissions").arg(path, qt_error_string(errno))};
    const QDeadlineTimer deadline(timeout);
    while (::flock(descriptor.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return Error{Error::Code::Io, translate("cpx", "%1 cannot be locked: %2; use a file system with locks").arg(path, qt_error_string(errno))};
        if (deadline.hasExpired())
            return Error{Error::Code::Timeout, translate("cpx", "%1 is locked by another process; try again").arg(path)};
        QThread::usleep(2000);
    }
    return FileLock(std::move(descriptor));
}

} // namespace cpx
