// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/server/requestbody.h"

#include <cstring>

namespace cpx {

RequestBody::RequestBody(QObject *parent)
    : QIODevice(parent)
{
    // Unbuffered: QIODevice would otherwise keep a second copy of everything.
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

void RequestBody::append(QByteArray chunk)
{
    if (chunk.isEmpty())
        return;
    m_buffered += chunk.size();
    m_received += chunk.size();
    if (m_watcher)
        m_watcher(chunk);
    store(std::move(chunk));
    emit readyRead();
}

void RequestBody::store(QByteArray chunk)
{
    if (!m_gathers || (m_chunks.empty() && chunk.size() >= m_expected)) {
        m_chunks.push_back(std::move(chunk));
        return;
    }
    if (m_chunks.empty()) {
        m_chunks.emplace_back();
        m_chunks.front().reserve(m_expected);
    }
    m_chunks.front().append(chunk);
}

void RequestBody::setCapacity(qint64 bytes)
{
    const bool hadRoom = hasRoom();
    m_capacity = bytes;
    if (!hadRoom && hasRoom())
        emit drained();
}

void RequestBody::gather(qint64 capacity, qint64 expected)
{
    m_gathers = true;
    m_expected = expected;
    content(); // what is here already
    if (!m_chunks.empty() && m_chunks.front().size() < expected)
        m_chunks.front().reserve(expected); // else it would be moved each time it doubles
    setCapacity(capacity);
}

const QByteArray &RequestBody::content()
{
    Q_ASSERT(m_readAt == 0);
    static const QByteArray none;
    if (m_chunks.empty())
        return none;
    if (m_chunks.size() > 1) {
        QByteArray all;
        all.reserve(m_buffered);
        for (const QByteArray &chunk : m_chunks)
            all.append(chunk);
        m_chunks.clear();
        m_chunks.push_back(std::move(all));
    }
    return m_chunks.front();
}

void RequestBody::replaceContent(QByteArray content)
{
    Q_ASSERT(m_complete && m_readAt == 0);
    m_chunks.clear();
    m_buffered = content.size();
    if (!content.isEmpty())
        m_chunks.push_back(std::move(content));
}

void RequestBody::watch(std::function<void(const QByteArray &)> watcher)
{
    m_watcher = std::move(watcher);
    for (const QByteArray &chunk : m_chunks)
        m_watcher(chunk);
}

void RequestBody::setComplete()
{
    if (std::exchange(m_complete, true))
        return;
    emit readChannelFinished();
}

QByteArray RequestBody::takeChunk()
{
    if (m_chunks.empty())
        return {};
    QByteArray chunk = std::move(m_chunks.front());
    m_chunks.pop_front();
    if (const qsizetype readAt = std::exchange(m_readAt, 0); readAt > 0)
        chunk.remove(0, readAt);
    m_buffered -= chunk.size();
    emit drained();
    return chunk;
}

qint64 RequestBody::readData(char *data, qint64 maxSize)
{
    qint64 length = 0;
    while (length < maxSize && !m_chunks.empty()) {
        const QByteArray &chunk = m_chunks.front();
        const qint64 part = qMin(maxSize - length, qint64(chunk.size() - m_readAt));
        std::memcpy(data + length, chunk.constData() + m_readAt, size_t(part));
        length += part;
        m_readAt += part;
        if (m_readAt == chunk.size()) {
            m_chunks.pop_front();
            m_readAt = 0;
        }
    }
    if (length == 0)
        return m_complete ? -1 : 0;
    m_buffered -= length;
    emit drained();
    return length;
}

} // namespace cpx
