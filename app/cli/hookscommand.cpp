// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/hookscommand.h"

#include "agents/hooks/hookrunner.h"
#include "agents/trust/trustaudit.h"
#include "app/cli/commandline.h"
#include "app/cli/commandstext.h"
#include "app/cli/hooksinstall.h"
#include "app/cli/hookstext.h"
#include "app/cli/requesttext.h"
#include "core/paths.h"
#include "core/settings.h"
#include "core/terminalquestion.h"
#include "core/textfile.h"
#include "core/translate.h"

#include <QDir>
#include <QEventLoop>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 maximumPayload = 16 * 1024 * 1024;

/// The directory the words and options mean: that of a file, if it is one. NotFound when there is none.
Result<QString> directoryOf(const QCommandLineParser &parser, const QStringList &words)
{
    QString path = parser.isSet(u"project"_s) ? parser.value(u"project"_s) : QDir::currentPath();
    if ((words.constFirst() == u"trust" || words.constFirst() == u"revoke") && words.size() > 1)
        path = words.at(1);
    const QFileInfo info(path);
    const QString directory = info.isDir() ? info.canonicalFilePath() : QFileInfo(info.path()).canonicalFilePath();
    if (!info.exists() || directory.isEmpty())
        return Error{Error::Code::NotFound, translate("cpx", "%1 does not exist; name a project's directory").arg(path)};
    return directory;
}

Result<QJsonObject> readPayload(const QString &path)
{
    if (path.isEmpty())
        return QJsonObject();
    auto bytes = readTextFile(path, maximumPayload);
    if (!bytes)
        return bytes.error();
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(*bytes, &problem);
    if (!document.isObject()) {
        return Error{Error::Code::Invalid, translate("cpx", "%1 does not hold a JSON object: %2; correct it")
                                               .arg(path, document.isNull() ? problem.errorString() : translate("cpx", "something else"))};
    }
    return document.object();
}

/// Those of the sources that would run something and may not yet.
QList<SettingsSource> waitingSources(const SettingsInForce &inForce)
{
    QList<SettingsSource> waiting;
    for (const SettingsSource &source : inForce.sources) {
        if (!source.isInForce() && source.document.isUsable() && source.hasCommands() && source.trustProblem.isEmpty())
            waiting += source;
    }
    return waiting;
}

Result<void> record(AuditLog &log, const QList<TrustSubject> &subjects, TrustDecision decision)
{
    for (const TrustSubject &subject : subjects) {
        if (auto recorded = recordTrustDecision(log, subject, decision); !recorded)
            return recorded;
    }
    return {};
}

void printProblems(const SettingsInForce &inForce, QTextStream &out)
{
    for (const SettingsSource &source : inForce.sources) {
        if (source.document.isUsable() && source.trustProblem.isEmpty())
            continue;
        SettingsInForce only;
        only.sources = {source};
        out << hookListText(only);
    }
}

} // namespace

QString HooksCommand::name() const
{
    return u"hooks"_s;
}

QString HooksCommand::summary() const
{
    return translate("cpx", "Show, trust and try hooks: list, trust | revoke [PATH], run EVENT; install | uninstall the bridge from Codex");
}

