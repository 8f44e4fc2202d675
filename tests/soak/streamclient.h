// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/soak/messagereader.h"
#include "tests/soak/rawsocket.h"

namespace cpx::soak {

/// A client of one event stream: keeps all it gets.
class StreamClient
{
public:
    /// Sends a request with a body of `uploadSize` bytes, as the connection takes them.
    explicit StreamClient(quint16 port, int receiveBuffer = 0, qint64 uploadSize = 0)
        : m_socket(RawSocket::connectTo(port, receiveBuffer))
        , m_left(uploadSize)
    {
        m_socket.onBytes = [this](QByteArrayView bytes) { onBytes(bytes); };
        m_socket.onEnd = [this](RawSocket::End) { m_hasEnded = true; };
        m_socket.onSent = [this] { sendMore(); };
        m_socket.write("POST /v1/responses HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port)
                       + "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(uploadSize)
                       + "\r\n\r\n");
        sendMore();
    }
    Q_DISABLE_COPY_MOVE(StreamClient)

    void setReading(bool reading) { m_socket.setReading(reading); }
    const QByteArray &received() const { return m_body; }
    qint64 bytesSent() const { return m_socket.bytesSent(); } ///< taken by the kernel
    int status() const { return m_reader.status(); }
    bool hasEnded() const { return m_hasEnded || m_reader.state() == MessageReader::State::Broken; }

private:
    void onBytes(QByteArrayView bytes)
    {
        while (!bytes.isEmpty() && !hasEnded())
            m_reader.feed(bytes, [this](QByteArrayView payload) { m_body += payload; });
    }
    void sendMore()
    {
        static const QByteArray filler(64 * 1024, 'x');
        while (m_left > 0 && m_socket.unsent() == 0 && m_socket.isOpen()) {
            const qsizetype length = qMin(m_left, qint64(filler.size()));
            m_left -= length;
            m_socket.write(QByteArrayView(filler).first(length));
        }
    }

    RawSocket m_socket;
    MessageReader m_reader{MessageReader::Kind::Answer};
    QByteArray m_body;
    qint64 m_left; ///< of the upload
    bool m_hasEnded = false;
};

} // namespace cpx::soak
