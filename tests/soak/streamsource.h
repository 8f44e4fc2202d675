// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/soak/messagereader.h"
#include "tests/soak/rawsocket.h"

#include <QTcpServer>
#include <memory>
#include <vector>

namespace cpx::soak {

/// An upstream whose every answer is an event stream without end: it sends what the test says to all of them at once, or as
/// much as the connection takes. Or it reads no requests at all.
class StreamSource : public QTcpServer
{
    Q_OBJECT

public:
    StreamSource();

    /// Every answer begins with this many filler bytes, in chunks, sent as the connection takes them; 0: none.
    void setFlood(qint64 bytes) { m_flood = bytes; }
    void stopReading() { m_isReading = false; } ///< of connections to come
    int streamCount() const { return m_streams; } ///< answers begun
    int openCount() const { return int(m_connections.size()); }
    void dropAll() { m_connections.clear(); }
    void sendToAll(const QByteArray &payload); ///< as one chunk each
    qint64 bytesSent() const; ///< taken by the kernel, on all connections
    qint64 mostBytesSent() const; ///< on one of them

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    struct Connection
    {
        explicit Connection(qintptr descriptor) : socket(descriptor) {}
        RawSocket socket;
        MessageReader reader{MessageReader::Kind::Request};
        qint64 flooded = 0;
    };
    void onBytes(Connection &connection, QByteArrayView bytes);
    void flood(Connection &connection);
    void drop(const Connection *connection);

    std::vector<std::unique_ptr<Connection>> m_connections;
    qint64 m_flood = 0;
    bool m_isReading = true;
    int m_streams = 0;
};

} // namespace cpx::soak
