// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/pipeline/stage.h"

namespace cpx {

using BodyOutcome = std::variant<QByteArray, http::HttpError>;

/// Waits for the whole body of a request and calls `done` with it, once, now or later; the body stays there to be sent. More
/// than `maximum` bytes are 413. Not called when the client leaves first. For stages; engine thread.
void readBody(StageRequest &request, qint64 maximum, std::function<void(const BodyOutcome &outcome)> done);

} // namespace cpx
