// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/message.h"

#include <functional>

namespace cpx {

/// {"error":{"type","code","message"}}: the body of every refusal of ours.
QByteArray errorBody(const http::HttpError &error);

/// A whole answer for a refusal on a connection that will be closed: head with X-Codex-Plus-Error and
/// Connection: close, and the body.
void errorDocument(const http::HttpError &error, const http::HeaderList &extra,
                   const std::function<void(QByteArrayView)> &send);

} // namespace cpx
