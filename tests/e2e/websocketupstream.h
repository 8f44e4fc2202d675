// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <optional>

namespace cpx::e2e {

/// A model that talks through WebSockets (RFC 6455) and answers every request with the same text. Shares no code with
/// the server under test. Plain HTTP requests get 404.
class WebSocketUpstream : public QTcpServer
{
    Q_OBJECT

public:
    explicit WebSocketUpstream(const QString &text, QObject *parent = nullptr);

    QUrl url(const QString &path) const;
    QList<QByteArray> handshakes() const { return m_handshakes; } ///< their heads
    QList<QJsonObject> messages() const { return m_messages; } ///< from the client, in order
    int plainRequests() const { return m_plainRequests; }

private:
    struct Frame
    {
        int opcode = 0;
        bool isLast = false;
        QByteArray payload{};
    };

    void accept(QTcpSocket *client);
    void shakeHands(QTcpSocket *client, const QByteArray &head);
    void answer(QTcpSocket *client, const QJsonObject &request);
    static void send(QTcpSocket *client, int opcode, const QByteArray &payload);
    static std::optional<Frame> takeFrame(QByteArray &bytes);

    QString m_text;
    QList<QByteArray> m_handshakes;
    QList<QJsonObject> m_messages;
    int m_plainRequests = 0;
};

} // namespace cpx::e2e
