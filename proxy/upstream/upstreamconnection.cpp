// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/upstreamconnection.h"

#include "core/socketoptions.h"
#include "proxy/server/requestbody.h"
#include "proxy/upstream/connectionpool.h"
#include "proxy/upstream/upstreamconnector.h"

#include <QSslSocket>
#include <QStringBuilder>
#include <array>

namespace cpx {

using Kind = http::BodyFraming::Kind;

namespace {

constexpr qsizetype readSize = 64 * 1024;

} // namespace

UpstreamConnection::UpstreamConnection(ConnectionPool *pool, const QUrl &base)
    : QObject(pool)
    , m_pool(pool)
    , m_base(base)
    , m_host(base.authority(QUrl::FullyEncoded).toLatin1())
    , m_isTls(base.scheme() == u"https")
    , m_parser(pool->options().limits)
    , m_deadline(pool->deadlines(), [this] { emit expired(); })
{
}

UpstreamConnection::~UpstreamConnection()
{
    if (!m_socket)
        return; // never connected, or given away
    disconnect(m_socket.get(), nullptr, this, nullptr);
    m_socket->abort();
}

bool UpstreamConnection::isFor(const QUrl &base) const
{
    return m_base == base || (m_base.scheme() == base.scheme() && m_base.host() == base.host()
        && m_base.port(m_isTls ? 443 : 80) == base.port(m_isTls ? 443 : 80));
}

bool UpstreamConnection::isReusable() const
{
    return m_ready && !m_listener && m_keepAlive && m_socket->state() == QAbstractSocket::ConnectedState
        && m_socket->bytesAvailable() == 0;
}

bool UpstreamConnection::isStillQuiet() const
{
    return isQuiet(m_socket->socketDescriptor());
}

void UpstreamConnection::start(const UpstreamRequest &request, RequestBody *body, Listener *listener)
{
    Q_ASSERT(!m_listener);
    m_request = request;
    m_body = body;
    m_listener = listener;
    m_decoder.reset();
    m_parser.expect(request.method, request.upgrade);
    m_bodySent = request.body.kind == Kind::None;
    m_keepAlive = false;
    m_receivedBytes = false;
    if (!m_bodySent && !body->isComplete())
        watchBody();
    m_deadline.stop();
    if (m_ready)
        sendHead();
    else if (!m_connector)
        open();
}

void UpstreamConnection::open()
{
    m_connector = std::make_unique<UpstreamConnector>(m_pool, m_base);
    connect(m_connector.get(), &UpstreamConnector::ready, this, &UpstreamConnection::onReady);
    connect(m_connector.get(), &UpstreamConnector::failed, this, &UpstreamConnection::fail);
    m_connector->start();
}

void UpstreamConnection::onReady()
{
    m_socket = m_connector->takeSocket();
    m_connector->setParent(this);
    m_connector.release()->deleteLater(); // we are in its signal
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &UpstreamConnection::readMore);
    connect(m_socket.get(), &QTcpSocket::bytesWritten, this, &UpstreamConnection::sendBody);
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, &UpstreamConnection::onSocketError);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &UpstreamConnection::onDisconnected);
    if (m_isTls) {
        auto *tls = static_cast<QSslSocket *>(m_socket.get());
        connect(tls, &QSslSocket::encryptedBytesWritten, this, &UpstreamConnection::sendBody);
        connect(tls, &QSslSocket::alertReceived, this,
                [this](QSsl::AlertLevel, QSsl::AlertType type) { m_sawCloseNotify |= type == QSsl::AlertType::CloseNotify; });
        connect(tls, &QSslSocket::newSessionTicketReceived, this,
                [this, tls] { m_pool->keepSession(m_base, tls->sslConfiguration().sessionTicket()); });
    }
    m_ready = true;
    if (m_listener) {
        sendHead();
    } else {
        m_keepAlive = true;
        emit opened();
    }
}

// ---- Sending

void UpstreamConnection::sendHead()
{
    QByteArray text;
    text.reserve(1024);
    text += m_request.method % ' ' % m_request.target % " HTTP/1.1\r\nHost: " % m_host % "\r\n";
    m_request.headers.writeTo(text);
    if (!m_request.upgrade.isEmpty())
        text += "Connection: Upgrade\r\nUpgrade: " % m_request.upgrade % "\r\n";
    if (m_request.body.kind == Kind::Sized)
        text += "Content-Length: " % QByteArray::number(m_request.body.length) % "\r\n\r\n";
    else if (m_request.body.kind == Kind::Chunked)
        text += "Transfer-Encoding: chunked\r\n\r\n";
    else
        text += "\r\n";
    if (m_request.body.kind == Kind::Sized && m_body->buffered() > 0) {
        // One write, one packet. What is at hand of the body has, as a rule, room for the head in front: the client's own.
        QByteArray chunk = m_body->takeChunk();
        chunk.prepend(text);
        m_socket->write(chunk);
    } else {
        m_socket->write(text);
    }
    if (m_bodySent)
        m_socket->flush();
    else
        sendBody();
}

/// Bytes the kernel has not taken. With TLS they wait encrypted.
qint64 UpstreamConnection::unsent() const
{
    return m_socket->bytesToWrite() + (m_isTls ? static_cast<QSslSocket *>(m_socket.get())->encryptedBytesToWrite() : 0);
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
        while (m_body->buffered() > 0 && unsent() < limit) {
            const QByteArray chunk = m_body->takeChunk();
            if (isChunked)
                m_socket->write(QByteArray::number(chunk.size(), 16) + "\r\n");
            m_socket->write(chunk); // shared with the socket's buffer, not copied
            if (isChunked)
                m_socket->write("\r\n");
        }
        m_socket->flush(); // now, not at the next turn of the event loop
    } while (m_listener && m_body && m_body->buffered() > 0 && unsent() < limit);
    if (!m_listener || !m_body) { // flush() found the connection broken
        m_sending = false;
        return;
    }
    if (m_body->atEnd()) {
        m_bodySent = true;
        stopWatchingBody();
        if (isChunked)
            m_socket->write("0\r\n\r\n");
    }
    m_socket->flush();
    m_sending = false;
}

