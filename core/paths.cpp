// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/paths.h"

#include "core/translate.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

/// The XDG rules: a variable counts only when it holds an absolute path.
QString absoluteVariable(const QProcessEnvironment &environment, const QString &name)
{
    const QString value = environment.value(name);
    return QDir::isAbsolutePath(value) ? QDir::cleanPath(value) : QString();
}

} // namespace

Result<Paths> Paths::fromEnvironment(const QProcessEnvironment &environment)
{
    const QString home = absoluteVariable(environment, u"HOME"_s);
    QStringList missing;
    const auto place = [&](const QString &own, const QString &xdg, const QString &belowHome) {
        if (const QString path = environment.value(own); !path.isEmpty())
            return QDir::cleanPath(QDir::current().absoluteFilePath(path));
        if (const QString path = absoluteVariable(environment, xdg); !path.isEmpty())
            return path + u"/codex-plus"_s;
        if (home.isEmpty()) {
            missing += own;
            return QString();
        }
        return home + belowHome + u"/codex-plus"_s;
    };

    Paths paths;
    paths.config = place(u"CODEX_PLUS_CONFIG_DIR"_s, u"XDG_CONFIG_HOME"_s, u"/.config"_s);
    paths.data = place(u"CODEX_PLUS_DATA_DIR"_s, u"XDG_STATE_HOME"_s, u"/.local/state"_s);
    if (!missing.isEmpty()) {
        return Error{Error::Code::NotFound,
                     translate("cpx", "there is no home directory, HOME is not set; set HOME, or %1").arg(missing.join(translate("cpx", " and ")))};
    }
    if (const QString path = environment.value(u"CODEX_PLUS_RUNTIME_DIR"_s); !path.isEmpty())
        paths.runtime = QDir::cleanPath(QDir::current().absoluteFilePath(path));
    else if (const QString xdg = absoluteVariable(environment, u"XDG_RUNTIME_DIR"_s); !xdg.isEmpty())
        paths.runtime = xdg + u"/codex-plus"_s;
    else
        paths.runtime = paths.data + u"/run"_s;
    return paths;
}

Result<void> ensurePrivateDirectory(const QString &path)
{
#ifdef Q_OS_UNIX
    const QByteArray native = QFile::encodeName(path);
    struct stat info;
    if (::lstat(native.constData(), &info) == 0 && S_ISLNK(info.st_mode))
        return Error{Error::Code::Invalid, translate("cpx", "%1 is a symbolic link; replace it by a directory of your own").arg(path)};
#endif
    const QFileInfo existing(path);
    if (existing.exists() && !existing.isDir())
        return Error{Error::Code::Invalid, translate("cpx", "%1 is not a directory; move it away").arg(path)};
    if (!existing.exists()) {
#ifdef Q_OS_UNIX
        // mkpath() follows the umask; the last directory must never be open to others, not even for a moment.
        if (!QDir().mkpath(existing.absolutePath()) || ::mkdir(native.constData(), 0700) != 0) {
            if (!QFileInfo(path).isDir()) // two of us may start at once
                return Error{Error::Code::Io, translate("cpx", "the directory %1 cannot be created: %2; check its parent's permissions").arg(path, qt_error_string(errno))};
        }
#else
        if (!QDir().mkpath(path))
            return Error{Error::Code::Io, translate("cpx", "the directory %1 cannot be created; check its parent's permissions").arg(path)};
#endif
    }
#ifdef Q_OS_UNIX
    if (::stat(native.constData(), &info) != 0)
        return Error{Error::Code::Io, translate("cpx", "the directory %1 cannot be read: %2; check its permissions").arg(path, qt_error_string(errno))};
    if (info.st_uid != ::geteuid())
        return Error{Error::Code::Invalid, translate("cpx", "%1 belongs to another user; choose another directory").arg(path)};
    if ((info.st_mode & 077) != 0 && ::chmod(native.constData(), 0700) != 0)
        return Error{Error::Code::Io, translate("cpx", "%1 cannot be made private: %2; run chmod 700 on it").arg(path, qt_error_string(errno))};
#endif
    return {};
}

} // namespace cpx
