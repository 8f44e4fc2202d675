// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/codexskills/commandskill.h"
#include "core/result.h"

namespace cpx {

/// One file that is written or goes. A plain value.
struct SkillFileChange
{
    QString file{}; ///< absolute
    std::optional<QByteArray> before{}; ///< nothing: there is no such file
    std::optional<QByteArray> after{}; ///< nothing: the file goes

    bool isNone() const { return before == after; }
};

/// What is going to happen to Codex's skills, to be shown first. A plain value.
struct SkillPlan
{
    QList<SkillFileChange> changes{};
    QStringList refusals{}; ///< what is not done, why, and the remedy
};

/// Puts a skill for each slash command into $CODEX_HOME/skills, and takes them out again. Only files that say they are ours,
/// and are as we wrote them, are ever replaced or removed. One thread; reads and writes small files synchronously.
class SkillInstaller
{
public:
    /// `codexHome`: where config.toml of Codex is. `home`: the user's home directory.
    SkillInstaller(const QString &codexHome, const QString &home);

    /// Of one command the skill is for.
    struct Wanted
    {
        CommandDefinition definition{};
        QString project{}; ///< root of the project it belongs to; empty: the user's own
    };
    /// Skills for those, and none for commands of the user's or of `project` that are not among them. Skills for commands of
    /// other projects stay as long as the files of the commands are there.
    Result<SkillPlan> planInstall(const QList<Wanted> &wanted, const QString &project) const;
    Result<SkillPlan> planUninstall() const;
    /// Invalid when a file is no longer what the plan was made for.
    Result<void> apply(const SkillPlan &plan) const;

private:
    struct Installed
    {
        QString name{}; ///< of the directory
        QByteArray text{};
        std::optional<CommandSkill> skill{}; ///< nothing: somebody else's
        CommandSkill::Origin origin = CommandSkill::Origin::Foreign;
    };
    Result<QList<Installed>> installed() const;
    Result<void> check() const;
    QString skillFile(const QString &name) const;
    QString interfaceFile(const QString &name) const;
    void addSkill(SkillPlan &plan, const QString &name, const std::optional<QByteArray> &before, const QByteArray &text) const;
    Result<void> removeSkill(SkillPlan &plan, const Installed &skill) const;
    bool isStale(const CommandSkill &skill, const QString &project) const;

    QString m_codexHome;
    QString m_directory;
    QString m_home;
};

} // namespace cpx
