// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/responses/modeleventtype.h"

namespace cpx {

namespace {

/// From `at` to the closing quote: types hold no escapes.
QByteArrayView quotedWord(QByteArrayView data, qsizetype at)
{
    const qsizetype end = data.indexOf('"', at);
    return end < 0 ? QByteArrayView() : data.sliced(at, end - at);
}

} // namespace

QByteArrayView modelEventType(const http::SseEvent &event)
{
    // It stands first in what is known of backends; the "event" line says the same, and may be missing. Inside strings of
    // JSON every quote is escaped, so what is found is no content.
    constexpr QByteArrayView first("{\"type\":\"");
    if (event.data.startsWith(first))
        return quotedWord(event.data, first.size());
    if (!event.type.isEmpty())
        return event.type;
    constexpr QByteArrayView prefix("response.");
    for (const QByteArrayView key : {QByteArrayView("\"type\":\"response."), QByteArrayView("\"type\": \"response.")}) {
        if (const qsizetype at = event.data.indexOf(key); at >= 0)
            return quotedWord(event.data, at + key.size() - prefix.size());
    }
    return {};
}

} // namespace cpx
