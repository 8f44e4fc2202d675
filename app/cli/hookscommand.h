// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

#include <QCommandLineParser>

namespace cpx {

class AuditLog;
class HookCatalog;
struct Paths;
class TrustStore;

/// `codex-plus hooks list | trust [PATH] | revoke [PATH] | run EVENT | install | uninstall`: the hooks in settings files, the
/// decision to let those of a project take effect, a trial run, and the bridge from Codex's own hooks. Exit code 1 when something could not be
/// done; what hooks say does not change it.
class HooksCommand : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    int run(const QStringList &arguments, CommandIo &io) override;

private:
    int list(HookCatalog &catalog, const Paths &paths, const QString &directory, const QCommandLineParser &parser, CommandIo &io) const;
    int trust(HookCatalog &catalog, TrustStore &store, AuditLog log, const QString &directory, const QCommandLineParser &parser, CommandIo &io) const;
    int revoke(HookCatalog &catalog, TrustStore &store, AuditLog log, const QString &directory, CommandIo &io) const;
    int tryOut(HookCatalog &catalog, const QString &directory, const QCommandLineParser &parser, CommandIo &io) const;
};

} // namespace cpx
