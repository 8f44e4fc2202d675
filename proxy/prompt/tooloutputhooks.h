// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/prompt/conversationedit.h"
#include "proxy/prompt/promptstage.h"
#include "proxy/prompt/toolcall.h"

namespace cpx {

/// What the hooks of PostToolUse make of the answers of tools in one request. That is remembered (PromptContext::outputs) and
/// done again in every later request, in the same bytes. Engine thread.
class ToolOutputHooks
{
public:
    /// Both are borrowed.
    ToolOutputHooks(PromptContext &context, const ModelRequest &model)
        : m_context(context)
        , m_model(model)
    { }

    /// Runs the hooks for the newest answers, as far as they were not seen before. Calls `done` once, later, or now when there
    /// are none; with the reason when a hook wants everything to stop. This object may be gone by then.
    void run(const HookContext &hookContext, std::function<void(std::optional<QString> stopReason)> done) const;

    /// Does to all answers in the conversation what is remembered of them.
    void apply(ConversationEdit &edit) const;

    /// What hooks have said of a call before it was made is remembered by this.
    static QByteArray keyOfCall(const QString &callId);

private:
    static QByteArray keyOf(const QString &callId, QByteArrayView output);
    ToolCall callOf(const ToolOutput &output) const;
    static PromptTreatment treatmentOf(const QString &toolName, const HookOutcome &outcome);

    PromptContext &m_context;
    const ModelRequest &m_model;
};

} // namespace cpx
