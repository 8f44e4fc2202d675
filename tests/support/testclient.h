// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QTcpSocket>

namespace cpx {

/// A raw client connection: sends exactly the bytes it is given and shows exactly those it got.
class TestClient : public QObject
{
    Q_OBJECT

public:
    explicit TestClient(quint16 port, QObject *parent = nullptr);

    void send(const QByteArray &bytes);
    /// A POST /v1/responses with a Host, the extra field lines ("Name: value\r\n"…) and a sized body.
    void post(const QByteArray &body, const QByteArray &extraFields = {}, const QByteArray &target = "/v1/responses");
    void get(const QByteArray &target, const QByteArray &extraFields = {});
    void endSending(); ///< ends our direction only (FIN), once everything is sent
    void leave(); ///< closes at once
    void endWhenSent() { m_socket.disconnectFromHost(); } ///< closes after everything is sent
    void reset(); ///< the same with RST
    void takeSome(qint64 bytes); ///< with reading off: reads up to that many nevertheless
    void setReading(bool reading); ///< false: leave what arrives in the kernel

    QByteArray received() const { return m_received; }
    bool isClosed() const { return m_isClosed; } ///< by the proxy
    qint64 bytesToWrite() const { return m_socket.bytesToWrite(); } ///< given to send() and still here

    int status() const; ///< of the first answer; 0 when there is none yet
    QByteArray head() const; ///< of the first answer, without the empty line; empty when incomplete
    QList<QByteArray> values(const QByteArray &name) const; ///< fields of the first answer
    QByteArray rawBody() const; ///< what follows the first head
    QByteArray body() const; ///< the same with chunked coding undone, as far as it has arrived
    bool isBodyComplete() const; ///< the framing of the first answer says so

private:
    void read();
    bool decode(QByteArray &body) const;

    quint16 m_port;
    QByteArray m_received;
    bool m_isClosed = false;
    bool m_reading = true;
    QTcpSocket m_socket;
};

} // namespace cpx
