// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testclient.h"

#include <QHostAddress>
#include <sys/socket.h>

namespace cpx {

TestClient::TestClient(quint16 port, QObject *parent)
    : QObject(parent)
    , m_port(port)
{
    connect(&m_socket, &QTcpSocket::readyRead, this, &TestClient::read);
    connect(&m_socket, &QTcpSocket::disconnected, this, [this] {
        read();
        m_isClosed = true;
    });
    m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
}

void TestClient::send(const QByteArray &bytes)
{
    m_socket.write(bytes);
}

void TestClient::post(const QByteArray &body, const QByteArray &extraFields, const QByteArray &target)
{
    send("POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port) + "\r\n" + extraFields
         + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
}

void TestClient::get(const QByteArray &target, const QByteArray &extraFields)
{
    send("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port) + "\r\n" + extraFields + "\r\n");
}

void TestClient::endSending()
{
    while (m_socket.bytesToWrite() > 0 && m_socket.waitForBytesWritten(1000)) { }
    ::shutdown(int(m_socket.socketDescriptor()), SHUT_WR);
}

void TestClient::leave()
{
    m_socket.abort();
}

void TestClient::reset()
{
    const linger now = {1, 0};
    ::setsockopt(int(m_socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    m_socket.abort();
}

void TestClient::takeSome(qint64 bytes)
{
    const qsizetype enough = m_received.size() + bytes;
    while (m_received.size() < enough && (m_socket.bytesAvailable() > 0 || m_socket.waitForReadyRead(20)))
        m_received += m_socket.read(enough - m_received.size());
}

void TestClient::setReading(bool reading)
{
    m_reading = reading;
    m_socket.setReadBufferSize(reading ? 0 : 4096);
    if (reading)
        read();
}

void TestClient::read()
{
    if (m_reading && m_socket.isOpen())
        m_received += m_socket.readAll();
}

QByteArray TestClient::head() const
{
    const qsizetype end = m_received.indexOf("\r\n\r\n");
    return end < 0 ? QByteArray() : m_received.first(end + 2);
}

int TestClient::status() const
{
    return head().isEmpty() ? 0 : head().sliced(9, 3).toInt();
}

QList<QByteArray> TestClient::values(const QByteArray &name) const
{
    QList<QByteArray> found;
    const auto lines = head().split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).compare(name, Qt::CaseInsensitive) == 0)
            found += line.sliced(colon + 1).trimmed();
    }
    return found;
}

QByteArray TestClient::rawBody() const
{
    const qsizetype end = m_received.indexOf("\r\n\r\n");
    return end < 0 ? QByteArray() : m_received.sliced(end + 4);
}

bool TestClient::decode(QByteArray &body) const
{
    const QByteArray raw = rawBody();
    if (values("transfer-encoding").isEmpty()) {
        body = raw;
        const QList<QByteArray> lengths = values("content-length");
        return lengths.isEmpty() ? m_isClosed : raw.size() >= lengths.first().toLongLong();
    }
    qsizetype at = 0;
    for (;;) {
        const qsizetype lineEnd = raw.indexOf("\r\n", at);
        if (lineEnd < 0)
            return false;
        const qsizetype size = raw.sliced(at, lineEnd - at).toLongLong(nullptr, 16);
        if (size == 0)
            return raw.sliced(lineEnd).startsWith("\r\n\r\n");
        body += raw.sliced(lineEnd + 2, qMin(size, raw.size() - lineEnd - 2));
        at = lineEnd + 2 + size + 2;
        if (at > raw.size())
            return false;
    }
}

QByteArray TestClient::body() const
{
    QByteArray result;
    decode(result);
    return result;
}

bool TestClient::isBodyComplete() const
{
    QByteArray ignored;
    return !head().isEmpty() && decode(ignored);
}

} // namespace cpx
