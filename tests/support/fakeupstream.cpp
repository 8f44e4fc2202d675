// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakeupstream.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpSocket>
#include <memory>
#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace cpx {

/// QTcpServer that makes TLS sockets when it has a configuration.
class FakeUpstream::Listener : public QTcpServer
{
public:
    explicit Listener(FakeUpstream *upstream)
        : QTcpServer(upstream)
        , m_upstream(upstream)
    {
    }

    std::unique_ptr<QSslConfiguration> tls;

protected:
    void incomingConnection(qintptr descriptor) override
    {
        QTcpSocket *socket = tls ? new QSslSocket(this) : new QTcpSocket(this);
        socket->setSocketDescriptor(descriptor);
        if (tls) {
            auto *secure = static_cast<QSslSocket *>(socket);
            secure->setSslConfiguration(*tls);
            secure->startServerEncryption();
        }
        m_upstream->accept(socket);
    }

private:
    FakeUpstream *m_upstream;
};

FakeUpstream::FakeUpstream(QObject *parent)
    : QObject(parent)
    , m_listener(new Listener(this))
    , m_server(m_listener)
{
    if (!m_server->listen(QHostAddress::LocalHost))
        qFatal("FakeUpstream cannot listen");
    m_port = m_server->serverPort();
}

void FakeUpstream::stopListening()
{
    m_server->close();
}

bool FakeUpstream::listenAgain()
{
    return m_server->listen(QHostAddress::LocalHost, m_port);
}

void FakeUpstream::useTls(const QString &certificateFile, const QString &keyFile)
{
    m_isTls = true;
    QFile key(keyFile);
    if (!key.open(QIODevice::ReadOnly))
        qFatal("cannot read the key");
    m_listener->tls = std::make_unique<QSslConfiguration>(QSslConfiguration::defaultConfiguration());
    m_listener->tls->setPeerVerifyMode(QSslSocket::VerifyNone);
    m_listener->tls->setLocalCertificateChain(QSslCertificate::fromPath(certificateFile));
    m_listener->tls->setPrivateKey(QSslKey(&key, QSsl::Rsa));
}

FakeUpstream::~FakeUpstream() = default;

QUrl FakeUpstream::url(const QString &path) const
{
    return QUrl(m_isTls ? u"https://localhost:%1%2"_s.arg(port()).arg(path)
                        : u"http://127.0.0.1:%1%2"_s.arg(port()).arg(path));
}

void FakeUpstream::accept(QTcpSocket *socket)
{
    const qsizetype index = m_connections.size();
    m_connections.append(Connection{socket});
    connect(socket, &QTcpSocket::readyRead, this, [this, index] { read(index); });
    connect(socket, &QTcpSocket::disconnected, this, [this, index] {
        m_connections[index].isOpen = false;
        emit changed();
    });
    read(index);
}

void FakeUpstream::read(qsizetype index)
{
    if (!m_reading)
        return;
    Connection &connection = m_connections[index];
    const QByteArray bytes = connection.socket->readAll();
    connection.received += bytes;
    connection.bytes += bytes.size();
    if (!m_answer.isEmpty()) {
        const QList<Request> seen = parse(connection.received, int(index));
        while (connection.answered < seen.size() && seen[connection.answered].isComplete) {
            ++connection.answered;
            connection.socket->write(m_answer);
        }
    }
    emit changed();
}

void FakeUpstream::setReading(bool reading)
{
    m_reading = reading;
    for (qsizetype i = 0; i < m_connections.size(); ++i) {
        m_connections[i].socket->setReadBufferSize(reading ? 0 : 4096);
        read(i);
    }
}

QList<FakeUpstream::Request> FakeUpstream::requests() const
{
    QList<Request> all;
    for (qsizetype i = 0; i < m_connections.size(); ++i)
        all += parse(m_connections[i].received, int(i));
    return all;
}

QList<QByteArray> FakeUpstream::Request::values(const QByteArray &name) const
{
    QList<QByteArray> found;
    const auto lines = head.split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).compare(name, Qt::CaseInsensitive) == 0)
            found += line.sliced(colon + 1).trimmed();
    }
    return found;
}

QList<FakeUpstream::Request> FakeUpstream::parse(const QByteArray &received, int connection)
{
    QList<Request> requests;
    qsizetype at = 0;
    while (at < received.size()) {
        const qsizetype headEnd = received.indexOf("\r\n\r\n", at);
        if (headEnd < 0)
            break;
        Request request{connection, received.sliced(at, headEnd - at + 2)};
        at = headEnd + 4;
        if (!request.values("transfer-encoding").isEmpty()) {
            for (;;) {
                const qsizetype lineEnd = received.indexOf("\r\n", at);
                if (lineEnd < 0)
                    break;
                const qsizetype size = received.sliced(at, lineEnd - at).toLongLong(nullptr, 16);
                if (received.size() < lineEnd + 2 + size + 2)
                    break;
                request.body += received.sliced(lineEnd + 2, size);
                at = lineEnd + 2 + size + 2;
                if (size == 0) {
                    request.isComplete = true;
                    break;
                }
            }
        } else {
            const QList<QByteArray> lengths = request.values("content-length");
            const qsizetype length = lengths.isEmpty() ? 0 : lengths.first().toLongLong();
            request.body = received.sliced(at, qMin(length, received.size() - at));
            request.isComplete = request.body.size() == length;
            at += request.body.size();
        }
        requests += request;
        if (!requests.constLast().isComplete)
            break;
    }
    return requests;
}

FakeUpstream::Connection &FakeUpstream::at(int connection)
{
    Q_ASSERT(!m_connections.isEmpty());
    return m_connections[connection < 0 ? m_connections.size() - 1 : connection];
}

bool FakeUpstream::isOpen(int connection) const
{
    return connection < m_connections.size() && m_connections[connection].isOpen;
}

QByteArray FakeUpstream::received(int connection) const
{
    return connection < m_connections.size() ? m_connections[connection].received : QByteArray();
}

qint64 FakeUpstream::bytesReceived(int connection) const
{
    return connection < m_connections.size() ? m_connections[connection].bytes : 0;
}

qint64 FakeUpstream::bytesToWrite(int connection) const
{
    return m_connections[connection].socket->bytesToWrite();
}

void FakeUpstream::send(const QByteArray &bytes, int connection)
{
    QTcpSocket *socket = at(connection).socket;
    socket->write(bytes);
    socket->flush();
}

void FakeUpstream::sendSseHead(int connection)
{
    send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n", connection);
}

void FakeUpstream::sendChunk(const QByteArray &payload, int connection)
{
    send(QByteArray::number(payload.size(), 16) + "\r\n" + payload + "\r\n", connection);
}

void FakeUpstream::endChunks(int connection)
{
    send("0\r\n\r\n", connection);
}

void FakeUpstream::close(int connection)
{
    at(connection).socket->disconnectFromHost();
}

void FakeUpstream::closeTransport(int connection)
{
    ::shutdown(int(at(connection).socket->socketDescriptor()), SHUT_WR);
}

void FakeUpstream::reset(int connection)
{
    QTcpSocket *socket = at(connection).socket;
    const linger now = {1, 0};
    ::setsockopt(int(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    socket->abort();
}

} // namespace cpx
