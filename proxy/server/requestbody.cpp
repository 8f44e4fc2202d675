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

void RequestBody::append(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return;
    if (m_readAt > m_buffer.size() / 2) { // a reader that never quite catches up must not make us keep everything
        m_buffer.remove(0, m_readAt);
        m_readAt = 0;
    }
    m_buffer.append(bytes);
    m_received += bytes.size();
    emit readyRead();
}

void RequestBody::setComplete()
{
    if (std::exchange(m_complete, true))
        return;
    emit readChannelFinished();
}

qint64 RequestBody::readData(char *data, qint64 maxSize)
{
    const qint64 length = qMin(maxSize, buffered());
    if (length <= 0)
        return m_complete ? -1 : 0;
    std::memcpy(data, m_buffer.constData() + m_readAt, size_t(length));
    m_readAt += length;
    if (m_readAt == m_buffer.size()) {
        m_buffer.resize(0); // keeps its capacity
        m_readAt = 0;
    }
    emit drained();
    return length;
}

} // namespace cpx
