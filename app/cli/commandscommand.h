// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/commands/commandcatalog.h"
#include "agents/commands/commandtemplate.h"
#include "app/cli/command.h"

#include <QCommandLineParser>

namespace cpx {

struct Paths;
class TrustStore;

/// `codex-plus commands list | show NAME | expand "/name args" | trust NAME | revoke NAME | install | uninstall`: the slash
/// commands of a project, what becomes of them, and where Codex offers them. Nothing runs unless `expand --run` says so. Exit
/// code 1 when there is no such command, or it cannot be expanded.
class CommandsCommand : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    int run(const QStringList &arguments, CommandIo &io) override;

private:
    /// What the actions need to know.
    struct Place
    {
        QString workingDirectory{};
        std::shared_ptr<const CommandListing> listing{};
        const TrustStore &trust; // borrowed
        const Paths &paths; // borrowed
        FirstArgument firstArgument = FirstArgument::Auto;
        bool isJson = false;
    };

    int act(const QStringList &words, const QCommandLineParser &parser, const Place &place, CommandIo &io) const;
    int list(const Place &place, CommandIo &io) const;
    int show(const QString &word, const Place &place, CommandIo &io) const;
    int expand(const QString &prompt, bool mayRun, const Place &place, CommandIo &io) const;
    int trust(const QString &word, bool isConfirmed, const Place &place, CommandIo &io) const;
    int revoke(const QString &word, const Place &place, CommandIo &io) const;
    /// Borrowed; null when there is none.
    static const CommandFile *findFile(const QString &word, const Place &place);
    static Result<CommandDefinition> find(const QString &word, const Place &place);
};

} // namespace cpx
