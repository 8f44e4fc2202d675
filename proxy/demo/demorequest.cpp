// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/demo/demorequest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

/// The text of a message, a tool output or a sub-agent task: a string, or an array of parts with a text each.
QString textOf(const QJsonValue &content)
{
    if (content.isString())
        return content.toString();
    QString text;
    const QJsonArray parts = content.toArray();
    for (const QJsonValue &part : parts)
        text += part["text"_L1].toString();
    return text;
}

/// User messages of clients that do not label their parts: text the client added itself, not typed by
/// anybody.
bool isAddedByClient(const QString &text)
{
    static const QStringList beginnings = {
        u"# AGENTS.md instructions for "_s,
        u"<environment_context>"_s,
        u"<skill>"_s,
        u"<user_shell_command>"_s,
        u"<turn_aborted>"_s,
        u"Another language model started to solve"_s,
    };
    for (const QString &beginning : beginnings) {
        if (text.startsWith(beginning))
            return true;
    }
    return false;
}

bool isSummaryPrompt(const QString &text)
{
    return text.startsWith("You are performing a CONTEXT CHECKPOINT COMPACTION"_L1);
}

/// What the user typed, as far as `message` holds any of it.
QString typedText(const QJsonObject &message)
{
    const QJsonValue content = message.value("content"_L1);
    const QJsonValue kinds =
        message.value("internal_chat_message_metadata_passthrough"_L1)["content_item_kinds"_L1];
    if (!kinds.isArray()) {
        const QString text = textOf(content);
        return isAddedByClient(text) ? QString() : text;
    }
    QStringList typed;
    const QJsonArray kindList = kinds.toArray();
    for (qsizetype i = 0; i < kindList.size(); ++i) {
        if (kindList.at(i).toString() == "user.text"_L1)
            typed += content[i]["text"_L1].toString();
    }
    return typed.join(u'\n');
}

bool isFunctionNamed(const QJsonObject &tool, QLatin1StringView type, QLatin1StringView name)
{
    return tool.value("type"_L1).toString() == type && tool.value("name"_L1).toString() == name;
}

DemoRequest::Tools offeredTools(const QJsonArray &tools)
{
    auto found = DemoRequest::Tools::None;
    for (const QJsonValue &value : tools) {
        const QJsonObject tool = value.toObject();
        if (isFunctionNamed(tool, "custom"_L1, "exec"_L1))
            return DemoRequest::Tools::CodeMode;
        if (isFunctionNamed(tool, "function"_L1, "exec_command"_L1))
            found = DemoRequest::Tools::ExecCommand;
        if (tool.value("type"_L1).toString() == "namespace"_L1) {
            const auto nested = offeredTools(tool.value("tools"_L1).toArray());
            if (nested != DemoRequest::Tools::None)
                return nested;
        }
    }
    return found;
}

/// Walks the conversation, oldest first; what is newer wins.
class InputReader
{
public:
    explicit InputReader(DemoRequest &request)
        : m_request(request)
    { }

    void read(const QJsonObject &item)
    {
        const QString type = item.value("type"_L1).toString(u"message"_s);
        if (type == "additional_tools"_L1) {
            const auto offered = offeredTools(item.value("tools"_L1).toArray());
            if (offered != DemoRequest::Tools::None)
                m_request.tools = offered;
        } else if (type == "compaction_trigger"_L1) {
            m_request.kind = DemoRequest::Kind::Compaction;
        } else if (type == "agent_message"_L1) { // the task of a sub-agent
            readPrompt(textOf(item.value("content"_L1)), item);
        } else if (type.endsWith("_output"_L1)) {
            m_request.toolOutput = textOf(item.value("output"_L1));
            readAnswer();
        } else if (type.endsWith("_call"_L1)) {
            readAnswer();
        } else if (type == "message"_L1) {
            const QString role = item.value("role"_L1).toString();
            if (role == "user"_L1)
                readPrompt(typedText(item), item);
            else if (role == "assistant"_L1)
                readAnswer();
        } // anything else, known or not, says nothing about what is wanted
    }

private:
    void readPrompt(const QString &text, const QJsonObject &item)
    {
        if (text.isEmpty())
            return;
        if (isSummaryPrompt(text)) {
            m_request.kind = DemoRequest::Kind::Summary;
            return;
        }
        // Two prompts of one turn come from typing ahead: both are new, so both count. A prompt of an earlier
        // turn that got no answer does not.
        const QString turn =
            item.value("internal_chat_message_metadata_passthrough"_L1)["turn_id"_L1].toString();
        const bool continues = m_isPromptOpen && !turn.isEmpty() && turn == m_promptTurn;
        m_request.prompt = continues ? m_request.prompt + u"\n\n"_s + text : text;
        m_request.kind = DemoRequest::Kind::Turn;
        m_request.toolOutput.reset();
        m_promptTurn = turn;
        m_isPromptOpen = true;
    }

    void readAnswer()
    {
        m_request.kind = DemoRequest::Kind::Turn;
        m_request.hasHistory = true;
        m_isPromptOpen = false;
    }

    DemoRequest &m_request;
    QString m_promptTurn;
    bool m_isPromptOpen = false; ///< nothing has been answered since the prompt
};

Error invalid(const QString &message)
{
    return Error{Error::Code::Invalid, message};
}

} // namespace

Result<DemoRequest> DemoRequest::fromJson(const QByteArray &json)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError) {
        return invalid(u"The request body is not valid JSON: %1 at byte %2."_s.arg(problem.errorString())
                           .arg(problem.offset));
    }
    if (!document.isObject())
        return invalid(u"The request body must be a JSON object."_s);

    const QJsonObject body = document.object();
    DemoRequest request;
    request.bytes = json.size();
    request.model = body.value("model"_L1).toString();
    if (request.model.isEmpty())
        return invalid(u"Missing required parameter: 'model'."_s);
    request.isStreaming = body.value("stream"_L1).toBool();
    request.wantsReasoning = body.value("reasoning"_L1).isObject();
    request.tools = offeredTools(body.value("tools"_L1).toArray());

    const QJsonValue input = body.value("input"_L1);
    if (input.isString())
        request.prompt = input.toString();
    else if (!input.isArray())
        return invalid(u"Missing required parameter: 'input'."_s);
    const QJsonArray items = input.toArray();
    InputReader reader(request);
    for (const QJsonValue &item : items)
        reader.read(item.toObject());

    const QJsonObject format = body.value("text"_L1)["format"_L1].toObject();
    if (format.value("type"_L1).toString() == "json_schema"_L1 && !request.toolOutput) {
        request.kind = Kind::Structured;
        request.schema = format.value("schema"_L1).toObject();
    }
    return request;
}

} // namespace cpx
