// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace cpx {

/// `codex-plus hook-bridge` for people: its line in the help, and its own. What Codex calls is runHookBridge().
class HookBridgeCommand : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    int run(const QStringList &arguments, CommandIo &io) override;
};

} // namespace cpx
