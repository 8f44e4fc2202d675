// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/promptstage.h"

#include "proxy/prompt/promptrun.h"

namespace cpx {

namespace {

constexpr int decodedFactor = 5; ///< how much larger Codex's bodies are without zstd, and a little

bool asksAModel(const http::RequestHead &head)
{
    const QByteArrayView path = head.path();
    return head.method == "POST" && (path.endsWith("/responses") || path.endsWith("/chat/completions"));
}

} // namespace

PromptStage::PromptStage(AutomationThread *automation, const BridgedTurns *bridgedTurns, std::function<QString()> statusText,
                         const PromptStoreOptions &store)
    : m_context(std::make_shared<PromptContext>())
{
    m_context->automation = automation;
    m_context->bridgedTurns = bridgedTurns;
    m_context->statusText = std::move(statusText);
    if (store.isWanted())
        m_store = std::make_unique<PromptStoreThread>(store, m_context->memory, m_context->outputs);
}

/// Whoever waits holds the context, too.
PromptStage::~PromptStage()
{
    m_context->budget.forgetWaiting();
    m_context->inPreparation.clear();
}

void PromptStage::endSessions(std::function<void()> done)
{
    QList<HookContext> sessions = m_context->sessions.takeAll();
    // Codex tells by itself when those end.
    sessions.removeIf([this](const HookContext &session) { return m_context->bridgedTurns->knowsSession(session.sessionId); });
    if (sessions.isEmpty())
        return done();
    const auto missing = std::make_shared<qsizetype>(sessions.size());
    for (const HookContext &session : std::as_const(sessions)) {
        m_context->automation->runHooks(HookEvent::SessionEnd, {{QStringLiteral("reason"), QStringLiteral("other")}}, session,
                                        [missing, done](const HookOutcome &) {
            if (--*missing == 0)
                done();
        });
    }
}

void PromptStage::handle(StageRequest &request, Next next)
{
    const http::RequestHead &head = request.head;
    const qint64 length = head.body.kind == http::BodyFraming::Kind::Sized ? qint64(head.body.length) : ModelRequest::largestBody / 4;
    const auto coding = PromptRun::codingOf(head);
    if (!asksAModel(head) || head.body.kind == http::BodyFraming::Kind::None || !coding || length > ModelRequest::largestBody)
        return next(Continue{});
    const auto run = std::make_shared<PromptRun>(m_context, request, *coding, std::move(next));
    const int factor = *coding == PromptRun::Coding::Zstd ? decodedFactor : 1;
    if (m_store)
        m_store->whenLoaded([this, run, bytes = length * factor] { start(run, bytes); });
    else
        start(run, length * factor);
}

void PromptStage::start(const std::shared_ptr<PromptRun> &run, qint64 bytes)
{
    m_context->budget.ask(bytes, [run](GatherBudget::Share share) { run->start(std::move(share)); });
}

} // namespace cpx
