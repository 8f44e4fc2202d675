// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/portowner.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <algorithm>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

/// A socket that listens.
struct Listener
{
    QByteArray user; ///< id
    QByteArray inode;
};

/// Those listening on `port` in one of the kernel's tables, whose lines are
/// "sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode …", addresses and state in hexadecimal.
void collectListeners(const QString &table, quint16 port, QList<Listener> &listeners)
{
    QFile file(table);
    if (!file.open(QIODevice::ReadOnly))
        return;
    file.readLine();
    for (QByteArray line = file.readLine(); !line.isEmpty(); line = file.readLine()) {
        const QList<QByteArray> fields = line.simplified().split(' ');
        constexpr auto listening = "0A";
        if (fields.size() > 9 && fields[3] == listening
            && fields[1].sliced(fields[1].lastIndexOf(':') + 1).toUShort(nullptr, 16) == port)
            listeners += {fields[7], fields[9]};
    }
}

QList<Listener> listenersOn(quint16 port)
{
    QList<Listener> listeners;
    collectListeners(u"/proc/net/tcp"_s, port, listeners);
    collectListeners(u"/proc/net/tcp6"_s, port, listeners);
    return listeners;
}

} // namespace

std::optional<PortOwner> findPortOwner(quint16 port)
{
    QSet<QByteArray> inodes;
    const QList<Listener> listeners = listenersOn(port);
    for (const Listener &listener : listeners)
        inodes += listener.inode;
    if (inodes.isEmpty())
        return std::nullopt;

    const QStringList entries = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &entry : entries) {
        bool isPid = false;
        const qint64 pid = entry.toLongLong(&isPid);
        if (!isPid)
            continue;
        const QDir descriptors(u"/proc/%1/fd"_s.arg(entry));
        const QFileInfoList links = descriptors.entryInfoList(QDir::Files | QDir::System | QDir::NoDotAndDotDot);
        for (const QFileInfo &link : links) {
            // A socket's link reads "socket:[12345]"; Qt makes it absolute.
            const QString target = link.symLinkTarget();
            const qsizetype at = target.indexOf(u"socket:["_s);
            if (at < 0 || !inodes.contains(target.sliced(at + 8).chopped(1).toLatin1()))
                continue;
            QFile name(u"/proc/%1/comm"_s.arg(entry));
            const QByteArray program = name.open(QIODevice::ReadOnly) ? name.readAll().trimmed() : QByteArray();
            return PortOwner{pid, QString::fromUtf8(program)};
        }
    }
    return std::nullopt;
}

bool isListeningPortOurs(quint16 port)
{
#ifdef Q_OS_UNIX
    const QByteArray we = QByteArray::number(::geteuid());
    const QList<Listener> listeners = listenersOn(port);
    return std::all_of(listeners.begin(), listeners.end(), [&we](const Listener &listener) { return listener.user == we; });
#else
    Q_UNUSED(port)
    return true;
#endif
}

} // namespace cpx
