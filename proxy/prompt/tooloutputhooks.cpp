// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/tooloutputhooks.h"

#include "agents/hooks/hookattribution.h"
#include "core/translate.h"
#include "proxy/prompt/fingerprint.h"
#include "proxy/prompt/hooktool.h"
#include "proxy/prompt/messageitems.h"

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

using Effect = HookRecord::Effect;

/// The runs of the hooks for the answers of one request.
struct Runs
{
    qsizetype missing = 0;
    std::optional<QString> stopReason{};
};

} // namespace

QByteArray ToolOutputHooks::keyOfCall(const QString &callId)
{
    return "call " + callId.toUtf8();
}

/// Ids are not enough: some servers count calls anew in every answer.
QByteArray ToolOutputHooks::keyOf(const QString &callId, QByteArrayView output)
{
    return "output " + callId.toUtf8() + ' ' + QByteArray::number(output.size()) + ' ' + QByteArray::number(fingerprint(output), 16);
}

ToolCall ToolOutputHooks::callOf(const ToolOutput &output) const
{
    const QByteArrayView body(m_model.body());
    // Inside a text its quotes would be escaped.
    const bool isCustom = output.item.of(body).contains("\"custom_tool_call_output\"");
    const QByteArray arguments = output.arguments.of(body).toByteArray();
    return {output.callId, output.toolName, output.nameSpace, arguments, isCustom ? "custom_tool_call" : "function_call", {}};
}

PromptTreatment ToolOutputHooks::treatmentOf(const QString &toolName, const HookOutcome &outcome)
{
    PromptTreatment treatment;
    const auto attribution = [&outcome](Effect effect) { return attributionOf(outcome, HookEvent::PostToolUse, {effect}); };
    const auto tell = [&](const QString &text, Effect effect) {
        treatment.itemsBeside.append({developerMessage(text, newOwnItemId()), attribution(effect)});
    };
    if (outcome.updatedToolOutput)
        treatment.texts.append(PromptTreatment::Piece{outputFor(toolName, *outcome.updatedToolOutput), attribution(Effect::Changed)});
    if (outcome.blocked)
        tell(u"PostToolUse:%1 hook blocking error: %2"_s.arg(toolName, outcome.reason), Effect::Blocked);
    for (const QString &text : outcome.additionalContexts)
        tell(u"PostToolUse:%1 hook additional context: %2"_s.arg(toolName, text), Effect::Context);
    return treatment;
}

void ToolOutputHooks::run(const HookContext &hookContext, std::function<void(std::optional<QString> stopReason)> done) const
{
    const QByteArrayView body(m_model.body());
    const auto runs = std::make_shared<Runs>();
    QList<std::pair<QByteArray, QJsonObject>> unseen;
    const QList<ToolOutput> outputs = m_model.newToolOutputs();
    for (const ToolOutput &output : outputs) {
        const QByteArray key = keyOf(output.callId, output.output.of(body));
        if (m_context.outputs.find(key) || output.output.isEmpty())
            continue;
        const HookTool tool = HookTool::of(callOf(output));
        unseen.append({key,
                       {{u"tool_name"_s, tool.name},
                        {u"tool_input"_s, tool.input},
                        {u"tool_response"_s, toolResponse(tool.name, output.output.of(body).toByteArray())},
                        {u"tool_use_id"_s, output.callId}}});
    }
    if (unseen.isEmpty())
        return done({});
    runs->missing = unseen.size();
    for (const auto &[key, payload] : std::as_const(unseen)) {
        const QString toolName = payload.value(u"tool_name"_s).toString();
        const auto take = [&context = m_context, runs, key = key, toolName, done](const HookOutcome &outcome) {
            if (!context.outputs.find(key)) // else the same request came twice
                context.outputs.remember(key, treatmentOf(toolName, outcome));
            if (outcome.stopsEverything && !runs->stopReason)
                runs->stopReason = outcome.stopReason.isEmpty() ? translate("cpx", "A hook stopped the turn.") : outcome.stopReason;
            if (--runs->missing == 0)
                done(runs->stopReason);
        };
        m_context.automation->runHooks(HookEvent::PostToolUse, payload, hookContext, take);
    }
}

void ToolOutputHooks::apply(ConversationEdit &edit) const
{
    if (m_context.outputs.isEmpty())
        return;
    const QByteArray &body = m_model.body();
    const QList<RequestLayout::Item> &items = m_model.layout().items;
    for (qsizetype i = 0; i < items.size(); ++i) {
        if (items[i].type != RequestLayout::ItemType::ToolOutput)
            continue;
        const QString callId = stringFromJson(items[i].callId.of(body));
        if (const PromptTreatment *said = m_context.outputs.find(keyOfCall(callId)))
            edit.addBeside(i, *said);
        if (const PromptTreatment *treatment = m_context.outputs.find(keyOf(callId, items[i].output.of(body))))
            edit.treatOutput(i, *treatment);
    }
}

} // namespace cpx
