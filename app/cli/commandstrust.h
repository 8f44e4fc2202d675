// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/commands/commanddefinition.h"
#include "app/cli/command.h"

namespace cpx {

/// `codex-plus commands trust NAME`: shows what the command of a project would run and, when it is confirmed, trusts it in
/// exactly this content.
int trustCommand(const CommandDefinition &definition, bool isConfirmed, const QString &workingDirectory, const QString &dataDirectory, CommandIo &io);
/// `codex-plus commands revoke NAME`: `path` is that of its file.
int revokeCommand(const QString &path, const QString &dataDirectory, CommandIo &io);

} // namespace cpx
