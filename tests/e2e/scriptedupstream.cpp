// SPDX-License-Identifier: GPL-3.0-or-later
#include "scriptedupstream.h"

#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace cpx::e2e {

namespace {

QByteArray sseEvent(const QJsonObject &data)
{
    return "event: " + data.value("type"_L1).toString().toUtf8()
        + "\ndata: " + QJsonDocument(data).toJson(QJsonDocument::Compact) + "\n\n";
}

} // namespace

QByteArray ScriptedUpstream::Request::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

ScriptedUpstream::ScriptedUpstream(QObject *parent)
    : QTcpServer(parent)
{
    listen(QHostAddress(QHostAddress::LocalHost), 0);
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *client = nextPendingConnection())
            accept(client);
    });
}

QUrl ScriptedUpstream::url(const QString &path) const
{
    return QUrl(u"http://127.0.0.1:%1%2"_s.arg(serverPort()).arg(path));
}

void ScriptedUpstream::accept(QTcpSocket *client)
{
    connect(client, &QTcpSocket::disconnected, this, [this, client] {
        ++m_clientsGone;
        m_unread.remove(client);
        client->deleteLater();
    });
    connect(client, &QTcpSocket::readyRead, this, [this, client] {
        m_unread[client] += client->readAll();
        while (auto request = takeRequest(m_unread[client])) {
            request->client = client;
            answerRequest(*request);
            if (!m_unread.contains(client)) // the script closed it
                return;
        }
    });
}

void ScriptedUpstream::answerRequest(const Request &request)
{
    if (request.method == "POST" && request.target.endsWith("/responses")) {
        m_posts += request;
        if (m_script)
            m_script(request);
        emit posted();
    } else if (!request.header("upgrade").isEmpty()) {
        request.client->write(plainAnswer(426, "Upgrade Required", "application/json", "{}"));
    } else if (request.target.contains("/models")) {
        request.client->write(plainAnswer(200, "OK", "application/json", R"({"models":[]})"));
    } else {
        request.client->write(plainAnswer(404, "Not Found", "application/json", "{}"));
    }
}

std::optional<ScriptedUpstream::Request> ScriptedUpstream::takeRequest(QByteArray &bytes)
{
    const qsizetype headEnd = bytes.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return {};
    Request request;
    QList<QByteArray> lines = bytes.first(headEnd).split('\n');
    const QList<QByteArray> start = lines.takeFirst().trimmed().split(' ');
    request.method = start.value(0);
    request.target = start.value(1);
    for (const QByteArray &line : std::as_const(lines)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.append({line.first(colon), line.sliced(colon + 1).trimmed()});
    }
    const qsizetype length = request.header("content-length").toLongLong();
    if (bytes.size() < headEnd + 4 + length)
        return {};
    request.body = bytes.sliced(headEnd + 4, length);
    bytes.remove(0, headEnd + 4 + length);
    return request;
}

QByteArray ScriptedUpstream::sseHead()
{
    return "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
}

QByteArray ScriptedUpstream::chunk(const QByteArray &data)
{
    return QByteArray::number(data.size(), 16) + "\r\n" + data + "\r\n";
}

QByteArray ScriptedUpstream::created()
{
    return sseEvent(
        {{u"type"_s, u"response.created"_s}, {u"response"_s, QJsonObject{{u"id"_s, u"resp_e2e"_s}}}});
}

QByteArray ScriptedUpstream::delta(const QString &text)
{
    return sseEvent({{u"type"_s, u"response.output_text.delta"_s}, {u"delta"_s, text}});
}

QByteArray ScriptedUpstream::message(const QString &text)
{
    const QJsonObject part{{u"type"_s, u"output_text"_s}, {u"text"_s, text}};
    const QJsonObject item{{u"type"_s, u"message"_s},
                           {u"id"_s, u"msg_e2e"_s},
                           {u"role"_s, u"assistant"_s},
                           {u"content"_s, QJsonArray{part}}};
    return sseEvent({{u"type"_s, u"response.output_item.done"_s}, {u"item"_s, item}});
}

QByteArray ScriptedUpstream::completed()
{
    return sseEvent(
        {{u"type"_s, u"response.completed"_s}, {u"response"_s, QJsonObject{{u"id"_s, u"resp_e2e"_s}}}});
}

QByteArray ScriptedUpstream::answer(const QString &text)
{
    return sseHead() + chunk(created()) + chunk(message(text)) + chunk(completed()) + "0\r\n\r\n";
}

QByteArray ScriptedUpstream::scriptCall(const QString &javaScript)
{
    const QJsonObject item{{u"type"_s, u"custom_tool_call"_s},
                           {u"id"_s, u"ctc_e2e"_s},
                           {u"call_id"_s, u"call_e2e"_s},
                           {u"name"_s, u"exec"_s},
                           {u"input"_s, javaScript}};
    return sseHead() + chunk(created())
        + chunk(sseEvent({{u"type"_s, u"response.output_item.done"_s}, {u"item"_s, item}})) + chunk(completed())
        + "0\r\n\r\n";
}

QByteArray ScriptedUpstream::plainAnswer(int status, const QByteArray &reason, const QByteArray &type,
                                         const QByteArray &body)
{
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + reason + "\r\ncontent-type: " + type
        + "\r\ncontent-length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace cpx::e2e
