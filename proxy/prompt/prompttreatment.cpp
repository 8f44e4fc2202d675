// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/prompttreatment.h"

#include "proxy/prompt/jsontext.h"
#include "proxy/prompt/messageitems.h"

#include <algorithm>

namespace cpx {

namespace {

qsizetype cost(const ChangeAttribution &attribution)
{
    return 128 + 2 * (attribution.name.size() + attribution.source.size() + attribution.detail.size());
}

qsizetype cost(const std::optional<PreparedPrompt::Text> &text)
{
    return text ? 2 * text->text.size() + cost(text->attribution) : 0;
}

qsizetype cost(const PromptTreatment::Piece &piece)
{
    return piece.json.size() + cost(piece.attribution);
}

} // namespace

qsizetype PromptTreatment::cost() const
{
    qsizetype all = 256 + cpx::cost(refusal) + cpx::cost(answer);
    if (replaced)
        all += cpx::cost(*replaced);
    for (const std::optional<Piece> &text : texts)
        all += text ? cpx::cost(*text) : 16;
    for (const Piece &item : itemsBeside)
        all += cpx::cost(item);
    return all;
}

bool PromptTreatment::isNothing() const
{
    return !isTakenOut() && !replaced && itemsBeside.isEmpty() && std::none_of(texts.begin(), texts.end(), [](const auto &text) { return text.has_value(); });
}

QList<PromptTreatment> PromptTreatment::of(const PreparedPrompt &prepared, const QList<qsizetype> &messageOf, RequestLayout::Shape shape)
{
    QList<PromptTreatment> treatments(messageOf.isEmpty() ? 0 : messageOf.constLast() + 1);
    if (treatments.isEmpty())
        return treatments;
    for (qsizetype i = 0; i < messageOf.size(); ++i) {
        const auto replacement = prepared.replacements.value(i);
        treatments[messageOf[i]].texts.append(
            replacement ? std::optional(Piece{jsonString(replacement->text), replacement->attribution}) : std::nullopt);
    }
    for (PromptTreatment &treatment : treatments)
        treatment.refusal = prepared.refusal;
    treatments.last().answer = prepared.answer;
    for (const PreparedPrompt::Text &context : prepared.contexts)
        treatments.last().itemsBeside.append({instructionMessage(shape, context.text, newOwnItemId()), context.attribution});
    return treatments;
}

} // namespace cpx
