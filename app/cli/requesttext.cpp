// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/requesttext.h"

#include "core/terminaltext.h"
#include "core/translate.h"
#include "proxy/changes/bodychange.h"
#include "proxy/prompt/turnmetadata.h"
#include "proxy/recording/recordedcontent.h"
#include "proxy/responses/responsesummary.h"

#include <QDateTime>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype targetWidth = 36;
constexpr qsizetype modelWidth = 16;

/// One value on one line.
QString line(QByteArrayView text)
{
    return QString::fromUtf8(terminalText(text, LineBreaks::Escape));
}

QString time(qint64 milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds).toString(u"yyyy-MM-dd HH:mm:ss"_s);
}

QString duration(const std::optional<qint64> &microseconds)
{
    if (!microseconds)
        return u"—"_s;
    return *microseconds < 1'000'000 ? translate("cpx", "%1 ms").arg(*microseconds / 1000)
                                     : translate("cpx", "%1 s").arg(double(*microseconds) / 1e6, 0, 'f', 1);
}

QString outcome(const FlowRecord &record)
{
    const QString status = record.status ? QString::number(*record.status) : u"—"_s;
    return record.phase == FlowRecord::Phase::Done ? status : status + u' ' + phaseName(record.phase);
}

QString shortened(const QString &text, qsizetype width)
{
    return text.size() <= width ? text : text.first(width - 1) + u'…';
}

QString count(const std::optional<qint64> &number)
{
    return number ? QString::number(*number) : u"—"_s;
}

/// What a request asked for; unknown parts are empty.
TurnMetadata metadataOf(const RecordedFlow &flow)
{
    return TurnMetadata::of(flow.record.target, flow.record.requestHeaders);
}

QString modelOf(const RecordedFlow &flow, const TurnMetadata &metadata)
{
    if (!metadata.model.isEmpty() || !flow.record.summary)
        return line(metadata.model.toUtf8());
    return line(flow.record.summary->model);
}

QString tokensOf(const RecordedFlow &flow)
{
    const auto usage = flow.record.summary ? flow.record.summary->usage : std::nullopt;
    return usage ? u"%1/%2"_s.arg(count(usage->input), count(usage->output)) : u"—"_s;
}

QString endOf(const RecordedFlow &flow)
{
    const auto end = flow.record.summary ? flow.record.summary->outcome : std::nullopt;
    return end ? outcomeName(end->kind) : u"—"_s;
}

/// What the answer said, a fact a line.
template<typename Fact>
void appendSummary(const ResponseSummary &summary, const Fact &fact)
{
    if (summary.outcome) {
        QString end = outcomeName(summary.outcome->kind);
        for (const QByteArray &part : {summary.outcome->code, summary.outcome->text.toUtf8()})
            end += part.isEmpty() ? QString() : u": "_s + line(part);
        fact(translate("cpx", "outcome"), end);
    }
    if (!summary.model.isEmpty())
        fact(translate("cpx", "answered by"), line(summary.model));
    if (const auto &usage = summary.usage) {
        fact(translate("cpx", "tokens"), translate("cpx", "%1 in (%2 cached), %3 out (%4 reasoning)")
                                             .arg(count(usage->input), count(usage->cachedInput), count(usage->output), count(usage->reasoning)));
    }
    if (const auto &stream = summary.stream) {
        fact(translate("cpx", "first output"), duration(stream->firstOutputUs));
        fact(translate("cpx", "stream"), translate("cpx", "%1 events, longest gap %2, stalls: %3")
                                             .arg(stream->events).arg(duration(stream->longestGapUs)).arg(stream->stalls));
    }
    if (summary.toolCallCount > 0)
        fact(translate("cpx", "tools"), line(summary.toolCalls.join(", ")) + (summary.toolCallCount > summary.toolCalls.size() ? u", …"_s : QString()));
    for (const RateLimit &limit : summary.rateLimits) {
        QStringList parts;
        if (limit.usedPercent)
            parts.append(translate("cpx", "%1 % used").arg(*limit.usedPercent));
        if (limit.remaining)
            parts.append(translate("cpx", "%1 of %2 left").arg(count(limit.remaining), count(limit.limit)));
        if (limit.resetsInS)
            parts.append(translate("cpx", "reset in %1 s").arg(*limit.resetsInS));
        fact(translate("cpx", "limit"), line(limit.name) + u": "_s + parts.join(u", "_s));
    }
}

QString stateText(RecordedBody::State state)
{
    switch (state) {
    case RecordedBody::State::Kept: return {};
    case RecordedBody::State::Truncated: return translate("cpx", "only the beginning was recorded");
    case RecordedBody::State::NotWanted: return translate("cpx", "not recorded: the setting recording is metadata");
    case RecordedBody::State::Dropped: return translate("cpx", "not recorded: the disk was too slow or full");
    case RecordedBody::State::Unreadable:
        return translate("cpx", "not recorded: it could not be searched for credentials");
    }
    Q_UNREACHABLE();
}

