// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/prompt/promptstage.h"
#include "proxy/prompt/toolcall.h"

#include <QPointer>

namespace cpx {

class RequestBody;
class ToolCallFilter;
struct BodyChange;
struct ToolVerdict;

/// What the hooks of PreToolUse say of the tool calls in the answer to one request. A refused call is replaced by a message
/// that tells the user why; the model, which takes it for made, is told with the next request (PromptContext::memory), as it is
/// what hooks add to a call that is made (PromptContext::outputs). Engine thread.
class ToolCallHooks
{
public:
    /// `request` lives as long as its body. `hookContext`: where the session is.
    ToolCallHooks(std::shared_ptr<PromptContext> context, StageRequest &request, HookContext hookContext);

    /// One that asks the hooks; it may outlive this object.
    std::unique_ptr<ToolCallFilter> filter() const;

private:
    void ask(const ToolCall &call, const std::function<void(const ToolVerdict &)> &decide) const;
    ToolVerdict verdictOf(const ToolCall &call, const HookOutcome &outcome) const;
    ToolVerdict refusal(const ToolCall &call, const HookOutcome &outcome) const;
    ToolVerdict rewriting(const ToolCall &call, const HookOutcome &outcome) const;
    void addChange(BodyChange change) const;

    std::shared_ptr<PromptContext> m_context;
    StageRequest &m_request;
    QPointer<RequestBody> m_body; ///< null: the client has left, and m_request is gone
    HookContext m_hookContext;
};

} // namespace cpx
