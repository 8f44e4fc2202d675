// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/server/serverconnection.h"

#include "core/socketoptions.h"
#include "proxy/server/errordocument.h"
#include "proxy/server/httpserver.h"
#include "proxy/server/httptransaction.h"
#include "proxy/server/requestbody.h"

#include <QCoreApplication>

using namespace std::chrono_literals;

namespace cpx {

namespace {

constexpr int wideConnections = 32; ///< read more at a time: those that come while there are fewer
constexpr auto lingerTime = 2s; ///< how long a peer that still sends is listened to after our last answer
constexpr qint64 lingerBytes = 1024 * 1024;

} // namespace

ServerConnection::ServerConnection(qintptr descriptor, RequestHandler *handler, HttpServer *server)
    : QObject(server)
    , m_server(server)
    , m_handler(handler)
    , m_parser(server->limits())
    , m_deadline(server->deadlines(), [this] { onDeadline(); })
    , m_input(&m_socket, server->deadlines())
    , m_output(&m_socket, server->limits(), server->deadlines(), [this] { onStall(); })
{
    const bool isWide = server->connectionCount() < wideConnections;
    m_input.setWide(isWide);
    m_bodyLimit = isWide ? server->limits().bufferedPerDirection : server->limits().bufferedPerDirection / 4;
    connect(&m_socket, &QTcpSocket::readyRead, this, &ServerConnection::readMore);
    connect(&m_socket, &QTcpSocket::bytesWritten, this, &ServerConnection::onBytesWritten);
    connect(&m_socket, &QTcpSocket::disconnected, this, &ServerConnection::onDisconnected);
    m_socket.setSocketDescriptor(descriptor);
    m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_deadline.restart(server->limits().headerRead);
}

ServerConnection::~ServerConnection()
{
    m_socket.disconnect(); // from us and from whoever it was handed over to
}

// ---- Reading

void ServerConnection::readMore()
{
    if (m_processing || m_gone)
        return; // process() looks again by itself
    m_processing = true;
    for (;;) {
        if (m_closing) {
            // Lingering close: take what the peer still sends, so that the kernel does not answer it with a reset
            // that would destroy our last answer on its way (RFC 9112 §9.6).
            if (!m_input.next())
                break;
            m_discarded += m_input.piece().size();
            if (m_discarded > lingerBytes) {
                m_socket.abort();
                break;
            }
            continue;
        }
        if (m_transaction) {
            if (m_decoder->isComplete())
                break;
            if (!m_transaction->body()->hasRoom()) {
                m_deadline.stop(); // now it is us who keep the client waiting
                connect(m_transaction->body(), &RequestBody::drained, this, &ServerConnection::readMore,
                        Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection | Qt::UniqueConnection));
                break;
            }
        } else if (!m_output.isWritable()) {
            m_output.waitForRoom(); // the client does not take its answers: no more of them
            break;
        }
        if (!m_input.next())
            break;
        process();
    }
    m_input.done();
    m_processing = false;
    const bool waitsForBody = m_transaction && !m_decoder->isComplete() && m_transaction->body()->hasRoom();
    if (waitsForBody && !m_closing && !m_deadline.isActive())
        m_deadline.restart(m_server->limits().bodySilence);
    if (!m_gone && !m_handedOver)
        m_input.watchPausedPeer();
}

/// Works through the current piece as far as the state allows and keeps the rest.
void ServerConnection::process()
{
    QByteArrayView input = m_input.piece();
    while (!input.isEmpty() && !m_closing) {
        if (m_transaction && m_decoder->isComplete())
            break;
        if (!(m_transaction ? readBody(input) : readHead(input)))
            return;
    }
    if (!m_closing)
        m_input.keep(input);
}

bool ServerConnection::readHead(QByteArrayView &input)
{
    const bool isFirstByte = m_parser.isIdle();
    switch (m_parser.feed(input)) {
    case http::RequestParser::Progress::NeedMore:
        if (isFirstByte && !m_parser.isIdle())
            m_deadline.restart(m_server->limits().headerRead);
        return true;
    case http::RequestParser::Progress::Failed:
        refuse(m_parser.error());
        return false;
    case http::RequestParser::Progress::Complete:
        startTransaction();
        return true;
    }
    Q_UNREACHABLE();
}

