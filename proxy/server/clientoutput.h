// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deadlines.h"
#include "proxy/limits.h"

#include <QByteArray>
#include <functional>

class QTcpSocket;

namespace cpx {

/// What goes out to a client: gathers the bytes of its answers, hands them to the socket in one write, and knows when there is
/// room for more. Engine thread; owned by its ServerConnection.
class ClientOutput
{
public:
    /// `socket`, `limits` and `deadlines` are borrowed. `stalled` is called when the client has taken nothing for
    /// Limits::clientStall while no room was left.
    ClientOutput(QTcpSocket *socket, const Limits &limits, Deadlines *deadlines, std::function<void()> stalled);

    /// To append heads and unframed bytes to.
    QByteArray &bytes()
    {
        endChunk();
        return m_bytes;
    }
    /// Payload of a chunked body (RFC 9112 §7.1): what is appended until the next flush(), or use of bytes(), is one chunk.
    void appendToChunk(QByteArrayView payload);

    void flush();
    /// The rest is somebody else's to write: into the socket, without waiting for it.
    void handOver();

    bool isWritable() const; ///< there is room
    void waitForRoom() { m_isBlocked = true; } ///< to be told of it by onSent()
    /// The socket has sent something. True when that made the room somebody waits for; flush() tells its caller itself.
    bool onSent();
    void stop() { m_stall.stop(); } ///< the socket is gone

private:
    void endChunk();

    QTcpSocket *m_socket;
    const Limits &m_limits;
    QByteArray m_bytes; ///< not yet given to the socket
    qsizetype m_chunkAt = -1; ///< where the chunk being written begins; -1: none
    bool m_isBlocked = false;
    Deadline m_stall; ///< runs while there is no room
};

} // namespace cpx
