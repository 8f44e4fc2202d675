// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/requesttext.h"

#include "core/terminaltext.h"
#include "core/translate.h"
#include "proxy/recording/recordedcontent.h"

#include <QDateTime>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype targetWidth = 48;

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

QString shortened(const QString &text)
{
    return text.size() <= targetWidth ? text : text.first(targetWidth - 1) + u'…';
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
    const auto row = [](const QString &id, const QString &when, const QString &status, const QString &method,
                        const QString &target, const QString &took, const QString &bytes) {
        return u"%1  %2  %3  %4  %5  %6  %7\n"_s.arg(id, 6).arg(when, -19).arg(status, -13).arg(method, -6)
            .arg(target, -int(targetWidth)).arg(took, 9).arg(bytes, 10);
    };
    QString out = row(translate("cpx", "ID"), translate("cpx", "Time"), translate("cpx", "Status"),
                      translate("cpx", "Method"), translate("cpx", "Target"), translate("cpx", "Duration"),
                      translate("cpx", "Bytes"));
    for (auto it = newestFirst.crbegin(); it != newestFirst.crend(); ++it) {
        const FlowRecord &record = it->record;
        out += row(QString::number(it->id), time(record.startedMs), outcome(record), line(record.method),
                   shortened(line(record.target)), duration(record.totalUs), QString::number(record.responseBytes));
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
    if (!record.errorCode.isEmpty()) {
        json.insert(u"error_code"_s, QString::fromUtf8(record.errorCode));
        json.insert(u"error_text"_s, record.errorText);
    }
    if (hasBodies) {
        json.insert(u"request"_s, messageJson(record.requestHeaders, flow.request));
        json.insert(u"response"_s, messageJson(record.responseHeaders, flow.response));
    }
    return json;
}

} // namespace cpx
