// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/demo/demoscriptwriter.h"

#include "proxy/demo/demorequest.h"

#include <QJsonDocument>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

/// FNV-1a: unlike qHash() it gives the same seed with every version of Qt.
quint32 seedOf(const QString &text)
{
    quint32 hash = 2166136261U;
    const QByteArray bytes = text.toUtf8();
    for (const char byte : bytes)
        hash = (hash ^ quint8(byte)) * 16777619U;
    return hash;
}

/// Pieces about as large as tokens: a word each, with the space behind it.
QStringList pieces(const QString &text)
{
    QStringList result;
    qsizetype from = 0;
    for (qsizetype i = 1; i < text.size(); ++i) {
        if (text.at(i - 1).isSpace() && !text.at(i).isSpace()) {
            result += text.sliced(from, i - from);
            from = i;
        }
    }
    if (from < text.size())
        result += text.sliced(from);
    return result;
}

/// A token is about four letters of English.
int tokensOf(qsizetype characters)
{
    return int(std::max<qsizetype>(1, (characters + 3) / 4));
}

QByteArray jsonOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

DemoScriptWriter::DemoScriptWriter(const DemoRequest &request, const QString &id, qint64 createdSeconds)
    : m_request(request)
    , m_id(id)
    , m_createdSeconds(createdSeconds)
    , m_random(seedOf(request.prompt))
{ }

void DemoScriptWriter::begin()
{
    // A hosted model answers with its head after the way there and back, and only then starts to think.
    event(u"response.created"_s, {{u"response"_s, responseObject(u"in_progress"_s, {})}}, between(40, 120));
    event(u"response.in_progress"_s, {{u"response"_s, responseObject(u"in_progress"_s, {})}});
}

void DemoScriptWriter::think(const QString &summary)
{
    QJsonObject item{{u"id"_s, itemId(u"rs"_s)}, {u"type"_s, u"reasoning"_s}, {u"summary"_s, QJsonArray()}};
    addItem(item);
    const QJsonObject where{{u"item_id"_s, item.value("id"_L1)}, {u"summary_index"_s, 0}};
    QJsonObject part{{u"type"_s, u"summary_text"_s}, {u"text"_s, QString()}};

    QJsonObject fields = where;
    fields.insert("part"_L1, part);
    event(u"response.reasoning_summary_part.added"_s, fields);
    deltas(u"response.reasoning_summary_text.delta"_s, where, summary);
    fields = where;
    fields.insert("text"_L1, summary);
    event(u"response.reasoning_summary_text.done"_s, fields);
    part.insert("text"_L1, summary);
    fields = where;
    fields.insert("part"_L1, part);
    event(u"response.reasoning_summary_part.done"_s, fields);

    item.insert("summary"_L1, QJsonArray{part});
    // Opaque to clients, who send it back; a real one is ciphertext.
    item.insert("encrypted_content"_L1, QString::fromLatin1(("codex-plus-demo " + m_id.toUtf8()).toBase64()));
    m_reasoningTokens += tokensOf(summary.size()) * 2;
    m_outputTokens += m_reasoningTokens;
    finishItem(item);
}

void DemoScriptWriter::say(const QString &text)
{
    QJsonObject item{{u"id"_s, itemId(u"msg"_s)},
                     {u"type"_s, u"message"_s},
                     {u"status"_s, u"in_progress"_s},
                     {u"role"_s, u"assistant"_s},
                     {u"content"_s, QJsonArray()}};
    addItem(item);
    const QJsonObject where{{u"item_id"_s, item.value("id"_L1)}, {u"content_index"_s, 0}};
    QJsonObject part{{u"type"_s, u"output_text"_s}, {u"text"_s, QString()}, {u"annotations"_s, QJsonArray()}};

    QJsonObject fields = where;
    fields.insert("part"_L1, part);
    event(u"response.content_part.added"_s, fields);
    deltas(u"response.output_text.delta"_s, where, text);
    fields = where;
    fields.insert("text"_L1, text);
    event(u"response.output_text.done"_s, fields);
    part.insert("text"_L1, text);
    fields = where;
    fields.insert("part"_L1, part);
    event(u"response.content_part.done"_s, fields);

    item.insert("status"_L1, u"completed"_s);
    item.insert("content"_L1, QJsonArray{part});
    m_outputTokens += tokensOf(text.size());
    finishItem(item);
}

void DemoScriptWriter::callFunction(const QString &name, const QJsonObject &arguments)
{
    const QString text = QString::fromUtf8(jsonOf(arguments));
    QJsonObject item{{u"id"_s, itemId(u"fc"_s)},        {u"type"_s, u"function_call"_s},
                     {u"status"_s, u"in_progress"_s},   {u"name"_s, name},
                     {u"call_id"_s, itemId(u"call"_s)}, {u"arguments"_s, QString()}};
    addItem(item);
    QJsonObject where{{u"item_id"_s, item.value("id"_L1)}};
    deltas(u"response.function_call_arguments.delta"_s, where, text);
    where.insert("arguments"_L1, text);
    event(u"response.function_call_arguments.done"_s, where);
    item.insert("status"_L1, u"completed"_s);
    item.insert("arguments"_L1, text);
    m_outputTokens += tokensOf(text.size()) + 8;
    finishItem(item);
}

