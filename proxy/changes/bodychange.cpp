// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/changes/bodychange.h"

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

using Kind = ChangeAttribution::Kind;

void insertText(QJsonObject &json, const QString &key, const ChangeText &text)
{
    if (!text.exists())
        return;
    json.insert(key, QString::fromUtf8(text.bytes));
    if (text.isCut())
        json.insert(key + u"_size"_s, text.size);
}

ChangeText textFrom(const QJsonObject &json, const QString &key)
{
    ChangeText text;
    const QJsonValue value = json.value(key);
    if (!value.isString())
        return text;
    text.bytes = value.toString().toUtf8();
    text.size = qMax(json.value(key + u"_size"_s).toInteger(), text.bytes.size());
    return text;
}

} // namespace

ChangeText ChangeText::of(QByteArrayView text)
{
    qsizetype kept = qMin(text.size(), mostKept);
    if (kept < text.size()) {
        while (kept > 0 && (static_cast<unsigned char>(text[kept]) & 0xc0) == 0x80) // the middle of a character
            --kept;
    }
    return {text.first(kept).toByteArray(), text.size()};
}

void addChange(std::shared_ptr<const QList<BodyChange>> &changes, BodyChange change)
{
    QList<BodyChange> all = changes ? *changes : QList<BodyChange>();
    all.append(std::move(change));
    changes = std::make_shared<const QList<BodyChange>>(std::move(all));
}

QString changeKindName(Kind kind)
{
    switch (kind) {
    case Kind::Hook: return u"hook"_s;
    case Kind::Command: return u"command"_s;
    case Kind::Policy: return u"policy"_s;
    case Kind::StatusLine: return u"status-line"_s;
    case Kind::Agent: return u"agent"_s;
    }
    Q_UNREACHABLE();
}

Kind changeKindFromName(QStringView name)
{
    for (const Kind kind : {Kind::Hook, Kind::Command, Kind::Policy, Kind::StatusLine, Kind::Agent}) {
        if (name == changeKindName(kind))
            return kind;
    }
    return Kind::Policy;
}

QJsonArray toJson(const QList<BodyChange> &changes)
{
    QJsonArray array;
    for (const BodyChange &change : changes) {
        const bool isRequest = change.direction == BodyChange::Direction::Request;
        QJsonObject json{{u"direction"_s, isRequest ? u"request"_s : u"response"_s},
                         {u"kind"_s, changeKindName(change.attribution.kind)},
                         {u"name"_s, change.attribution.name},
                         {u"location"_s, QString::fromUtf8(change.location)}};
        if (!change.attribution.source.isEmpty())
            json.insert(u"source"_s, change.attribution.source);
        if (!change.attribution.detail.isEmpty())
            json.insert(u"detail"_s, change.attribution.detail);
        insertText(json, u"before"_s, change.before);
        insertText(json, u"after"_s, change.after);
        array.append(json);
    }
    return array;
}

QList<BodyChange> bodyChangesFromJson(const QJsonArray &array)
{
    QList<BodyChange> changes;
    for (const QJsonValue &value : array) {
        const QJsonObject json = value.toObject();
        BodyChange change;
        if (json.value(u"direction"_s).toString() == u"response")
            change.direction = BodyChange::Direction::Response;
        change.attribution = {changeKindFromName(json.value(u"kind"_s).toString()), json.value(u"name"_s).toString(),
                              json.value(u"source"_s).toString(), json.value(u"detail"_s).toString()};
        change.location = json.value(u"location"_s).toString().toUtf8();
        change.before = textFrom(json, u"before"_s);
        change.after = textFrom(json, u"after"_s);
        changes.append(change);
    }
    return changes;
}

} // namespace cpx
