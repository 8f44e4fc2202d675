// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/concurrencylimitstage.h"

#include "core/translate.h"

namespace cpx {

ConcurrencyLimitStage::ConcurrencyLimitStage(int limit, std::function<int()> inFlight)
    : m_limit(limit)
    , m_inFlight(std::move(inFlight))
{
    Q_ASSERT(m_limit > 0);
}

void ConcurrencyLimitStage::handle(StageRequest &request, Next next)
{
    Q_UNUSED(request)
    if (m_inFlight() < m_limit)
        return next(Continue{});
    next(http::HttpError{429, "too_many_requests",
                         translate("cpx", "There are already %1 requests on their way. Try again when one has ended, or raise limits.requestsInFlight.")
                             .arg(m_limit),
                         {{"Retry-After", "1"}}});
}

} // namespace cpx
