// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/instancefile.h"

#include "core/paths.h"
#include "core/textfile.h"
#include "proxy/engineconfig.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace cpx {

Result<void> InstanceFile::write(const Paths &paths, const EngineStatus &status)
{
    if (auto ready = ensurePrivateDirectory(paths.runtime); !ready)
        return ready;
    const QJsonObject json{{u"pid"_s, QCoreApplication::applicationPid()},
                           {u"port"_s, status.port},
                           {u"url"_s, endpointUrl(status)},
                           {u"version"_s, QStringLiteral(CPX_VERSION)}};
    const QString path = u"%1/engine-%2.json"_s.arg(paths.runtime).arg(status.port);
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

QList<InstanceFile::Entry> InstanceFile::list(const Paths &paths)
{
    QList<Entry> entries;
    const QStringList names = QDir(paths.runtime).entryList({u"engine-*.json"_s}, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        auto text = readTextFile(paths.runtime + u'/' + name, 64 * 1024);
        if (!text)
            continue;
        const QJsonObject json = QJsonDocument::fromJson(*text).object();
        Entry entry{json.value(u"pid"_s).toInteger(), quint16(json.value(u"port"_s).toInt()), json.value(u"url"_s).toString()};
        if (entry.pid > 0 && entry.port > 0 && !entry.url.isEmpty())
            entries.append(entry);
    }
    return entries;
}

} // namespace cpx
