// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/sseparser.h"

namespace cpx {

/// "response.output_text.delta", …: the type of an event in a model's answer, found without parsing it; a view into the
/// event. Empty when it has none, as in Chat Completions.
QByteArrayView modelEventType(const http::SseEvent &event);

} // namespace cpx