void appendMessage(QString &out, const QString &title, const http::HeaderList &headers, const RecordedBody &body)
{
    out += u"\n%1\n"_s.arg(title);
    for (qsizetype i = 0; i < headers.size(); ++i)
        out += u"  %1: %2\n"_s.arg(line(headers.name(i)), line(headers.value(i)));
    const QString state = stateText(body.state);
    if (!state.isEmpty())
        out += u"\n[%1]\n"_s.arg(state);
    if (body.size == 0)
        return;
    const RecordedContent content = recordedContent(body, headers);
    if (!content.isText)
        out += u"\n[%1]\n"_s.arg(translate("cpx", "%1 bytes that are no text; --raw prints them").arg(content.bytes.size()));
    else
        out += u'\n' + QString::fromUtf8(terminalText(content.bytes, LineBreaks::Keep)) + u'\n';
}

QJsonObject messageJson(const http::HeaderList &headers, const RecordedBody &body)
{
    QJsonArray fields;
    for (qsizetype i = 0; i < headers.size(); ++i)
        fields.append(QJsonArray{QString::fromUtf8(headers.name(i)), QString::fromUtf8(headers.value(i))});
    QJsonObject json{{u"headers"_s, fields}, {u"body_state"_s, bodyStateName(body.state)}};
    if (body.size == 0)
        return json;
    const RecordedContent content = recordedContent(body, headers);
    if (content.isText)
        json.insert(u"body"_s, QString::fromUtf8(content.bytes));
    else
        json.insert(u"body_base64"_s, QString::fromLatin1(content.bytes.toBase64()));
    return json;
}

} // namespace

QString requestTable(const QList<RecordedFlow> &newestFirst)
{
    const auto row = [](const QStringList &cells) {
        // Not with arg(): what was recorded may hold a "%1" itself.
        return cells.at(0).rightJustified(6) + u"  "_s + cells.at(1).leftJustified(19) + u"  "_s + cells.at(2).leftJustified(13)
            + u"  "_s + cells.at(3).leftJustified(10) + u"  "_s + cells.at(4).leftJustified(int(modelWidth)) + u"  "_s
            + cells.at(5).rightJustified(14) + u"  "_s + cells.at(6).leftJustified(10) + u"  "_s + cells.at(7).rightJustified(7)
            + u"  "_s + cells.at(8).rightJustified(9) + u"  "_s + cells.at(9).rightJustified(10) + u"  "_s
            + cells.at(10).leftJustified(6) + u"  "_s + cells.at(11).leftJustified(int(targetWidth)) + u'\n';
    };
    QString out = row({translate("cpx", "ID"), translate("cpx", "Time"), translate("cpx", "Status"), translate("cpx", "Kind"),
                       translate("cpx", "Model"), translate("cpx", "Tokens in/out"), translate("cpx", "Outcome"),
                       translate("cpx", "Changes"), translate("cpx", "Duration"), translate("cpx", "Bytes"),
                       translate("cpx", "Method"), translate("cpx", "Target")});
    for (auto it = newestFirst.crbegin(); it != newestFirst.crend(); ++it) {
        const FlowRecord &record = it->record;
        const TurnMetadata metadata = metadataOf(*it);
        out += row({QString::number(it->id), time(record.startedMs), outcome(record), requestKindName(metadata.kind()),
                    shortened(modelOf(*it, metadata), modelWidth), tokensOf(*it), endOf(*it), QString::number(it->changeCount),
                    duration(record.totalUs), QString::number(record.responseBytes), line(record.method),
                    shortened(line(record.target), targetWidth)});
    }
    return out;
}

