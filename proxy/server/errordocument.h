// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/message.h"

namespace cpx {

/// {"error":{"type","code","message"}}: the body of every refusal of ours.
QByteArray errorBody(const http::HttpError &error);

/// A whole answer to `method` for a refusal on a connection that will be closed: head with X-Codex-Plus-Error and
/// Connection: close, and the body, which HEAD does not get (RFC 9110 §9.3.2). `method` is empty when it is not known.
QByteArray errorDocument(const http::HttpError &error, QByteArrayView method);

} // namespace cpx
