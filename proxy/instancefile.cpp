// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/instancefile.h"

#include "core/paths.h"
#include "core/textfile.h"
#include "proxy/engineconfig.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

Result<void> InstanceFile::write(const QString &directory, const EngineStatus &status)
{
    if (auto ready = ensurePrivateDirectory(directory); !ready)
        return ready;
    const QJsonObject json{{u"pid"_s, QCoreApplication::applicationPid()},
                           {u"port"_s, status.port},
                           {u"url"_s, endpointUrl(status)},
                           {u"version"_s, QStringLiteral(CPX_VERSION)}};
    const QString path = u"%1/engine-%2.json"_s.arg(directory).arg(status.port);
    if (m_path != path)
        remove();
    auto written = writeTextFile(path, QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n');
    if (written)
        m_path = path;
    return written;
}

void InstanceFile::remove()
{
    if (!m_path.isEmpty())
        QFile::remove(std::exchange(m_path, {}));
}

QList<InstanceFile::Entry> InstanceFile::list(const QString &directory)
{
    QList<Entry> entries;
    if (directory.isEmpty())
        return entries;
    const QStringList names = QDir(directory).entryList({u"engine-*.json"_s}, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        auto text = readTextFile(directory + u'/' + name, 64 * 1024);
        if (!text)
            continue;
        const QJsonObject json = QJsonDocument::fromJson(*text).object();
        const int port = json.value(u"port"_s).toInt();
        Entry entry{json.value(u"pid"_s).toInteger(), quint16(port), json.value(u"url"_s).toString()};
        if (entry.pid > 0 && entry.port > 0 && entry.port == port && !entry.url.isEmpty())
            entries.append(entry);
    }
    std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return a.port < b.port; });
    return entries;
}

std::optional<InstanceFile::Entry> InstanceFile::forPort(const QString &directory, quint16 port)
{
    const QList<Entry> entries = list(directory);
    for (const Entry &entry : entries) {
        if (entry.port == port && QFileInfo::exists(u"/proc/%1"_s.arg(entry.pid)))
            return entry;
    }
    return std::nullopt;
}

} // namespace cpx
