// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/streamsource.h"

namespace cpx::soak {

namespace {

constexpr qsizetype floodChunk = 64 * 1024;
constexpr int sendBuffer = 128 * 1024;

QByteArray chunk(const QByteArray &payload)
{
    return QByteArray::number(payload.size(), 16) + "\r\n" + payload + "\r\n";
}

} // namespace

StreamSource::StreamSource()
{
    setListenBacklogSize(2048);
    listen(QHostAddress::LocalHost);
}

void StreamSource::incomingConnection(qintptr descriptor)
{
    RawSocket::limitSendBuffer(descriptor, sendBuffer);
    m_connections.push_back(std::make_unique<Connection>(descriptor));
    Connection *connection = m_connections.back().get();
    connection->socket.onBytes = [this, connection](QByteArrayView bytes) { onBytes(*connection, bytes); };
    connection->socket.setReading(m_isReading);
    connection->socket.onSent = [this, connection] { flood(*connection); };
    // Queued: the socket is in the middle of this call.
    connection->socket.onEnd = [this, connection](RawSocket::End) {
        connection->socket.close();
        QMetaObject::invokeMethod(this, [this, connection] { drop(connection); }, Qt::QueuedConnection);
    };
}

void StreamSource::onBytes(Connection &connection, QByteArrayView bytes)
{
    while (!bytes.isEmpty() && connection.reader.state() != MessageReader::State::Complete)
        connection.reader.feed(bytes, [](QByteArrayView) {});
    if (connection.reader.state() != MessageReader::State::Complete)
        return;
    ++m_streams;
    connection.socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    flood(connection);
}

void StreamSource::flood(Connection &connection)
{
    static const QByteArray filler = chunk(QByteArray(floodChunk, 'x'));
    while (connection.flooded < m_flood && connection.socket.isOpen() && connection.socket.unsent() == 0) {
        connection.flooded += floodChunk;
        connection.socket.write(filler);
    }
}

void StreamSource::sendToAll(const QByteArray &payload)
{
    const QByteArray wire = chunk(payload);
    for (const auto &connection : m_connections)
        connection->socket.write(wire);
}

qint64 StreamSource::bytesSent() const
{
    qint64 sum = 0;
    for (const auto &connection : m_connections)
        sum += connection->socket.bytesSent();
    return sum;
}

qint64 StreamSource::mostBytesSent() const
{
    qint64 most = 0;
    for (const auto &connection : m_connections)
        most = qMax(most, connection->socket.bytesSent());
    return most;
}

void StreamSource::drop(const Connection *connection)
{
    std::erase_if(m_connections, [connection](const auto &each) { return each.get() == connection; });
}

} // namespace cpx::soak