int HooksCommand::run(const QStringList &arguments, CommandIo &io)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"action"_s, translate("cpx", "list (the default), trust or revoke [PATH] (a project's hooks), run EVENT (those of an event), install or uninstall (what makes Codex tell us of its events)."));
    parser.addOptions({
        {u"json"_s, translate("cpx", "Print JSON.")},
        {u"project"_s, translate("cpx", "Directory to look from (default: the current one)."), u"directory"_s},
        {u"payload"_s, translate("cpx", "File with a JSON object: the fields of the event."), u"file"_s},
        {u"yes"_s, translate("cpx", "Trust without asking.")},
        {u"dry-run"_s, translate("cpx", "Of install and uninstall: only show what would change.")},
    });
    if (const auto exitCode = parseCommandLine(parser, *this, arguments, io, 2))
        return *exitCode;
    QStringList words = parser.positionalArguments();
    if (words.isEmpty())
        words = {u"list"_s};
    const QString &action = words.constFirst();
    if (!QStringList{u"list"_s, u"trust"_s, u"revoke"_s, u"run"_s, u"install"_s, u"uninstall"_s}.contains(action))
        return reportUsage(io, name(), translate("cpx", "\"%1\" is neither list, trust, revoke, run, install nor uninstall").arg(action));
    const bool decides = action == u"trust" || action == u"revoke";
    if (!decides && action != u"run" && words.size() > 1)
        return reportUsage(io, name(), translate("cpx", "unexpected argument \"%1\"").arg(words.at(1)));
    if (action == u"run" && (words.size() < 2 || !hookEventNamed(words.at(1)))) {
        QStringList names;
        for (const HookEventRules &rules : hookEventRules())
            names += QString::fromLatin1(rules.name);
        return reportUsage(io, name(), translate("cpx", "run needs an event, one of: %1").arg(names.join(u", "_s)));
    }
    auto paths = Paths::fromEnvironment(io.environment);
    if (!paths)
        return reportFailure(io, translate("cpx", "cannot look for hooks"), paths.error());
    if (action == u"install")
        return installBridge(*paths, parser.isSet(u"dry-run"_s), io);
    if (action == u"uninstall")
        return uninstallBridge(*paths, parser.isSet(u"dry-run"_s), io);
    auto directory = directoryOf(parser, words);
    if (!directory)
        return reportFailure(io, translate("cpx", "cannot look for hooks"), directory.error());
    auto settings = Settings::fromFile(paths->settingsFile());
    if (!settings)
        return reportFailure(io, translate("cpx", "cannot read the settings"), settings.error());
    if (!settings->boolean("hooks.enabled") && !decides) {
        io.err << "codex-plus: " << translate("cpx", "hooks are off: the setting hooks.enabled is false") << '\n';
        io.err.flush();
        if (action == u"run")
            return int(ExitCode::Failed);
    }
    TrustStore store(paths->data);
    HookCatalog catalog(io.environment.value(u"HOME"_s), &store);
    if (action == u"trust")
        return trust(catalog, store, AuditLog(paths->data), *directory, parser, io);
    if (action == u"revoke")
        return revoke(catalog, store, AuditLog(paths->data), *directory, io);
    if (action == u"run")
        return tryOut(catalog, *directory, parser, io);
    return list(catalog, *paths, *directory, parser, io);
}

int HooksCommand::list(HookCatalog &catalog, const Paths &paths, const QString &directory, const QCommandLineParser &parser, CommandIo &io) const
{
    const SettingsInForce inForce = catalog.forDirectory(directory);
    if (parser.isSet(u"json"_s)) {
        QJsonObject json = hookListJson(inForce);
        json.insert(u"bridge"_s, bridgeJson(paths, io.environment));
        io.out << printableJson(QJsonDocument(json), QJsonDocument::Compact) << '\n';
    } else {
        io.out << hookListText(inForce) << '\n' << bridgeText(paths, io.environment);
    }
    io.out.flush();
    return int(ExitCode::Ok);
}

int HooksCommand::trust(HookCatalog &catalog, TrustStore &store, AuditLog log, const QString &directory, const QCommandLineParser &parser, CommandIo &io) const
{
    const SettingsInForce inForce = catalog.forDirectory(directory);
    const QList<SettingsSource> waiting = waitingSources(inForce);
    printProblems(inForce, io.out);
    QList<TrustSubject> subjects;
    for (const SettingsSource &source : waiting) {
        io.out << trustQuestionText(source, inForce.projectRoot, store) << '\n';
        subjects += source.subjects;
    }
    if (waiting.isEmpty())
        io.out << translate("cpx", "There is nothing to trust in %1 that is not trusted.").arg(inForce.projectRoot) << '\n';
    io.out.flush();
    if (waiting.isEmpty())
        return int(ExitCode::Ok);
    if (!parser.isSet(u"yes"_s)) {
        const auto answer = askOnTerminal(translate("cpx", "Trust this? Its commands run with your rights. [y/N] ").toUtf8());
        if (!answer) {
            return reportFailure(io, translate("cpx", "nothing is trusted"),
                                 Error{Error::Code::Invalid, translate("cpx", "there is no terminal to ask on; --yes trusts without asking")});
        }
        //: The answers to "Trust this?" that mean yes, in lower case, separated by commas.
        if (!translate("cpx", "y,yes").split(u',').contains(answer->toLower())) {
            if (auto recorded = record(log, subjects, TrustDecision::Denied); !recorded)
                reportFailure(io, translate("cpx", "the decision is not in the audit log"), recorded.error());
            io.out << translate("cpx", "Nothing is trusted.") << '\n';
            io.out.flush();
            return int(ExitCode::Failed);
        }
    }
    // In this order: nothing is trusted that nobody can read of later.
    if (auto recorded = record(log, subjects, TrustDecision::Trusted); !recorded)
        return reportFailure(io, translate("cpx", "nothing is trusted"), recorded.error());
    if (auto trusted = store.trust(subjects); !trusted)
        return reportFailure(io, translate("cpx", "nothing is trusted"), trusted.error());
    io.out << translate("cpx", "Trusted until one of the files changes.") << '\n';
    io.out.flush();
    return int(ExitCode::Ok);
}

