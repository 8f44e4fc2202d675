// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/portowner.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

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

/// The lines of the kernel's tables of sockets are "sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode …",
/// addresses and state in hexadecimal.
std::optional<Listener> listenerOfLine(const QByteArray &line, quint16 port)
{
    const QList<QByteArray> fields = line.simplified().split(' ');
    constexpr auto listening = "0A";
    if (fields.size() > 9 && fields[3] == listening
        && fields[1].sliced(fields[1].lastIndexOf(':') + 1).toUShort(nullptr, 16) == port)
        return Listener{fields[7], fields[9]};
    return std::nullopt;
}

void collectListeners(const QString &table, quint16 port, QSet<QByteArray> &inodes)
{
    QFile file(table);
    if (!file.open(QIODevice::ReadOnly))
        return;
    for (QByteArray line = file.readLine(); !line.isEmpty(); line = file.readLine()) {
        if (const auto listener = listenerOfLine(line, port))
            inodes += listener->inode;
    }
}

/// Sockets that listen come first. Reading on would take the kernel milliseconds: it looks for connections in a table that
/// is large and nearly empty. So it is read by the line, and no further than needed.
std::optional<Listener> firstListener(const QString &table, quint16 port)
{
    constexpr qint64 lineLength = 150;
    QFile file(table);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return std::nullopt;
    QByteArray text;
    for (QByteArray part = file.read(lineLength); !part.isEmpty(); part = file.read(lineLength)) {
        text += part;
        for (qsizetype end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
            if (const auto listener = listenerOfLine(text.first(end), port))
                return listener;
            text.remove(0, end + 1);
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<PortOwner> findPortOwner(quint16 port)
{
    QSet<QByteArray> inodes;
    collectListeners(u"/proc/net/tcp"_s, port, inodes);
    collectListeners(u"/proc/net/tcp6"_s, port, inodes);
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
    auto listener = firstListener(u"/proc/net/tcp"_s, port);
    if (!listener)
        listener = firstListener(u"/proc/net/tcp6"_s, port);
    return !listener || listener->user == QByteArray::number(::geteuid());
#else
    Q_UNUSED(port)
    return true;
#endif
}

} // namespace cpx
