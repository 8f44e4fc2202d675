// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/toolcallhooks.h"

#include "agents/hooks/hookattribution.h"
#include "core/translate.h"
#include "proxy/changes/bodychange.h"
#include "proxy/prompt/hooktool.h"
#include "proxy/prompt/jsontext.h"
#include "proxy/prompt/messageitems.h"
#include "proxy/prompt/toolcallfilter.h"
#include "proxy/prompt/tooloutputhooks.h"
#include "proxy/server/requestbody.h"

#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

Q_LOGGING_CATEGORY(lcTools, "cpx.tools", QtInfoMsg)

using Effect = HookRecord::Effect;

constexpr qsizetype longestCallText = 2000; ///< of a refused call, for the model

QByteArray argumentsLocation(const ToolCall &call)
{
    if (call.type == "custom_tool_call")
        return "/item/input";
    return call.type == "local_shell_call" ? "/item/action" : "/item/arguments";
}

ChangeText textOf(const QByteArray &json)
{
    return ChangeText::of(json.startsWith('"') ? stringFromJson(json).toUtf8() : json);
}

} // namespace

ToolCallHooks::ToolCallHooks(std::shared_ptr<PromptContext> context, StageRequest &request, HookContext hookContext)
    : m_context(std::move(context))
    , m_request(request)
    , m_body(request.body)
    , m_hookContext(std::move(hookContext))
{
}

std::unique_ptr<ToolCallFilter> ToolCallHooks::filter() const
{
    return std::make_unique<ToolCallFilter>([self = *this](const ToolCall &call, const ToolCallFilter::Decide &decide) { self.ask(call, decide); });
}

void ToolCallHooks::ask(const ToolCall &call, const std::function<void(const ToolVerdict &)> &decide) const
{
    const HookTool tool = HookTool::of(call);
    const QJsonObject payload{{u"tool_name"_s, tool.name}, {u"tool_input"_s, tool.input}, {u"tool_use_id"_s, call.callId}};
    m_context->automation->runHooks(HookEvent::PreToolUse, payload, m_hookContext, [self = *this, call, decide](const HookOutcome &outcome) {
        if (self.m_body)
            decide(self.verdictOf(call, outcome));
    });
}

/// "ask" and "defer" leave it to the client, which has rules of its own and may ask the user.
ToolVerdict ToolCallHooks::verdictOf(const ToolCall &call, const HookOutcome &outcome) const
{
    if (outcome.blocked || outcome.stopsEverything)
        return refusal(call, outcome);
    PromptTreatment remarks;
    const QString name = HookTool::of(call).name;
    const ChangeAttribution attribution = attributionOf(outcome, HookEvent::PreToolUse, {Effect::Context, Effect::Changed});
    for (const QString &text : outcome.additionalContexts)
        remarks.itemsBeside.append({developerMessage(u"PreToolUse:%1 hook additional context: %2"_s.arg(name, text), newOwnItemId()), attribution});
    if (!remarks.itemsBeside.isEmpty())
        m_context->outputs.remember(ToolOutputHooks::keyOfCall(call.callId), remarks);
    return outcome.updatedInput ? rewriting(call, outcome) : ToolVerdict();
}

ToolVerdict ToolCallHooks::refusal(const ToolCall &call, const HookOutcome &outcome) const
{
    const QString said = outcome.stopsEverything && !outcome.stopReason.isEmpty() ? outcome.stopReason : outcome.reason;
    const QString reason = said.isEmpty() ? translate("cpx", "a hook stopped it") : said;
    const QString name = HookTool::of(call).name;
    const ChangeAttribution attribution = attributionOf(outcome, HookEvent::PreToolUse, {Effect::Blocked, Effect::Stopped});
    const QByteArray id = newOwnItemId();
    const ToolVerdict verdict{ToolVerdict::Kind::Item,
                              assistantMessage(translate("cpx", "The call of %1 was blocked: %2").arg(name, reason), id)};
    const QString told = u"Your call of the tool %1 was blocked by a hook and did not run: %2\nThe call was: %3"_s.arg(
        name, reason, QString::fromUtf8(textOf(call.arguments).bytes).left(longestCallText));
    PromptTreatment instead;
    instead.itemsBeside.append({developerMessage(told, newOwnItemId()), attribution});
    m_context->memory.remember(id, instead);

    BodyChange change;
    change.attribution = attribution;
    change.location = "/item";
    change.before = ChangeText::of(call.item);
    change.after = ChangeText::of(verdict.json);
    addChange(std::move(change));
    return verdict;
}

ToolVerdict ToolCallHooks::rewriting(const ToolCall &call, const HookOutcome &outcome) const
{
    const auto arguments = argumentsFor(call, *outcome.updatedInput);
    const ChangeAttribution attribution = attributionOf(outcome, HookEvent::PreToolUse, {Effect::Changed});
    if (!arguments) {
        qCWarning(lcTools).noquote() << translate("cpx", "updatedInput of %1 is ignored, it does not fit the tool %2; correct the hook")
                                            .arg(attribution.name, HookTool::of(call).name);
        return {};
    }
    BodyChange change;
    change.attribution = attribution;
    change.location = argumentsLocation(call);
    change.before = textOf(call.arguments);
    change.after = textOf(*arguments);
    addChange(std::move(change));
    return {ToolVerdict::Kind::Arguments, *arguments};
}

void ToolCallHooks::addChange(BodyChange change) const
{
    change.direction = BodyChange::Direction::Response;
    cpx::addChange(m_request.changes, std::move(change));
}

} // namespace cpx
