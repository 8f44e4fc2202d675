// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/pipeline/stage.h"

namespace cpx {

/// Refuses with 429 and Retry-After what would be one request too many on its way upstream. The last stage: only what
/// would really be sent counts.
class ConcurrencyLimitStage : public Stage
{
public:
    /// `inFlight` says how many requests are on their way; it is asked for every request. `limit` is at least 1.
    ConcurrencyLimitStage(int limit, std::function<int()> inFlight);

    void handle(StageRequest &request, Next next) override;

private:
    int m_limit;
    std::function<int()> m_inFlight;
};

} // namespace cpx