int HooksCommand::revoke(HookCatalog &catalog, TrustStore &store, AuditLog log, const QString &directory, CommandIo &io) const
{
    const SettingsInForce inForce = catalog.forDirectory(directory);
    QList<TrustSubject> subjects; // as they were trusted, whatever is in the files now
    for (const SettingsSource &source : inForce.sources) {
        if (source.trust == SettingsSource::Trust::User)
            continue;
        QStringList files{QFileInfo(source.document.path).canonicalFilePath()}; // also when what it names is gone
        for (const TrustSubject &subject : source.subjects)
            files += subject.path;
        for (const QString &file : std::as_const(files)) {
            const TrustSubject trusted{file, store.trustedContent(file)};
            if (!trusted.sha256.isEmpty() && !subjects.contains(trusted))
                subjects += trusted;
        }
    }
    if (subjects.isEmpty()) {
        io.out << translate("cpx", "Nothing in %1 is trusted.").arg(inForce.projectRoot) << '\n';
        io.out.flush();
        return int(ExitCode::Ok);
    }
    for (const TrustSubject &subject : std::as_const(subjects)) {
        if (auto revoked = store.revoke(subject.path); !revoked)
            return reportFailure(io, translate("cpx", "the trust cannot be withdrawn"), revoked.error());
        io.out << translate("cpx", "No longer trusted: %1").arg(printable(subject.path)) << '\n';
    }
    io.out.flush();
    if (auto recorded = record(log, subjects, TrustDecision::Revoked); !recorded)
        return reportFailure(io, translate("cpx", "the decision is not in the audit log"), recorded.error());
    return int(ExitCode::Ok);
}

int HooksCommand::tryOut(HookCatalog &catalog, const QString &directory, const QCommandLineParser &parser, CommandIo &io) const
{
    auto payload = readPayload(parser.value(u"payload"_s));
    if (!payload)
        return reportFailure(io, translate("cpx", "cannot run the hooks"), payload.error());
    HookContext context;
    context.workingDirectory = directory;
    context.sessionId = payload->value(u"session_id"_s).toString(u"local-session"_s);
    context.transcriptPath = payload->value(u"transcript_path"_s).toString();
    context.permissionMode = payload->value(u"permission_mode"_s).toString(context.permissionMode);

    HookRunner runner(&catalog, io.environment);
    QEventLoop loop;
    HookOutcome outcome;
    const auto run = runner.run(*hookEventNamed(parser.positionalArguments().at(1)), *payload, context, [&](const HookOutcome &result) {
        outcome = result;
        loop.quit();
    });
    loop.exec();
    if (!outcome.notice.isEmpty()) {
        io.err << "codex-plus: " << outcome.notice << '\n';
        io.err.flush();
    }
    if (parser.isSet(u"json"_s))
        io.out << printableJson(QJsonDocument(hookOutcomeJson(outcome)), QJsonDocument::Compact) << '\n';
    else
        io.out << hookOutcomeText(outcome);
    io.out.flush();
    return int(ExitCode::Ok);
}

} // namespace cpx