QString requestText(const RecordedFlow &flow)
{
    const FlowRecord &record = flow.record;
    QString out = u"%1 %2\n"_s.arg(line(record.method), line(record.target));
    const auto fact = [&out](const QString &name, const QString &value) { out += u"  %1 %2\n"_s.arg(name, -12).arg(value); };
    fact(translate("cpx", "time"), time(record.startedMs));
    fact(translate("cpx", "upstream"), line(record.upstream.toUtf8()));
    fact(translate("cpx", "status"), outcome(record));
    if (!record.errorCode.isEmpty())
        fact(translate("cpx", "error"), line(record.errorCode + ": " + record.errorText.toUtf8()));
    fact(translate("cpx", "first byte"), duration(record.firstByteUs));
    fact(translate("cpx", "total"), duration(record.totalUs));
    fact(translate("cpx", "bytes"), translate("cpx", "%1 sent, %2 received").arg(record.requestBytes).arg(record.responseBytes));
    const TurnMetadata metadata = metadataOf(flow);
    fact(translate("cpx", "kind"), requestKindName(metadata.kind()));
    for (const auto &[name, value] : {std::pair(translate("cpx", "model"), metadata.model), {translate("cpx", "effort"), metadata.reasoningEffort},
                                      {translate("cpx", "session"), metadata.sessionId}, {translate("cpx", "turn"), metadata.turnId},
                                      {translate("cpx", "agent"), metadata.agentName}}) {
        if (!value.isEmpty())
            fact(name, line(value.toUtf8()));
    }
    if (record.summary)
        appendSummary(*record.summary, fact);
    if (flow.changeCount > 0 || flow.sent)
        fact(translate("cpx", "changes"), translate("cpx", "%1; --changes shows them").arg(flow.changeCount));
    fact(translate("cpx", "recorded"), recordingModeName(flow.mode));
    appendMessage(out, translate("cpx", "Request"), record.requestHeaders, flow.request);
    appendMessage(out, translate("cpx", "Answer"), record.responseHeaders, flow.response);
    return out;
}

QByteArray requestAsRecorded(const RecordedFlow &flow)
{
    const FlowRecord &record = flow.record;
    QByteArray out = record.method + ' ' + record.target + " HTTP/1.1\r\n";
    record.requestHeaders.writeTo(out);
    out += "\r\n";
    if (const auto bytes = flow.request.bytes())
        out += *bytes;
    out += "\r\n\r\n";
    if (!record.status)
        return out;
    out += "HTTP/1.1 " + QByteArray::number(*record.status) + "\r\n";
    record.responseHeaders.writeTo(out);
    out += "\r\n";
    if (const auto bytes = flow.response.bytes())
        out += *bytes;
    return out;
}

QByteArray printableJson(const QJsonDocument &document, QJsonDocument::JsonFormat format)
{
    const QByteArray json = document.toJson(format);
    QByteArray result;
    result.reserve(json.size());
    for (qsizetype i = 0; i < json.size(); ++i) {
        const auto code = static_cast<unsigned char>(json[i]);
        const auto following = static_cast<unsigned char>(i + 1 < json.size() ? json[i + 1] : 0);
        if (code == 0x7f) {
            result += "\\u007f";
        } else if (code == 0xc2 && following >= 0x80 && following < 0xa0) {
            result += "\\u00" + QByteArray::number(following, 16);
            ++i;
        } else {
            result += json[i];
        }
    }
    return result;
}

QJsonObject requestJson(const RecordedFlow &flow, bool hasBodies)
{
    const FlowRecord &record = flow.record;
    const auto orNull = [](const auto &number) { return number ? QJsonValue(qint64(*number)) : QJsonValue(); };
    QJsonObject json{
        {u"id"_s, flow.id},
        {u"recorded"_s, recordingModeName(flow.mode)},
        {u"started_ms"_s, record.startedMs},
        {u"phase"_s, phaseName(record.phase)},
        {u"method"_s, QString::fromUtf8(record.method)},
        {u"target"_s, QString::fromUtf8(record.target)},
        {u"upstream"_s, record.upstream},
        {u"status"_s, orNull(record.status)},
        {u"first_byte_us"_s, orNull(record.firstByteUs)},
        {u"total_us"_s, orNull(record.totalUs)},
        {u"request_bytes"_s, record.requestBytes},
        {u"response_bytes"_s, record.responseBytes},
    };
    const TurnMetadata metadata = metadataOf(flow);
    json.insert(u"kind"_s, requestKindName(metadata.kind()));
    for (const auto &[name, value] : {std::pair(u"model"_s, metadata.model), {u"reasoning_effort"_s, metadata.reasoningEffort},
                                      {u"session_id"_s, metadata.sessionId}, {u"thread_id"_s, metadata.threadId},
                                      {u"turn_id"_s, metadata.turnId}}) {
        if (!value.isEmpty())
            json.insert(name, value);
    }
    if (record.summary)
        json.insert(u"summary"_s, toJson(*record.summary));
    json.insert(u"change_count"_s, flow.changeCount);
    if (!record.errorCode.isEmpty()) {
        json.insert(u"error_code"_s, QString::fromUtf8(record.errorCode));
        json.insert(u"error_text"_s, record.errorText);
    }
    if (hasBodies) {
        json.insert(u"request"_s, messageJson(record.requestHeaders, flow.request));
        if (flow.sent)
            json.insert(u"sent"_s, messageJson({}, *flow.sent));
        if (record.changes)
            json.insert(u"changes"_s, toJson(*record.changes));
        json.insert(u"response"_s, messageJson(record.responseHeaders, flow.response));
    }
    return json;
}

} // namespace cpx
