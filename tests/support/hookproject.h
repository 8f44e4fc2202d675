// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookcatalog.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

namespace cpx {

/// A user's home, a project in it that is a repository, and a store of what is trusted: all in a directory of their own.
class HookProject
{
public:
    explicit HookProject(const QString &name = QStringLiteral("project"))
        : m_name(name)
    {
        QDir().mkpath(root() + QStringLiteral("/.git"));
        QDir().mkpath(data());
        QFile::setPermissions(data(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    QString home() const { return QFileInfo(m_directory.path()).canonicalFilePath(); }
    QString root() const { return home() + u'/' + m_name; }
    QString data() const { return home() + QStringLiteral("/.local/state/codex-plus"); }

    /// `path` relative to the project.
    void write(const QString &path, const QByteArray &bytes) const { writeAt(root() + u'/' + path, bytes); }
    void writeAtHome(const QString &path, const QByteArray &bytes) const { writeAt(home() + u'/' + path, bytes); }
    QByteArray read(const QString &path) const
    {
        QFile file(root() + u'/' + path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    bool has(const QString &path) const { return QFileInfo::exists(root() + u'/' + path); }

    /// A settings file with these handlers, as JSON, for one event.
    static QByteArray hooks(const QByteArray &event, const QByteArrayList &handlers, const QByteArray &matcher = QByteArray())
    {
        return "{\"hooks\":{\"" + event + "\":[{\"matcher\":\"" + matcher + "\",\"hooks\":[" + handlers.join(',') + "]}]}}";
    }
    /// A handler that runs a command, which has no quotes or backslashes; `more` such as ",\"timeout\":1".
    static QByteArray command(const QByteArray &command, const QByteArray &more = QByteArray())
    {
        return "{\"type\":\"command\",\"command\":\"" + command + '"' + more + '}';
    }

    /// Trusts all there is to trust, seen from `directory`.
    bool trust(const QString &directory) const
    {
        TrustStore store(data());
        HookCatalog catalog(home(), &store);
        QList<TrustSubject> subjects;
        for (const SettingsSource &source : catalog.forDirectory(directory).sources)
            subjects += source.subjects;
        return bool(store.trust(subjects));
    }
    bool trust() const { return trust(root()); }

private:
    static void writeAt(const QString &path, const QByteArray &bytes)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(path));
    }

    QTemporaryDir m_directory;
    QString m_name;
};

} // namespace cpx
