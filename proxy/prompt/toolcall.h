// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace cpx {

/// What a model wants a tool of the client to do, in the client's words. A plain value.
struct ToolCall
{
    QString callId{};
    QString name{}; ///< empty for a local_shell_call, which has none
    QString nameSpace{}; ///< "mcp__server", or empty
    QByteArray arguments{}; ///< any JSON value: mostly a string token that holds JSON or, of a custom tool, a text
    QByteArray type{}; ///< "function_call", "custom_tool_call", "local_shell_call"
    QByteArray item{}; ///< all of it as it came; empty when that is not known
};

} // namespace cpx
