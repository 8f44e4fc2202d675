// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/headerlist.h"

namespace cpx {

/// The list with the values of credentials replaced (core/redaction.h): what may be shown, logged or exported.
http::HeaderList redactedHeaders(const http::HeaderList &headers);

/// The list with the values of fields that are credentials by name replaced, and nothing else looked at: cheap enough for
/// every request, so that no credential is kept longer than its request runs.
http::HeaderList withoutCredentials(const http::HeaderList &headers);

} // namespace cpx
