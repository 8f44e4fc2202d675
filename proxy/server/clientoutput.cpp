// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/server/clientoutput.h"

#include <QTcpSocket>
#include <array>
#include <charconv>
#include <cstring>

namespace cpx {

namespace {

constexpr qsizetype keptSize = 16 * 1024; ///< of memory between two writes
constexpr qsizetype chunkHeadSpace = 16 + 2; ///< the most digits of a size, and CR LF

} // namespace

ClientOutput::ClientOutput(QTcpSocket *socket, const Limits &limits, Deadlines *deadlines, std::function<void()> stalled)
    : m_socket(socket)
    , m_limits(limits)
    , m_stall(deadlines, std::move(stalled))
{
}

void ClientOutput::appendToChunk(QByteArrayView payload)
{
    if (m_chunkAt < 0) {
        m_chunkAt = m_bytes.size();
        m_bytes.append(chunkHeadSpace, '\0');
    }
    m_bytes += payload;
}

/// A chunk's size is known only now, so there is space for it in front, of which the unused part goes: what stands before the
/// chunk, an answer's head at most, moves up.
void ClientOutput::endChunk()
{
    if (m_chunkAt < 0)
        return;
    const qsizetype at = std::exchange(m_chunkAt, -1);
    const quint64 size = quint64(m_bytes.size() - at - chunkHeadSpace);
    std::array<char, chunkHeadSpace> head;
    char *end = std::to_chars(head.begin(), head.end() - 2, size, 16).ptr;
    *end++ = '\r';
    *end++ = '\n';
    const qsizetype length = end - head.data();
    const qsizetype unused = chunkHeadSpace - length;
    char *data = m_bytes.data();
    std::memcpy(data + at + unused, head.data(), size_t(length));
    std::memmove(data + unused, data, size_t(at));
    m_bytes.remove(0, unused);
    m_bytes.append("\r\n", 2);
}

/// One write for everything gathered: the socket shares the array until the kernel has taken it.
void ClientOutput::flush()
{
    endChunk();
    m_isBlocked = false; // decided below: who flushes sees for himself whether there is room
    QByteArray bytes = std::exchange(m_bytes, {}); // out of the way before the socket's signals lead back here
    if (!bytes.isEmpty())
        m_socket->write(bytes);
    m_socket->flush();
    if (m_bytes.isEmpty() && bytes.isDetached() && bytes.capacity() <= keptSize) {
        bytes.resize(0); // keeps its memory for the next time
        m_bytes = std::move(bytes);
    }
    m_isBlocked = !isWritable();
    if (!m_isBlocked)
        m_stall.stop();
    else if (!m_stall.isActive())
        m_stall.restart(m_limits.clientStall);
}

void ClientOutput::handOver()
{
    stop();
    m_socket->write(std::exchange(bytes(), {}));
}

bool ClientOutput::isWritable() const
{
    return m_socket->bytesToWrite() + m_bytes.size() < m_limits.bufferedPerDirection / 2; // the rest is on the upstream's side
}

bool ClientOutput::onSent()
{
    if (m_stall.isActive())
        m_stall.restart(m_limits.clientStall); // it still takes its answer
    if (!m_isBlocked || m_socket->bytesToWrite() > m_limits.bufferedPerDirection / 4)
        return false;
    m_stall.stop();
    m_isBlocked = false;
    return true;
}

} // namespace cpx
