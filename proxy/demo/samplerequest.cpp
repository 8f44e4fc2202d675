// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/demo/samplerequest.h"

#include "core/zstd.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

#include <array>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

using Kind = SampleRequest::Kind;

// The first six show every kind of row once; then turns with something else now and then.
constexpr std::array schedule{Kind::Models,    Kind::Turn,     Kind::Title,    Kind::ToolCall,
                              Kind::AfterTool, Kind::Broken,   Kind::Turn,     Kind::LongTurn,
                              Kind::Turn,      Kind::LeftTurn, Kind::ToolCall, Kind::AfterTool};
constexpr std::array models{"gpt-6.1-sol", "gpt-5.5", "gpt-5.6-terra"};
constexpr std::array prompts{
    "Explain what the retry loop in src/sync.cpp does", "Why does the login test fail on slow machines?",
    "Rename the class Cache to ResponseCache", "Which parts of this project lack tests?",
    "Add a --verbose option to the importer"};

QByteArray jsonOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QString newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

/// As large as the instructions and tools that Codex sends along, so that sizes and times look right.
QString filler(qsizetype size)
{
    static const QString sentence = u"This paragraph is synthetic and only stands for the instructions that "
                                    u"a coding agent sends with every "
                                    "request, so that sizes look familiar. "_s;
    return sentence.repeated(size / sentence.size() + 1).left(size);
}

QJsonObject message(const QString &role, const QString &kind, const QString &text, const QString &turnId)
{
    return {{u"type"_s, u"message"_s},
            {u"id"_s, u"msg_"_s + newId()},
            {u"role"_s, role},
            {u"content"_s, QJsonArray{QJsonObject{{u"type"_s, u"input_text"_s}, {u"text"_s, text}}}},
            {u"internal_chat_message_metadata_passthrough"_s,
             QJsonObject{{u"turn_id"_s, turnId}, {u"content_item_kinds"_s, QJsonArray{kind}}}}};
}

QJsonArray tools()
{
    const QJsonObject command{{u"type"_s, u"string"_s}};
    const QJsonObject parameters{{u"type"_s, u"object"_s},
                                 {u"properties"_s, QJsonObject{{u"cmd"_s, command}}},
                                 {u"required"_s, QJsonArray{u"cmd"_s}}};
    return {QJsonObject{{u"type"_s, u"function"_s},
                        {u"name"_s, u"exec_command"_s},
                        {u"description"_s, filler(3000)},
                        {u"parameters"_s, parameters}}};
}

/// A call of the demo model and what the command printed, as the next request of the turn repeats them.
void appendToolCall(QJsonArray &input)
{
    const QString callId = u"call_"_s + newId();
    input.append(QJsonObject{{u"type"_s, u"function_call"_s},
                             {u"id"_s, u"fc_"_s + newId()},
                             {u"name"_s, u"exec_command"_s},
                             {u"call_id"_s, callId},
                             {u"arguments"_s, u"{\"cmd\":\"ls\"}"_s}});
    input.append(QJsonObject{{u"type"_s, u"function_call_output"_s},
                             {u"call_id"_s, callId},
                             {u"output"_s,
                              u"Wall time: 0.1 seconds\nProcess exited with code 0\nOutput:\n"
                              "CMakeLists.txt\nREADME.md\nsrc\ntests\n"_s}});
}

QJsonObject turnMetadata(Kind kind, const QString &model, const QString &threadId, const QString &turnId)
{
    QJsonObject metadata{{u"session_id"_s, threadId},
                         {u"thread_id"_s, threadId},
                         {u"agent_name"_s, u"/root"_s},
                         {u"turn_id"_s, turnId},
                         {u"root_turn_id"_s, turnId},
                         {u"window_id"_s, threadId + u":0"_s},
                         {u"request_kind"_s, u"turn"_s},
                         {u"history_initialization"_s, u"new"_s},
                         {u"thread_source"_s, kind == Kind::Title ? u"thread_title"_s : u"user"_s},
                         {u"sandbox_mode"_s, u"workspace-write"_s},
                         {u"turn_started_at_unix_ms"_s, QDateTime::currentMSecsSinceEpoch()},
                         {u"model"_s, model},
                         {u"reasoning_effort"_s, u"medium"_s}};
    if (kind != Kind::Title)
        metadata.insert("turn_trigger"_L1, u"user"_s);
    return metadata;
}

