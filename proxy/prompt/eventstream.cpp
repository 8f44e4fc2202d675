// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/eventstream.h"

namespace cpx {

bool isPlainEventStream(const http::ResponseHead &head)
{
    constexpr QByteArrayView eventStream("text/event-stream");
    const QByteArrayView type = head.headers.first("content-type").value_or("");
    return head.status == 200 && !head.headers.contains("content-encoding")
        && http::equalsIgnoreCase(type.first(qMin(type.size(), eventStream.size())), eventStream);
}

} // namespace cpx
