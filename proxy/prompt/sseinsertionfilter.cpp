// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/sseinsertionfilter.h"

namespace cpx {

bool SseInsertionFilter::begin(const http::ResponseHead &head)
{
    constexpr QByteArrayView eventStream("text/event-stream");
    const QByteArrayView type = head.headers.first("content-type").value_or("");
    return head.status == 200 && !head.headers.contains("content-encoding")
        && http::equalsIgnoreCase(type.first(qMin(type.size(), eventStream.size())), eventStream);
}

void SseInsertionFilter::feed(QByteArrayView bytes, QByteArray &out)
{
    m_insertion.feed(bytes, [&out](QByteArrayView piece) { out.append(piece); });
}

void SseInsertionFilter::finish(QByteArray &out)
{
    m_insertion.finish([&out](QByteArrayView piece) { out.append(piece); });
}

} // namespace cpx
