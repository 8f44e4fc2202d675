// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/statusline/gitstamp.h"

#include "agents/statusline/gitstatus.h"
#include "core/textfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr std::chrono::seconds fileTimeTick{2}; ///< of the coarsest file systems
constexpr qint64 maximumPointerSize = 8 * 1024;

/// The text of a file of one line that names a directory; relative names start at `base`. Empty when there is
/// none.
QString namedDirectory(const QString &file, QByteArrayView prefix, const QString &base)
{
    const auto text = readTextFile(file, maximumPointerSize);
    if (!text || !text->startsWith(prefix))
        return {};
    const QString name = QFile::decodeName(text->sliced(prefix.size()).trimmed());
    return name.isEmpty() ? QString() : QDir(base).absoluteFilePath(name);
}

/// Where git keeps what belongs to one working tree; `.git` is a file in submodules and linked working trees.
QString gitDirectory(const QString &root)
{
    const QString dotGit = root + u"/.git"_s;
    return QFileInfo(dotGit).isDir() ? dotGit : namedDirectory(dotGit, "gitdir:", root);
}

} // namespace

GitStamp GitStamp::of(const QString &root, const GitStatus &status, Time readFrom)
{
    const QString own = gitDirectory(root);
    if (own.isEmpty())
        return {};
    QString common = namedDirectory(own + u"/commondir"_s, "", own);
    if (common.isEmpty())
        common = own;
    QStringList names{own + u"/HEAD"_s,           own + u"/index"_s,
                      common + u"/config"_s,      own + u"/config.worktree"_s,
                      common + u"/packed-refs"_s, common + u"/reftable/tables.list"_s};
    if (!status.branch.isEmpty())
        names += common + u"/refs/heads/"_s + status.branch;
    if (!status.upstream.isEmpty())
        names +=
            {common + u"/refs/remotes/"_s + status.upstream, common + u"/refs/heads/"_s + status.upstream};

    GitStamp stamp;
    qint64 newest = 0;
    for (const QString &name : std::as_const(names)) {
        const FileStamp file = FileStamp::of(name);
        newest = std::max(newest, file.modifiedNs);
        stamp.m_files.append({name, file});
    }
    const Time lastChange =
        Time(std::chrono::duration_cast<Time::duration>(std::chrono::nanoseconds(newest)));
    stamp.m_isSettled = lastChange < readFrom - fileTimeTick;
    return stamp;
}

bool GitStamp::isUnchanged() const
{
    return m_isSettled && std::all_of(m_files.begin(), m_files.end(), [](const auto &file) {
               return FileStamp::of(file.first) == file.second;
           });
}

} // namespace cpx
