// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/flowdetails.h"

#include "models/flowmodel.h"
#include "core/redaction.h"
#include "models/format.h"
#include "proxy/changes/bodychange.h"
#include "proxy/recording/changereport.h"
#include "proxy/redactedheaders.h"
#include "proxy/responses/responsesummary.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

QList<FlowDetails::Line> lines(const http::HeaderList &headers)
{
    const http::HeaderList safe = redactedHeaders(headers);
    QList<FlowDetails::Line> result;
    result.reserve(safe.size());
    for (qsizetype i = 0; i < safe.size(); ++i)
        result.append({format::singleLine(QString::fromUtf8(safe.name(i))),
                       format::singleLine(QString::fromUtf8(safe.value(i)), 4000)});
    return result;
}

QString who(const FlowFacts &facts)
{
    return facts.client.isEmpty() ? QCoreApplication::translate("cpx", "A client") : facts.client;
}

bool isOpenedWebSocket(const FlowRecord &record)
{
    return record.status == 101;
}

QString whatFor(const FlowRecord &record, const FlowFacts &facts)
{
    const QString model = facts.model.isEmpty() ? QCoreApplication::translate("cpx", "a model") : facts.model;
    switch (facts.kind) {
    case RequestKind::Turn:
        return QCoreApplication::translate("cpx", "%1 asked %2 for a turn").arg(who(facts), model);
    case RequestKind::Title:
        return QCoreApplication::translate("cpx", "%1 asked %2 for the title of a thread")
            .arg(who(facts), model);
    case RequestKind::Compaction:
        return QCoreApplication::translate("cpx", "%1 asked %2 to compact a conversation")
            .arg(who(facts), model);
    case RequestKind::SubAgent:
        return QCoreApplication::translate("cpx", "A sub-agent of %1 asked %2 for a turn")
            .arg(who(facts), model);
    case RequestKind::Prewarm:
        return QCoreApplication::translate("cpx", "%1 prepared %2 for a conversation").arg(who(facts), model);
    case RequestKind::Models:
        return QCoreApplication::translate("cpx", "%1 asked for the list of models").arg(who(facts));
    case RequestKind::WebSocket:
        return isOpenedWebSocket(record) ? QCoreApplication::translate("cpx", "%1 opened a WebSocket").arg(who(facts))
                                         : QCoreApplication::translate("cpx", "%1 tried to open a WebSocket").arg(who(facts));
    case RequestKind::Other: break;
    }
    return QCoreApplication::translate("cpx", "%1 sent %2")
        .arg(who(facts), format::requestLine(record.method, record.target, 120));
}

QString outcome(const FlowRecord &record, qint64 now)
{
    const QString firstByte = format::duration(record.firstByteUs);
    const QString total = format::duration(record.totalUs);
    const QString status = record.status ? QString::number(*record.status) : format::unknown();
    switch (record.phase) {
    case FlowRecord::Phase::Sending:
        return QCoreApplication::translate("cpx", "No answer yet after %1.")
            .arg(format::duration((now - record.startedMs) * 1000));
    case FlowRecord::Phase::Streaming:
        if (isOpenedWebSocket(record))
            return QCoreApplication::translate("cpx", "It has been open for %1: %2 sent, %3 received so far.")
                .arg(format::duration((now - record.startedMs) * 1000), format::size(record.requestBytes),
                     format::size(record.responseBytes));
        return QCoreApplication::translate(
                   "cpx", "The answer (status %1) began after %2 and is still coming in: %3 so far.")
            .arg(status, firstByte, format::size(record.responseBytes));
    case FlowRecord::Phase::Done:
        if (record.isLocal)
            return QCoreApplication::translate(
                       "cpx", "Codex-Plus answered by itself with status %1; nothing was sent upstream.")
                .arg(status);
        if (isOpenedWebSocket(record))
            return QCoreApplication::translate("cpx", "It was open for %1: %2 sent, %3 received.")
                .arg(total, format::size(record.requestBytes), format::size(record.responseBytes));
        return QCoreApplication::translate(
                   "cpx", "The answer (status %1) began after %2 and was complete after %3, %4 in all.")
            .arg(status, firstByte, total, format::size(record.responseBytes));
    case FlowRecord::Phase::Failed:
        return QCoreApplication::translate("cpx", "It failed after %1.").arg(total);
    case FlowRecord::Phase::Cancelled:
        if (!record.totalUs)
            return QCoreApplication::translate("cpx", "It was cut off when the proxy stopped.");
        return QCoreApplication::translate("cpx", "The client left after %1, before the end.").arg(total);
    }
    Q_UNREACHABLE();
}

