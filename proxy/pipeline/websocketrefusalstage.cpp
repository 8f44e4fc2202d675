// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/websocketrefusalstage.h"

#include "core/translate.h"
#include "proxy/http/framing.h"
#include "proxy/server/errordocument.h"

namespace cpx {

void WebSocketRefusalStage::handle(StageRequest &request, Next next)
{
    http::RequestHead &head = request.head;
    bool isWebSocket = false;
    for (qsizetype i = 0; i < head.headers.size(); ++i) {
        if (http::equalsIgnoreCase(head.headers.name(i), "upgrade")) {
            http::forEachListItem(head.headers.value(i), [&](QByteArrayView protocol) {
                isWebSocket = isWebSocket || http::equalsIgnoreCase(protocol, "websocket");
            });
        }
    }
    if (!isWebSocket)
        return next(Continue{});
    const http::HttpError error{426, "websocket_refused", translate("cpx", "WebSockets are not carried; use HTTP.")};
    // RFC 9110 §15.5.22: the answer names what is asked for.
    next(LocalReply{426,
                    {{"Content-Type", "application/json"}, {"X-Codex-Plus-Error", error.code},
                     {"Connection", "Upgrade"}, {"Upgrade", "HTTP/1.1"}},
                    errorBody(error)});
}

} // namespace cpx
