// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/engineconfig.h"
#include "proxy/pipeline/stage.h"

namespace cpx {

/// Answers the paths that are ours and never go upstream: GET and HEAD /health, and everything below /codexplus/.
class LocalApiStage : public Stage
{
public:
    /// `status` is asked on every /health.
    explicit LocalApiStage(std::function<EngineStatus()> status);

    void handle(StageRequest &request, Next next) override;

private:
    StageOutcome health(const http::RequestHead &head) const;

    std::function<EngineStatus()> m_status;
};

} // namespace cpx
