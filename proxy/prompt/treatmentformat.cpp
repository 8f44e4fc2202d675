// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/treatmentformat.h"

#include "proxy/changes/bodychange.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

using Piece = PromptTreatment::Piece;
using Text = PreparedPrompt::Text;

void insertAttribution(QCborMap &map, const ChangeAttribution &attribution)
{
    map.insert(u"kind"_s, changeKindName(attribution.kind));
    map.insert(u"name"_s, attribution.name);
    map.insert(u"source"_s, attribution.source);
    map.insert(u"detail"_s, attribution.detail);
}

ChangeAttribution attributionFrom(const QCborMap &map)
{
    return {changeKindFromName(map.value(u"kind"_s).toString()), map.value(u"name"_s).toString(), map.value(u"source"_s).toString(),
            map.value(u"detail"_s).toString()};
}

QCborMap mapOf(const Text &text)
{
    QCborMap map{{u"text"_s, text.text}};
    insertAttribution(map, text.attribution);
    return map;
}

QCborMap mapOf(const Piece &piece)
{
    QCborMap map{{u"json"_s, piece.json}};
    insertAttribution(map, piece.attribution);
    return map;
}

Text textFrom(const QCborMap &map)
{
    return {map.value(u"text"_s).toString(), attributionFrom(map)};
}

Piece pieceFrom(const QCborMap &map)
{
    return {map.value(u"json"_s).toByteArray(), attributionFrom(map)};
}

} // namespace

QByteArray toCbor(const PromptTreatment &treatment)
{
    if (treatment.isNothing())
        return {};
    QCborMap map;
    if (treatment.refusal)
        map.insert(u"refusal"_s, mapOf(*treatment.refusal));
    if (treatment.answer)
        map.insert(u"answer"_s, mapOf(*treatment.answer));
    if (treatment.replaced) {
        QCborMap replaced;
        insertAttribution(replaced, *treatment.replaced);
        map.insert(u"replaced"_s, replaced);
    }
    QCborArray texts;
    for (const std::optional<Piece> &text : treatment.texts)
        texts.append(text ? QCborValue(mapOf(*text)) : QCborValue(nullptr));
    map.insert(u"texts"_s, texts);
    QCborArray beside;
    for (const Piece &item : treatment.itemsBeside)
        beside.append(mapOf(item));
    map.insert(u"beside"_s, beside);
    return map.toCborValue().toCbor();
}

std::optional<PromptTreatment> treatmentFromCbor(const QByteArray &bytes)
{
    PromptTreatment treatment;
    if (bytes.isEmpty())
        return treatment;
    QCborParserError error;
    const QCborValue value = QCborValue::fromCbor(bytes, &error);
    if (error.error != QCborError::NoError || error.offset != bytes.size() || !value.isMap())
        return std::nullopt;
    const QCborMap map = value.toMap();
    if (const QCborValue refusal = map.value(u"refusal"_s); refusal.isMap())
        treatment.refusal = textFrom(refusal.toMap());
    if (const QCborValue answer = map.value(u"answer"_s); answer.isMap())
        treatment.answer = textFrom(answer.toMap());
    if (const QCborValue replaced = map.value(u"replaced"_s); replaced.isMap())
        treatment.replaced = attributionFrom(replaced.toMap());
    const QCborArray texts = map.value(u"texts"_s).toArray();
    for (const QCborValue text : texts)
        treatment.texts.append(text.isMap() ? std::optional(pieceFrom(text.toMap())) : std::nullopt);
    const QCborArray beside = map.value(u"beside"_s).toArray();
    for (const QCborValue item : beside)
        treatment.itemsBeside.append(pieceFrom(item.toMap()));
    return treatment;
}

} // namespace cpx
