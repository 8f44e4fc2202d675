// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/automation/automationthread.h"
#include "proxy/pipeline/stage.h"
#include "proxy/prompt/gatherbudget.h"
#include "proxy/prompt/promptmemory.h"
#include "proxy/prompt/promptsessions.h"
#include "proxy/prompt/promptstorethread.h"
#include "proxy/prompt/restingsetups.h"

#include <map>
#include <memory>
#include <vector>

namespace cpx {

class PromptRun;

/// What the requests to models share. Engine thread.
struct PromptContext
{
    using Waiting = std::vector<std::function<void(const PreparedPrompt &prepared)>>;

    static constexpr qint64 gatheredBytes = 128LL * 1024 * 1024;

    AutomationThread *automation = nullptr; ///< borrowed
    const BridgedTurns *bridgedTurns = nullptr; ///< borrowed
    std::function<QString()> statusText{}; ///< what /status says, as Markdown
    GatherBudget budget{gatheredBytes};
    PromptMemory memory{};
    PromptMemory outputs{}; ///< the same for what tools answered, see ToolOutputHooks
    PromptSessions sessions{};
    RestingSetups atRest{};
    /// Prompts that are being prepared, by the ids of their items: the same prompt sent again meanwhile waits with the first.
    std::map<QByteArray, Waiting> inPreparation{};
};

/// Looks into requests to models: waits for the whole body, takes out what we said ourselves, and lets the user's hooks and
/// slash commands have a look at what the user said. What was done to a prompt is done again in every later request, in the
/// same bytes, also after a restart (PromptStoreThread). A request nothing changes is sent as it came, compression included; so is one that cannot be read, or is larger
/// than ModelRequest::largestBody.
class PromptStage : public Stage
{
public:
    /// `automation` and `bridgedTurns` are borrowed and must outlive the stage. `statusText` is what /status answers, as Markdown.
    PromptStage(AutomationThread *automation, const BridgedTurns *bridgedTurns, std::function<QString()> statusText,
                const PromptStoreOptions &store);
    ~PromptStage() override;

    void handle(StageRequest &request, Next next) override;

    /// The engine is about to stop: runs the hooks of SessionEnd for all sessions, and calls `done` when they have ended.
    void endSessions(std::function<void()> done);

    PromptStoreThread *store() const { return m_store.get(); } ///< null: what was done to prompts is kept in memory only

private:
    void start(const std::shared_ptr<PromptRun> &run, qint64 bytes);

    std::shared_ptr<PromptContext> m_context;
    std::unique_ptr<PromptStoreThread> m_store;
};

} // namespace cpx
