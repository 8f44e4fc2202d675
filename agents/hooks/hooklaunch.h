// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookcontext.h"
#include "agents/hooks/hookdefinition.h"
#include "core/childprocess.h"

#include <QMap>
#include <QProcessEnvironment>
#include <QString>

namespace cpx {

/// What a hook gets besides its event. A plain value.
struct HookSurroundings
{
    QString projectRoot{};
    QString homeDirectory{};
    QProcessEnvironment environment{}; ///< already reduced, see childEnvironment()
    QMap<QString, QString> userVariables{}; ///< `env` of the user's settings files
};

/// The child process for a hook. With `args` no shell takes part; else it is /bin/sh -c with the command as written,
/// which finds the project's directory in the variable CLAUDE_PROJECT_DIR: nothing from an event or a path ever becomes
/// shell code. A command that is only words may have blanks in that directory, may name a file of .codexplus/hooks or
/// .claude/hooks (beside its settings file) without a path, and a .py or .sh file that is not executable is run by
/// python3 or sh.
ChildCommand hookChild(const HookDefinition &hook, const HookContext &context, const HookSurroundings &surroundings,
                       const QByteArray &input);

} // namespace cpx
