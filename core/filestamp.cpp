// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filestamp.h"

#include <QFile>
#include <chrono>
#include <sys/stat.h>

namespace cpx {

namespace {

constexpr qint64 nanosecondsPerSecond = 1'000'000'000;
constexpr qint64 settlingTime = 2 * nanosecondsPerSecond;

qint64 nanoseconds(const timespec &time)
{
    return qint64(time.tv_sec) * nanosecondsPerSecond + qint64(time.tv_nsec);
}

} // namespace

std::optional<FileStamp> FileStamp::of(const QString &path)
{
    struct stat status{};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return std::nullopt;
    return FileStamp{quint64(status.st_dev), quint64(status.st_ino), qint64(status.st_size),
                     nanoseconds(status.st_mtim), nanoseconds(status.st_ctim)};
}

bool FileStamp::isSettled() const
{
    const auto sinceEpoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(sinceEpoch).count() - changed > settlingTime;
}

} // namespace cpx
