// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "proxy/http/headerlist.h"

namespace cpx {

/// A body without its content coding.
struct DecodedContent
{
    QByteArray bytes{};
    bool wasCoded = false;
};

/// Removes the content coding that `headers` name (RFC 9110 §8.4): none, zstd or gzip. At most 64 MiB, and 200 times the
/// size as sent. Invalid when it is another one, damaged, cut off, or beyond the limits.
Result<DecodedContent> decodedContent(const QByteArray &body, const http::HeaderList &headers);

} // namespace cpx
