// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/automation/automationservice.h"

#include "agents/automation/promptpreparation.h"
#include "agents/projectroot.h"
#include "core/childenvironment.h"

#include <QDir>
#include <algorithm>

namespace cpx {

namespace {

StatusLineProvider::Options statusLineOptions(const AutomationOptions &options)
{
    StatusLineProvider::Options result;
    result.environment = childEnvironment(options.environment);
    result.gitFallback = options.gitStatusLine;
    return result;
}

QStringList userHookDirectories(const QString &home)
{
    if (home.isEmpty())
        return {};
    return {home + QStringLiteral("/.codexplus/hooks"), home + QStringLiteral("/.claude/hooks")};
}

PythonHookHost::Options pythonOptions(const AutomationOptions &options)
{
    PythonHookHost::Options result;
    result.dataDirectory = options.dataDirectory;
    result.userDirectories = userHookDirectories(options.homeDirectory);
    result.environment = childEnvironment(options.environment);
    return result;
}

} // namespace

AutomationService::AutomationService(const AutomationOptions &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_trust(options.dataDirectory)
    , m_hookCatalog(options.homeDirectory, &m_trust)
    , m_hooks(&m_hookCatalog, options.environment)
    , m_pythonHooks(pythonOptions(options))
    , m_commands(options.homeDirectory)
    , m_localCommands([](const QString &) { return QString(); }, [](const QString &) { return QString(); })
    , m_statusLines(statusLineOptions(options))
    , m_watch(m_hookCatalog.homeDirectory())
{
}

AutomationService::~AutomationService()
{
    // Before what they use.
    const auto preparations = findChildren<PromptPreparation *>(Qt::FindDirectChildrenOnly);
    qDeleteAll(preparations);
}

void AutomationService::prepare(const PromptInput &input, Prepared done)
{
    (new PromptPreparation(this, input, std::move(done)))->start();
}

HookPresence AutomationService::hookPresence(const QString &workingDirectory)
{
    HookPresence presence;
    if (!m_options.hooks)
        return presence;
    const QString &place = workingDirectory.isEmpty() ? m_options.homeDirectory : workingDirectory;
    const QList<HookDefinition> hooks = m_hookCatalog.forDirectory(place).hooks();
    for (const HookDefinition &hook : hooks) {
        presence.beforeTools = presence.beforeTools || hook.event == HookEvent::PreToolUse;
        presence.afterTools = presence.afterTools || hook.event == HookEvent::PostToolUse;
        presence.atEnd = presence.atEnd || hook.event == HookEvent::Stop || hook.event == HookEvent::SubagentStop;
    }
    presence.python = hasPythonHooks(place);
    return presence;
}

/// Watched before it is read: no change is missed.
std::optional<SetupAtRest> AutomationService::atRest(const QString &workingDirectory)
{
    SetupAtRest result;
    result.isOver = m_watch.watch(workingDirectory);
    if (!result.isOver)
        return std::nullopt;
    const SettingsInForce settings = m_hookCatalog.forDirectory(workingDirectory);
    const auto looksAtPrompts = [](const HookDefinition &hook) {
        return hook.event == HookEvent::SessionStart || hook.event == HookEvent::UserPromptSubmit;
    };
    const QList<HookDefinition> hooks = m_options.hooks ? settings.hooks() : QList<HookDefinition>();
    const bool hasStatusLine = m_options.statusLine && (m_options.gitStatusLine || settings.statusLineSource());
    if (hasStatusLine || !settings.notice.isEmpty() || std::any_of(hooks.begin(), hooks.end(), looksAtPrompts))
        return std::nullopt;
    result.hookPresence = hookPresence(workingDirectory);
    return result;
}

void AutomationService::runHooks(HookEvent event, const QJsonObject &payload, const HookContext &context, HooksDone done)
{
    if (!m_options.hooks)
        return done({});
    HookContext place = context;
    if (place.workingDirectory.isEmpty())
        place.workingDirectory = m_options.homeDirectory;
    const quint64 id = ++m_lastRun;
    m_runs[id] = m_hooks.run(event, payload, place, [this, id, done = std::move(done)](const HookOutcome &outcome) {
        const auto run = m_runs.extract(id);
        run.mapped().release()->deleteLater(); // it is the one that calls
        done(outcome);
    });
}

void AutomationService::preInput(const QString &workingDirectory, const QByteArray &body, const PythonRequest &request,
                                 PythonHookHost::Done done)
{
    if (!m_options.hooks)
        return done({});
    m_pythonHooks.preInput(projectRoot(workingDirectory), body, request, std::move(done));
}

bool AutomationService::hasPythonHooks(const QString &workingDirectory) const
{
    QStringList directories = userHookDirectories(m_options.homeDirectory);
    if (const QString root = projectRoot(workingDirectory); !root.isEmpty())
        directories << root + QStringLiteral("/.codexplus/hooks") << root + QStringLiteral("/.claude/hooks");
    return std::any_of(directories.begin(), directories.end(), [](const QString &directory) {
        return !QDir(directory).entryList({QStringLiteral("*.py")}, QDir::Files).isEmpty();
    });
}

} // namespace cpx
