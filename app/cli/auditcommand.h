// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace cpx {

/// `codex-plus audit verify`: looks whether the audit log is as it was written. Fails when it is not.
class AuditCommand : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    int run(const QStringList &arguments, CommandIo &io) override;
};

} // namespace cpx
