// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/turnmetadata.h"

#include "proxy/prompt/jsontext.h"

#include <array>
#include <simdjson.h>

using namespace Qt::StringLiterals;
namespace ondemand = simdjson::ondemand;

namespace cpx {

namespace {

struct Member
{
    std::string_view name;
    QString TurnMetadata::*text;
};

constexpr std::array members{
    Member{"request_kind", &TurnMetadata::requestKind},
    Member{"thread_source", &TurnMetadata::threadSource},
    Member{"turn_trigger", &TurnMetadata::turnTrigger},
    Member{"session_id", &TurnMetadata::sessionId},
    Member{"thread_id", &TurnMetadata::threadId},
    Member{"turn_id", &TurnMetadata::turnId},
    Member{"window_id", &TurnMetadata::windowId},
    Member{"model", &TurnMetadata::model},
    Member{"reasoning_effort", &TurnMetadata::reasoningEffort},
    Member{"agent_name", &TurnMetadata::agentName},
    Member{"sandbox_mode", &TurnMetadata::sandboxMode},
};

QString headerText(const http::HeaderList &headers, QByteArrayView name)
{
    const auto value = headers.first(name);
    return value ? QString::fromUtf8(*value) : QString();
}

simdjson::error_code readWorkspaces(ondemand::value value, QStringList &roots)
{
    roots.clear();
    ondemand::object object;
    if (value.get_object().get(object))
        return simdjson::SUCCESS; // not what it should be: unknown
    for (auto item : object) {
        ondemand::field field;
        std::string_view root;
        if (const auto error = std::move(item).get(field))
            return error;
        if (const auto error = field.unescaped_key().get(root))
            return error;
        roots.append(QString::fromUtf8(root.data(), qsizetype(root.size())));
    }
    return simdjson::SUCCESS;
}

simdjson::error_code readField(ondemand::field field, TurnMetadata &metadata)
{
    std::string_view name;
    if (const auto error = field.unescaped_key().get(name))
        return error;
    if (name == "workspaces")
        return readWorkspaces(field.value(), metadata.workspaces);
    for (const Member &member : members) {
        if (name == member.name) {
            const std::string_view token = field.value().raw_json_token();
            metadata.*member.text = stringFromJson(QByteArrayView(token.data(), qsizetype(token.size())).trimmed());
        }
    }
    return simdjson::SUCCESS;
}

simdjson::error_code readMetadata(QByteArrayView json, TurnMetadata &metadata)
{
    const simdjson::padded_string padded(json.data(), size_t(json.size()));
    ondemand::parser parser;
    ondemand::document document;
    ondemand::object object;
    if (const auto error = parser.iterate(padded).get(document))
        return error;
    if (const auto error = document.get_object().get(object))
        return error;
    for (auto item : object) {
        ondemand::field field;
        if (const auto error = std::move(item).get(field))
            return error;
        if (const auto error = readField(field, metadata))
            return error;
    }
    // There is no location behind the last token.
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS ? simdjson::SUCCESS : simdjson::TRAILING_CONTENT;
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
    metadata.usesLiteShape = headers.first("x-openai-internal-codex-responses-lite") == QByteArrayView("true");
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

bool TurnMetadata::isUserTurn() const
{
    return kind() == RequestKind::Turn && !turnTrigger.isEmpty();
}

} // namespace cpx
