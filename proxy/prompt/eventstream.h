// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/message.h"

namespace cpx {

/// Whether an answer is a 200 with an event stream that can be read: without a content coding.
bool isPlainEventStream(const http::ResponseHead &head);

} // namespace cpx
