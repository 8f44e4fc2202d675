// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/responses/responsesummary.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

void insertText(QJsonObject &json, QLatin1StringView key, const QByteArray &text)
{
    if (!text.isEmpty())
        json.insert(key, QString::fromUtf8(text));
}

template<typename Number>
void insertNumber(QJsonObject &json, QLatin1StringView key, const std::optional<Number> &number)
{
    if (number)
        json.insert(key, *number);
}

QByteArray text(const QJsonObject &json, QLatin1StringView key)
{
    return json.value(key).toString().toUtf8();
}

std::optional<qint64> number(const QJsonObject &json, QLatin1StringView key)
{
    const QJsonValue value = json.value(key);
    return value.isDouble() ? std::optional(value.toInteger()) : std::nullopt;
}

QJsonObject usageJson(const TokenUsage &usage)
{
    QJsonObject json;
    insertNumber(json, "input"_L1, usage.input);
    insertNumber(json, "cached_input"_L1, usage.cachedInput);
    insertNumber(json, "output"_L1, usage.output);
    insertNumber(json, "reasoning"_L1, usage.reasoning);
    insertNumber(json, "total"_L1, usage.total);
    return json;
}

QJsonObject rateLimitJson(const RateLimit &limit)
{
    QJsonObject json{{u"name"_s, QString::fromUtf8(limit.name)}};
    insertNumber(json, "used_percent"_L1, limit.usedPercent);
    insertNumber(json, "window_minutes"_L1, limit.windowMinutes);
    insertNumber(json, "resets_in_s"_L1, limit.resetsInS);
    insertNumber(json, "limit"_L1, limit.limit);
    insertNumber(json, "remaining"_L1, limit.remaining);
    return json;
}

RateLimit rateLimitFrom(const QJsonObject &json)
{
    RateLimit limit;
    limit.name = text(json, "name"_L1);
    if (const QJsonValue used = json.value("used_percent"_L1); used.isDouble())
        limit.usedPercent = used.toDouble();
    limit.windowMinutes = number(json, "window_minutes"_L1);
    limit.resetsInS = number(json, "resets_in_s"_L1);
    limit.limit = number(json, "limit"_L1);
    limit.remaining = number(json, "remaining"_L1);
    return limit;
}

} // namespace

QString outcomeName(ModelOutcome::Kind kind)
{
    switch (kind) {
    case ModelOutcome::Kind::Completed: return u"completed"_s;
    case ModelOutcome::Kind::Failed: return u"failed"_s;
    case ModelOutcome::Kind::Incomplete: return u"incomplete"_s;
    case ModelOutcome::Kind::Cut: return u"cut"_s;
    }
    Q_UNREACHABLE();
}

std::optional<ModelOutcome::Kind> outcomeFromName(QStringView name)
{
    using Kind = ModelOutcome::Kind;
    for (const Kind kind : {Kind::Completed, Kind::Failed, Kind::Incomplete, Kind::Cut}) {
        if (name.compare(outcomeName(kind), Qt::CaseInsensitive) == 0)
            return kind;
    }
    return std::nullopt;
}

QJsonObject toJson(const ResponseSummary &summary)
{
    QJsonObject json;
    if (summary.outcome) {
        json.insert(u"outcome"_s, outcomeName(summary.outcome->kind));
        insertText(json, "outcome_code"_L1, summary.outcome->code);
        insertText(json, "outcome_text"_L1, summary.outcome->text.toUtf8());
    }
    insertText(json, "response_id"_L1, summary.responseId);
    insertText(json, "model"_L1, summary.model);
    insertText(json, "service_tier"_L1, summary.serviceTier);
    if (summary.usage)
        json.insert(u"usage"_s, usageJson(*summary.usage));
    if (summary.stream) {
        QJsonObject stream{{u"events"_s, summary.stream->events}, {u"stalls"_s, summary.stream->stalls}};
        insertNumber(stream, "first_output_us"_L1, summary.stream->firstOutputUs);
        insertNumber(stream, "longest_gap_us"_L1, summary.stream->longestGapUs);
        json.insert(u"stream"_s, stream);
    }
    if (summary.toolCallCount > 0) {
        QJsonArray names;
        for (const QByteArray &name : summary.toolCalls)
            names.append(QString::fromUtf8(name));
        json.insert(u"tool_calls"_s, names);
        json.insert(u"tool_call_count"_s, summary.toolCallCount);
    }
    if (!summary.rateLimits.isEmpty()) {
        QJsonArray limits;
        for (const RateLimit &limit : summary.rateLimits)
            limits.append(rateLimitJson(limit));
        json.insert(u"rate_limits"_s, limits);
    }
    return json;
}

ResponseSummary responseSummaryFromJson(const QJsonObject &json)
{
    ResponseSummary summary;
    if (const auto kind = outcomeFromName(json.value("outcome"_L1).toString()))
        summary.outcome = ModelOutcome{*kind, text(json, "outcome_code"_L1), json.value("outcome_text"_L1).toString()};
    summary.responseId = text(json, "response_id"_L1);
    summary.model = text(json, "model"_L1);
    summary.serviceTier = text(json, "service_tier"_L1);
    if (const QJsonValue usage = json.value("usage"_L1); usage.isObject()) {
        const QJsonObject counts = usage.toObject();
        summary.usage = TokenUsage{number(counts, "input"_L1), number(counts, "cached_input"_L1), number(counts, "output"_L1),
                                   number(counts, "reasoning"_L1), number(counts, "total"_L1)};
    }
    if (const QJsonValue stream = json.value("stream"_L1); stream.isObject()) {
        const QJsonObject timing = stream.toObject();
        summary.stream = StreamTiming{number(timing, "events"_L1).value_or(0), number(timing, "first_output_us"_L1),
                                      number(timing, "longest_gap_us"_L1), timing.value("stalls"_L1).toInt()};
    }
    const QJsonArray names = json.value("tool_calls"_L1).toArray();
    for (const QJsonValue &name : names)
        summary.toolCalls.append(name.toString().toUtf8());
    summary.toolCallCount = json.value("tool_call_count"_L1).toInt();
    const QJsonArray limits = json.value("rate_limits"_L1).toArray();
    for (const QJsonValue &limit : limits)
        summary.rateLimits.append(rateLimitFrom(limit.toObject()));
    return summary;
}

} // namespace cpx