void appendKnown(QList<FlowDetails::Line> &list, const QString &label, const QString &value)
{
    if (!value.isEmpty())
        list.append({label, value});
}

/// "18,200 in (92 % cached), 640 out"
QString tokensText(const TokenUsage &usage)
{
    QString input = format::count(usage.input);
    if (usage.input && usage.cachedInput && *usage.input > 0) {
        input = QCoreApplication::translate("cpx", "%1 in (%2 % cached)")
                    .arg(input, QString::number(*usage.cachedInput * 100 / *usage.input));
    } else {
        input = QCoreApplication::translate("cpx", "%1 in").arg(input);
    }
    QString output = QCoreApplication::translate("cpx", "%1 out").arg(format::count(usage.output));
    if (usage.reasoning)
        output += QCoreApplication::translate("cpx", " (%1 of them reasoning)").arg(format::count(usage.reasoning));
    return input + u", "_s + output;
}

QString outcomeText(const ModelOutcome &outcome)
{
    QStringList parts{displayName(outcome.kind)};
    for (const QString &part : {QString::fromUtf8(outcome.code), outcome.text}) {
        if (!part.isEmpty())
            parts.append(format::singleLine(part));
    }
    return parts.join(u": "_s);
}

QString limitText(const RateLimit &limit)
{
    QStringList parts;
    if (limit.usedPercent)
        parts.append(QCoreApplication::translate("cpx", "%1 % used").arg(*limit.usedPercent));
    if (limit.remaining && limit.limit)
        parts.append(QCoreApplication::translate("cpx", "%1 of %2 left").arg(format::count(limit.remaining), format::count(limit.limit)));
    if (limit.resetsInS)
        parts.append(QCoreApplication::translate("cpx", "reset in %1").arg(format::duration(*limit.resetsInS * 1'000'000)));
    return QString::fromUtf8(limit.name) + u": "_s + parts.join(u", "_s);
}

void appendSummary(FlowDetails &details, const ResponseSummary &summary, const FlowFacts &facts)
{
    if (summary.outcome)
        appendKnown(details.facts, QCoreApplication::translate("cpx", "Outcome"), outcomeText(*summary.outcome));
    if (summary.usage)
        appendKnown(details.facts, QCoreApplication::translate("cpx", "Tokens"), tokensText(*summary.usage));
    const QString model = format::singleLine(QString::fromUtf8(summary.model));
    if (model != facts.model)
        appendKnown(details.facts, QCoreApplication::translate("cpx", "Answered by"), model);
    appendKnown(details.facts, QCoreApplication::translate("cpx", "Service tier"), QString::fromUtf8(summary.serviceTier));
    QString tools = QString::fromUtf8(summary.toolCalls.join(", "));
    if (summary.toolCallCount > summary.toolCalls.size())
        tools += u", …"_s;
    appendKnown(details.facts, QCoreApplication::translate("cpx", "Tools called"), tools);
    QStringList limits;
    for (const RateLimit &limit : summary.rateLimits)
        limits.append(limitText(limit));
    appendKnown(details.facts, QCoreApplication::translate("cpx", "Limits, as of this answer"), limits.join(u"; "_s));
    if (const auto &stream = summary.stream) {
        details.timing.append({QCoreApplication::translate("cpx", "First output after"), format::duration(stream->firstOutputUs)});
        details.timing.append({QCoreApplication::translate("cpx", "Longest gap"), format::duration(stream->longestGapUs)});
        if (stream->stalls > 0)
            details.timing.append({QCoreApplication::translate("cpx", "Stalls"), format::count(stream->stalls)});
    }
}

