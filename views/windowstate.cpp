// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/windowstate.h"

#include "core/paths.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 sizeLimit = 256LL * 1024;

} // namespace

WindowState::WindowState(QString path)
    : m_path(std::move(path))
{ }

Result<void> WindowState::load()
{
    m_root = {};
    m_isChanged = false;
    QFile file(m_path);
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly))
        return Error{
            Error::Code::Io,
            QCoreApplication::translate("cpx", "Cannot read %1: %2").arg(m_path, file.errorString())};
    const QJsonDocument document = QJsonDocument::fromJson(file.read(sizeLimit));
    file.close();
    if (document.isObject()) {
        m_root = document.object();
        return {};
    }
    const QString aside =
        m_path + u".corrupt-"_s + QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    if (!QFile::rename(m_path, aside))
        return Error{Error::Code::Io,
                     QCoreApplication::translate(
                         "cpx", "%1 is damaged and cannot be set aside. The window starts with its defaults.")
                         .arg(m_path)};
    return Error{
        Error::Code::Invalid,
        QCoreApplication::translate(
            "cpx",
            "The saved window layout was damaged. It was kept as %1; the window starts with its defaults.")
            .arg(aside)};
}

Result<void> WindowState::save()
{
    if (!m_isChanged)
        return {};
    if (auto made = ensurePrivateDirectory(QFileInfo(m_path).absolutePath()); !made)
        return made;
    const QByteArray text = QJsonDocument(m_root).toJson();
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || file.write(text) != text.size() || !file.commit())
        return Error{
            Error::Code::Io,
            QCoreApplication::translate("cpx", "Cannot save %1: %2").arg(m_path, file.errorString())};
    m_isChanged = false;
    return {};
}

void WindowState::setValue(const QString &key, const QJsonValue &value)
{
    if (m_root.value(key) == value)
        return;
    m_root.insert(key, value);
    m_isChanged = true;
}

QByteArray WindowState::bytes(const QString &key) const
{
    return QByteArray::fromBase64(value(key).toString().toLatin1());
}

void WindowState::setBytes(const QString &key, const QByteArray &bytes)
{
    setValue(key, QString::fromLatin1(bytes.toBase64()));
}

} // namespace cpx
