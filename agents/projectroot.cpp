// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/projectroot.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cpx {

QString projectRoot(const QString &workingDirectory)
{
    const QFileInfo asked(workingDirectory);
    if (!workingDirectory.startsWith(u'/') || !asked.isDir())
        return {};
    const QString start = asked.canonicalFilePath();
    const QString home = QFileInfo(QDir::homePath()).canonicalFilePath();
    for (QString directory = start;; directory = QFileInfo(directory).path()) {
        // A .git in the home directory manages its dotfiles; it does not make one project of all below.
        const bool holdsHome = home == directory || home.startsWith(directory.endsWith(u'/') ? directory : directory + u'/');
        if (holdsHome && directory != start)
            return start;
        const QFileInfo git(directory + u"/.git"_s);
        if (git.isDir() || git.isFile())
            return directory;
        if (directory == u"/"_s)
            return start;
    }
}

} // namespace cpx
