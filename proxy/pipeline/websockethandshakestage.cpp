// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/websockethandshakestage.h"

#include "core/translate.h"
#include "proxy/http/websockethandshake.h"
#include "proxy/server/errordocument.h"

namespace cpx {

void WebSocketHandshakeStage::handle(StageRequest &request, Next next)
{
    http::RequestHead &head = request.head;
    switch (http::webSocketRequest(head)) {
    case http::WebSocketRequest::None:
    case http::WebSocketRequest::Valid:
        return next(Continue{});
    case http::WebSocketRequest::Malformed:
        return next(http::HttpError{400, "bad_websocket", translate("cpx", "The WebSocket handshake is malformed.")});
    case http::WebSocketRequest::UnknownVersion:
        break;
    }
    const http::HttpError error{426, "websocket_version", translate("cpx", "The only WebSocket version supported is 13.")};
    next(LocalReply{426,
                    {{"Content-Type", "application/json"}, {"X-Codex-Plus-Error", error.code},
                     {"Connection", "Upgrade"}, {"Upgrade", "websocket"}, {"Sec-WebSocket-Version", "13"}},
                    errorBody(error)});
}

} // namespace cpx
