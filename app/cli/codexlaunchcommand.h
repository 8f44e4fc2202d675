// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace cpx {

/// `codex-plus codex ARGS…`: runs the Codex CLI attached for this launch only. No file is changed. Uses an engine that
/// runs already and sends requests to the same upstream; otherwise one in this process for as long as Codex runs. Everything after `codex` is Codex's.
class CodexLaunchCommand : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    int run(const QStringList &arguments, CommandIo &io) override;
};

} // namespace cpx
