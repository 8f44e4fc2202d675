// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/codexskills/skillinstaller.h"

#include "core/textfile.h"
#include "core/translate.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 maximumSize = 1024 * 1024; ///< bytes, of a file of Codex's

/// Beside SKILL.md: the model is not told of the skill before the user calls it, so that none of them costs anything until then.
const QByteArray interfaceText = "policy:\n  allow_implicit_invocation: false\n";

Result<std::optional<QByteArray>> readIfThere(const QString &path)
{
    auto text = readTextFile(path, maximumSize);
    if (text)
        return std::optional(*text);
    if (text.error().code == Error::Code::NotFound)
        return std::optional<QByteArray>();
    return text.error();
}

QString changedByUser(const QString &file)
{
    return translate("cpx", "%1 was written here and has been changed since, so it stays; remove it, or move it away").arg(file);
}

/// Also no link that leads to nothing.
bool isThere(const QString &path)
{
    const QFileInfo info(path);
    return info.exists() || info.isSymLink();
}

} // namespace

SkillInstaller::SkillInstaller(const QString &codexHome, const QString &home)
    : m_codexHome(codexHome)
    , m_directory(codexHome + u"/skills"_s)
    , m_home(QFileInfo(home).canonicalFilePath())
{
}

QString SkillInstaller::skillFile(const QString &name) const
{
    return m_directory + u'/' + name + u"/SKILL.md"_s;
}

QString SkillInstaller::interfaceFile(const QString &name) const
{
    return m_directory + u'/' + name + u"/agents/openai.yaml"_s;
}

Result<void> SkillInstaller::check() const
{
    if (!QFileInfo(m_codexHome).isDir())
        return Error{Error::Code::NotFound, translate("cpx", "%1 does not exist; start codex once, or set CODEX_HOME").arg(m_codexHome)};
    return {};
}

/// Those that are ours. What is behind a link is somebody else's.
Result<QList<SkillInstaller::Installed>> SkillInstaller::installed() const
{
    QList<Installed> all;
    const QStringList names = QDir(m_directory).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks, QDir::Name);
    for (const QString &name : names) {
        if (QFileInfo(skillFile(name)).isSymLink())
            continue;
        const auto text = readIfThere(skillFile(name));
        if (!text || !*text)
            continue; // a skill nobody can read is none of ours
        Installed skill{name, **text, CommandSkill::of(**text), CommandSkill::originOf(**text)};
        if (skill.skill && skill.skill->name == name)
            all.append(skill);
    }
    return all;
}

bool SkillInstaller::isStale(const CommandSkill &skill, const QString &project) const
{
    const auto isBelow = [&skill](const QString &directory) { return skill.file.startsWith(directory + u'/'); };
    return !QFileInfo::exists(skill.file) || (!project.isEmpty() && isBelow(project)) || isBelow(m_home + u"/.codexplus/commands"_s)
        || isBelow(m_home + u"/.claude/commands"_s);
}

void SkillInstaller::addSkill(SkillPlan &plan, const QString &name, const std::optional<QByteArray> &before, const QByteArray &text) const
{
    if (const SkillFileChange change{skillFile(name), before, text}; !change.isNone())
        plan.changes.append(change);
    // What the user has made of it is theirs.
    if (!isThere(interfaceFile(name)))
        plan.changes.append({interfaceFile(name), std::nullopt, interfaceText});
}

Result<void> SkillInstaller::removeSkill(SkillPlan &plan, const Installed &skill) const
{
    plan.changes.append({skillFile(skill.name), skill.text, std::nullopt});
    const auto besides = readIfThere(interfaceFile(skill.name));
    if (!besides)
        return besides.error();
    if (*besides == interfaceText)
        plan.changes.append({interfaceFile(skill.name), *besides, std::nullopt});
    return {};
}

Result<SkillPlan> SkillInstaller::planInstall(const QList<Wanted> &wanted, const QString &project) const
{
    if (auto good = check(); !good)
        return good.error();
    const auto now = installed();
    if (!now)
        return now.error();
    SkillPlan plan;
    QHash<QString, QString> taken; // names, and the commands that have them
    for (const Wanted &each : wanted) {
        const QString &command = each.definition.file.name;
        const QString name = CommandSkill::nameOf(command);
        if (taken.contains(name)) {
            plan.refusals.append(translate("cpx", "/%1 gets no skill: it would be $%2, as for /%3; rename one of them").arg(command, name, taken.value(name)));
            continue;
        }
        taken.insert(name, command);
        const auto there = std::find_if(now->begin(), now->end(), [&](const Installed &skill) { return skill.name == name; });
        if (there == now->end() && isThere(m_directory + u'/' + name)) {
            plan.refusals.append(translate("cpx", "/%1 gets no skill: %2 is not from Codex-Plus; rename the command, or that skill").arg(command, m_directory + u'/' + name));
            continue;
        }
        if (there != now->end() && there->origin == CommandSkill::Origin::OwnChanged) {
            plan.refusals.append(changedByUser(skillFile(name)));
            continue;
        }
        addSkill(plan, name, there == now->end() ? std::nullopt : std::optional(there->text), CommandSkill::text(each.definition, each.project));
    }
    for (const Installed &skill : *now) {
        if (taken.contains(skill.name) || !isStale(*skill.skill, project))
            continue;
        if (skill.origin == CommandSkill::Origin::OwnChanged)
            plan.refusals.append(changedByUser(skillFile(skill.name)));
        else if (auto removed = removeSkill(plan, skill); !removed)
            return removed.error();
    }
    return plan;
}

Result<SkillPlan> SkillInstaller::planUninstall() const
{
    if (auto good = check(); !good)
        return good.error();
    const auto now = installed();
    if (!now)
        return now.error();
    SkillPlan plan;
    for (const Installed &skill : *now) {
        if (skill.origin == CommandSkill::Origin::OwnChanged)
            plan.refusals.append(changedByUser(skillFile(skill.name)));
        else if (auto removed = removeSkill(plan, skill); !removed)
            return removed.error();
    }
    return plan;
}

Result<void> SkillInstaller::apply(const SkillPlan &plan) const
{
    for (const SkillFileChange &change : plan.changes) {
        const auto now = readIfThere(change.file);
        if (!now)
            return now.error();
        if (*now != change.before)
            return Error{Error::Code::Invalid, translate("cpx", "%1 has just been changed by another program; try again").arg(change.file)};
        const QDir directory = QFileInfo(change.file).dir();
        if (change.after) {
            if (!directory.mkpath(u"."_s))
                return Error{Error::Code::Io, translate("cpx", "%1 cannot be made; check the permissions of the directory it is in").arg(directory.path())};
            if (auto written = writeTextFile(change.file, *change.after); !written)
                return written;
        } else if (!QFile::remove(change.file)) {
            return Error{Error::Code::Io, translate("cpx", "%1 cannot be removed; check the permissions of its directory").arg(change.file)};
        }
    }
    // Directories go last, and only empty ones.
    for (const SkillFileChange &change : plan.changes) {
        QDir directory = QFileInfo(change.file).dir();
        while (!change.after && directory.path() != m_codexHome && directory.rmdir(directory.path()) && directory.cdUp()) { }
    }
    return {};
}

} // namespace cpx
