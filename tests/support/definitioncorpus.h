// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QString>

#include <cstdio>

namespace cpx {

/// Files of other people to read, which are no part of the repository: the directory CPX_CORPUS names, else
/// ../shared/corpus next to the sources. Empty, with a line that says so, when there is none. CPX_SOURCE_DIR is defined by
/// the suites that use it.
inline QString definitionCorpus()
{
    const QString chosen = qEnvironmentVariable("CPX_CORPUS", QStringLiteral(CPX_SOURCE_DIR "/../shared/corpus"));
    if (QDir(chosen).exists())
        return QDir::cleanPath(chosen);
    std::printf("SKIPPED SUITE: there are no files to read in %s; CPX_CORPUS names another directory\n", qPrintable(chosen));
    return {};
}

} // namespace cpx
