// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/hookbridgecommand.h"

#include "app/cli/commandline.h"
#include "app/cli/hookbridge.h"
#include "core/translate.h"

using namespace Qt::StringLiterals;

namespace cpx {

QString HookBridgeCommand::name() const
{
    return u"hook-bridge"_s;
}

QString HookBridgeCommand::summary() const
{
    return translate("cpx", "What Codex's own hooks call (see hooks install): event in, answer out");
}

int HookBridgeCommand::run(const QStringList &arguments, CommandIo &io)
{
    QCommandLineParser parser;
    if (const auto exitCode = parseCommandLine(parser, *this, arguments, io))
        return *exitCode;
    return runHookBridge();
}

} // namespace cpx
