// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/message.h"

#include <QObject>

class QTcpSocket;

namespace cpx {

class RequestBody;
class ServerConnection;

/// One request on a client connection and the way to answer it. Made and owned by its ServerConnection, handed to
/// a RequestHandler. It dies when the answer is complete or the client is gone: whatever works on it should be
/// its QObject child, or watch destroyed(). Engine thread.
///
/// Answer with respond(), or with writeHead(), write()…, finish(). Both write functions only gather: call flush() when
/// the bytes at hand are all written. When isWritable() is false after a flush(), stop until writable(); when the flush made
/// room at once there is no signal.
class HttpTransaction : public QObject
{
    Q_OBJECT

public:
    const http::RequestHead &request() const { return m_request; }
    RequestBody *body() const { return m_body; } ///< never null; owned by the transaction

    /// A complete small answer; adds Content-Length, flushes and finishes.
    void respond(int status, http::HeaderList headers, QByteArrayView body);
    /// The JSON error document of our own refusals, with X-Codex-Plus-Error (DESIGN: HTTP surface).
    void refuse(const http::HttpError &error);

    /// Framing follows `head.body`: Sized and None as given, Chunked or UntilClose become chunked for an HTTP/1.1
    /// client and close-delimited for an older one.
    void writeHead(const http::ResponseHead &head);
    void write(QByteArrayView bytes);
    void flush();
    /// After writeHead() with a 101: the connection is the caller's until finish(), which closes it. `early` gets what
    /// the client has sent after its request. When the server cuts the connection, clientLeft() is emitted as ever.
    QTcpSocket *handOver(QByteArray &early);
    void finish(); ///< the answer is complete; the transaction will be deleted
    /// The answer ends here although it is not complete: the client gets what was written, no last chunk, and a
    /// closed connection, so that it cannot be taken for whole (RFC 9112 §8). The transaction will be deleted.
    void cut();

    bool isHeadWritten() const { return m_headWritten; }
    bool isOver() const { return m_over; } ///< finish() or cut() was called, or the client left
    bool isWritable() const; ///< the client's buffer is below the limit
    qint64 bytesWritten() const { return m_bodyBytes; } ///< body bytes handed to the client so far

signals:
    void writable();
    /// The client closed or broke the connection before finish(); the transaction will be deleted.
    void clientLeft();
    /// The rest of the request was malformed, too large or too slow; the connection has answered by itself (or cut
    /// the answer already begun) and the transaction will be deleted.
    void requestFailed(const cpx::http::HttpError &error);

private:
    friend class ServerConnection;

    HttpTransaction(ServerConnection *connection, http::RequestHead request);

    ServerConnection *m_connection; ///< the owner, and QObject parent
    http::RequestHead m_request;
    RequestBody *m_body;
    http::BodyFraming m_framing; ///< of the answer
    qint64 m_bodyBytes = 0;
    bool m_headWritten = false;
    bool m_announcedClose = false; ///< the head of the answer says that the connection ends with it
    bool m_over = false;
};

/// What answers requests: the proxy, or the demo model. Borrowed by the HttpServer.
class RequestHandler
{
public:
    virtual ~RequestHandler() = default;
    /// Called once per request, as soon as the head is complete; the body may still be arriving.
    virtual void handle(HttpTransaction *transaction) = 0;
    /// A request was answered with `error` before its head was complete and good: there is no transaction, and the
    /// connection ends. `begun` holds the method and target as far as they are known.
    virtual void onHeadRefused(const http::RequestHead &begun, const http::HttpError &error)
    {
        Q_UNUSED(begun)
        Q_UNUSED(error)
    }
};

} // namespace cpx
