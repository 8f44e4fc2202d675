// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/requestkind.h"

using namespace Qt::StringLiterals;

namespace cpx {

QList<RequestKind> requestKinds()
{
    return {RequestKind::Turn,    RequestKind::Title,  RequestKind::Compaction, RequestKind::SubAgent,
            RequestKind::Prewarm, RequestKind::Models, RequestKind::WebSocket,  RequestKind::Other};
}

QString requestKindName(RequestKind kind)
{
    switch (kind) {
    case RequestKind::Turn: return u"turn"_s;
    case RequestKind::Title: return u"title"_s;
    case RequestKind::Compaction: return u"compaction"_s;
    case RequestKind::SubAgent: return u"sub-agent"_s;
    case RequestKind::Prewarm: return u"prewarm"_s;
    case RequestKind::Models: return u"models"_s;
    case RequestKind::WebSocket: return u"websocket"_s;
    case RequestKind::Other: return u"other"_s;
    }
    Q_UNREACHABLE();
}

} // namespace cpx
