// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/websocketrefusalstage.h"

#include "proxy/http/framing.h"

namespace cpx {

void WebSocketRefusalStage::handle(http::RequestHead &head, Next next)
{
    bool isWebSocket = false;
    for (qsizetype i = 0; i < head.headers.size(); ++i) {
        if (http::equalsIgnoreCase(head.headers.name(i), "upgrade")) {
            http::forEachListItem(head.headers.value(i), [&](QByteArrayView protocol) {
                isWebSocket = isWebSocket || http::equalsIgnoreCase(protocol, "websocket");
            });
        }
    }
    if (isWebSocket)
        next(LocalReply{426, {{"X-Codex-Plus-Error", "websocket_refused"}}, {}});
    else
        next(Continue{});
}

} // namespace cpx
