// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace cpx {

/// A home directory and a project below the temporary directory, with files as a test wants them. Paths are canonical.
class CommandFiles
{
public:
    CommandFiles()
    {
        QDir(root()).mkpath(QStringLiteral("home"));
        QDir(root()).mkpath(QStringLiteral("project/.git"));
    }

    QString root() const { return QFileInfo(m_directory.path()).canonicalFilePath(); }
    QString home() const { return root() + QStringLiteral("/home"); }
    QString project() const { return root() + QStringLiteral("/project"); }

    /// `path` is relative to the root. Returns the whole path.
    QString write(const QString &path, const QByteArray &content) const
    {
        const QString whole = root() + u'/' + path;
        QDir().mkpath(QFileInfo(whole).path());
        QFile file(whole);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(whole));
        return whole;
    }
    QString writeProjectCommand(const QString &name, const QByteArray &content) const
    {
        return write(QStringLiteral("project/.codexplus/commands/%1.md").arg(name), content);
    }
    QString writeUserCommand(const QString &name, const QByteArray &content) const
    {
        return write(QStringLiteral("home/.codexplus/commands/%1.md").arg(name), content);
    }

private:
    QTemporaryDir m_directory;
};

} // namespace cpx
