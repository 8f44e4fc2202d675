// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/automation/promptpreparation.h"

#include "agents/hooks/hookattribution.h"
#include "core/translate.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype mostNoticed = 1000; ///< notices that are remembered; then each may be told once more

} // namespace

PromptPreparation::PromptPreparation(AutomationService *service, PromptInput input, AutomationService::Prepared done)
    : QObject(service)
    , m_service(service)
    , m_input(std::move(input))
    , m_done(std::move(done))
{
    m_prepared.replacements.resize(m_input.texts.size());
    if (m_input.workingDirectory.isEmpty())
        m_input.workingDirectory = m_service->m_options.homeDirectory;
}

PromptPreparation::~PromptPreparation() = default;

void PromptPreparation::start()
{
    if (m_service->m_options.hooks && m_input.runsHooks) {
        if (m_input.isFirstOfSession)
            m_hookEvents.append({HookEvent::SessionStart, {}});
        for (const QString &text : m_input.texts)
            m_hookEvents.append({HookEvent::UserPromptSubmit, text});
    }
    askForStatusLine();
    runNextHook();
}

// ---- Status line

void PromptPreparation::askForStatusLine()
{
    if (!m_service->m_options.statusLine || !m_input.wantsStatusLine)
        return;
    const SettingsInForce settings = m_service->m_hookCatalog.forDirectory(m_input.workingDirectory);
    std::optional<StatusLineDefinition> definition;
    m_prepared.statusLineAttribution = {ChangeAttribution::Kind::StatusLine, u"git"_s, {}, {}};
    if (const SettingsSource *source = settings.statusLineSource()) {
        definition = StatusLineDefinition::fromJson(source->document.statusLine, source->document.path).definition;
        m_prepared.statusLineAttribution = {ChangeAttribution::Kind::StatusLine, definition ? definition->command : QString(),
                                            source->document.path, {}};
    }
    StatusLineContext context;
    context.workingDirectory = m_input.workingDirectory;
    context.sessionId = m_input.sessionId;
    context.model = m_input.model;
    m_isWaitingForStatusLine = true;
    m_service->m_statusLines.lineFor(context, definition, StatusLineProvider::usualWait,
                                     [self = QPointer(this)](const QString &line) {
        if (!self)
            return;
        self->m_prepared.statusLine = line;
        self->m_isWaitingForStatusLine = false;
        self->finishWhenReady();
    });
}

// ---- Hooks

void PromptPreparation::runNextHook()
{
    if (m_hookEvents.isEmpty())
        return expandNext();
    const auto [event, prompt] = m_hookEvents.takeFirst();
    QJsonObject payload;
    if (event == HookEvent::SessionStart)
        payload = {{u"source"_s, m_input.isResumed ? u"resume"_s : u"startup"_s}, {u"model"_s, m_input.model}};
    else
        payload = {{u"prompt"_s, prompt}};
    HookContext context;
    context.workingDirectory = m_input.workingDirectory;
    context.sessionId = m_input.sessionId;
    m_hookRun = m_service->m_hooks.run(event, payload, context, [this, hookEvent = event](const HookOutcome &outcome) {
        // The run that calls is not to be deleted here.
        m_hookRun.release()->deleteLater();
        take(outcome, hookEvent);
    });
}

void PromptPreparation::take(const HookOutcome &outcome, HookEvent event)
{
    using Effect = HookRecord::Effect;
    addNotice(outcome.notice, outcome.noticeKey);
    m_prepared.notices += outcome.systemMessages;
    if (outcome.blocked || outcome.stopsEverything) {
        const QString reason = outcome.stopsEverything && !outcome.stopReason.isEmpty() ? outcome.stopReason : outcome.reason;
        return refuse(reason.isEmpty() ? translate("cpx", "A hook stopped this prompt.") : reason,
                      attributionOf(outcome, event, {Effect::Blocked, Effect::Stopped}));
    }
    QList<ChangeAttribution> sources;
    for (const HookRecord &record : outcome.runs) {
        if (record.effect == Effect::Context)
            sources.append(attributionOf(record));
    }
    const ChangeAttribution anyOfThem = attributionOf(outcome, event, {Effect::Context});
    for (qsizetype i = 0; i < outcome.additionalContexts.size(); ++i) {
        const bool isOneEach = sources.size() == outcome.additionalContexts.size();
        m_prepared.contexts.append({outcome.additionalContexts[i], isOneEach ? sources[i] : anyOfThem});
    }
    runNextHook();
}

