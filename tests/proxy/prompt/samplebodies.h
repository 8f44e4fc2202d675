// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/prompt/modelrequest.h"

#include <QByteArrayList>

namespace cpx::test {

/// A message as Codex writes it. `kind` empty: without marks, as for a provider of the user's own.
inline QByteArray message(QByteArrayView role, QByteArrayView id, QByteArrayView text,
                          QByteArrayView kind = {})
{
    QByteArray json = R"({"type":"message","id":")" + id.toByteArray() + R"(","role":")" + role.toByteArray()
        + R"(","content":[{"type":")" + (role == QByteArrayView("assistant") ? "output_text" : "input_text")
        + R"(","text":)" + jsonString(QString::fromUtf8(text)) + "}]";
    if (!kind.isEmpty())
        json +=
            R"(,"internal_chat_message_metadata_passthrough":{"turn_id":"t1","create_time":1795345254.42,"content_item_kinds":[")"
            + kind.toByteArray() + R"("]})";
    return json + '}';
}

inline QByteArray user(QByteArrayView id, QByteArrayView text)
{
    return message("user", id, text, "user.text");
}
inline QByteArray assistant(QByteArrayView id, QByteArrayView text)
{
    return message("assistant", id, text, "unknown");
}

inline QByteArray developer(QByteArrayView id, QByteArrayView text)
{
    return message("developer", id, text, "model.base_instructions");
}

inline QByteArray environment(QByteArrayView id, QByteArrayView directory)
{
    return message("user", id,
                   "<environment_context>\n  <cwd>" + directory.toByteArray()
                       + "</cwd>\n</environment_context>",
                   "environments.environment_context");
}

inline QByteArray call(QByteArrayView callId, QByteArrayView name = "exec_command",
                       QByteArrayView arguments = R"({"cmd":"ls"})")
{
    return R"({"type":"function_call","status":"completed","id":"fc_)" + callId.toByteArray()
        + R"(","name":")" + name.toByteArray() + R"(","arguments":)"
        + jsonString(QString::fromUtf8(arguments)) + R"(,"call_id":")" + callId.toByteArray() + "\"}";
}

inline QByteArray output(QByteArrayView callId, QByteArrayView text = "Chunk ID: 1\nOutput:\nREADME\n")
{
    return R"({"type":"function_call_output","id":"fco_)" + callId.toByteArray() + R"(","call_id":")"
        + callId.toByteArray() + R"(","output":)" + jsonString(QString::fromUtf8(text)) + '}';
}

/// A body of the Responses API with these items, and members before and behind them as Codex has.
inline QByteArray responses(const QByteArrayList &items, QByteArrayView format = {})
{
    return R"({"model":"gpt-6.1-sol","stream":true,"input":[)" + items.join(',')
        + R"(],"tool_choice":"auto","parallel_tool_calls":false,"reasoning":{"effort":"low","context":"auto"},"store":false,"include":["reasoning.encrypted_content"],"prompt_cache_key":"k","text":{"verbosity":"low")"
        + (format.isEmpty() ? QByteArray() : ",\"format\":" + format.toByteArray())
        + R"(},"client_metadata":{"session_id":"s"}})";
}

inline QByteArray chat(const QByteArrayList &messages)
{
    return R"({"model":"gpt-4o","messages":[)" + messages.join(", ") + R"(],"stream":false})";
}

inline TurnMetadata userTurn()
{
    return TurnMetadata::of("/v1/responses",
                            {{"x-codex-turn-metadata",
                              R"({"request_kind":"turn","thread_source":"user","turn_trigger":"exec"})"}});
}

inline ModelRequest parsed(const QByteArray &body, const TurnMetadata &metadata = userTurn())
{
    auto request = ModelRequest::parse(body, metadata);
    if (!request)
        qFatal("%s", qPrintable(request.error().message));
    return *std::move(request);
}

/// The texts of the new prompts, each in brackets.
inline QString promptTexts(const ModelRequest &request)
{
    QString texts;
    for (const Prompt &prompt : request.prompts())
        texts += u'[' + prompt.text() + u']';
    return texts;
}

} // namespace cpx::test
