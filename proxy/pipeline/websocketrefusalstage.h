// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/pipeline/stage.h"

namespace cpx {

/// Answers a WebSocket upgrade with 426. Codex then falls back to HTTP and SSE at once and without a message; every
/// other answer costs it seven seconds of retries or the whole turn (observed with Codex CLI 0.169).
class WebSocketRefusalStage : public Stage
{
public:
    void handle(StageRequest &request, Next next) override;
};

} // namespace cpx
