// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/syntheticanswer.h"

#include "proxy/prompt/jsontext.h"
#include "proxy/prompt/modelrequest.h"

#include <QList>
#include <QUuid>

namespace cpx {

namespace {

constexpr QByteArrayView responsePrefix("resp_cplus_");
constexpr QByteArrayView chatPrefix("chatcmpl_cplus_");
constexpr qsizetype deltaLength = 256; ///< UTF-16 units of one piece of text

constexpr QByteArrayView responsesUsage(
    R"({"input_tokens":0,"input_tokens_details":{"cached_tokens":0},"output_tokens":0,)"
    R"("output_tokens_details":{"reasoning_tokens":0},"total_tokens":0})");
constexpr QByteArrayView chatUsage(R"({"prompt_tokens":0,"completion_tokens":0,"total_tokens":0})");

QByteArray newId(QByteArrayView prefix)
{
    return prefix.toByteArray() + QUuid::createUuid().toByteArray(QUuid::Id128);
}

/// Half a surrogate pair becomes "?": as an escape it would be JSON to some clients and a syntax error to others, Codex among
/// them.
QString wellFormed(QStringView text)
{
    return QString::fromUtf8(text.toUtf8());
}

/// `"model":"…",` or nothing.
QByteArray modelField(QStringView model)
{
    return model.isEmpty() ? QByteArray() : R"("model":)" + jsonString(model) + ',';
}

/// The text in pieces, as a model would send it; none is empty, and no surrogate pair is torn apart.
QList<QStringView> pieces(QStringView text)
{
    QList<QStringView> result;
    while (!text.isEmpty()) {
        qsizetype length = qMin(text.size(), deltaLength);
        if (length < text.size() && text[length - 1].isHighSurrogate())
            --length;
        result += text.first(length);
        text = text.sliced(length);
    }
    return result;
}

QByteArray textPart(QStringView text)
{
    return R"({"type":"output_text","text":)" + jsonString(text) + R"(,"annotations":[]})";
}

/// A message of the assistant with `content`: a list of parts, comma separated. `phase`: a field with its
/// comma, or empty.
QByteArray messageItem(const QByteArray &id, QByteArrayView status, QByteArrayView phase,
                       const QByteArray &content)
{
    return R"({"type":"message","id":")" + id + R"(","status":")" + status.toByteArray()
        + R"(","role":"assistant",)" + phase.toByteArray() + R"("content":[)" + content + "]}";
}

QByteArray event(QByteArrayView type, const QByteArray &fields)
{
    const QByteArray name = type.toByteArray();
    return "event: " + name + "\ndata: {\"type\":\"" + name + "\"," + fields + "}\n\n";
}

/// Writes the events of one answer of the Responses API.
class ResponsesWriter
{
public:
    ResponsesWriter(QStringView text, QStringView model, qint64 createdSeconds)
        : m_text(text)
        , m_model(modelField(model))
        , m_created(QByteArray::number(createdSeconds))
    { }

    QByteArray document() const { return response("completed", doneItem(), responsesUsage); }

    QByteArray stream()
    {
        add("response.created", R"("response":)" + response("in_progress", {}, "null"));
        add("response.output_item.added",
            R"("output_index":0,"item":)" + messageItem(m_itemId, "in_progress", {}, {}));
        add("response.content_part.added", place() + R"("part":)" + textPart({}));
        for (const QStringView piece : pieces(m_text))
            add("response.output_text.delta", place() + R"("delta":)" + jsonString(piece));
        add("response.output_text.done", place() + R"("text":)" + jsonString(m_text));
        add("response.content_part.done", place() + R"("part":)" + textPart(m_text));
        add("response.output_item.done", R"("output_index":0,"item":)" + doneItem());
        add("response.completed", R"("response":)" + document());
        return m_events;
    }

private:
    void add(QByteArrayView type, const QByteArray &fields)
    {
        m_events += event(type, R"("sequence_number":)" + QByteArray::number(m_sequence++) + ',' + fields);
    }

    QByteArray place() const
    {
        return R"("item_id":")" + m_itemId + R"(","output_index":0,"content_index":0,)";
    }
    QByteArray doneItem() const { return messageItem(m_itemId, "completed", {}, textPart(m_text)); }

    QByteArray response(QByteArrayView status, const QByteArray &output, QByteArrayView usage) const
    {
        return R"({"id":")" + m_id + R"(","object":"response","created_at":)" + m_created + R"(,"status":")"
            + status.toByteArray() + R"(",)" + m_model
            + R"("error":null,"incomplete_details":null,"output":[)" + output + R"(],"usage":)"
            + usage.toByteArray() + '}';
    }

    QStringView m_text;
    QByteArray m_model;
    QByteArray m_created;
    QByteArray m_id = newId(responsePrefix);
    QByteArray m_itemId = newId(ModelRequest::ownItemPrefix);
    QByteArray m_events;
    int m_sequence = 0;
};

/// Writes one answer of the Chat Completions API.
class ChatWriter
{
public:
    ChatWriter(QStringView text, QStringView model, qint64 createdSeconds)
        : m_text(text)
        , m_rest(R"("created":)" + QByteArray::number(createdSeconds) + ',' + modelField(model))
    { }

    QByteArray document() const
    {
        return head("chat.completion") + R"("choices":[{"index":0,"message":{"role":"assistant","content":)"
            + jsonString(m_text) + R"(},"finish_reason":"stop"}],"usage":)" + chatUsage.toByteArray() + '}';
    }

    QByteArray stream() const
    {
        QByteArray chunks = chunk(R"({"role":"assistant","content":""})", "null");
        for (const QStringView piece : pieces(m_text))
            chunks += chunk(R"({"content":)" + jsonString(piece) + '}', "null");
        return chunks + chunk("{}", R"("stop")") + "data: [DONE]\n\n";
    }

private:
    QByteArray head(QByteArrayView object) const
    {
        return R"({"id":")" + m_id + R"(","object":")" + object.toByteArray() + R"(",)" + m_rest;
    }
    QByteArray chunk(const QByteArray &delta, QByteArrayView finishReason) const
    {
        return "data: " + head("chat.completion.chunk") + R"("choices":[{"index":0,"delta":)" + delta
            + R"(,"finish_reason":)" + finishReason.toByteArray() + "}]}\n\n";
    }

    QStringView m_text;
    QByteArray m_rest; ///< fields with their commas
    QByteArray m_id = newId(chatPrefix);
};

} // namespace

SyntheticAnswer SyntheticAnswer::of(AnswerShape shape, QStringView text, QStringView model,
                                    qint64 createdSeconds)
{
    constexpr char stream[] = "text/event-stream; charset=utf-8";
    constexpr char document[] = "application/json";
    const QString valid = wellFormed(text);
    const QString validModel = wellFormed(model);
    switch (shape) {
    case AnswerShape::ResponsesStream: return {stream, ResponsesWriter(valid, validModel, createdSeconds).stream()};
    case AnswerShape::ResponsesDocument:
        return {document, ResponsesWriter(valid, validModel, createdSeconds).document()};
    case AnswerShape::ChatStream: return {stream, ChatWriter(valid, validModel, createdSeconds).stream()};
    case AnswerShape::ChatDocument: return {document, ChatWriter(valid, validModel, createdSeconds).document()};
    }
    Q_UNREACHABLE();
}

QByteArray commentaryEvent(QStringView text)
{
    return event(
        "response.output_item.done",
        R"("output_index":0,"item":)"
            + messageItem(newId(ModelRequest::ownNotePrefix), "completed", R"("phase":"commentary",)", textPart(wellFormed(text))));
}

} // namespace cpx
