// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/pipeline/stage.h"

namespace cpx {

/// Refuses opening handshakes of WebSockets that no upstream should see: 426 for another version than 13, 400 for a
/// bad key or a body (see http/websockethandshake.h). Good ones, and requests for anything else, go on.
class WebSocketHandshakeStage : public Stage
{
public:
    void handle(StageRequest &request, Next next) override;
};

} // namespace cpx
