// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/promptrun.h"

#include "agents/commands/commandmention.h"
#include "core/translate.h"
#include "core/zstd.h"
#include "proxy/flowrecord.h"
#include "proxy/prompt/calledskill.h"
#include "proxy/prompt/sseinsertionfilter.h"
#include "proxy/prompt/syntheticanswer.h"
#include "proxy/prompt/toolcallfilter.h"
#include "proxy/prompt/toolcallhooks.h"
#include "proxy/prompt/tooloutputhooks.h"
#include "proxy/responses/responsesummary.h"

#include <QDateTime>
#include <QLoggingCategory>

namespace cpx {

namespace {

Q_LOGGING_CATEGORY(lcPrompt, "cpx.prompt", QtInfoMsg)

AnswerShape answerShape(const ModelRequest &request)
{
    if (request.shape() == ModelRequest::Shape::ChatCompletions)
        return request.isStream() ? AnswerShape::ChatStream : AnswerShape::ChatDocument;
    return request.isStream() ? AnswerShape::ResponsesStream : AnswerShape::ResponsesDocument;
}

/// A remark of ours in an answer.
BodyChange remark(const QString &text, const ChangeAttribution &attribution)
{
    BodyChange change;
    change.direction = BodyChange::Direction::Response;
    change.attribution = attribution;
    change.location = "/item/content/0/text";
    change.after = ChangeText::of(text.toUtf8());
    return change;
}

} // namespace

std::optional<PromptRun::Coding> PromptRun::codingOf(const http::RequestHead &head)
{
    const qsizetype count = head.headers.count("content-encoding");
    if (count == 0)
        return Coding::None;
    const QByteArrayView value = *head.headers.first("content-encoding");
    if (count > 1)
        return std::nullopt;
    if (http::equalsIgnoreCase(value, "zstd"))
        return Coding::Zstd;
    return http::equalsIgnoreCase(value, "identity") ? std::optional(Coding::None) : std::nullopt;
}

PromptRun::PromptRun(std::shared_ptr<PromptContext> context, StageRequest &request, Coding coding, Stage::Next next)
    : m_context(std::move(context))
    , m_request(request)
    , m_body(request.body)
    , m_coding(coding)
    , m_next(std::move(next))
{
}

void PromptRun::start(GatherBudget::Share share)
{
    if (isOver())
        return;
    m_request.room = std::make_shared<GatherBudget::Share>(std::move(share));
    readBody(m_request, ModelRequest::largestBody, [self = shared_from_this()](const BodyOutcome &outcome) {
        if (const auto *error = std::get_if<http::HttpError>(&outcome))
            self->m_next(*error);
        else
            self->onBody(std::get<QByteArray>(outcome));
    });
}

void PromptRun::onBody(const QByteArray &received)
{
    QByteArray plain = received;
    if (m_coding == Coding::Zstd) {
        auto decoded = zstdDecompress(received, ModelRequest::largestBody);
        if (!decoded)
            return m_next(Continue{}); // whoever can read it may
        plain = *std::move(decoded);
    }
    const TurnMetadata metadata = TurnMetadata::of(m_request.head.target, m_request.head.headers);
    auto model = ModelRequest::parse(plain, metadata);
    if (!model || model->shape() == ModelRequest::Shape::Other)
        return m_next(Continue{});
    m_model = *std::move(model);
    lookAtPrompts();
}

QList<PromptRun::Message> PromptRun::messagesOf(const QList<Prompt> &prompts)
{
    QList<Message> messages;
    for (const Prompt &prompt : prompts) {
        if (messages.isEmpty() || messages.constLast().prompts.constFirst().itemIndex != prompt.itemIndex)
            messages.append({prompt.itemId, {}});
        messages.last().prompts.append(prompt);
    }
    return messages;
}

/// The texts of skills that have become commands are not for the model.
void PromptRun::rememberSkills(const PreparedPrompt &prepared)
{
    if (prepared.replacedSkills.isEmpty())
        return;
    const QList<CalledSkill> called = CalledSkill::of(*m_model);
    for (const CalledSkill &each : called) {
        const auto found = prepared.replacedSkills.constFind(each.skill.command);
        if (found == prepared.replacedSkills.constEnd())
            continue;
        PromptTreatment treatment;
        treatment.replaced = *found;
        if (each.text.itemId.isEmpty())
            m_fresh.insert(each.text.itemIndex, treatment);
        else
            m_context->memory.remember(each.text.itemId, treatment);
    }
}

void PromptRun::lookAtPrompts()
{
    if (m_model->kind() == RequestKind::Compaction)
        return runPreCompact();
    if (!m_model->isUserTurn())
        return passOn();
    const QList<Message> messages = messagesOf(m_model->prompts());
    QList<Message> unknown;
    for (const Message &message : messages) {
        if (message.id.isEmpty() || !m_context->memory.find(message.id))
            unknown.append(message);
    }
    if (!unknown.isEmpty())
        return prepare(unknown);
    if (!messages.isEmpty() && answerItself(*m_context->memory.find(messages.constLast().id)))
        return;
    passOn();
}

HookContext PromptRun::hookContext() const
{
    HookContext context;
    context.workingDirectory = m_model->workingDirectory();
    context.sessionId = m_model->metadata().sessionId;
    return context;
}

void PromptRun::runPreCompact()
{
    if (m_context->bridgedTurns->contains(m_model->metadata().sessionId, m_model->metadata().turnId, HookEvent::PreCompact))
        return passOn();
    const bool isAutomatic = m_model->metadata().compactionTrigger == QStringLiteral("auto");
    const QJsonObject payload{{QStringLiteral("trigger"), isAutomatic ? QStringLiteral("auto") : QStringLiteral("manual")},
                              {QStringLiteral("custom_instructions"), QString()}};
    m_context->automation->runHooks(HookEvent::PreCompact, payload, hookContext(), [self = shared_from_this()](const HookOutcome &outcome) {
        if (self->isOver())
            return;
        if (!outcome.blocked && !outcome.stopsEverything)
            return self->passOn();
        const QString reason = outcome.stopReason.isEmpty() ? outcome.reason : outcome.stopReason;
        self->m_next(http::HttpError{400, "invalid_prompt",
                                     reason.isEmpty() ? translate("cpx", "A hook stopped the compaction.") : reason});
    });
}

/// Nobody has set up anything that looks at prompts there, and none of these could be a slash command or calls a skill of ours.
bool PromptRun::isOfNoConcern(const QList<Message> &messages) const
{
    if (!m_context->atRest.find(m_model->workingDirectory()) || !CalledSkill::of(*m_model).isEmpty())
        return false;
    const auto any = [](const QString &) { return true; };
    return std::all_of(messages.begin(), messages.end(), [&](const Message &message) {
        return std::all_of(message.prompts.begin(), message.prompts.end(),
                           [&](const Prompt &prompt) { return findCommands(prompt.text(), any).isEmpty(); });
    });
}

void PromptRun::prepare(const QList<Message> &messages)
{
    const TurnMetadata &metadata = m_model->metadata();
    if (isOfNoConcern(messages)) {
        PreparedPrompt prepared;
        for (const Message &message : messages)
            prepared.replacements.resize(prepared.replacements.size() + message.prompts.size());
        prepared.hookPresence = m_context->atRest.find(m_model->workingDirectory())->hookPresence;
        m_context->sessions.see(metadata.sessionId, m_model->workingDirectory());
        m_context->sessions.noteHooks(metadata.sessionId, prepared.hookPresence);
        return onPrepared(messages, prepared);
    }
    QByteArray key;
    PromptInput input;
    for (const Message &message : messages) {
        key += message.id + ' ';
        for (const Prompt &prompt : message.prompts)
            input.texts.append(prompt.text());
    }
    const auto go = [self = shared_from_this(), messages](const PreparedPrompt &prepared) {
        if (!self->isOver())
            self->onPrepared(messages, prepared);
    };
    const bool isKnownById = std::none_of(messages.begin(), messages.end(), [](const Message &message) { return message.id.isEmpty(); });
    if (isKnownById) {
        PromptContext::Waiting &waiting = m_context->inPreparation[key];
        waiting.push_back(go);
        if (waiting.size() > 1)
            return;
    }
    const QList<CalledSkill> called = CalledSkill::of(*m_model);
    for (const CalledSkill &each : called)
        input.skills.append(each.skill);
    input.sessionId = metadata.sessionId;
    input.turnId = metadata.turnId;
    input.model = m_model->model();
    input.workingDirectory = m_model->workingDirectory();
    input.isFirstOfSession = !input.sessionId.isEmpty() && !m_context->sessions.contains(input.sessionId);
    input.isResumed = metadata.historyInitialization == QStringLiteral("cold_resume");
    m_context->sessions.see(input.sessionId, input.workingDirectory);
    input.runsHooks = !m_context->bridgedTurns->contains(input.sessionId, input.turnId, HookEvent::UserPromptSubmit);
    input.wantsStatusLine = answerShape(*m_model) == AnswerShape::ResponsesStream;
    m_context->automation->prepare(input, [context = m_context, key, go, isKnownById, session = input.sessionId,
                                           directory = input.workingDirectory](PreparedPrompt prepared) {
        answerQuestion(prepared, *context, session);
        context->atRest.note(directory, prepared.atRest);
        context->sessions.note(session, prepared);
        context->sessions.noteHooks(session, prepared.hookPresence);
        if (!isKnownById)
            return go(prepared);
        const auto waiting = context->inPreparation.extract(key);
        for (const auto &each : waiting.mapped())
            each(prepared);
    });
}

/// What only the engine knows.
void PromptRun::answerQuestion(PreparedPrompt &prepared, const PromptContext &context, const QString &session)
{
    if (prepared.question == QStringLiteral("status"))
        prepared.answer->text = context.statusText();
    else if (prepared.question == QStringLiteral("history"))
        prepared.answer->text = context.sessions.historyText(session);
}

void PromptRun::onPrepared(const QList<Message> &messages, const PreparedPrompt &prepared)
{
    m_presence = prepared.hookPresence;
    QList<qsizetype> messageOf;
    for (qsizetype i = 0; i < messages.size(); ++i)
        messageOf.resize(messageOf.size() + messages[i].prompts.size(), i);
    const QList<PromptTreatment> treatments = PromptTreatment::of(prepared, messageOf, m_model->shape());
    for (qsizetype i = 0; i < messages.size(); ++i) {
        if (messages[i].id.isEmpty())
            m_fresh.insert(messages[i].prompts.constFirst().itemIndex, treatments[i]);
        else if (!m_context->memory.find(messages[i].id)) // else another request with the same prompt came first
            m_context->memory.remember(messages[i].id, treatments[i]);
    }
    rememberSkills(prepared);
    if (answerItself(treatments.constLast()))
        return;
    addToAnswer(prepared);
    passOn();
}

/// The newest prompt is not for the model.
bool PromptRun::answerItself(const PromptTreatment &newest)
{
    if (!newest.isTakenOut())
        return false;
    ConversationEdit edit(*m_model);
    edit.treat(messagesOf(m_model->prompts()).constLast().prompts, newest);
    m_request.changes = std::make_shared<const QList<BodyChange>>(edit.changes());
    if (newest.refusal) {
        // Codex shows exactly this message, once, and does not try again.
        m_next(http::HttpError{400, "invalid_prompt", newest.refusal->text});
        return true;
    }
    const SyntheticAnswer answer = SyntheticAnswer::of(answerShape(*m_model), newest.answer->text, m_model->model(),
                                                       QDateTime::currentSecsSinceEpoch());
    m_next(LocalReply{200, {{"Content-Type", answer.contentType}, {"Cache-Control", "no-store"}}, answer.body});
    return true;
}

void PromptRun::addToAnswer(const PreparedPrompt &prepared)
{
    QStringList lines = prepared.notices;
    if (!prepared.statusLine.isEmpty())
        lines.append(prepared.statusLine);
    if (lines.isEmpty() || answerShape(*m_model) != AnswerShape::ResponsesStream)
        return;
    // The exchange owns the filter, and so its request lives when it is told.
    const auto inserted = [&request = m_request, notices = prepared.notices, line = prepared.statusLine, by = prepared.statusLineAttribution] {
        for (const QString &notice : notices)
            addChange(request.changes, remark(notice, {ChangeAttribution::Kind::Policy, QStringLiteral("notice"), {}, {}}));
        if (!line.isEmpty())
            addChange(request.changes, remark(line, by));
    };
    m_request.filters.push_back(std::make_unique<SseInsertionFilter>(commentaryEvent(lines.join(QStringLiteral("\n\n"))), inserted));
}

/// When the model has nothing more to do, its turn has ended, and so has that of a sub-agent.
void PromptRun::watchForStop()
{
    const RequestKind kind = m_model->kind();
    if (kind != RequestKind::SubAgent && !m_model->isUserTurn())
        return; // JSON was wanted
    QJsonObject payload{{QStringLiteral("stop_hook_active"), false}};
    if (kind == RequestKind::SubAgent) {
        payload.insert(QStringLiteral("agent_id"), m_model->metadata().threadId);
        payload.insert(QStringLiteral("agent_type"), m_model->metadata().agentName);
    }
    if (m_context->bridgedTurns->knowsTurn(m_model->metadata().sessionId, m_model->metadata().turnId))
        return; // Codex will tell by itself
    const HookEvent event = kind == RequestKind::SubAgent ? HookEvent::SubagentStop : HookEvent::Stop;
    m_request.ended = [automation = m_context->automation, event, payload, context = hookContext()](const FlowRecord &record) {
        const auto &summary = record.summary;
        if (summary && summary->outcome && summary->outcome->kind == ModelOutcome::Kind::Completed && summary->toolCallCount == 0)
            automation->runHooks(event, payload, context, [](const HookOutcome &) {});
    };
}

/// Sends it on, with the hooks that are in force for a turn.
void PromptRun::passOn()
{
    const RequestKind kind = m_model->kind();
    if (kind != RequestKind::Turn && kind != RequestKind::SubAgent)
        return sendOn();
    const QString session = m_model->metadata().sessionId;
    if (!m_presence)
        m_presence = m_context->sessions.hookPresence(session);
    const SetupAtRest *atRest = m_presence ? nullptr : m_context->atRest.find(m_model->workingDirectory());
    if (atRest)
        m_presence = atRest->hookPresence;
    if (m_presence)
        return runToolHooks();
    m_context->automation->findHooks(m_model->workingDirectory(), [self = shared_from_this(), session](HookPresence presence) {
        self->m_context->sessions.noteHooks(session, presence);
        self->m_presence = presence;
        if (!self->isOver())
            self->runToolHooks();
    });
}

/// In code mode a call is a script for tools: only the client sees what they do. And what Codex tells by itself is not
/// looked for here.
bool PromptRun::showsTools() const
{
    const TurnMetadata &metadata = m_model->metadata();
    return answerShape(*m_model) == AnswerShape::ResponsesStream && m_model->toolCallShape() == ModelRequest::ToolCallShape::Classic
        && !m_context->bridgedTurns->knowsTurn(metadata.sessionId, metadata.turnId);
}

void PromptRun::runToolHooks()
{
    if (m_presence->atEnd)
        watchForStop();
    if (m_presence->beforeTools && showsTools())
        m_request.filters.push_back(ToolCallHooks(m_context, m_request, hookContext()).filter());
    if (!m_presence->afterTools || !showsTools())
        return sendOn();
    ToolOutputHooks(*m_context, *m_model).run(hookContext(), [self = shared_from_this()](const std::optional<QString> &stopReason) {
        if (self->isOver())
            return;
        if (stopReason)
            self->m_next(http::HttpError{400, "invalid_prompt", *stopReason});
        else
            self->sendOn();
    });
}

/// The texts of one message.
void PromptRun::treat(ConversationEdit &edit, const QList<Prompt> &prompts) const
{
    if (const PromptTreatment *treatment = m_context->memory.find(prompts.constFirst().itemId))
        edit.treat(prompts, *treatment);
    else if (const auto fresh = m_fresh.constFind(prompts.constFirst().itemIndex); fresh != m_fresh.constEnd())
        edit.treat(prompts, *fresh);
}

/// Sends the conversation on, with all that has ever been done to it done again.
void PromptRun::sendOn()
{
    ConversationEdit edit(*m_model);
    edit.removeOwnItems();
    ToolOutputHooks(*m_context, *m_model).apply(edit);
    if (!m_context->memory.isEmpty() || !m_fresh.isEmpty()) {
        const QList<qsizetype> own = m_model->ownItems();
        for (const qsizetype index : own) {
            if (const PromptTreatment *instead = m_context->memory.find(m_model->itemId(index)))
                edit.addBeside(index, *instead);
        }
        const QList<Message> messages = messagesOf(m_model->allPrompts() + m_model->allSkillTexts());
        for (const Message &message : messages)
            treat(edit, message.prompts);
    }
    QByteArray body = m_model->body();
    QList<BodyChange> changes;
    if (!edit.isEmpty()) {
        if (auto changed = edit.applied()) {
            body = *std::move(changed);
            changes = edit.changes();
        } else {
            qCWarning(lcPrompt).noquote() << "a request is sent unchanged:" << changed.error().message;
        }
    }
    if (m_presence && m_presence->python)
        showToPython(body, changes);
    else
        send(body, changes);
}

/// The last word is theirs, on everything.
void PromptRun::showToPython(const QByteArray &body, const QList<BodyChange> &changes)
{
    PythonRequest request;
    request.path = QString::fromUtf8(m_request.head.target);
    const http::HeaderList &headers = m_request.head.headers;
    for (qsizetype i = 0; i < headers.size(); ++i)
        request.headers.append({headers.name(i).toByteArray(), headers.value(i).toByteArray()});
    m_context->automation->preInput(m_model->workingDirectory(), body, request,
                                    [self = shared_from_this(), body, changes](const PythonOutcome &outcome) {
        if (self->isOver())
            return;
        if (!outcome.problem.isEmpty())
            qCWarning(lcPrompt).noquote() << outcome.problem;
        switch (outcome.kind) {
        case PythonOutcome::Kind::Unchanged:
            return self->send(body, changes);
        case PythonOutcome::Kind::Blocked:
            return self->m_next(http::HttpError{400, "invalid_prompt", outcome.reason});
        case PythonOutcome::Kind::Changed:
            break;
        }
        BodyChange change;
        change.attribution = {ChangeAttribution::Kind::Hook, QStringLiteral("pre_input"), {}, QStringLiteral("Python")};
        change.before = ChangeText::of(body);
        change.after = ChangeText::of(outcome.body);
        self->send(outcome.body, changes + QList{change});
    });
}

void PromptRun::send(const QByteArray &body, const QList<BodyChange> &changes)
{
    if (changes.isEmpty())
        return m_next(Continue{}); // as it came
    m_request.receivedBody = m_model->body();
    m_request.changes = std::make_shared<const QList<BodyChange>>(changes);
    m_request.head.headers.remove("content-encoding");
    m_request.head.body = {http::BodyFraming::Kind::Sized, quint64(body.size())};
    m_body->replaceContent(body);
    m_next(Continue{});
}

} // namespace cpx
