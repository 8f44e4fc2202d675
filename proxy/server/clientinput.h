// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deadlines.h"

#include <QByteArray>

class QTcpSocket;

namespace cpx {

/// What comes in from a client: how much of it is read at a time, and what of that still waits to be looked at. Engine thread;
/// owned by its ServerConnection.
class ClientInput
{
public:
    ClientInput(QTcpSocket *socket, Deadlines *deadlines); ///< both are borrowed

    /// How much is read at a time. Wide is faster, and costs memory: for few connections only. Before anything else.
    void setWide(bool isWide);

    bool next(); ///< makes what was kept, or else what has arrived, the current piece; false: there is nothing
    QByteArrayView piece() const { return m_piece; }
    /// Part of the current piece as an array of its own; the end of it often without a copy, and then the piece is gone.
    QByteArray take(QByteArrayView part);
    void keep(QByteArrayView rest) { m_kept = rest.toByteArray(); } ///< for the next time
    void done() { m_piece.clear(); }
    QByteArray takeKept() { return std::exchange(m_kept, {}); }

    /// With its buffer full, Qt no longer listens to a socket and would not notice that the client left.
    void watchPausedPeer();
    void stop() { m_peerCheck.stop(); } ///< the socket is no longer ours

private:
    QByteArray receive();

    QTcpSocket *m_socket;
    QByteArray m_piece;
    QByteArray m_kept;
    bool m_wasFull = false; ///< the socket's buffer, when it was read last
    Deadline m_peerCheck;
};

} // namespace cpx
