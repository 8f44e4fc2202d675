// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/headerlist.h"
#include "proxy/responses/responsesummary.h"

namespace cpx {

/// The limits that the head of an answer tells: x-codex-primary-… and x-codex-secondary-… (used-percent, window-minutes,
/// reset-after-seconds, reset-at), x-ratelimit-limit-…, -remaining-… and -reset-… for requests and tokens. What is no
/// number is left out. `nowS`: seconds since 1970-01-01 UTC, for reset-at.
QList<RateLimit> rateLimits(const http::HeaderList &headers, qint64 nowS);

} // namespace cpx
