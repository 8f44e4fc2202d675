// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/confinedfile.h"

#include "core/descriptor.h"
#include "core/translate.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int readFlags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK; // opening a pipe would wait for its writer
constexpr int maximumLinks = 40; // as the kernel allows
constexpr size_t maximumDepth = 256;
constexpr int maximumTries = 64;
constexpr int leadsOut = EXDEV; // what openat2(2) says of it

using Opener = Descriptor (*)(int root, const QByteArray &path);

/// With errno set when there is none.
Descriptor openBeneath(int root, const QByteArray &path)
{
    open_how how = {};
    how.flags = readFlags;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    for (int left = maximumTries;; --left) {
        Descriptor file(int(::syscall(SYS_openat2, root, path.constData(), &how, sizeof how)));
        // EAGAIN: something was renamed while ".." was looked at, and the kernel could not be sure
        if (file.isOpen() || (errno != EAGAIN && errno != EINTR) || left == 0)
            return file;
    }
}

/// A walk from directory to directory, each held open: what is renamed meanwhile leads nowhere else.
class Walk
{
public:
    explicit Walk(int root, const QByteArray &path)
        : m_root(root)
    {
        push(path);
    }

    Descriptor open()
    {
        Descriptor file;
        while (!m_names.empty()) {
            const QByteArray name = m_names.back();
            m_names.pop_back();
            if (name == "..") {
                if (m_directories.empty())
                    return failed(leadsOut);
                m_directories.pop_back();
            } else if (!enter(name, file)) {
                return {};
            }
        }
        if (!file.isOpen())
            errno = EISDIR;
        return file;
    }

private:
    static Descriptor failed(int number)
    {
        errno = number;
        return {};
    }

    void push(const QByteArray &path)
    {
        const auto names = path.split('/');
        for (auto name = names.rbegin(); name != names.rend(); ++name) {
            if (!name->isEmpty() && *name != ".")
                m_names.push_back(*name);
        }
    }

    int here() const { return m_directories.empty() ? m_root : m_directories.back().get(); }

    /// One name further: into a directory, to the file, or where a link says. False with errno set.
    bool enter(const QByteArray &name, Descriptor &file)
    {
        const bool isLast = m_names.empty();
        Descriptor next(::openat(here(), name.constData(), isLast ? readFlags | O_NOFOLLOW : O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (!next.isOpen()) {
            const int failure = errno;
            return failure == ELOOP || failure == ENOTDIR ? follow(name, failure) : false;
        }
        if (isLast) {
            file = std::move(next);
        } else if (m_directories.size() == maximumDepth) {
            errno = ENAMETOOLONG;
            return false;
        } else {
            m_directories.push_back(std::move(next));
        }
        return true;
    }

    bool follow(const QByteArray &name, int otherwise)
    {
        char target[PATH_MAX];
        const ssize_t size = ::readlinkat(here(), name.constData(), target, sizeof target);
        if (size <= 0 || size == ssize_t(sizeof target) || ++m_links > maximumLinks)
            errno = size > 0 ? ELOOP : otherwise;
        else if (target[0] == '/')
            errno = leadsOut;
        else
            return push(QByteArray(target, size)), true;
        return false;
    }

    const int m_root; ///< borrowed
    std::vector<QByteArray> m_names; ///< still to go, the next one last
    std::vector<Descriptor> m_directories; ///< below the root
    int m_links = 0;
};

Descriptor openBySteps(int root, const QByteArray &path)
{
    return Walk(root, path).open();
}

bool isUnknown(int failure)
{
    return failure == ENOSYS || failure == EPERM || failure == EINVAL; // of an older kernel, or one told to forbid it
}

Descriptor openConfined(int root, const QByteArray &path)
{
    Descriptor file = openBeneath(root, path);
    return file.isOpen() || !isUnknown(errno) ? std::move(file) : openBySteps(root, path);
}

Error failure(const QString &path, const QString &root, int number)
{
    if (number == ENOENT || number == ENOTDIR)
        return {Error::Code::NotFound, translate("cpx", "%1 does not exist").arg(path)};
    if (number == leadsOut)
        return {Error::Code::Invalid, translate("cpx", "%1 leads out of %2; use a file below it").arg(path, root)};
    if (number == ELOOP || number == EISDIR || number == ENXIO || number == ENAMETOOLONG)
        return {Error::Code::Invalid, translate("cpx", "%1 is not a regular file; move it away").arg(path)};
    return {Error::Code::Io, translate("cpx", "%1 cannot be read: %2; check its permissions").arg(path, qt_error_string(number))};
}

Result<QByteArray> content(int file, const QString &path, qint64 maximumSize)
{
    struct stat info = {};
    if (::fstat(file, &info) != 0 || !S_ISREG(info.st_mode))
        return Error{Error::Code::Invalid, translate("cpx", "%1 is not a regular file; move it away").arg(path)};
    QByteArray bytes;
    bool isLarge = info.st_size > maximumSize;
    while (!isLarge) {
        constexpr qsizetype leastRoom = 4096;
        const qsizetype had = bytes.size();
        bytes.resize(had + qMax<qsizetype>(leastRoom, qsizetype(info.st_size) + 1 - had));
        const ssize_t size = ::read(file, bytes.data() + had, size_t(bytes.size() - had));
        if (size < 0 && errno != EINTR)
            return failure(path, {}, errno);
        bytes.resize(had + qMax<qsizetype>(size, 0));
        if (size == 0)
            return bytes;
        isLarge = bytes.size() > maximumSize; // it may grow, or have claimed to be empty
    }
    return Error{Error::Code::Invalid,
                 translate("cpx", "%1 is larger than %2 KiB; shorten it, or move it away").arg(path, QString::number(maximumSize / 1024))};
}

/// The part of an absolute path that is below `root`; nothing when it is not.
QString withoutRoot(const QString &root, const QString &path)
{
    for (const QString &prefix : {root, QFileInfo(root).canonicalFilePath()}) {
        const QString below = prefix.endsWith(u'/') ? prefix : prefix + u'/';
        if (prefix.isEmpty() || !path.startsWith(below))
            continue;
        qsizetype at = below.size();
        while (at < path.size() && path[at] == u'/')
            ++at;
        return path.sliced(at);
    }
    return {};
}

Result<QByteArray> read(const QString &root, const QString &path, qint64 maximumSize, Opener open)
{
    const QString relative = path.startsWith(u'/') ? withoutRoot(root, path) : path;
    if (relative.isEmpty() || relative.contains(QChar::Null))
        return failure(path, root, leadsOut);
    const Descriptor directory(::open(QFile::encodeName(root).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!directory.isOpen())
        return failure(root, root, errno);
    const Descriptor file = open(directory.get(), QFile::encodeName(relative));
    if (!file.isOpen())
        return failure(path, root, errno);
    return content(file.get(), path, maximumSize);
}

} // namespace

Result<QByteArray> readConfinedFile(const QString &root, const QString &path, qint64 maximumSize)
{
    return read(root, path, maximumSize, openConfined);
}

Result<QByteArray> readConfinedFileBySteps(const QString &root, const QString &path, qint64 maximumSize)
{
    return read(root, path, maximumSize, openBySteps);
}

} // namespace cpx
