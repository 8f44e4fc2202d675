// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/message.h"

#include <variant>

namespace cpx::http {

/// How long the body is, or why that cannot be said with certainty (RFC 9112 §6). Stricter than the RFC: Content-Length
/// beside Transfer-Encoding, repeated fields, look-alikes (Content_Length) are errors.
std::variant<BodyFraming, HttpError> requestFraming(const HeaderList &headers, Version version);

/// The same for an answer to `method`; errors are 502.
std::variant<BodyFraming, HttpError> responseFraming(const HeaderList &headers, Version version, int status,
                                                     QByteArrayView method);

/// A Content-Length or chunk-size free decimal number: 1*DIGIT below 2^63.
std::optional<quint64> parseDecimal(QByteArrayView text);

/// Calls function(item) for every item of a comma-separated list, blanks trimmed, empty items skipped.
template<typename Function>
void forEachListItem(QByteArrayView list, Function function)
{
    while (!list.isEmpty()) {
        const qsizetype comma = list.indexOf(',');
        const QByteArrayView item = (comma < 0 ? list : list.first(comma)).trimmed();
        if (!item.isEmpty())
            function(item);
        list = comma < 0 ? QByteArrayView() : list.sliced(comma + 1);
    }
}

/// True when a Connection field lists `option` (RFC 9110 §7.6.1).
bool namesConnectionOption(const HeaderList &headers, QByteArrayView option);

/// Removes what belongs to one connection only: Connection and all it names, Keep-Alive, Proxy-Connection, TE,
/// Trailer, Transfer-Encoding, Upgrade, Proxy-Authorization, Proxy-Authenticate (RFC 9110 §7.6.1), and
/// Content-Length, which is regenerated with the framing.
void removeHopByHop(HeaderList &headers);

} // namespace cpx::http
