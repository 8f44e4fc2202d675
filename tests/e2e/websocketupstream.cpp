// SPDX-License-Identifier: GPL-3.0-or-later
#include "websocketupstream.h"

#include <QCryptographicHash>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QtEndian>

#include <memory>

using namespace Qt::StringLiterals;

namespace cpx::e2e {

namespace {

enum Opcode { Continuation = 0, Text = 1, Close = 8, Ping = 9, Pong = 10 };

/// What one client has sent so far.
struct Conversation
{
    QByteArray unread{};
    QByteArray message{}; ///< of a fragmented one
    bool isOpen = false; ///< hands were shaken
};

} // namespace

WebSocketUpstream::WebSocketUpstream(const QString &text, QObject *parent)
    : QTcpServer(parent)
    , m_text(text)
{
    listen(QHostAddress(QHostAddress::LocalHost), 0);
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *client = nextPendingConnection())
            accept(client);
    });
}

QUrl WebSocketUpstream::url(const QString &path) const
{
    return QUrl(u"http://127.0.0.1:%1%2"_s.arg(serverPort()).arg(path));
}

void WebSocketUpstream::accept(QTcpSocket *client)
{
    connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    connect(client, &QTcpSocket::readyRead, this, [this, client, talk = std::make_shared<Conversation>()] {
        talk->unread += client->readAll();
        if (!talk->isOpen) {
            const qsizetype end = talk->unread.indexOf("\r\n\r\n");
            if (end < 0)
                return;
            talk->isOpen = true;
            shakeHands(client, talk->unread.first(end + 2));
            talk->unread.remove(0, end + 4);
        }
        while (const auto frame = takeFrame(talk->unread)) {
            switch (frame->opcode) {
            case Continuation:
            case Text:
                talk->message += frame->payload;
                if (frame->isLast)
                    answer(client, QJsonDocument::fromJson(std::exchange(talk->message, {})).object());
                break;
            case Ping:
                send(client, Pong, frame->payload);
                break;
            case Close:
                send(client, Close, frame->payload);
                client->disconnectFromHost();
                return;
            }
        }
    });
}

void WebSocketUpstream::shakeHands(QTcpSocket *client, const QByteArray &head)
{
    static const QRegularExpression field(u"\r\nsec-websocket-key: *(\\S+)"_s, QRegularExpression::CaseInsensitiveOption);
    const QString key = field.match(QString::fromLatin1(head)).captured(1);
    if (key.isEmpty()) {
        ++m_plainRequests;
        client->write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        client->disconnectFromHost();
        return;
    }
    m_handshakes += head;
    client->write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                  + QCryptographicHash::hash(key.toLatin1() + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1).toBase64()
                  + "\r\n\r\n");
}

void WebSocketUpstream::answer(QTcpSocket *client, const QJsonObject &request)
{
    m_messages += request;
    const QJsonObject response{{u"id"_s, u"resp_e2e_%1"_s.arg(m_messages.size())}};
    const auto event = [client](const QJsonObject &data) {
        send(client, Text, QJsonDocument(data).toJson(QJsonDocument::Compact));
    };
    event({{u"type"_s, u"response.created"_s}, {u"response"_s, response}});
    if (request.value("generate"_L1).toBool(true)) { // false: Codex only warms up
        const QJsonObject part{{u"type"_s, u"output_text"_s}, {u"text"_s, m_text}};
        event({{u"type"_s, u"response.output_item.done"_s},
               {u"item"_s, QJsonObject{{u"type"_s, u"message"_s}, {u"id"_s, u"msg_e2e"_s}, {u"role"_s, u"assistant"_s},
                                       {u"content"_s, QJsonArray{part}}}}});
    }
    event({{u"type"_s, u"response.completed"_s}, {u"response"_s, response}});
}

/// A server's frames are not masked (RFC 6455 §5.1).
void WebSocketUpstream::send(QTcpSocket *client, int opcode, const QByteArray &payload)
{
    QByteArray frame(1, char(0x80 | opcode));
    if (payload.size() < 126) {
        frame += char(payload.size());
    } else {
        frame += char(126);
        frame.resize(4);
        qToBigEndian(quint16(payload.size()), frame.data() + 2); // nothing here is longer
    }
    client->write(frame + payload);
}

std::optional<WebSocketUpstream::Frame> WebSocketUpstream::takeFrame(QByteArray &bytes)
{
    if (bytes.size() < 2)
        return {};
    qsizetype at = 2;
    quint64 length = bytes[1] & 0x7f;
    if (length >= 126) {
        const qsizetype width = length == 126 ? 2 : 8;
        if (bytes.size() < at + width)
            return {};
        length = width == 2 ? qFromBigEndian<quint16>(bytes.constData() + at) : qFromBigEndian<quint64>(bytes.constData() + at);
        at += width;
    }
    const QByteArray mask = bytes.mid(at, 4); // a client's frames always are
    at += 4;
    if (quint64(bytes.size()) < quint64(at) + length)
        return {};
    Frame frame{bytes[0] & 0x0f, (bytes[0] & 0x80) != 0, bytes.sliced(at, qsizetype(length))};
    for (qsizetype i = 0; i < frame.payload.size(); ++i)
        frame.payload[i] = char(frame.payload[i] ^ mask[i % 4]);
    bytes.remove(0, at + qsizetype(length));
    return frame;
}

} // namespace cpx::e2e
