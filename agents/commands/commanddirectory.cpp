// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commanddirectory.h"

#include "agents/commands/commandname.h"
#include "core/translate.h"

#include <QDateTime>
#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int maximumFiles = 2'000;
constexpr int maximumDepth = 8;
constexpr int maximumEntries = 20'000; // of any kind
constexpr qint64 settlingMs = 2'000; // no file system's times are coarser

bool isBelow(const QString &path, const QString &root)
{
    return path == root || path.startsWith(root.endsWith(u'/') ? root : root + u'/');
}

class Scan
{
public:
    Scan(CommandDirectory &result, const QString &root, CommandSource source)
        : m_result(result)
        , m_root(root)
        , m_source(source)
    {
    }

    /// `prefix` is what the names of the directory's commands begin with.
    void directory(const QString &path, const QString &prefix, int depth)
    {
        m_result.stamps.append(DirectoryStamp::of(path));
        const QString canonical = QFileInfo(path).canonicalFilePath();
        if (canonical.isEmpty())
            return;
        if (!isBelow(canonical, m_root)) {
            report(path, translate("cpx", "the link leads out of %1").arg(m_root), translate("cpx", "copy what it leads to"));
            return;
        }
        if (m_visited.contains(canonical))
            return;
        m_visited += canonical;
        for (const QFileInfo &entry : entriesOf(path)) {
            if (entry.isDir())
                subDirectory(entry, prefix, depth);
            else if (entry.isFile() && entry.fileName().endsWith(u".md"_s))
                file(entry, prefix);
        }
    }

private:
    void report(const QString &path, const QString &text, const QString &remedy) { m_result.problems.append({path, 0, text, remedy}); }

    QFileInfoList entriesOf(const QString &path)
    {
        QFileInfoList entries;
        QDirIterator iterator(path, QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot);
        while (iterator.hasNext() && m_entries < maximumEntries) {
            iterator.next();
            ++m_entries;
            entries += iterator.fileInfo();
        }
        if (iterator.hasNext())
            reportFull(path);
        std::sort(entries.begin(), entries.end(), [](const QFileInfo &a, const QFileInfo &b) { return a.fileName() < b.fileName(); });
        return entries;
    }

    void reportFull(const QString &path)
    {
        if (!std::exchange(m_isFull, true)) {
            report(path, translate("cpx", "there are too many files, the rest is left out (at most %1 commands)").arg(maximumFiles),
                   translate("cpx", "move some away"));
        }
    }

    void subDirectory(const QFileInfo &entry, const QString &prefix, int depth)
    {
        if (!isCommandNamePart(entry.fileName())) {
            report(entry.filePath(), translate("cpx", "a directory of this name cannot be typed, its commands are left out"),
                   translate("cpx", "use letters, digits, hyphens, underscores and dots only"));
        } else if (depth >= maximumDepth) {
            report(entry.filePath(), translate("cpx", "it lies deeper than %1 levels, its commands are left out").arg(maximumDepth),
                   translate("cpx", "move it up"));
        } else {
            directory(entry.filePath(), prefix + entry.fileName() + u':', depth + 1);
        }
    }

    void file(const QFileInfo &entry, const QString &prefix)
    {
        const QString stem = entry.fileName().chopped(3);
        const QString canonical = entry.canonicalFilePath();
        if (!isCommandNamePart(stem)) {
            report(entry.filePath(), translate("cpx", "a command of this name cannot be typed"),
                   translate("cpx", "use letters, digits, hyphens, underscores and dots only"));
        } else if (!isBelow(canonical, m_root)) {
            report(entry.filePath(), translate("cpx", "the link leads out of %1").arg(m_root), translate("cpx", "copy what it leads to"));
        } else if (m_result.files.size() >= maximumFiles) {
            reportFull(entry.path());
        } else {
            m_result.files.append({prefix + stem, canonical, m_root, m_source});
        }
    }

    CommandDirectory &m_result;
    const QString m_root;
    const CommandSource m_source;
    QStringList m_visited;
    int m_entries = 0;
    bool m_isFull = false;
};

} // namespace

DirectoryStamp DirectoryStamp::of(const QString &path)
{
    const FileStamp stamp = FileStamp::of(path);
    const qint64 age = QDateTime::currentMSecsSinceEpoch() - stamp.modifiedNs / 1'000'000;
    return {path, stamp, age > settlingMs};
}

bool DirectoryStamp::isCurrent() const
{
    return isSettled && FileStamp::of(path) == stamp;
}

CommandDirectory CommandDirectory::at(const QString &path, const QString &root, CommandSource source)
{
    CommandDirectory result;
    Scan(result, root, source).directory(path, {}, 1);
    std::sort(result.files.begin(), result.files.end(), [](const CommandFile &a, const CommandFile &b) { return a.name < b.name; });
    return result;
}

} // namespace cpx
