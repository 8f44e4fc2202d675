// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/textfile.h"

#include "core/translate.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace cpx {

Result<QByteArray> readTextFile(const QString &path, qint64 maximumSize)
{
    const QFileInfo info(path);
    if (!info.exists() && !info.isSymLink())
        return Error{Error::Code::NotFound, translate("cpx", "%1 does not exist").arg(path)};
    if (!info.isFile()) // opening a pipe would wait for its writer
        return Error{Error::Code::Invalid, translate("cpx", "%1 is not a regular file; move it away").arg(path)};
    if (info.size() > maximumSize)
        return Error{Error::Code::Invalid,
                     translate("cpx", "%1 is larger than %2 KiB; shorten it, or move it away").arg(path, QString::number(maximumSize / 1024))};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{Error::Code::Io, translate("cpx", "%1 cannot be read: %2; check its permissions").arg(path, file.errorString())};
    QByteArray bytes = file.read(maximumSize + 1);
    if (file.error() != QFileDevice::NoError)
        return Error{Error::Code::Io, translate("cpx", "%1 cannot be read: %2; check its permissions").arg(path, file.errorString())};
    if (bytes.size() > maximumSize)
        return Error{Error::Code::Invalid, translate("cpx", "%1 grew beyond %2 KiB; shorten it, or move it away").arg(path, QString::number(maximumSize / 1024))};
    return bytes;
}

Result<void> writeTextFile(const QString &path, const QByteArray &bytes)
{
    const bool isNew = !QFileInfo::exists(path);
    QSaveFile file(path);
    const bool written = file.open(QIODevice::WriteOnly)
        && (!isNew || file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        && file.write(bytes) == bytes.size() && file.commit();
    if (!written)
        return Error{Error::Code::Io, translate("cpx", "%1 cannot be saved: %2; check permissions and free space").arg(path, file.errorString())};
    return {};
}

} // namespace cpx
