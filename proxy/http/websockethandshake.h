// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/message.h"

namespace cpx::http {

/// What a request wants to do with WebSockets.
enum class WebSocketRequest {
    None, ///< nothing: it is served as if the Upgrade field were not there
    Valid, ///< a complete opening handshake
    UnknownVersion, ///< Sec-WebSocket-Version is not the one and only 13: 426 (RFC 6455 §4.4)
    Malformed, ///< no valid Sec-WebSocket-Key, or a body: 400 (RFC 6455 §4.2.1)
};

/// Judges an opening handshake (RFC 6455 §4.2.1). An upgrade is asked for by GET, HTTP/1.1, exactly "Upgrade: websocket"
/// and "Connection: upgrade"; with any of these missing the field has to be or may be ignored (RFC 9110 §7.8).
WebSocketRequest webSocketRequest(const RequestHead &head);

/// The Sec-WebSocket-Accept that belongs to a Sec-WebSocket-Key (RFC 6455 §4.2.2).
QByteArray webSocketAccept(QByteArrayView key);

/// True when `answer`, a 101, agrees to the handshake in `request` and no other one.
bool agreesToWebSocket(const ResponseHead &answer, const RequestHead &request);

} // namespace cpx::http
