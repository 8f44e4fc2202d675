// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/flowinsertion.h"

#include "core/zstd.h"
#include "proxy/changes/bodychange.h"
#include "proxy/prompt/turnmetadata.h"
#include "proxy/recording/eventtimes.h"
#include "proxy/responses/responsesummary.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

QByteArray text(const http::HeaderList &headers)
{
    QByteArray result;
    headers.writeTo(result);
    return result;
}

template<typename Number>
QVariant orNull(const std::optional<Number> &number)
{
    return number ? QVariant(*number) : QVariant();
}

/// NULL, so that an index holds no empty texts.
QVariant orNull(const QString &text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

const QStringList &flowColumns()
{
    static const QStringList names{
        u"flow"_s,          u"mode"_s,           u"phase"_s,           u"method"_s,          u"target"_s,
        u"upstream"_s,      u"status"_s,         u"error_code"_s,      u"error_text"_s,      u"started_ms"_s,
        u"first_byte_us"_s, u"total_us"_s,       u"request_bytes"_s,   u"response_bytes"_s,
        u"stored_bytes"_s,  u"request_state"_s,  u"request_decoded"_s, u"request_size"_s,    u"response_state"_s,
        u"response_decoded"_s, u"response_size"_s, u"request_headers"_s, u"response_headers"_s, u"request_body"_s,
        u"response_body"_s};
    return names;
}

const QStringList &detailColumns()
{
    static const QStringList names{
        u"id"_s,               u"kind"_s,          u"session_id"_s,   u"thread_id"_s,     u"turn_id"_s,
        u"model"_s,            u"effort"_s,        u"outcome"_s,      u"input_tokens"_s,  u"cached_tokens"_s,
        u"output_tokens"_s,    u"reasoning_tokens"_s, u"total_tokens"_s, u"first_output_us"_s, u"change_count"_s,
        u"summary"_s,          u"sent_state"_s,    u"sent_size"_s,    u"changes"_s,       u"event_times"_s,
        u"sent_body"_s};
    return names;
}

/// What is packed for flow_details.
struct Packed
{
    QByteArray summary;
    QByteArray changes;
    QByteArray eventTimes;

    explicit Packed(const RecordedFlow &flow)
        : eventTimes(packedTimes(flow.eventTimesUs))
    {
        if (flow.record.summary)
            summary = QJsonDocument(toJson(*flow.record.summary)).toJson(QJsonDocument::Compact);
        if (flow.record.changes)
            changes = zstdCompress(QJsonDocument(toJson(*flow.record.changes)).toJson(QJsonDocument::Compact));
    }
    qsizetype size() const { return summary.size() + changes.size() + eventTimes.size(); }
};

QVariantList flowValues(const RecordedFlow &flow, const Packed &packed)
{
    const FlowRecord &record = flow.record;
    const QByteArray requestHeaders = text(record.requestHeaders);
    const QByteArray responseHeaders = text(record.responseHeaders);
    const qint64 stored = requestHeaders.size() + responseHeaders.size() + record.target.size() + flow.request.packed.size()
        + flow.response.packed.size() + (flow.sent ? flow.sent->packed.size() : 0) + packed.size();
    return {qint64(record.id), recordingModeName(flow.mode), phaseName(record.phase), record.method, record.target,
            record.upstream, orNull(record.status), record.errorCode, record.errorText, record.startedMs,
            orNull(record.firstByteUs), orNull(record.totalUs), record.requestBytes, record.responseBytes,
            stored, bodyStateName(flow.request.state), flow.request.isDecoded, flow.request.size,
            bodyStateName(flow.response.state), flow.response.isDecoded, flow.response.size, requestHeaders,
            responseHeaders, flow.request.packed, flow.response.packed};
}

QVariantList detailValues(qint64 id, const RecordedFlow &flow, const Packed &packed)
{
    const FlowRecord &record = flow.record;
    const TurnMetadata metadata = TurnMetadata::of(record.target, record.requestHeaders);
    const ResponseSummary summary = record.summary ? *record.summary : ResponseSummary();
    const TokenUsage usage = summary.usage.value_or(TokenUsage());
    const QString model = metadata.model.isEmpty() ? QString::fromUtf8(summary.model) : metadata.model;
    return {id, requestKindName(metadata.kind()), orNull(metadata.sessionId), orNull(metadata.threadId),
            orNull(metadata.turnId), orNull(model), orNull(metadata.reasoningEffort),
            summary.outcome ? QVariant(outcomeName(summary.outcome->kind)) : QVariant(), orNull(usage.input),
            orNull(usage.cachedInput), orNull(usage.output), orNull(usage.reasoning), orNull(usage.total),
            summary.stream ? orNull(summary.stream->firstOutputUs) : QVariant(), flow.changeCount,
            packed.summary, flow.sent ? QVariant(bodyStateName(flow.sent->state)) : QVariant(),
            flow.sent ? QVariant(flow.sent->size) : QVariant(), packed.changes, packed.eventTimes,
            flow.sent ? QVariant(flow.sent->packed) : QVariant()};
}

QString insertInto(const QString &table, const QStringList &columns)
{
    const QStringList marks(columns.size(), u"?"_s);
    return u"INSERT INTO %1 (%2) VALUES (%3)"_s.arg(table, columns.join(u", "_s), marks.join(u", "_s));
}

void bind(QSqlQuery &query, const QVariantList &values)
{
    for (int i = 0; i < values.size(); ++i)
        query.bindValue(i, values.at(i));
}

} // namespace

FlowInsertion::FlowInsertion(SqliteDatabase &database, QSqlQuery flows, QSqlQuery details)
    : m_database(&database)
    , m_flows(std::move(flows))
    , m_details(std::move(details))
{
}

Result<FlowInsertion> FlowInsertion::prepare(SqliteDatabase &database)
{
    auto flows = database.prepared(insertInto(u"flows"_s, flowColumns()));
    if (!flows)
        return flows.error();
    auto details = database.prepared(insertInto(u"flow_details"_s, detailColumns()));
    if (!details)
        return details.error();
    return FlowInsertion(database, *std::move(flows), *std::move(details));
}

Result<void> FlowInsertion::add(const RecordedFlow &flow)
{
    const Packed packed(flow);
    bind(m_flows, flowValues(flow, packed));
    if (auto done = m_database->run(m_flows); !done)
        return done;
    bind(m_details, detailValues(m_flows.lastInsertId().toLongLong(), flow, packed));
    return m_database->run(m_details);
}

} // namespace cpx
