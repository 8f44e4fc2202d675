// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QString>
#include <QTemporaryDir>

namespace cpx {

/// A directory with projects and a home of its own, and the real git in them. What goes wrong here ends the
/// suite.
class GitProject
{
public:
    GitProject()
    {
        QDir().mkpath(path(QStringLiteral("home")));
        QDir().mkpath(root());
        m_environment.insert(QStringLiteral("PATH"), QStringLiteral("/usr/local/bin:/usr/bin:/bin"));
        m_environment.insert(QStringLiteral("HOME"), path(QStringLiteral("home")));
        m_environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    }

    static bool hasGit() { return !QStandardPaths::findExecutable(QStringLiteral("git")).isEmpty(); }

    QString path(const QString &name) const
    {
        return QDir(QFileInfo(m_dir.path()).canonicalFilePath()).filePath(name);
    }
    QString root() const { return path(QStringLiteral("project")); }
    const QProcessEnvironment &environment() const { return m_environment; }

    /// Runs git below path(directory) and returns what it printed.
    QString git(const QString &directory, const QStringList &arguments, bool maySucceedOnly = true) const
    {
        QProcess process;
        process.setProcessEnvironment(m_environment);
        process.setWorkingDirectory(path(directory));
        process.start(QStringLiteral("git"),
                      QStringList{QStringLiteral("-c"), QStringLiteral("user.name=Test"),
                                  QStringLiteral("-c"), QStringLiteral("user.email=test@localhost"),
                                  QStringLiteral("-c"), QStringLiteral("init.defaultBranch=main"),
                                  QStringLiteral("-c"), QStringLiteral("protocol.file.allow=always")}
                          + arguments);
        if (!process.waitForFinished() || (maySucceedOnly && process.exitCode() != 0))
            qFatal("git %s: %s", qPrintable(arguments.join(u' ')),
                   process.readAllStandardError().constData());
        return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
    }
    QString git(const QStringList &arguments) const { return git(QStringLiteral("project"), arguments); }

    void write(const QString &name, const QByteArray &bytes, bool isExecutable = false) const
    {
        QDir().mkpath(QFileInfo(path(name)).path());
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(name));
        if (isExecutable)
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    /// A repository with one commit of the file "a.txt".
    void makeRepository() const
    {
        git({QStringLiteral("init"), QStringLiteral("--quiet")});
        write(QStringLiteral("project/a.txt"), "a\n");
        commit();
    }

    void commit() const
    {
        git({QStringLiteral("add"), QStringLiteral("--all")});
        git({QStringLiteral("commit"), QStringLiteral("--quiet"), QStringLiteral("--allow-empty"),
             QStringLiteral("-m"), QStringLiteral("change")});
    }

    /// Makes "upstream.git" the upstream of the branch.
    void makeUpstream() const
    {
        QDir().mkpath(path(QStringLiteral("upstream.git")));
        git(QStringLiteral("upstream.git"),
            {QStringLiteral("init"), QStringLiteral("--quiet"), QStringLiteral("--bare")});
        git({QStringLiteral("remote"), QStringLiteral("add"), QStringLiteral("origin"),
             path(QStringLiteral("upstream.git"))});
        git({QStringLiteral("push"), QStringLiteral("--quiet"), QStringLiteral("--set-upstream"),
             QStringLiteral("origin"), QStringLiteral("main")});
    }

    /// As if nothing had been touched for an hour.
    void age() const
    {
        QDirIterator each(path(QStringLiteral("project/.git")), QDir::Files | QDir::Hidden,
                          QDirIterator::Subdirectories);
        while (each.hasNext()) {
            QFile file(each.next());
            const QFile::Permissions before = file.permissions();
            file.setPermissions(before | QFile::WriteOwner);
            if (!file.open(QIODevice::ReadWrite)
                || !file.setFileTime(QDateTime::currentDateTime().addSecs(-3600),
                                     QFileDevice::FileModificationTime))
                qFatal("cannot age %s", qPrintable(file.fileName()));
            file.setPermissions(before);
        }
    }

private:
    QTemporaryDir m_dir;
    QProcessEnvironment m_environment;
};

} // namespace cpx