void ServerConnection::startTransaction()
{
    m_transaction = new HttpTransaction(this, m_parser.takeHead());
    m_decoder.emplace(m_transaction->request().body, m_server->limits());
    m_transaction->body()->setCapacity(m_bodyLimit);
    if (m_decoder->isComplete()) {
        m_transaction->body()->setComplete();
        m_deadline.stop();
    } else {
        m_deadline.restart(m_server->limits().bodySilence);
    }
    const QPointer<HttpTransaction> transaction(m_transaction);
    m_handler->handle(transaction);
    // The client waits for our word before it sends the body. Whoever refused the head already has answered.
    if (transaction && !transaction->isOver() && transaction->request().expectsContinue
        && !transaction->isHeadWritten() && !m_decoder->isComplete()) {
        m_output.bytes() += "HTTP/1.1 100 Continue\r\n\r\n";
        m_output.flush();
    }
}

bool ServerConnection::readBody(QByteArrayView &input)
{
    const QPointer<HttpTransaction> transaction(m_transaction);
    QByteArrayView payload;
    for (;;) {
        switch (m_decoder->feed(input, payload)) {
        case http::BodyDecoder::Progress::NeedMore:
            m_deadline.restart(m_server->limits().bodySilence);
            return true;
        case http::BodyDecoder::Progress::Payload:
            if (isOverLimit(payload.size()))
                return false;
            m_transaction->body()->append(m_input.take(payload));
            break;
        case http::BodyDecoder::Progress::Complete:
            m_deadline.stop();
            m_transaction->body()->setComplete();
            return true;
        case http::BodyDecoder::Progress::Failed:
            refuse(m_decoder->error());
            return false;
        }
        if (!transaction || m_transaction != transaction) // answered while its body was arriving
            return true;
    }
}

bool ServerConnection::isOverLimit(qint64 moreBytes)
{
    if (m_transaction->body()->bytesReceived() + moreBytes <= m_server->limits().body)
        return false;
    refuse({413, "body_too_large",
            QCoreApplication::translate("cpx", "Request entity too large: more than %1 bytes.")
                .arg(m_server->limits().body)});
    return true;
}

/// Answers a request that cannot be served and ends the connection: later bytes mean nothing any more.
void ServerConnection::refuse(const http::HttpError &error)
{
    if (m_transaction) {
        if (!m_transaction->isHeadWritten())
            m_output.bytes() += errorDocument(error, m_transaction->request().method);
        m_resetAtEnd = looksWholeWhenClosed();
        m_transaction->m_over = true;
        emit m_transaction->requestFailed(error);
        endTransaction();
    } else {
        const http::RequestHead begun = m_parser.takeBegunHead();
        m_output.bytes() += errorDocument(error, begun.method);
        m_handler->onHeadRefused(begun, error);
    }
    m_output.flush();
    closeGently();
}

// ---- Writing

void ServerConnection::onBytesWritten()
{
    if (m_closing) {
        m_deadline.restart(m_server->limits().bodySilence); // it still takes its answer
        continueClosing();
        return;
    }
    if (!m_output.onSent())
        return;
    if (m_transaction)
        emit m_transaction->writable();
    else
        QMetaObject::invokeMethod(this, &ServerConnection::readMore, Qt::QueuedConnection);
}

void ServerConnection::endTransaction()
{
    if (m_transaction)
        std::exchange(m_transaction, nullptr)->deleteLater();
}

/// True when an orderly end of the connection would be the end of the answer in progress.
bool ServerConnection::looksWholeWhenClosed() const
{
    return m_transaction && m_transaction->isHeadWritten()
        && m_transaction->m_framing.kind == http::BodyFraming::Kind::UntilClose;
}

bool ServerConnection::willClose() const
{
    return m_server->isDraining() || !m_transaction->request().keepAlive || !m_decoder->isComplete();
}

