// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/hooksinstall.h"

#include "agents/codexhooks/bridgeinstaller.h"
#include "core/auditlog.h"
#include "core/paths.h"
#include "core/terminaltext.h"
#include "core/unifieddiff.h"
#include "core/translate.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

/// A file's text in a terminal: what would move the cursor is shown instead.
QString printable(const QString &text)
{
    return QString::fromUtf8(terminalText(text.toUtf8(), LineBreaks::Keep));
}

QString trustHint()
{
    return translate("cpx", "Codex runs a new hook only after you have said so: it asks when it starts in a terminal, or with /hooks. "
                            "\"codex exec\" does not ask and leaves out what it may not run.");
}

void printDifference(const BridgeChange &change, QTextStream &out)
{
    out << printable(unifiedDiff(change.before.value_or(QByteArray()), change.after.value_or(QByteArray()),
                                 change.before ? change.file : u"/dev/null"_s, change.after ? change.file : u"/dev/null"_s));
}

/// Does it, and notes it in the audit log.
Result<void> carryOut(const BridgeInstaller &installer, const BridgeChange &change, const Paths &paths)
{
    if (auto applied = installer.apply(change); !applied)
        return applied;
    const QByteArray hash = change.after ? QCryptographicHash::hash(*change.after, QCryptographicHash::Sha256) : QByteArray();
    return AuditLog(paths.data).append({u"configuration"_s, change.file, change.entry ? u"bridge installed"_s : u"bridge removed"_s, u"user"_s, hash});
}

/// Shows and does it. `done`: what to say afterwards.
int showAndCarryOut(const BridgeInstaller &installer, const BridgeChange &change, const Paths &paths, bool isDryRun, const QString &problem,
                    const QString &done, CommandIo &io)
{
    printDifference(change, io.out);
    io.out.flush();
    if (isDryRun) {
        io.out << translate("cpx", "Nothing was changed (--dry-run).") << '\n';
    } else {
        if (auto carriedOut = carryOut(installer, change, paths); !carriedOut)
            return reportFailure(io, problem, carriedOut.error());
        io.out << done << '\n';
    }
    io.out.flush();
    return int(ExitCode::Ok);
}

} // namespace

int installBridge(const Paths &paths, bool isDryRun, CommandIo &io)
{
    const QString problem = translate("cpx", "the bridge cannot be installed");
    const BridgeInstaller installer(BridgeInstaller::codexHome(io.environment), paths.data);
    const auto change = installer.planInstall(QCoreApplication::applicationFilePath());
    if (!change)
        return reportFailure(io, problem, change.error());
    if (change->isNone()) {
        io.out << translate("cpx", "The bridge is in %1 already.").arg(change->file) << '\n' << trustHint() << '\n';
        io.out.flush();
        return int(ExitCode::Ok);
    }
    const QString done = translate("cpx", "The bridge is in %1. It goes again with: codex-plus hooks uninstall").arg(change->file);
    return showAndCarryOut(installer, *change, paths, isDryRun, problem, done + u'\n' + trustHint(), io);
}

int uninstallBridge(const Paths &paths, bool isDryRun, CommandIo &io)
{
    const QString problem = translate("cpx", "the bridge cannot be removed");
    const BridgeInstaller installer(BridgeInstaller::codexHome(io.environment), paths.data);
    const auto change = installer.planUninstall();
    if (!change)
        return reportFailure(io, problem, change.error());
    if (change->isNone()) {
        io.out << translate("cpx", "The bridge is not in %1.").arg(change->file) << '\n';
        io.out.flush();
        return int(ExitCode::Ok);
    }
    const QString done = change->after ? translate("cpx", "The bridge is no longer in %1.").arg(change->file)
                                       : translate("cpx", "%1 held nothing else and is gone.").arg(change->file);
    return showAndCarryOut(installer, *change, paths, isDryRun, problem, done, io);
}

QString bridgeText(const Paths &paths, const QProcessEnvironment &environment)
{
    const BridgeInstaller installer(BridgeInstaller::codexHome(environment), paths.data);
    const auto presence = installer.presence();
    QString text;
    if (!presence)
        text = translate("cpx", "Bridge from Codex: not known (%1)").arg(presence.error().message);
    else if (presence->isComplete)
        text = translate("cpx", "Bridge from Codex: in %1").arg(installer.file()) + u'\n' + trustHint();
    else if (!presence->events.isEmpty())
        text = translate("cpx", "Bridge from Codex: in %1, but not for every event once; repair it with: codex-plus hooks install").arg(installer.file());
    else
        text = translate("cpx", "Bridge from Codex: not installed, tools cannot be looked at before they run; install it with: codex-plus hooks install");
    if (installer.hasHooksInConfig())
        text += u'\n' + translate("cpx", "Codex's config.toml has hooks of its own, which Codex runs besides.");
    return text + u'\n';
}

QJsonObject bridgeJson(const Paths &paths, const QProcessEnvironment &environment)
{
    const BridgeInstaller installer(BridgeInstaller::codexHome(environment), paths.data);
    const auto presence = installer.presence();
    if (!presence)
        return {{u"file"_s, installer.file()}, {u"problem"_s, presence.error().message}};
    return {{u"file"_s, installer.file()}, {u"complete"_s, presence->isComplete}, {u"events"_s, QJsonArray::fromStringList(presence->events)}};
}

} // namespace cpx
