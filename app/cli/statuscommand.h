// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace cpx {

/// `codex-plus status`: which engines of this user run, and how they fare. Exit code 1 when none does.
class StatusCommand : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    int run(const QStringList &arguments, CommandIo &io) override;
};

} // namespace cpx
