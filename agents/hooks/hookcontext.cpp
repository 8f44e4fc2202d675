// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookcontext.h"

#include "core/redaction.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int maximumDepth = 64; ///< what is nested deeper is left out

bool hidesMember(const QString &name)
{
    const QString lower = name.toLower();
    return lower != u"code" && lower != u"key" && isSecretName(name.toUtf8());
}

QJsonValue redactedValue(const QJsonValue &value, int depth, bool &isRedacted);

QJsonObject redactedObject(const QJsonObject &object, int depth, bool &isRedacted)
{
    QJsonObject result;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (hidesMember(it.key()) && (it->isString() || it->isDouble())) {
            isRedacted = true;
            result.insert(it.key(), QLatin1StringView(redactedMark));
        } else {
            result.insert(it.key(), redactedValue(*it, depth + 1, isRedacted));
        }
    }
    return result;
}

QJsonValue redactedValue(const QJsonValue &value, int depth, bool &isRedacted)
{
    if (depth > maximumDepth)
        return QJsonValue();
    if (value.isString()) {
        const QByteArray text = value.toString().toUtf8();
        const QByteArray safe = redacted(text);
        if (safe == text)
            return value;
        isRedacted = true;
        return QString::fromUtf8(safe);
    }
    if (value.isObject())
        return redactedObject(value.toObject(), depth, isRedacted);
    if (!value.isArray())
        return value;
    QJsonArray result;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &each : array)
        result.append(redactedValue(each, depth + 1, isRedacted));
    return result;
}

} // namespace

HookInput HookInput::of(HookEvent event, const QJsonObject &payload, const HookContext &context)
{
    HookInput input;
    QJsonObject object = redactedObject(payload, 0, input.isRedacted);
    object.insert(u"session_id"_s, context.sessionId);
    object.insert(u"transcript_path"_s, context.transcriptPath);
    object.insert(u"cwd"_s, context.workingDirectory);
    object.insert(u"hook_event_name"_s, hookEventName(event));
    if (hookEventRules(event).hasPermissionMode)
        object.insert(u"permission_mode"_s, context.permissionMode);
    input.bytes = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    return input;
}

} // namespace cpx
