// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/hardocument.h"

#include "proxy/http/message.h"
#include "proxy/recording/recordedcontent.h"

#include <QDateTime>
#include <QJsonArray>
#include <QUrl>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

QJsonArray headersJson(const http::HeaderList &headers)
{
    QJsonArray fields;
    for (qsizetype i = 0; i < headers.size(); ++i) {
        fields.append(QJsonObject{{u"name"_s, QString::fromUtf8(headers.name(i))},
                                  {u"value"_s, QString::fromUtf8(headers.value(i))}});
    }
    return fields;
}

QString contentType(const http::HeaderList &headers)
{
    return QString::fromUtf8(headers.first("content-type").value_or("application/octet-stream"));
}

/// "text" and, where it is none, its "encoding".
void insertContent(QJsonObject &json, const RecordedContent &content)
{
    if (content.isText) {
        json.insert(u"text"_s, QString::fromUtf8(content.bytes));
        return;
    }
    json.insert(u"text"_s, QString::fromLatin1(content.bytes.toBase64()));
    json.insert(u"encoding"_s, u"base64"_s);
}

QJsonObject requestJson(const RecordedFlow &flow, const QString &url)
{
    const FlowRecord &record = flow.record;
    QJsonArray query;
    const auto items = QUrlQuery(QUrl(url)).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items)
        query.append(QJsonObject{{u"name"_s, name}, {u"value"_s, value}});
    QJsonObject json{
        {u"method"_s, QString::fromUtf8(record.method)},
        {u"url"_s, url},
        {u"httpVersion"_s, u"HTTP/1.1"_s},
        {u"cookies"_s, QJsonArray()},
        {u"headers"_s, headersJson(record.requestHeaders)},
        {u"queryString"_s, query},
        {u"headersSize"_s, -1},
        {u"bodySize"_s, record.requestBytes},
    };
    if (flow.request.size > 0) {
        QJsonObject data{{u"mimeType"_s, contentType(record.requestHeaders)}};
        insertContent(data, recordedContent(flow.request, record.requestHeaders));
        json.insert(u"postData"_s, data);
    }
    return json;
}

QJsonObject responseJson(const RecordedFlow &flow)
{
    const FlowRecord &record = flow.record;
    const RecordedContent body = recordedContent(flow.response, record.responseHeaders);
    QJsonObject content{{u"size"_s, flow.response.size > 0 ? body.bytes.size() : record.responseBytes},
                        {u"mimeType"_s, contentType(record.responseHeaders)}};
    if (flow.response.size > 0)
        insertContent(content, body);
    return {
        {u"status"_s, record.status.value_or(0)},
        {u"statusText"_s, QString::fromLatin1(http::reasonPhrase(record.status.value_or(0)))},
        {u"httpVersion"_s, u"HTTP/1.1"_s},
        {u"cookies"_s, QJsonArray()},
        {u"headers"_s, headersJson(record.responseHeaders)},
        {u"content"_s, content},
        {u"redirectURL"_s, QString::fromUtf8(record.responseHeaders.first("location").value_or(""))},
        {u"headersSize"_s, -1},
        {u"bodySize"_s, record.responseBytes},
    };
}

} // namespace

QJsonObject harDocument(const RecordedFlow &flow)
{
    const FlowRecord &record = flow.record;
    const auto milliseconds = [](const std::optional<qint64> &us) { return us ? double(*us) / 1000 : -1; };
    const double wait = milliseconds(record.firstByteUs);
    const double total = milliseconds(record.totalUs);
    const QJsonObject entry{
        {u"startedDateTime"_s, QDateTime::fromMSecsSinceEpoch(record.startedMs, Qt::UTC).toString(Qt::ISODateWithMs)},
        {u"time"_s, total},
        {u"request"_s, requestJson(flow, record.upstream + QString::fromUtf8(record.target))},
        {u"response"_s, responseJson(flow)},
        {u"cache"_s, QJsonObject()},
        {u"timings"_s, QJsonObject{{u"send"_s, 0}, {u"wait"_s, qMax(wait, 0.0)},
                                   {u"receive"_s, wait >= 0 && total >= 0 ? total - wait : 0}}},
        {u"comment"_s, u"recorded as %1; request body %2, response body %3; the URL's path is the one sent to Codex-Plus"_s.arg(
             recordingModeName(flow.mode), bodyStateName(flow.request.state), bodyStateName(flow.response.state))},
    };
    return {{u"log"_s, QJsonObject{{u"version"_s, u"1.2"_s},
                                   {u"creator"_s, QJsonObject{{u"name"_s, u"Codex-Plus"_s},
                                                              {u"version"_s, QStringLiteral(CPX_VERSION)}}},
                                   {u"entries"_s, QJsonArray{entry}}}}};
}

} // namespace cpx
