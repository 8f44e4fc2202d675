// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/websockethandshake.h"

#include "proxy/http/framing.h"

#include <QCryptographicHash>

namespace cpx::http {

namespace {

/// The value of a field that must be there exactly once.
std::optional<QByteArrayView> only(const HeaderList &headers, QByteArrayView name)
{
    return headers.count(name) == 1 ? headers.first(name) : std::nullopt;
}

/// 16 bytes in Base64 (RFC 6455 §4.1).
bool isKey(QByteArrayView key)
{
    const auto decoded = QByteArray::fromBase64Encoding(key.toByteArray(), QByteArray::AbortOnBase64DecodingErrors);
    return key.size() == 24 && decoded && (*decoded).size() == 16;
}

} // namespace

WebSocketRequest webSocketRequest(const RequestHead &head)
{
    const HeaderList &headers = head.headers;
    const auto protocol = only(headers, "upgrade");
    if (head.method != "GET" || head.version != Version::Http11 || !protocol || !equalsIgnoreCase(*protocol, "websocket")
        || !namesConnectionOption(headers, "upgrade"))
        return WebSocketRequest::None;
    if (const auto version = only(headers, "sec-websocket-version"); !version || *version != "13")
        return WebSocketRequest::UnknownVersion;
    const auto key = only(headers, "sec-websocket-key");
    const bool hasBody = head.body.kind != BodyFraming::Kind::None && head.body != BodyFraming{BodyFraming::Kind::Sized, 0};
    return key && isKey(*key) && !hasBody ? WebSocketRequest::Valid : WebSocketRequest::Malformed;
}

QByteArray webSocketAccept(QByteArrayView key)
{
    return QCryptographicHash::hash(key.toByteArray() + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1)
        .toBase64();
}

bool agreesToWebSocket(const ResponseHead &answer, const RequestHead &request)
{
    const auto key = only(request.headers, "sec-websocket-key");
    const auto accept = only(answer.headers, "sec-websocket-accept");
    return answer.status == 101 && key && accept && *accept == webSocketAccept(*key);
}

} // namespace cpx::http
