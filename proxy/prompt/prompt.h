// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/prompt/byterange.h"
#include "proxy/prompt/jsontext.h"

namespace cpx {

/// What a user said, as it stands in the body of a request. A plain value that shares the body.
struct Prompt
{
    QByteArray itemId{}; ///< stable across retries and later turns; empty for clients that give none
    qsizetype itemIndex = 0;
    ByteRange item{};
    ByteRange textToken{}; ///< the JSON string, quotes included
    QByteArray body{};

    QString text() const { return stringFromJson(textToken.of(body)); } ///< decoded at each call
};

} // namespace cpx
