// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/automation/setupwatch.h"

#include "agents/projectroot.h"

#include <QFileInfo>
#include <QStorageInfo>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype mostAncestors = 32;

/// Changes on other machines are not told.
bool isOnThisMachine(const QString &path)
{
    static constexpr QByteArrayView local[] = {"apfs", "bcachefs", "btrfs", "exfat", "ext2", "ext3", "ext4", "f2fs",
                                               "hfs", "jfs", "ntfs3", "overlay", "reiserfs", "tmpfs", "vfat", "xfs", "zfs"};
    const QByteArray type = QStorageInfo(path).fileSystemType();
    return std::find(std::begin(local), std::end(local), QByteArrayView(type)) != std::end(local);
}

} // namespace

SetupWatch::SetupWatch(const QString &home)
    : m_home(home)
{
    QObject::connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_watcher, [this](const QString &path) { onChanged(path); });
    QObject::connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_watcher, [this](const QString &path) { onChanged(path); });
}

/// Nobody will tell any more.
SetupWatch::~SetupWatch()
{
    for (const Watched &each : std::as_const(m_watched))
        each.hasChanged->store(true, std::memory_order_release);
}

std::shared_ptr<const std::atomic_bool> SetupWatch::watch(const QString &workingDirectory)
{
    const auto known = std::find_if(m_watched.begin(), m_watched.end(),
                                    [&](const Watched &each) { return each.workingDirectory == workingDirectory; });
    if (known != m_watched.end()) {
        std::rotate(m_watched.begin(), known, known + 1);
        return m_watched.constFirst().hasChanged;
    }
    const QStringList paths = pathsOf(workingDirectory);
    if (paths.isEmpty())
        return nullptr;
    if (m_watched.size() >= maximumDirectories)
        forget(m_watched.size() - 1);
    m_watched.prepend({workingDirectory, paths, std::make_shared<std::atomic_bool>(false)});
    const QStringList present = m_watcher.files() + m_watcher.directories();
    QStringList added = paths;
    added.removeIf([&](const QString &path) { return present.contains(path); });
    if (!added.isEmpty() && !m_watcher.addPaths(added).isEmpty()) { // no more watches for this user, or it has just gone
        forget(0);
        return nullptr;
    }
    return m_watched.constFirst().hasChanged;
}

/// What is there of all that counts, and whatever something that counts would appear in; empty when changes would not be told.
QStringList SetupWatch::pathsOf(const QString &workingDirectory) const
{
    const QString start = QFileInfo(workingDirectory).canonicalFilePath();
    const QString root = projectRoot(workingDirectory);
    if (start.isEmpty() || root.isEmpty() || !isOnThisMachine(start) || (!m_home.isEmpty() && !isOnThisMachine(m_home)))
        return {};
    QStringList paths;
    const auto add = [&](const QString &path) {
        if (!paths.contains(path) && QFileInfo::exists(path))
            paths.append(path);
    };
    // A .git that comes or goes changes what the project is.
    for (QString directory = start; paths.size() < mostAncestors; directory = QFileInfo(directory).path()) {
        add(directory);
        if ((directory == root && root != start) || directory == u"/"_s || QFileInfo::exists(directory + u"/.git"_s))
            break;
    }
    for (const QString &base : {root, m_home}) {
        if (base.isEmpty())
            continue;
        add(base);
        for (const QString &part : {u"/.codexplus"_s, u"/.claude"_s}) {
            add(base + part);
            add(base + part + u"/settings.json"_s);
            add(base + part + u"/settings.local.json"_s);
            add(base + part + u"/hooks"_s);
        }
    }
    return paths;
}

void SetupWatch::onChanged(const QString &path)
{
    for (qsizetype i = m_watched.size() - 1; i >= 0; --i) {
        if (m_watched[i].paths.contains(path))
            forget(i);
    }
}

/// It counts as changed: whoever holds it asks again.
void SetupWatch::forget(qsizetype index)
{
    const Watched gone = m_watched.takeAt(index);
    gone.hasChanged->store(true, std::memory_order_release);
    QStringList unused = gone.paths;
    for (const Watched &other : std::as_const(m_watched))
        unused.removeIf([&](const QString &path) { return other.paths.contains(path); });
    if (!unused.isEmpty())
        m_watcher.removePaths(unused);
}

} // namespace cpx
