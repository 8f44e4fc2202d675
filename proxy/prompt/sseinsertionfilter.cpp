// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/sseinsertionfilter.h"

#include "proxy/prompt/eventstream.h"

#include <utility>

namespace cpx {

bool SseInsertionFilter::begin(const http::ResponseHead &head)
{
    return isPlainEventStream(head);
}

void SseInsertionFilter::feed(QByteArrayView bytes, QByteArray &out)
{
    m_insertion.feed(bytes, [&out](QByteArrayView piece) { out.append(piece); });
    tell();
}

void SseInsertionFilter::finish(QByteArray &out)
{
    m_insertion.finish([&out](QByteArrayView piece) { out.append(piece); });
    tell();
}

void SseInsertionFilter::tell()
{
    if (m_insertion.hasInserted() && m_inserted)
        std::exchange(m_inserted, {})();
}

} // namespace cpx