// ---- Slash commands

void PromptPreparation::expandNext()
{
    while (m_service->m_options.commands && m_nextText < m_input.texts.size()) {
        const QString text = withCommandsForSkills(m_input.texts[m_nextText], m_input.skills);
        const auto listing = m_service->m_commands.commands(m_input.workingDirectory);
        const bool isNewest = m_nextText == m_input.texts.size() - 1;
        if (const auto call = m_service->m_localCommands.callIn(text, *listing); call && isNewest) {
            if (call->name != u"help")
                m_prepared.question = call->name;
            m_prepared.answer = PreparedPrompt::Text{m_service->m_localCommands.answer(*call, *listing),
                                                     {ChangeAttribution::Kind::Command, call->name, {}, {}}};
            return finish();
        }
        auto prompt = CommandPrompt::of(text, *listing);
        if (!prompt)
            return refuse(prompt.error().message, {ChangeAttribution::Kind::Command, {}, {}, {}});
        if (!prompt->commands.isEmpty())
            return expand(std::move(*prompt), listing->projectRoot);
        ++m_nextText;
    }
    m_areCommandsDone = true;
    finishWhenReady();
}

void PromptPreparation::expand(CommandPrompt prompt, const QString &root)
{
    ExpansionContext context;
    context.workingDirectory = m_input.workingDirectory;
    context.projectRoot = root;
    context.firstArgument = m_service->m_options.firstArgument;
    context.sessionId = m_input.sessionId;
    context.environment = m_service->m_options.environment;
    const CommandFile first = prompt.commands.constFirst().definition.file;
    m_expander = std::make_unique<CommandExpander>(std::move(prompt), context, m_service->m_trust,
                                                   [this, first](const Result<ExpandedPrompt> &result) {
        m_expander.release()->deleteLater();
        if (result)
            take(*result);
        else
            refuse(result.error().message, {ChangeAttribution::Kind::Command, first.name, first.path, {}});
    });
}

void PromptPreparation::take(const ExpandedPrompt &expanded)
{
    QStringList names;
    for (const ExpandedPrompt::UsedCommand &command : expanded.commands) {
        names.append(command.name);
        m_prepared.replacedSkills.insert(command.name, {ChangeAttribution::Kind::Command, command.name, command.path, {}});
    }
    m_prepared.replacements[m_nextText] = PreparedPrompt::Text{
        expanded.text, {ChangeAttribution::Kind::Command, names.join(u", "_s), expanded.commands.constFirst().path, {}}};
    m_prepared.notices += expanded.notes;
    ++m_nextText;
    expandNext();
}

// ---- The end

void PromptPreparation::refuse(const QString &reason, const ChangeAttribution &attribution)
{
    m_prepared.refusal = PreparedPrompt::Text{reason, attribution};
    for (const CommandSkill &skill : std::as_const(m_input.skills))
        m_prepared.replacedSkills.insert(skill.command, attribution); // the prompt that called it goes
    finish();
}

void PromptPreparation::addNotice(const QString &notice, const QByteArray &key)
{
    if (notice.isEmpty() || m_service->m_noticed.contains(key))
        return;
    if (m_service->m_noticed.size() >= mostNoticed)
        m_service->m_noticed.clear();
    m_service->m_noticed.insert(key);
    m_prepared.notices.append(notice);
}

void PromptPreparation::finishWhenReady()
{
    if (m_areCommandsDone && !m_isWaitingForStatusLine)
        finish();
}

void PromptPreparation::finish()
{
    if (!m_done)
        return;
    deleteLater();
    m_prepared.atRest = m_service->atRest(m_input.workingDirectory);
    m_prepared.hookPresence = m_prepared.atRest ? m_prepared.atRest->hookPresence : m_service->hookPresence(m_input.workingDirectory);
    std::exchange(m_done, {})(std::move(m_prepared));
}

} // namespace cpx
