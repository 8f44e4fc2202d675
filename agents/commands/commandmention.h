// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringView>
#include <functional>

namespace cpx {

/// A slash command in a prompt. A plain value; the views are into the prompt.
struct CommandMention
{
    QString name{}; ///< with colons, also where slashes were typed
    qsizetype position = 0; ///< of its first slash
    QStringView arguments{}; ///< up to the next command or the end, without white space around them

    friend bool operator==(const CommandMention &, const CommandMention &) = default;
};

/// Whether there is a command of this name.
using IsCommand = std::function<bool(const QString &name)>;

/// Finds the slash commands in what a user typed, at most 16. Only names for which `isCommand` is true count.
///
/// A command begins the text, or stands behind white space: `/name`, `/part:name`, `/part/name`. Where it begins the text it
/// may also be `//name` and `/ name`: the Codex terminal interface keeps a plain `/name` to itself. Punctuation may follow. There are no
/// commands within code (fenced, or between backticks), and so none in URLs and paths: what stands behind the slash must be a name as a
/// whole. A text without a word that begins with a slash
/// costs one pass and no allocation.
QList<CommandMention> findCommands(QStringView prompt, const IsCommand &isCommand);

} // namespace cpx
