// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookdefinition.h"
#include "core/result.h"

#include <QString>
#include <QStringList>

namespace cpx {

/// Where the words of a command may mean files. A plain value.
struct CommandPlaces
{
    QString projectRoot{}; ///< canonical
    QString workingDirectory{}; ///< canonical
};

/// `$CLAUDE_PROJECT_DIR` and `${CLAUDE_PROJECT_DIR}` replaced. For text that no shell reads.
QString withProjectDirectory(QString text, const QString &projectRoot);

/// Where a bare file name in a hook of the project is looked for when no program has that name: .codexplus/hooks, then
/// .claude/hooks.
QStringList hookDirectories(const QString &base);

/// The files below the project's directory that a command names, canonical and each once: with the directory in front, or
/// relative to the project's, the working or any other directory the command names, or in the hook directories. A word
/// that is by chance the name of a file counts, too. Invalid when there are more than 64.
Result<QStringList> projectFilesOf(const QString &command, const QStringList &arguments, const CommandPlaces &places);

} // namespace cpx
