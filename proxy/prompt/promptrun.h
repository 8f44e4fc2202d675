// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/pipeline/bodyreader.h"
#include "proxy/prompt/conversationedit.h"
#include "proxy/prompt/promptstage.h"
#include "proxy/server/requestbody.h"

#include <QPointer>

namespace cpx {

/// One request to a model on its way through the PromptStage. Kept alive by whatever it waits for; when the client leaves,
/// it comes to nothing. Engine thread.
class PromptRun : public std::enable_shared_from_this<PromptRun>
{
public:
    enum class Coding { None, Zstd };
    /// The content coding, if we can undo it.
    static std::optional<Coding> codingOf(const http::RequestHead &head);

    /// `request` lives as long as its body.
    PromptRun(std::shared_ptr<PromptContext> context, StageRequest &request, Coding coding, Stage::Next next);

    void start(GatherBudget::Share share);

private:
    /// The texts of one message of the user.
    struct Message
    {
        QByteArray id{};
        QList<Prompt> prompts{};
    };
    static QList<Message> messagesOf(const QList<Prompt> &prompts);
    void rememberSkills(const PreparedPrompt &prepared);
    void treat(ConversationEdit &edit, const QList<Prompt> &prompts) const;

    void onBody(const QByteArray &received);
    void lookAtPrompts();
    void runPreCompact();
    HookContext hookContext() const;
    bool isOfNoConcern(const QList<Message> &messages) const;
    void prepare(const QList<Message> &messages);
    static void answerQuestion(PreparedPrompt &prepared, const PromptContext &context, const QString &session);
    void onPrepared(const QList<Message> &messages, const PreparedPrompt &prepared);
    bool answerItself(const PromptTreatment &newest);
    void addToAnswer(const PreparedPrompt &prepared);
    bool showsTools() const;
    void runToolHooks();
    void sendOn();
    void watchForStop();
    void passOn();
    void showToPython(const QByteArray &body, const QList<BodyChange> &changes);
    void send(const QByteArray &body, const QList<BodyChange> &changes);
    bool isOver() const { return !m_body; }

    std::shared_ptr<PromptContext> m_context;
    StageRequest &m_request;
    QPointer<RequestBody> m_body; ///< null when the client has left, and m_request is gone
    Coding m_coding;
    Stage::Next m_next;
    std::optional<ModelRequest> m_model;
    std::optional<HookPresence> m_presence; ///< as far as it was found out for this request
    QHash<qsizetype, PromptTreatment> m_fresh; ///< of messages without an id, by the index of their item
};

} // namespace cpx
