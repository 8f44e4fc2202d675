// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookoutcome.h"

#include "core/redaction.h"
#include "core/translate.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

using Effect = HookRecord::Effect;

Effect effectOf(const HookVerdict &verdict)
{
    if (verdict.stopsEverything)
        return Effect::Stopped;
    if (verdict.isBlocking)
        return Effect::Blocked;
    if (!verdict.fields.isEmpty() || verdict.decision != PermissionDecision::None)
        return Effect::Changed;
    if (!verdict.additionalContext.isEmpty())
        return Effect::Context;
    return verdict.hasFailed ? Effect::Failed : Effect::None;
}

/// What a hook made from an input whose credentials it did not see must not go where they belong.
bool carriesRedactedMark(const QJsonObject &input)
{
    return QJsonDocument(input).toJson(QJsonDocument::Compact).contains(redactedMark);
}

} // namespace

void HookOutcome::add(const HookVerdict &verdict, HookRecord record, bool inputWasRedacted)
{
    record.effect = effectOf(verdict);
    record.problem = verdict.problem;
    if (verdict.isBlocking) {
        reason += blocked ? u'\n' + verdict.reason : verdict.reason;
        blocked = true;
    }
    if (verdict.stopsEverything && !stopsEverything) {
        stopsEverything = true;
        stopReason = verdict.stopReason;
    }
    if (!verdict.systemMessage.isEmpty())
        systemMessages += verdict.systemMessage;
    if (!verdict.additionalContext.isEmpty())
        additionalContexts += verdict.additionalContext;
    if (verdict.decision > permissionDecision) {
        permissionDecision = verdict.decision;
        permissionReason = verdict.decisionReason;
    }
    QJsonObject others = verdict.fields;
    if (const QJsonValue input = others.take(u"updatedInput"_s); input.isObject()) {
        if (inputWasRedacted && carriesRedactedMark(input.toObject()))
            record.problem = translate("cpx", "updatedInput is ignored, it would put *** where a credential was that the hook did not see");
        else if (!updatedInput)
            updatedInput = input.toObject();
        else
            record.problem = translate("cpx", "updatedInput is ignored, another hook has changed the input before");
    }
    if (blocked)
        updatedInput.reset();
    for (const QString &name : {u"updatedToolOutput"_s, u"updatedMCPToolOutput"_s}) {
        const QJsonValue output = others.take(name);
        if (output.isUndefined())
            continue;
        if (!updatedToolOutput)
            updatedToolOutput = output;
        else
            record.problem = translate("cpx", "%1 is ignored, another hook has changed the output before").arg(name);
    }
    for (auto it = others.begin(); it != others.end(); ++it) {
        if (!fields.contains(it.key()))
            fields.insert(it.key(), *it);
    }
    runs += record;
}

} // namespace cpx
