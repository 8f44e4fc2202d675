// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/pipeline/stage.h"

namespace cpx {

/// Keeps other users of this computer out, whom a loopback port cannot tell apart: with a token configured, every request
/// must carry it in X-Codex-Plus-Token, else it is refused with 403. The field never leaves us. GET /health is
/// exempt: `codex-plus status` and monitors ask it, and it tells nothing of the traffic but its amount. So is the control
/// API, which has a token of its own.
class ClientTokenStage : public Stage
{
public:
    /// An empty token lets everybody in.
    explicit ClientTokenStage(QByteArray token);

    void handle(StageRequest &request, Next next) override;

private:
    QByteArray m_token;
};

} // namespace cpx
