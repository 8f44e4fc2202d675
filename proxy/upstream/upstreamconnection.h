// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deadlines.h"
#include "core/resetwatch.h"
#include "proxy/http/bodydecoder.h"
#include "proxy/http/responseparser.h"
#include "proxy/upstream/upgradedsocket.h"
#include "proxy/upstream/upstream.h"
#include "proxy/upstream/upstreamfailure.h"

#include <QObject>
#include <QPointer>
#include <QTcpSocket>
#include <memory>
#include <optional>

namespace cpx {

class ConnectionPool;
class UpstreamConnector;

/// One HTTP/1.1 connection to an upstream, plain or TLS: sends a request and reads its answer, one at a time.
/// The wire side of DirectReply. Engine thread.
class UpstreamConnection : public QObject
{
    Q_OBJECT

public:
    /// Whoever waits for the answer. Every call comes from the event loop, never from inside start().
    class Listener
    {
    public:
        virtual void onHead(http::ResponseHead head) = 0;
        virtual void onBody(QByteArrayView bytes) = 0; ///< valid during the call only
        virtual void onBodyPause() = 0; ///< all bytes at hand were delivered by onBody()
        virtual void onComplete() = 0; ///< the answer is whole; the connection is free
        virtual void onFailure(const UpstreamFailure &failure) = 0;
        virtual bool wantsBody() const = 0; ///< false: stop reading until resume()

    protected:
        ~Listener() = default;
    };

    UpstreamConnection(ConnectionPool *pool, const QUrl &base);
    ~UpstreamConnection() override; ///< closes the socket at once

    const QUrl &base() const { return m_base; }
    bool isFor(const QUrl &base) const;
    bool isOpening() const { return m_connector != nullptr; }
    bool isReusable() const; ///< connected, no request in progress, nothing unexpected received
    bool isStillQuiet() const; ///< the same asked of the kernel: neither bytes nor an end have arrived
    bool wasIdleBefore() const { return m_wasIdle; } ///< open before the current request came
    bool hasReceivedBytes() const { return m_receivedBytes; } ///< of the current answer

    void open(); ///< connects ahead of the first request
    void start(const UpstreamRequest &request, RequestBody *body, Listener *listener);
    /// Gives the socket away; for a listener whose onHead() got a 101. The connection is then of no more use.
    UpgradedSocket takeSocket();
    void resume(); ///< the listener wants body bytes again
    void detach(); ///< the listener is going away; the connection must be released or deleted
    void startIdle(); ///< begins the keep-alive time of an idle connection

signals:
    void opened(); ///< connected without a request
    void lost(); ///< without a request, and the upstream closed or cannot be reached
    void expired(); ///< the keep-alive time is over

private:
    void onReady();
    void sendHead();
    qint64 unsent() const;
    void sendBody();
    void watchBody();
    void stopWatchingBody();
    void readMore();
    void endBatch();
    bool readAnswer(QByteArrayView input);
    void onAnswerComplete(bool hasSurplus);
    void onSocketError(QAbstractSocket::SocketError error);
    void onDisconnected();
    bool endedOrderly() const;
    void fail(const UpstreamFailure &failure);

    ConnectionPool *m_pool; ///< the owner, and QObject parent
    QUrl m_base;
    QByteArray m_host; ///< as it belongs into Host: with the port when that is not the scheme's default (RFC 9110 §7.2)
    bool m_isTls;
    UpstreamRequest m_request;
    QPointer<RequestBody> m_body; ///< borrowed
    Listener *m_listener = nullptr; ///< borrowed; null when idle
    http::ResponseParser m_parser;
    std::optional<http::BodyDecoder> m_decoder; ///< from the head of the answer on
    std::optional<ResetWatch> m_end; ///< while the end of the connection is the end of the answer
    bool m_wasIdle = false;
    bool m_sawCloseNotify = false; ///< TLS: the upstream said that this is the end
    bool m_ready = false; ///< connected, and encrypted if TLS
    bool m_bodySent = false;
    bool m_sending = false;
    bool m_watchesBody = false; ///< its signals are connected
    bool m_keepAlive = false; ///< both sides allow another request
    bool m_receivedBytes = false;
    bool m_reading = false;
    bool m_pauseQueued = false;
    QByteArray m_early; ///< what followed a 101
    Deadline m_deadline; ///< of the keep-alive time
    std::unique_ptr<UpstreamConnector> m_connector; ///< while connecting
    std::unique_ptr<QTcpSocket> m_socket; ///< when connected; last: its signals use the members above
};

} // namespace cpx
