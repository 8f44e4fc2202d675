// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/prompt/byterange.h"

#include <QByteArray>
#include <QString>

namespace cpx {

/// What a tool answered, with the call it answers. A plain value; the ranges are of the request's body.
struct ToolOutput
{
    QString callId{};
    qsizetype itemIndex = 0;
    ByteRange item{};
    ByteRange output{}; ///< any JSON value: mostly a string token or a list of parts
    QString toolName{}; ///< empty when the request does not hold the call
    QString nameSpace{}; ///< "mcp__server", or empty
    ByteRange
        arguments{}; ///< mostly a string token that holds JSON or, in code mode, a script; empty likewise
};

} // namespace cpx
