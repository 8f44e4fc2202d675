// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/upstreamconnection.h"

#include "core/socketoptions.h"
#include "proxy/server/requestbody.h"
#include "proxy/upstream/connectionpool.h"

#include <QNetworkProxy>
#include <QSslSocket>
#include <array>

namespace cpx {

using Kind = http::BodyFraming::Kind;

namespace {

constexpr qsizetype readSize = 64 * 1024;

/// host[:port] as it belongs into Host: the port only when it is not the scheme's default (RFC 9110 §7.2).
QByteArray hostField(const QUrl &base)
{
    return base.authority(QUrl::FullyEncoded).toLatin1();
}

} // namespace

UpstreamConnection::UpstreamConnection(ConnectionPool *pool, const QUrl &base)
    : QObject(pool)
    , m_pool(pool)
    , m_base(base)
    , m_isTls(base.scheme() == u"https")
    , m_parser(pool->options().limits)
    , m_deadline(pool->deadlines(), [this] { onDeadline(); })
    , m_socket(m_isTls ? std::make_unique<QSslSocket>() : std::make_unique<QTcpSocket>())
{
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->setReadBufferSize(readSize);
    connect(m_socket.get(), &QTcpSocket::connected, this, &UpstreamConnection::onConnected);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &UpstreamConnection::readMore);
    connect(m_socket.get(), &QTcpSocket::bytesWritten, this, &UpstreamConnection::sendBody);
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, &UpstreamConnection::onSocketError);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &UpstreamConnection::onDisconnected);
    if (m_isTls) {
        auto *tls = static_cast<QSslSocket *>(m_socket.get());
        tls->setSslConfiguration(pool->tls());
        connect(tls, &QSslSocket::encrypted, this, &UpstreamConnection::onReady);
    }
}

UpstreamConnection::~UpstreamConnection()
{
    disconnect(m_socket.get(), nullptr, this, nullptr);
    m_socket->abort();
}

bool UpstreamConnection::isFor(const QUrl &base) const
{
    return m_base.scheme() == base.scheme() && m_base.host() == base.host()
        && m_base.port(m_isTls ? 443 : 80) == base.port(m_isTls ? 443 : 80);
}

bool UpstreamConnection::isReusable() const
{
    return m_ready && !m_listener && m_keepAlive && m_socket->state() == QAbstractSocket::ConnectedState
        && m_socket->bytesAvailable() == 0 && isQuiet(m_socket->socketDescriptor());
}

void UpstreamConnection::start(const UpstreamRequest &request, RequestBody *body, Listener *listener)
{
    Q_ASSERT(!m_listener);
    m_request = request;
    m_body = body;
    m_listener = listener;
    m_decoder.reset();
    m_parser.expect(request.method);
    m_bodySent = request.body.kind == Kind::None;
    m_keepAlive = false;
    m_receivedBytes = false;
    ++m_requests;
    if (!m_bodySent) {
        connect(body, &RequestBody::readyRead, this, &UpstreamConnection::sendBody);
        connect(body, &RequestBody::readChannelFinished, this, &UpstreamConnection::sendBody);
    }
    if (m_ready) {
        m_deadline.stop();
        sendHead();
    } else {
        connectSocket();
    }
}

void UpstreamConnection::connectSocket()
{
    m_deadline.restart(m_pool->options().connectTimeout);
    const QString host = m_base.host(QUrl::FullyDecoded);
    if (m_isTls) {
        static_cast<QSslSocket *>(m_socket.get())->connectToHostEncrypted(host, quint16(m_base.port(443)));
    } else {
        m_socket->connectToHost(host, quint16(m_base.port(80)));
    }
}

void UpstreamConnection::onConnected()
{
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    enableTcpKeepAlive(m_socket->socketDescriptor());
    if (m_isTls)
        m_deadline.restart(m_pool->options().connectTimeout); // for the handshake
    else
        onReady();
}

void UpstreamConnection::onReady()
{
    m_ready = true;
    m_deadline.stop();
    if (m_listener)
        sendHead();
}

// ---- Sending

void UpstreamConnection::sendHead()
{
    QByteArray text;
    text.reserve(4096);
    text += m_request.method + ' ' + m_request.target + " HTTP/1.1\r\nHost: " + hostField(m_base) + "\r\n";
    m_request.headers.writeTo(text);
    if (m_request.body.kind == Kind::Sized)
        text += "Content-Length: " + QByteArray::number(m_request.body.length) + "\r\n";
    else if (m_request.body.kind == Kind::Chunked)
        text += "Transfer-Encoding: chunked\r\n";
    text += "\r\n";
    m_socket->write(text);
    if (m_bodySent)
        m_socket->flush();
    else
        sendBody();
}

void UpstreamConnection::sendBody()
{
    if (m_bodySent || m_sending || !m_ready || !m_listener || !m_body)
        return;
    m_sending = true; // flush() reports bytesWritten(), which comes back here
    const bool isChunked = m_request.body.kind == Kind::Chunked;
    const qint64 limit = m_pool->options().limits.bufferedPerDirection / 2; // the rest is on the client's side
    // Until the kernel takes no more or there is no more. After a flush() that took everything nobody would call again.
    do {
        while (m_body->buffered() > 0 && m_socket->bytesToWrite() < limit) {
            const QByteArray chunk = m_body->takeChunk();
            if (isChunked)
                m_socket->write(QByteArray::number(chunk.size(), 16) + "\r\n");
            m_socket->write(chunk); // shared with the socket's buffer, not copied
            if (isChunked)
                m_socket->write("\r\n");
        }
        m_socket->flush(); // now, not at the next turn of the event loop
    } while (m_listener && m_body && m_body->buffered() > 0 && m_socket->bytesToWrite() < limit);
    if (!m_listener || !m_body) { // flush() found the connection broken
        m_sending = false;
        return;
    }
    if (m_body->atEnd()) {
        m_bodySent = true;
        disconnect(m_body, nullptr, this, nullptr);
        if (isChunked)
            m_socket->write("0\r\n\r\n");
    }
    m_socket->flush();
    m_sending = false;
}