/// The socket now belongs to the protocol that was switched to, until the transaction is finished. We only count as
/// the client's connection and close it.
QTcpSocket *ServerConnection::handOver(QByteArray &early)
{
    m_handedOver = true;
    m_input.stop();
    m_deadline.stop();
    disconnect(&m_socket, nullptr, this, nullptr);
    m_output.handOver();
    early = m_input.takeKept();
    return &m_socket;
}

void ServerConnection::finishTransaction()
{
    if (m_handedOver) {
        endTransaction();
        abort();
        return;
    }
    const bool isLast = m_transaction->m_announcedClose || willClose() || m_transaction->m_framing.kind == http::BodyFraming::Kind::UntilClose;
    endTransaction();
    m_output.flush(); // may find out that the client is gone
    if (m_gone)
        return;
    if (isLast) {
        closeGently();
        return;
    }
    m_deadline.restart(m_server->limits().keepAlive);
    // Queued: the caller is in the middle of its own work, and pipelined requests must not grow the stack.
    QMetaObject::invokeMethod(this, &ServerConnection::readMore, Qt::QueuedConnection);
}

void ServerConnection::cutTransaction()
{
    m_resetAtEnd = looksWholeWhenClosed();
    endTransaction();
    m_output.flush();
    closeGently();
}

// ---- Ending

void ServerConnection::turnAway()
{
    refuse({503, "too_many_connections",
            QCoreApplication::translate("cpx", "There are too many connections. Close some and try again.")});
}

void ServerConnection::closeWhenIdle()
{
    if (isIdle() && !m_closing)
        m_socket.disconnectFromHost();
}

void ServerConnection::abort()
{
    if (looksWholeWhenClosed() || m_resetAtEnd || m_socket.bytesToWrite() > 0)
        resetOnClose(m_socket.socketDescriptor());
    if (m_handedOver)
        onDisconnected(); // whoever uses the socket lets go of it
    m_socket.abort();
}

/// Lets the last bytes go out, ends our direction, and waits a little for the peer to end its own.
void ServerConnection::closeGently()
{
    if (m_gone)
        return;
    m_closing = true;
    m_input.takeKept();
    m_deadline.restart(m_server->limits().bodySilence); // for the client to take what is left of its answer
    continueClosing();
}

void ServerConnection::continueClosing()
{
    if (m_gone || m_socket.bytesToWrite() > 0 || m_writeShut)
        return;
    m_writeShut = true;
    m_deadline.restart(lingerTime);
    if (m_resetAtEnd) {
        resetOnClose(m_socket.socketDescriptor());
        m_socket.abort();
        return;
    }
    if (m_decoder && m_decoder->isComplete() && m_socket.bytesAvailable() == 0) {
        m_socket.disconnectFromHost(); // nothing more was coming
        return;
    }
    shutdownWriting(m_socket.socketDescriptor());
    if (!m_processing)
        readMore();
}

void ServerConnection::onDisconnected()
{
    if (std::exchange(m_gone, true))
        return;
    m_closing = true;
    m_deadline.stop();
    m_output.stop();
    m_input.stop();
    if (m_transaction) {
        m_transaction->m_over = true;
        emit m_transaction->clientLeft();
        endTransaction();
    }
    emit closed();
    deleteLater();
}

void ServerConnection::onDeadline()
{
    if (m_gone)
        return;
    if (m_closing) {
        if (m_resetAtEnd || m_socket.bytesToWrite() > 0) // it did not get everything
            resetOnClose(m_socket.socketDescriptor());
        m_socket.abort();
        return;
    }
    const QString message = QCoreApplication::translate("cpx", "The request did not arrive in time.");
    if (m_transaction || !m_parser.isIdle())
        refuse({408, "request_timeout", message});
    else
        closeGently(); // an idle connection: nobody waits for an answer
}

/// The client has taken nothing for as long as we are willing to hold its answer. What is left would never arrive.
void ServerConnection::onStall()
{
    if (m_gone || m_closing)
        return; // closing has a time limit of its own
    if (m_transaction) {
        m_transaction->m_over = true;
        emit m_transaction->requestFailed(
            {408, "client_stalled", QCoreApplication::translate("cpx", "The client took nothing of its answer for too long.")});
        endTransaction();
    }
    resetOnClose(m_socket.socketDescriptor());
    m_socket.abort();
}

} // namespace cpx
