// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/promptrun.h"

#include "core/zstd.h"
#include "proxy/prompt/sseinsertionfilter.h"
#include "proxy/prompt/syntheticanswer.h"

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
    m_share = std::move(share);
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

void PromptRun::lookAtPrompts()
{
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

void PromptRun::prepare(const QList<Message> &messages)
{
    const TurnMetadata &metadata = m_model->metadata();
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
    input.sessionId = metadata.sessionId;
    input.turnId = metadata.turnId;
    input.model = m_model->model();
    input.workingDirectory = m_model->workingDirectory();
    input.isFirstOfSession = !input.sessionId.isEmpty() && !m_context->sessions.contains(input.sessionId);
    if (input.isFirstOfSession)
        m_context->sessions.insert(input.sessionId, new int(0));
    input.wantsStatusLine = answerShape(*m_model) == AnswerShape::ResponsesStream;
    if (!isKnownById)
        return m_context->automation->prepare(input, go);
    m_context->automation->prepare(input, [context = m_context, key](const PreparedPrompt &prepared) {
        const auto waiting = context->inPreparation.extract(key);
        for (const auto &each : waiting.mapped())
            each(prepared);
    });
}

void PromptRun::onPrepared(const QList<Message> &messages, const PreparedPrompt &prepared)
{
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
    m_request.filter = std::make_unique<SseInsertionFilter>(commentaryEvent(lines.join(QStringLiteral("\n\n"))));
}

/// Sends the conversation on, with all that has ever been done to it done again.
void PromptRun::passOn()
{
    ConversationEdit edit(*m_model);
    edit.removeOwnItems();
    if (!m_context->memory.isEmpty() || !m_fresh.isEmpty()) {
        const QList<Message> messages = messagesOf(m_model->allPrompts());
        for (const Message &message : messages) {
            const PromptTreatment *treatment = m_context->memory.find(message.id);
            if (treatment)
                edit.treat(message.prompts, *treatment);
            else if (const auto fresh = m_fresh.constFind(message.prompts.constFirst().itemIndex); fresh != m_fresh.constEnd())
                edit.treat(message.prompts, *fresh);
        }
    }
    if (edit.isEmpty())
        return m_next(Continue{});
    auto changed = edit.applied();
    if (!changed) {
        qCWarning(lcPrompt).noquote() << "a request is sent unchanged:" << changed.error().message;
        return m_next(Continue{});
    }
    m_request.receivedBody = m_model->body();
    m_request.changes = std::make_shared<const QList<BodyChange>>(edit.changes());
    m_request.head.headers.remove("content-encoding");
    m_request.head.body = {http::BodyFraming::Kind::Sized, quint64(changed->size())};
    m_body->replaceContent(*std::move(changed));
    m_next(Continue{});
}

} // namespace cpx
