// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/turnmetadata.h"

#include "proxy/prompt/jsontext.h"
#include "proxy/prompt/ondemand.h"

#include <array>

using namespace Qt::StringLiterals;
namespace ondemand = simdjson::ondemand;

namespace cpx {

namespace {

struct TextMember
{
    QByteArrayView name;
    QString TurnMetadata::*text;
};

constexpr std::array members{
    TextMember{"request_kind", &TurnMetadata::requestKind},
    TextMember{"thread_source", &TurnMetadata::threadSource},
    TextMember{"history_initialization", &TurnMetadata::historyInitialization},
    TextMember{"turn_trigger", &TurnMetadata::turnTrigger},
    TextMember{"session_id", &TurnMetadata::sessionId},
    TextMember{"thread_id", &TurnMetadata::threadId},
    TextMember{"turn_id", &TurnMetadata::turnId},
    TextMember{"window_id", &TurnMetadata::windowId},
    TextMember{"model", &TurnMetadata::model},
    TextMember{"reasoning_effort", &TurnMetadata::reasoningEffort},
    TextMember{"agent_name", &TurnMetadata::agentName},
    TextMember{"sandbox_mode", &TurnMetadata::sandboxMode},
};

QString headerText(const http::HeaderList &headers, QByteArrayView name)
{
    const auto value = headers.first(name);
    return value ? QString::fromUtf8(*value) : QString();
}

QString textOf(ondemand::value value)
{
    const std::string_view token = value.raw_json_token();
    return stringFromJson(QByteArrayView(token.data(), qsizetype(token.size())).trimmed());
}

simdjson::error_code readMember(QByteArrayView name, ondemand::value value, TurnMetadata &metadata)
{
    ondemand::object object;
    if (name == "workspaces") {
        metadata.workspaces.clear();
        if (value.get_object().get(object))
            return simdjson::SUCCESS; // not what it should be: unknown
        return forEachMember(object, [&](QByteArrayView root, ondemand::value) {
            metadata.workspaces.append(QString::fromUtf8(root));
            return simdjson::SUCCESS;
        });
    }
    if (name == "compaction") {
        if (value.get_object().get(object))
            return simdjson::SUCCESS;
        return forEachMember(object, [&](QByteArrayView inner, ondemand::value text) {
            if (inner == "trigger")
                metadata.compactionTrigger = textOf(text);
            return simdjson::SUCCESS;
        });
    }
    for (const TextMember &member : members) {
        if (name == member.name)
            metadata.*member.text = textOf(value);
    }
    return simdjson::SUCCESS;
}

simdjson::error_code readMetadata(QByteArrayView json, TurnMetadata &metadata)
{
    const simdjson::padded_string padded(json.data(), size_t(json.size()));
    ondemand::parser parser;
    ondemand::document document;
    if (const auto error = parser.iterate(padded).get(document))
        return error;
    ondemand::object object;
    if (const auto error = document.get_object().get(object))
        return error;
    const auto error = forEachMember(object, [&](QByteArrayView name, ondemand::value value) {
        return readMember(name, value, metadata);
    });
    if (error)
        return error;
    return checkEnd(document);
}

} // namespace

TurnMetadata TurnMetadata::of(QByteArrayView target, const http::HeaderList &headers)
{
    TurnMetadata metadata;
    if (const auto value = headers.first("x-codex-turn-metadata")) {
        metadata.isPresent = !readMetadata(*value, metadata);
        if (!metadata.isPresent)
            metadata = TurnMetadata();
    }
    const qsizetype query = target.indexOf('?');
    metadata.path = QString::fromUtf8(query < 0 ? target : target.first(query));
    const auto upgrade = headers.first("upgrade");
    metadata.isWebSocket = upgrade && http::equalsIgnoreCase(*upgrade, "websocket");
    metadata.isSubAgent = headers.contains("x-openai-subagent");
    metadata.usesLiteShape =
        headers.first("x-openai-internal-codex-responses-lite") == QByteArrayView("true");
    metadata.workingDirectory = headerText(headers, "x-working-directory");
    if (metadata.sessionId.isEmpty())
        metadata.sessionId = headerText(headers, "session-id");
    if (metadata.threadId.isEmpty())
        metadata.threadId = headerText(headers, "thread-id");
    return metadata;
}

RequestKind TurnMetadata::kind() const
{
    if (isWebSocket)
        return RequestKind::WebSocket;
    if (path.endsWith("/models"_L1))
        return RequestKind::Models;
    if (requestKind == "compaction"_L1 || path.endsWith("/responses/compact"_L1))
        return RequestKind::Compaction;
    if (threadSource == "thread_title"_L1)
        return RequestKind::Title;
    if (threadSource == "subagent"_L1 || isSubAgent)
        return RequestKind::SubAgent;
    if (requestKind == "prewarm"_L1)
        return RequestKind::Prewarm;
    return requestKind == "turn"_L1 ? RequestKind::Turn : RequestKind::Other;
}

bool TurnMetadata::isModelCall() const
{
    return path.endsWith("/responses"_L1) || path.endsWith("/chat/completions"_L1);
}

bool TurnMetadata::isUserTurn() const
{
    return isModelCall() && kind() == RequestKind::Turn && !turnTrigger.isEmpty();
}

} // namespace cpx
