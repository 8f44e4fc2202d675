// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandsinstall.h"

#include "agents/codexhooks/bridgeinstaller.h"
#include "agents/codexskills/skillinstaller.h"
#include "agents/trust/truststore.h"
#include "app/cli/commandstext.h"
#include "core/auditlog.h"
#include "core/paths.h"
#include "core/terminaltext.h"
#include "core/translate.h"
#include "core/unifieddiff.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

SkillInstaller installerFor(const CommandIo &io)
{
    return SkillInstaller(BridgeInstaller::codexHome(io.environment), io.environment.value(u"HOME"_s));
}

QString theSkills()
{
    return translate("cpx", "the skills cannot be installed");
}

QString skillHint()
{
    return translate("cpx", "In the terminal interface of Codex, type $ and the first letters of a command. A running Codex sees new skills after its next start.");
}

void printDifference(const SkillPlan &plan, QTextStream &out)
{
    for (const SkillFileChange &change : plan.changes) {
        const QByteArray difference = unifiedDiff(change.before.value_or(QByteArray()), change.after.value_or(QByteArray()),
                                                  change.before ? change.file : u"/dev/null"_s, change.after ? change.file : u"/dev/null"_s).toUtf8();
        out << QString::fromUtf8(terminalText(difference, LineBreaks::Keep));
    }
    out.flush();
}

/// Does it, and notes it in the audit log.
Result<void> carryOut(const SkillInstaller &installer, const SkillPlan &plan, const Paths &paths)
{
    if (auto applied = installer.apply(plan); !applied)
        return applied;
    AuditLog log(paths.data);
    for (const SkillFileChange &change : plan.changes) {
        const QByteArray hash = change.after ? QCryptographicHash::hash(*change.after, QCryptographicHash::Sha256) : QByteArray();
        if (auto noted = log.append({u"configuration"_s, change.file, change.after ? u"skill installed"_s : u"skill removed"_s, u"user"_s, hash}); !noted)
            return noted;
    }
    return {};
}

int showAndCarryOut(const SkillInstaller &installer, const SkillPlan &plan, const Paths &paths, bool isDryRun, const QString &done, CommandIo &io)
{
    printDifference(plan, io.out);
    for (const QString &refusal : plan.refusals)
        io.err << "codex-plus: " << printable(refusal) << '\n';
    io.err.flush();
    if (isDryRun) {
        io.out << translate("cpx", "Nothing was changed (--dry-run).") << '\n';
    } else {
        if (auto carriedOut = carryOut(installer, plan, paths); !carriedOut)
            return reportFailure(io, theSkills(), carriedOut.error());
        io.out << (plan.changes.isEmpty() ? translate("cpx", "Nothing had to be changed.") : done) << '\n';
    }
    io.out.flush();
    return int(plan.refusals.isEmpty() ? ExitCode::Ok : ExitCode::Failed);
}

/// Of the listing, those that may have a skill; and says why others have none.
QList<SkillInstaller::Wanted> wantedOf(const CommandListing &listing, const TrustStore &trust, CommandIo &io)
{
    QList<SkillInstaller::Wanted> wanted;
    for (const CommandFile &file : listing.commands) {
        const auto definition = CommandCatalog::read(file);
        if (!definition) {
            io.err << "codex-plus: " << printable(definition.error().message) << '\n';
            continue;
        }
        if (!definition->isUserInvocable)
            continue;
        const bool isOwn = isUsersOwn(file.source);
        if (!isOwn && !trust.isTrusted({TrustSubject{file.path, definition->sha256}})) {
            io.err << translate("cpx", "codex-plus: /%1 of the project gets no skill, as it is not trusted; codex-plus commands trust %1 --yes").arg(file.name) << '\n';
            continue;
        }
        wanted.append({*definition, isOwn ? QString() : listing.projectRoot});
    }
    io.err.flush();
    return wanted;
}

} // namespace

int installSkills(const CommandListing &listing, const TrustStore &trust, const Paths &paths, bool isDryRun, CommandIo &io)
{
    const SkillInstaller installer = installerFor(io);
    const auto plan = installer.planInstall(wantedOf(listing, trust, io), listing.projectRoot);
    if (!plan)
        return reportFailure(io, theSkills(), plan.error());
    return showAndCarryOut(installer, *plan, paths, isDryRun,
                           translate("cpx", "The skills are in Codex. They go again with: codex-plus commands uninstall") + u'\n' + skillHint(), io);
}

int uninstallSkills(const Paths &paths, bool isDryRun, CommandIo &io)
{
    const SkillInstaller installer = installerFor(io);
    const auto plan = installer.planUninstall();
    if (!plan)
        return reportFailure(io, theSkills(), plan.error());
    return showAndCarryOut(installer, *plan, paths, isDryRun, translate("cpx", "The skills are no longer in Codex."), io);
}

} // namespace cpx