/// Who changed what: a line each, as long as they are few.
void appendChanges(FlowDetails &details, const QList<BodyChange> &changes)
{
    constexpr qsizetype mostShown = 8;
    const auto shown = qMin(changes.size(), mostShown);
    for (qsizetype i = 0; i < shown; ++i) {
        const BodyChange &change = changes.at(i);
        const QByteArray text = attributionText(change.attribution).toUtf8() + " · " + change.location;
        details.facts.append({QCoreApplication::translate("cpx", "Changed by"), format::singleLine(QString::fromUtf8(redacted(text)))});
    }
    if (changes.size() > shown) {
        details.facts.append({QCoreApplication::translate("cpx", "Changed by"),
                              QCoreApplication::translate("cpx", "%n more", nullptr, int(changes.size() - shown))});
    }
}

} // namespace

FlowDetails FlowDetails::of(const FlowRecord &record, const FlowFacts &facts, qint64 now)
{
    FlowDetails details;
    details.title =
        QCoreApplication::translate("cpx", "Request %1 · %2").arg(record.id).arg(displayName(facts.kind));
    details.sentence = whatFor(record, facts) + u". "_s + outcome(record, now);
    if (isError(record)) {
        details.error = record.errorText;
        if (details.error.isEmpty() && record.status)
            details.error = QCoreApplication::translate("cpx", "The server answered with HTTP status %1.")
                                .arg(*record.status);
        details.errorCode = QString::fromUtf8(record.errorCode);
    }

    appendKnown(details.facts, QCoreApplication::translate("cpx", "State"), displayName(record.phase));
    appendKnown(details.facts, QCoreApplication::translate("cpx", "Client"), facts.client);
    appendKnown(details.facts, QCoreApplication::translate("cpx", "Model"),
                facts.effort.isEmpty() || facts.model.isEmpty()
                    ? facts.model
                    : QCoreApplication::translate("cpx", "%1, effort %2").arg(facts.model, facts.effort));
    appendKnown(details.facts, QCoreApplication::translate("cpx", "Project"), facts.project);
    appendKnown(details.facts, QCoreApplication::translate("cpx", "Session"), facts.sessionId);
    appendKnown(details.facts, QCoreApplication::translate("cpx", "Agent"), facts.agent);
    appendKnown(details.facts, QCoreApplication::translate("cpx", "Target"),
                format::requestLine(record.method, record.target));
    appendKnown(details.facts, QCoreApplication::translate("cpx", "Sent to"),
                record.isLocal ? QCoreApplication::translate("cpx", "nobody, answered by Codex-Plus")
                               : record.upstream);
    details.facts.append(
        {QCoreApplication::translate("cpx", "Request body"), format::size(record.requestBytes)});

    const auto streamed = record.totalUs && record.firstByteUs
        ? std::optional(*record.totalUs - *record.firstByteUs)
        : std::nullopt;
    details.timing = {
        {QCoreApplication::translate("cpx", "Started"), format::time(record.startedMs, now)},
        {QCoreApplication::translate("cpx", "First byte after"), format::duration(record.firstByteUs)},
        {QCoreApplication::translate("cpx", "Streaming took"), format::duration(streamed)},
        {QCoreApplication::translate("cpx", "Total"),
         record.isFinished() ? format::duration(record.totalUs)
                             : QCoreApplication::translate("cpx", "%1 so far")
                                   .arg(format::duration((now - record.startedMs) * 1000))},
        {QCoreApplication::translate("cpx", "Answer"),
         record.responseBytes == 0 && !record.isFinished() ? format::unknown()
                                                           : format::size(record.responseBytes)},
    };
    if (record.summary)
        appendSummary(details, *record.summary, facts);
    if (record.changes)
        appendChanges(details, *record.changes);
    if (streamed && *record.totalUs > 0)
        details.firstByteShare = std::clamp(
            static_cast<double>(*record.firstByteUs) / static_cast<double>(*record.totalUs), 0.0, 1.0);
    details.requestHeaders = lines(record.requestHeaders);
    details.responseHeaders = lines(record.responseHeaders);
    return details;
}

} // namespace cpx