void DemoScriptWriter::callCustom(const QString &name, const QString &input)
{
    QJsonObject item{{u"id"_s, itemId(u"ctc"_s)},       {u"type"_s, u"custom_tool_call"_s},
                     {u"status"_s, u"in_progress"_s},   {u"name"_s, name},
                     {u"call_id"_s, itemId(u"call"_s)}, {u"input"_s, QString()}};
    addItem(item);
    QJsonObject where{{u"item_id"_s, item.value("id"_L1)}};
    deltas(u"response.custom_tool_call_input.delta"_s, where, input);
    where.insert("input"_L1, input);
    event(u"response.custom_tool_call_input.done"_s, where);
    item.insert("status"_L1, u"completed"_s);
    item.insert("input"_L1, input);
    m_outputTokens += tokensOf(input.size()) + 8;
    finishItem(item);
}

void DemoScriptWriter::compact()
{
    m_outputTokens += 64;
    const QString content = QString::fromLatin1(("codex-plus-demo compaction " + m_id.toUtf8()).toBase64());
    m_script.events.last().wait += between(300, 900);
    finishItem(
        {{u"id"_s, itemId(u"cmp"_s)}, {u"type"_s, u"compaction"_s}, {u"encrypted_content"_s, content}});
}

DemoScript DemoScriptWriter::end()
{
    m_script.response = responseObject(u"completed"_s, usage());
    event(u"response.completed"_s, {{u"response"_s, m_script.response}});
    return std::move(m_script);
}

void DemoScriptWriter::event(const QString &type, QJsonObject fields, Milliseconds wait)
{
    fields.insert("type"_L1, type);
    fields.insert("sequence_number"_L1, m_sequence++);
    m_script.events.append({"event: " + type.toUtf8() + "\ndata: " + jsonOf(fields) + "\n\n", wait});
}

void DemoScriptWriter::addItem(const QJsonObject &item)
{
    event(u"response.output_item.added"_s, {{u"output_index"_s, m_output.size()}, {u"item"_s, item}},
          m_hasSpoken ? Milliseconds(0) : between(300, 900));
    m_hasSpoken = true;
}

void DemoScriptWriter::finishItem(const QJsonObject &item)
{
    event(u"response.output_item.done"_s, {{u"output_index"_s, m_output.size()}, {u"item"_s, item}});
    m_output.append(item);
}

void DemoScriptWriter::deltas(const QString &type, const QJsonObject &where, const QString &text)
{
    const QStringList parts = pieces(text);
    for (const QString &part : parts) {
        QJsonObject fields = where;
        fields.insert("output_index"_L1, m_output.size());
        fields.insert("delta"_L1, part);
        event(type, fields, between(15, 40));
    }
}

QJsonObject DemoScriptWriter::responseObject(const QString &status, const QJsonValue &usage) const
{
    return {{u"id"_s, u"resp_"_s + m_id},
            {u"object"_s, u"response"_s},
            {u"created_at"_s, m_createdSeconds},
            {u"status"_s, status},
            {u"model"_s, m_request.model},
            {u"output"_s, status == "completed"_L1 ? m_output : QJsonArray()},
            {u"error"_s, QJsonValue()},
            {u"incomplete_details"_s, QJsonValue()},
            {u"parallel_tool_calls"_s, false},
            {u"store"_s, false},
            {u"usage"_s, usage}};
}

QJsonObject DemoScriptWriter::usage() const
{
    const int input = tokensOf(m_request.bytes);
    // Providers cache whole blocks of 128 tokens: nothing at first, nearly everything when a conversation
    // goes on.
    const int cached = m_request.hasHistory ? input * 9 / 10 / 128 * 128 : 0;
    return {{u"input_tokens"_s, input},
            {u"input_tokens_details"_s, QJsonObject{{u"cached_tokens"_s, cached}}},
            {u"output_tokens"_s, m_outputTokens},
            {u"output_tokens_details"_s, QJsonObject{{u"reasoning_tokens"_s, m_reasoningTokens}}},
            {u"total_tokens"_s, input + m_outputTokens}};
}

QString DemoScriptWriter::itemId(const QString &kind) const
{
    return u"%1_%2_%3"_s.arg(kind, m_id).arg(m_output.size());
}

DemoScriptWriter::Milliseconds DemoScriptWriter::between(int least, int most)
{
    return Milliseconds(m_random.bounded(least, most + 1));
}

} // namespace cpx
