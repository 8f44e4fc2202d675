// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/headerlist.h"

namespace cpx {

/// The list with the values of credentials replaced (core/redaction.h): what may be shown, logged or exported.
http::HeaderList redactedHeaders(const http::HeaderList &headers);

} // namespace cpx
