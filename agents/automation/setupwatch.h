// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileSystemWatcher>
#include <QList>
#include <QString>
#include <QStringList>
#include <atomic>
#include <memory>

namespace cpx {

/// Tells when the set-up that counts in a directory may have changed: its settings files, the directories of its Python hooks,
/// and what makes a directory part of a project. It is told by the system, so only of file systems that are on this
/// machine. One thread, with an event loop.
class SetupWatch
{
public:
    static constexpr qsizetype maximumDirectories = 32; ///< the ones not asked for longest go

    /// `home` is the user's home directory, canonical; empty: there is none.
    explicit SetupWatch(const QString &home);
    ~SetupWatch();

    /// Becomes true with the first change, and stays so; null when nobody would tell of one. What is read of the set-up after this
    /// call holds until then. `workingDirectory` is absolute.
    std::shared_ptr<const std::atomic_bool> watch(const QString &workingDirectory);

private:
    struct Watched
    {
        QString workingDirectory{};
        QStringList paths{};
        std::shared_ptr<std::atomic_bool> hasChanged{};
    };
    QStringList pathsOf(const QString &workingDirectory) const;
    void onChanged(const QString &path);
    void forget(qsizetype index);

    const QString m_home;
    QFileSystemWatcher m_watcher;
    QList<Watched> m_watched; ///< the one asked for last in front
};

} // namespace cpx
