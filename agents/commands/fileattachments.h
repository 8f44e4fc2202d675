// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QStringView>

namespace cpx {

/// A file whose content went into a prompt. A plain value.
struct AttachedFile
{
    QString path{}; ///< relative to the project's root
    qint64 size = 0; ///< bytes

    friend bool operator==(const AttachedFile &, const AttachedFile &) = default;
};

/// The files a prompt names with `@path` at the beginning of a line or behind white space, `@"path with blanks"`, too. Paths are
/// relative to the working directory. Files that do not exist are no files but text; those that exist are read, at most 256 KiB of
/// all of them and 64 files, and only below the project's root, whatever links and dots are on the way. (SECURITY: FIL-6)
class FileAttachments
{
public:
    /// Both canonical.
    FileAttachments(const QString &projectRoot, const QString &workingDirectory);

    void collect(QStringView text); ///< each file once
    QList<AttachedFile> files() const { return m_files; }
    QStringList notes() const { return m_notes; } ///< for people: what was left out, and why
    QString blocks() const { return m_blocks; } ///< each file with its path and numbered lines; empty without files

private:
    bool attach(const QString &name);
    void add(const QString &path, const QByteArray &content);

    const QString m_root;
    const QString m_workingDirectory;
    QStringList m_seen; ///< names
    QList<AttachedFile> m_files;
    QStringList m_notes;
    QString m_blocks;
    qint64 m_size = 0;
};

} // namespace cpx