void UpstreamConnection::watchBody()
{
    connect(m_body, &RequestBody::readyRead, this, &UpstreamConnection::sendBody);
    connect(m_body, &RequestBody::readChannelFinished, this, &UpstreamConnection::sendBody);
    m_watchesBody = true;
}

void UpstreamConnection::stopWatchingBody()
{
    if (std::exchange(m_watchesBody, false) && m_body)
        disconnect(m_body, nullptr, this, nullptr);
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
        if (!m_isTls && length < readSize) // that was all; the notifier was not off, as it is when Qt's buffer was full
            break;
    }
    if (!self)
        return;
    m_reading = false;
    if (sawBody && m_isTls) {
        // Qt reports every record by itself, in a loop over all that have arrived: once at its end is enough.
        if (!std::exchange(m_pauseQueued, true))
            QMetaObject::invokeMethod(this, &UpstreamConnection::endBatch, Qt::QueuedConnection);
    } else if (sawBody) {
        endBatch();
    }
    // Everything the peer sent before it closed has to be delivered before the end counts.
    if (self && m_listener && m_socket->state() != QAbstractSocket::ConnectedState && m_ready
        && m_socket->bytesAvailable() == 0)
        onDisconnected();
}

/// Everything at hand was delivered.
void UpstreamConnection::endBatch()
{
    m_pauseQueued = false;
    if (!m_listener || !m_decoder)
        return;
    const bool stoppedEarly = !m_listener->wantsBody();
    const QPointer<UpstreamConnection> self(this); // the listener may let go of us
    m_listener->onBodyPause();
    if (self && stoppedEarly && m_listener && m_listener->wantsBody()) // room again: go on after others had their turn
        QMetaObject::invokeMethod(this, &UpstreamConnection::resume, Qt::QueuedConnection);
}

/// False when the answer is over, one way or the other.
bool UpstreamConnection::readAnswer(QByteArrayView input)
{
    if (!m_decoder) {
        switch (m_parser.feed(input)) {
        case http::ResponseParser::Progress::NeedMore:
            return true;
        case http::ResponseParser::Progress::Failed:
            fail({UpstreamFailure::Kind::Protocol, m_parser.error().message});
            return false;
        case http::ResponseParser::Progress::Complete:
            break;
        }
        http::ResponseHead head = m_parser.takeHead();
        if (head.status == 101) {
            m_early = input.toByteArray();
            m_listener->onHead(std::move(head)); // takes the socket, or lets go of us
            return false;
        }
        m_decoder.emplace(head.body, m_pool->options().limits);
        m_keepAlive = head.keepAlive;
        if (head.body.kind == Kind::UntilClose && !m_isTls)
            m_end.emplace(m_socket->socketDescriptor());
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
            fail({UpstreamFailure::Kind::Protocol, m_decoder->error().message});
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
    stopWatchingBody();
    m_request = {}; // it holds credentials, and an idle connection has no use for them
    std::exchange(m_listener, nullptr)->onComplete();
}

UpgradedSocket UpstreamConnection::takeSocket()
{
    disconnect(m_socket.get(), nullptr, this, nullptr);
    m_deadline.stop();
    m_listener = nullptr;
    m_ready = false;
    return {std::move(m_socket), std::move(m_early)};
}

void UpstreamConnection::resume()
{
    if (m_ready && !m_reading && m_listener)
        readMore();
}

void UpstreamConnection::detach()
{
    m_listener = nullptr;
    m_keepAlive = false; // an unfinished answer is still to come
    stopWatchingBody();
}

void UpstreamConnection::startIdle()
{
    m_wasIdle = true;
    m_deadline.restart(m_pool->options().limits.upstreamKeepAlive);
}

// ---- Failing

void UpstreamConnection::onSocketError(QAbstractSocket::SocketError error)
{
    // That the peer closed may be the regular end of a close-delimited answer: onDisconnected() decides.
    if (error != QAbstractSocket::RemoteHostClosedError)
        fail({UpstreamFailure::Kind::Closed, m_socket->errorString()});
}

void UpstreamConnection::onDisconnected()
{
    if (!m_listener) {
        emit lost();
        return;
    }
    if (m_reading || m_socket->bytesAvailable() > 0)
        return; // readMore() comes back here when it has delivered the rest
    if (m_decoder && m_decoder->endOfStream() && endedOrderly()) {
        m_keepAlive = false;
        std::exchange(m_listener, nullptr)->onComplete();
        return;
    }
    fail({UpstreamFailure::Kind::Closed, tr("the upstream closed the connection")});
}

/// Whether the peer meant to end the connection here: Qt reports a reset like an end (RFC 9112 §9.8 for TLS).
bool UpstreamConnection::endedOrderly() const
{
    return m_isTls ? m_sawCloseNotify : m_end && !m_end->wasReset();
}

void UpstreamConnection::fail(const UpstreamFailure &failure)
{
    m_keepAlive = false;
    m_deadline.stop();
    stopWatchingBody();
    if (m_listener)
        std::exchange(m_listener, nullptr)->onFailure(failure);
    else
        emit lost();
}

} // namespace cpx