QString promptFor(Kind kind, int n)
{
    const QString plain = QString::fromLatin1(prompts.at(std::size_t(n) % prompts.size()));
    switch (kind) {
    case Kind::Title: return u"Give this task a short title.\n\nUser prompt:\n"_s + plain;
    case Kind::ToolCall:
    case Kind::AfterTool: return u"List the files of this project"_s;
    case Kind::LongTurn:
    case Kind::LeftTurn: return u"Write a long text about this project"_s;
    case Kind::Turn:
    case Kind::Models:
    case Kind::Broken: break;
    }
    return plain;
}

QJsonObject bodyOf(Kind kind, int n, const QString &model, const QString &threadId, const QString &turnId)
{
    QJsonArray input{
        message(u"developer"_s, u"model.base_instructions"_s, filler(21'000 + n % 7 * 900), turnId),
        message(u"user"_s, u"environments.environment_context"_s,
                u"<environment_context>\n  <cwd>/home/demo/project</cwd>\n  <shell>bash</shell>\n"
                "</environment_context>"_s,
                turnId),
        message(u"user"_s, u"user.text"_s, promptFor(kind, n), turnId)};
    if (kind == Kind::AfterTool)
        appendToolCall(input);
    QJsonObject text{{u"verbosity"_s, u"low"_s}};
    if (kind == Kind::Title) {
        const QJsonObject title{{u"type"_s, u"string"_s}, {u"maxLength"_s, 36}};
        const QJsonObject schema{{u"type"_s, u"object"_s},
                                 {u"properties"_s, QJsonObject{{u"title"_s, title}}}};
        text.insert(
            "format"_L1,
            QJsonObject{{u"type"_s, u"json_schema"_s}, {u"name"_s, u"title"_s}, {u"schema"_s, schema}});
    }
    return {{u"model"_s, model},
            {u"stream"_s, true},
            {u"input"_s, input},
            {u"tools"_s, tools()},
            {u"tool_choice"_s, u"auto"_s},
            {u"reasoning"_s, QJsonObject{{u"effort"_s, u"medium"_s}}},
            {u"store"_s, false},
            {u"prompt_cache_key"_s, threadId},
            {u"text"_s, text}};
}

} // namespace

SampleRequest SampleRequest::make(int n)
{
    SampleRequest request;
    request.kind = schedule.at(std::size_t(n) % schedule.size());
    const QString model = QString::fromLatin1(models.at(std::size_t(n / 3) % models.size()));
    const QString threadId = newId();
    const QString turnId = newId();

    auto &headers = request.headers;
    headers = {{"originator", "codex-plus-demo"},
               {"user-agent", "codex-plus-demo/" CPX_VERSION},
               // Shaped like a credential to show that the proxy blacks it out; it opens nothing.
               {"authorization", "Bearer codex-plus-demo-is-not-a-key"}};
    if (request.kind == Kind::Models) {
        request.method = "GET";
        request.path = u"/models?client_version=codex-plus-demo"_s;
        return request;
    }

    request.path = u"/responses"_s;
    headers.emplaceBack("x-codex-window-id", threadId.toLatin1() + ":0");
    headers.emplaceBack("x-codex-turn-metadata", jsonOf(turnMetadata(request.kind, model, threadId, turnId)));
    headers.emplaceBack("x-client-request-id", threadId.toLatin1());
    headers.emplaceBack("session-id", threadId.toLatin1());
    headers.emplaceBack("thread-id", threadId.toLatin1());
    headers.emplaceBack("accept", "text/event-stream");
    headers.emplaceBack("content-type", "application/json");
    request.body = jsonOf(bodyOf(request.kind, n, model, threadId, turnId));
    if (request.kind == Kind::Broken) {
        request.body.truncate(request.body.size() / 2);
    } else if (n % 2 == 1) { // as with a ChatGPT login
        request.body = zstdCompress(request.body);
        headers.emplaceBack("content-encoding", "zstd");
    }
    if (request.kind == Kind::LeftTurn)
        request.leaveAfter = std::chrono::milliseconds(1500);
    return request;
}

} // namespace cpx
