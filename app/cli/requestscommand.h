// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

#include <QCommandLineParser>

namespace cpx {

class FlowStoreReader;

/// `codex-plus requests list | show ID | export ID`: what was recorded. Exit code 1 when there is no such request.
class RequestsCommand : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    int run(const QStringList &arguments, CommandIo &io) override;

private:
    int list(FlowStoreReader &store, const QCommandLineParser &parser, CommandIo &io) const;
    int show(FlowStoreReader &store, qint64 id, const QCommandLineParser &parser, CommandIo &io) const;
    int exportOne(FlowStoreReader &store, qint64 id, const QCommandLineParser &parser, CommandIo &io) const;
};

} // namespace cpx
