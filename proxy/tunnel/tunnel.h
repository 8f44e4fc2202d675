// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deadlines.h"
#include "core/resetwatch.h"
#include "proxy/limits.h"
#include "proxy/upstream/upgradedsocket.h"

#include <QObject>

namespace cpx {

/// Joins the connections of a client and an upstream that have agreed on another protocol: every byte is passed on as it
/// is, with Limits::bufferedPerDirection held back at most for a slower reader, and no limit on silence (TCP keep-alive finds
/// dead peers). Ends as the ends do: after an orderly end, what had arrived is delivered, then the other connection is
/// ended and closed within two seconds; what it still sends meanwhile has nobody to go to. A reset is passed on as one.
/// Engine thread.
class Tunnel : public QObject
{
    Q_OBJECT

public:
    enum class Ending {
        Closed, ///< one side closed in an orderly way, and the other one has got everything
        ClientCut, ///< the client broke off, or did not take what the upstream had sent before its end
        UpstreamCut, ///< the other way round
    };

    /// `client` is borrowed until finished() or close(), `deadlines` for good. `early` came from the client before the
    /// upstream agreed. Connect finished() at once: nothing moves before the next turn of the event loop.
    Tunnel(QTcpSocket *client, QByteArray early, UpgradedSocket upstream, const Limits &limits, Deadlines *deadlines);
    ~Tunnel() override;

    qint64 bytesFromClient() const { return m_client.passedOn; }
    qint64 bytesFromUpstream() const { return m_upstream.passedOn; }
    void close(); ///< both connections, now, without finished()

signals:
    void finished(cpx::Tunnel::Ending ending); ///< once; the sockets are no longer used

private:
    struct End
    {
        End(QTcpSocket *endSocket, QByteArray earlyBytes)
            : socket(endSocket)
            , watch(endSocket->socketDescriptor())
            , early(std::move(earlyBytes))
        {
        }
        qint64 unsent() const; ///< given to the socket and not yet to the kernel, bytes
        bool hasEnded() const; ///< sends no more, whether we have read everything or not
        bool hasUnread() const { return !early.isEmpty() || socket->bytesAvailable() > 0; }

        QTcpSocket *socket;
        ResetWatch watch;
        QByteArray early; ///< received before the tunnel opened
        qint64 passedOn = 0; ///< bytes from here
        bool isClosed = false; ///< has sent its last byte
        bool isShut = false; ///< has been told that no more bytes will come
        bool isPumping = false; ///< bytes from here are being passed on
    };

    void join(End &end, End &other);
    void pump(End &from, End &to);
    void onSent(End &to, End &from);
    void onDisconnected(End &end, End &other);
    void onReset(const End &end, End &other);
    void shut(End &end);
    void onDeadline();
    Ending cutBy(const End &end) const { return &end == &m_client ? Ending::ClientCut : Ending::UpstreamCut; }
    void watchPausedPeers();
    void finish(Ending ending);

    std::unique_ptr<QTcpSocket> m_upstreamSocket;
    End m_client;
    End m_upstream;
    Limits m_limits;
    Deadline m_deadline; ///< one side has ended: the other takes what is left, then closes
    Deadline m_peerCheck;
    bool m_isOver = false;
};

} // namespace cpx
