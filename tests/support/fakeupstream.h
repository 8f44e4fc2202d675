// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QTcpServer>
#include <QUrl>

class QTcpSocket;

namespace cpx {

/// A model backend that does only what the test tells it, byte for byte. Shares no code with the proxy, so that one
/// mistake cannot hide another. Lives in the test's thread; plain, or TLS when given a certificate and key.
class FakeUpstream : public QObject
{
    Q_OBJECT

public:
    explicit FakeUpstream(QObject *parent = nullptr);
    ~FakeUpstream() override;

    /// Serve TLS from the next connection on.
    void useTls(const QString &certificateFile, const QString &keyFile);

    quint16 port() const { return m_port; }
    QUrl url(const QString &path = QStringLiteral("/v1")) const;
    void stopListening();
    bool listenAgain(); ///< on the same port

    /// One request as received. `body` is decoded; `isComplete` says whether all of it has arrived.
    struct Request
    {
        int connection = 0; ///< index of the connection it came on
        QByteArray head{}; ///< request line and fields, without the final empty line
        QByteArray body{};
        bool isComplete = false;

        QByteArray line() const { return head.first(head.indexOf("\r\n")); }
        QList<QByteArray> values(const QByteArray &name) const; ///< of all fields of that name, in order
    };
    QList<Request> requests() const;
    int connectionCount() const { return int(m_connections.size()); }
    bool isOpen(int connection) const; ///< the proxy has not closed or reset it
    QByteArray received(int connection) const; ///< everything, as it came
    qint64 bytesReceived(int connection) const;
    qint64 bytesToWrite(int connection) const; ///< given to send() and still here

    // What the upstream does, on the newest connection unless told otherwise.
    void send(const QByteArray &bytes, int connection = -1);
    void sendSseHead(int connection = -1); ///< 200, text/event-stream, chunked
    void sendChunk(const QByteArray &payload, int connection = -1);
    void endChunks(int connection = -1);
    void close(int connection = -1); ///< orderly (FIN) after everything is sent
    void closeTransport(int connection = -1); ///< FIN only: with TLS, without the alert that announces the end
    void reset(int connection = -1); ///< RST
    void setReading(bool reading); ///< false: leave what arrives in the kernel

    /// Answer every request by itself with these bytes as soon as it is complete.
    void answerAlways(const QByteArray &response) { m_answer = response; }

signals:
    void changed(); ///< something was received, or a connection ended

private:
    struct Connection
    {
        QTcpSocket *socket = nullptr;
        QByteArray received{};
        qsizetype answered = 0; ///< requests already answered by answerAlways()
        qint64 bytes = 0;
        bool isOpen = true;
    };
    Connection &at(int connection);
    void accept(QTcpSocket *socket);
    void read(qsizetype index);
    static QList<Request> parse(const QByteArray &received, int connection);

    class Listener;

    QList<Connection> m_connections;
    QByteArray m_answer;
    bool m_reading = true;
    bool m_isTls = false;
    quint16 m_port = 0;
    Listener *m_listener; ///< our QObject child
    QTcpServer *m_server; ///< the same
};

} // namespace cpx
