// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/server/clientinput.h"

#include "core/socketoptions.h"

#include <QTcpSocket>

using namespace std::chrono_literals;

namespace cpx {

namespace {

constexpr qsizetype readSize = 64 * 1024;
constexpr qsizetype wideReadSize = 256 * 1024;
constexpr auto peerCheckInterval = 500ms;

} // namespace

ClientInput::ClientInput(QTcpSocket *socket, Deadlines *deadlines)
    : m_socket(socket)
    , m_peerCheck(deadlines, [this] { watchPausedPeer(); })
{
}

void ClientInput::setWide(bool isWide)
{
    m_socket->setReadBufferSize(isWide ? wideReadSize : readSize);
}

bool ClientInput::next()
{
    m_piece = m_kept.isEmpty() ? receive() : takeKept();
    return !m_piece.isEmpty();
}

/// Everything Qt has read. It hands over its own buffer when that is one piece, so nothing is copied.
QByteArray ClientInput::receive()
{
    if (const qint64 available = m_socket->bytesAvailable(); available > 0) {
        m_wasFull = available >= m_socket->readBufferSize();
        return m_socket->read(available);
    }
    if (std::exchange(m_wasFull, false)) {
        char none = 0; // asking for more than there is makes Qt listen again to a socket whose buffer was full
        m_socket->read(&none, 1);
    }
    return {};
}

/// The received array itself, cut in front, when the rest of it is wanted and fills it well.
QByteArray ClientInput::take(QByteArrayView part)
{
    if (part.end() != QByteArrayView(m_piece).end() || part.size() < m_piece.capacity() / 2)
        return part.toByteArray();
    QByteArray result = std::move(m_piece);
    result.remove(0, result.size() - part.size());
    return result;
}

void ClientInput::watchPausedPeer()
{
    if (m_socket->bytesAvailable() < m_socket->readBufferSize())
        return;
    if (peerHasClosed(m_socket->socketDescriptor()))
        m_socket->abort();
    else
        m_peerCheck.restart(peerCheckInterval);
}

} // namespace cpx
