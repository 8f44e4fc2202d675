// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/commands/commandcatalog.h"
#include "agents/commands/expandedprompt.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTextStream>

namespace cpx {

/// Slash commands as the command line prints them. Control characters in files cannot reach the terminal.

/// One line of text of somebody else's.
QString printable(const QString &text);

/// The shell programs in a command, as written.
QStringList shellProgramsOf(const CommandDefinition &definition);

void printCommandTable(QTextStream &out, const QList<CommandDefinition> &definitions);
/// Facts and body. `hidden` are the files that `definition` comes before.
void printCommand(QTextStream &out, const CommandDefinition &definition, bool isTrusted, const QStringList &hidden);

QJsonArray problemsJson(const QList<DefinitionProblem> &problems);
QJsonObject commandJson(const CommandDefinition &definition, bool hasBody);
QJsonObject expandedJson(const ExpandedPrompt &prompt);

} // namespace cpx
