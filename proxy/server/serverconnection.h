// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deadlines.h"
#include "proxy/http/bodydecoder.h"
#include "proxy/http/requestparser.h"
#include "proxy/server/clientinput.h"
#include "proxy/server/clientoutput.h"

#include <QObject>
#include <QTcpSocket>
#include <QPointer>
#include <optional>

namespace cpx {

class HttpServer;
class HttpTransaction;
class RequestHandler;

/// One client connection: reads requests strictly in order, one at a time (RFC 9112 §9.3), and owns the
/// HttpTransaction of the current one. The next request is not looked at before the current answer is complete.
/// Engine thread; owned by its HttpServer, deletes itself when the socket is closed.
class ServerConnection : public QObject
{
    Q_OBJECT

public:
    ServerConnection(qintptr descriptor, RequestHandler *handler, HttpServer *server);
    ~ServerConnection() override;

    bool isIdle() const { return !m_transaction; }
    /// Answers 503 to whatever was going to be asked, and closes.
    void turnAway();
    /// Closes at once when idle, else after the current answer.
    void closeWhenIdle();
    /// Cuts the current answer and closes.
    void abort();

signals:
    void closed();

private:
    friend class HttpTransaction;

    // Reading
    void readMore();
    void process();
    bool readHead(QByteArrayView &input);
    bool readBody(QByteArrayView &input);
    bool isOverLimit(qint64 moreBytes);
    void startTransaction();
    void refuse(const http::HttpError &error);

    // Writing, called by HttpTransaction
    ClientOutput &output() { return m_output; }
    void finishTransaction();
    void cutTransaction();
    bool willClose() const;
    QTcpSocket *handOver(QByteArray &early);

    // Ending
    void closeGently();
    void continueClosing();
    void onDisconnected();
    void onBytesWritten();
    void onDeadline();
    void onStall();
    void endTransaction();
    bool looksWholeWhenClosed() const;

    HttpServer *m_server; ///< the owner
    RequestHandler *m_handler; ///< borrowed
    http::RequestParser m_parser;
    std::optional<http::BodyDecoder> m_decoder; ///< of the current request's body
    HttpTransaction *m_transaction = nullptr; ///< our QObject child
    qint64 m_bodyLimit; ///< bytes of a body that wait for its reader; about as much again may be in the socket
    bool m_processing = false;
    bool m_closing = false; ///< nothing is read as a request any more
    bool m_handedOver = false; ///< the socket is no longer read and written by us
    bool m_gone = false; ///< the socket is closed; only deletion is left
    bool m_writeShut = false;
    bool m_resetAtEnd = false; ///< the end must not look orderly
    qint64 m_discarded = 0;
    Deadline m_deadline;
    ClientInput m_input; ///< keeps bytes of the next request that came with the current one
    ClientOutput m_output;
    QTcpSocket m_socket; // last: its signals use the members above
};

} // namespace cpx