// ---- Receiving

void UpstreamConnection::readMore()
{
    if (m_reading)
        return;
    if (!m_listener) {
        emit lost(); // an idle connection has nothing to say
        return;
    }
    m_reading = true;
    const QPointer<UpstreamConnection> self(this); // a listener may let go of us
    static thread_local std::array<char, readSize> buffer;
    bool sawBody = false;
    while (m_listener && (!m_decoder || m_listener->wantsBody())) {
        const qint64 length = m_socket->read(buffer.data(), buffer.size());
        if (length <= 0)
            break;
        m_receivedBytes = true;
        sawBody = true;
        if (!readAnswer(QByteArrayView(buffer.data(), length)) || !self)
            break;
    }
    if (!self)
        return;
    m_reading = false;
    if (sawBody && m_listener && m_decoder)
        m_listener->onBodyPause();
    // Everything the peer sent before it closed has to be delivered before the end counts.
    if (self && m_listener && m_socket->state() != QAbstractSocket::ConnectedState && m_ready
        && m_socket->bytesAvailable() == 0)
        onDisconnected();
}

/// False when the answer is over, one way or the other.
bool UpstreamConnection::readAnswer(QByteArrayView input)
{
    if (!m_decoder) {
        switch (m_parser.feed(input)) {
        case http::ResponseParser::Progress::NeedMore:
            return true;
        case http::ResponseParser::Progress::Failed:
            fail(QNetworkReply::ProtocolFailure, m_parser.error().message);
            return false;
        case http::ResponseParser::Progress::Complete:
            break;
        }
        http::ResponseHead head = m_parser.takeHead();
        m_decoder = std::make_unique<http::BodyDecoder>(head.body, m_pool->options().limits);
        m_keepAlive = head.keepAlive;
        m_listener->onHead(std::move(head));
    }
    QByteArrayView payload;
    while (m_listener) {
        switch (m_decoder->feed(input, payload)) {
        case http::BodyDecoder::Progress::NeedMore:
            return true;
        case http::BodyDecoder::Progress::Payload:
            m_listener->onBody(payload);
            break;
        case http::BodyDecoder::Progress::Complete:
            onAnswerComplete(!input.isEmpty());
            return false;
        case http::BodyDecoder::Progress::Failed:
            fail(QNetworkReply::ProtocolFailure, m_decoder->error().message);
            return false;
        }
    }
    return false;
}

void UpstreamConnection::onAnswerComplete(bool hasSurplus)
{
    // Bytes beyond the answer, or an answer before the whole request was sent: whatever comes next on this
    // connection could belong to anything, so nothing else is sent on it.
    if (hasSurplus || !m_bodySent)
        m_keepAlive = false;
    if (!m_bodySent && m_body)
        disconnect(m_body, nullptr, this, nullptr);
    std::exchange(m_listener, nullptr)->onComplete();
}

void UpstreamConnection::resume()
{
    if (!m_reading)
        readMore();
}

void UpstreamConnection::detach()
{
    m_listener = nullptr;
    m_keepAlive = false; // an unfinished answer is still to come
    if (m_body)
        disconnect(m_body, nullptr, this, nullptr);
}

void UpstreamConnection::startIdle()
{
    m_deadline.restart(m_pool->options().limits.upstreamKeepAlive);
}

// ---- Failing

void UpstreamConnection::onSocketError(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::RemoteHostClosedError:
        break; // onDisconnected() decides: it may be the regular end of a close-delimited answer
    case QAbstractSocket::ConnectionRefusedError:
        fail(QNetworkReply::ConnectionRefusedError, m_socket->errorString());
        break;
    case QAbstractSocket::HostNotFoundError:
        fail(QNetworkReply::HostNotFoundError, m_socket->errorString());
        break;
    case QAbstractSocket::SslHandshakeFailedError:
        fail(QNetworkReply::SslHandshakeFailedError, m_socket->errorString());
        break;
    case QAbstractSocket::SocketTimeoutError:
        fail(QNetworkReply::TimeoutError, m_socket->errorString());
        break;
    default:
        fail(m_ready ? QNetworkReply::RemoteHostClosedError : QNetworkReply::UnknownNetworkError,
             m_socket->errorString());
    }
}

void UpstreamConnection::onDisconnected()
{
    if (!m_listener) {
        emit lost();
        return;
    }
    if (m_reading || m_socket->bytesAvailable() > 0)
        return; // readMore() comes back here when it has delivered the rest
    if (m_decoder && m_decoder->endOfStream()) {
        m_keepAlive = false;
        std::exchange(m_listener, nullptr)->onComplete();
        return;
    }
    if (m_isTls && !m_ready)
        fail(QNetworkReply::SslHandshakeFailedError, tr("the peer closed the connection during the handshake"));
    else
        fail(QNetworkReply::RemoteHostClosedError, tr("the upstream closed the connection"));
}

void UpstreamConnection::onDeadline()
{
    if (m_listener)
        fail(QNetworkReply::TimeoutError, tr("no connection in time"));
    else
        emit lost();
}

void UpstreamConnection::fail(QNetworkReply::NetworkError error, const QString &text)
{
    m_keepAlive = false;
    m_deadline.stop();
    if (m_body)
        disconnect(m_body, nullptr, this, nullptr);
    if (m_listener)
        std::exchange(m_listener, nullptr)->onFailure(error, text);
    else
        emit lost();
}

} // namespace cpx
