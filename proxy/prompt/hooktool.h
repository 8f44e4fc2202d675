// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/prompt/toolcall.h"

#include <QJsonObject>
#include <QJsonValue>
#include <optional>

namespace cpx {

/// A tool's call as the hooks of Claude Code's settings files know it. A plain value.
struct HookTool
{
    QString name{}; ///< "Bash", "apply_patch", "mcp__server__tool"; of others the client's own
    QJsonObject input{};

    /// Programs are {"command": …} of "Bash", whichever of the client's tools runs them; patches {"command": …} of
    /// "apply_patch". Others keep their arguments; what is no object becomes {"input": …}.
    static HookTool of(const ToolCall &call);

    friend bool operator==(const HookTool &, const HookTool &) = default;
};

/// The other way: the arguments that make `call` do what `input` says, as JSON for the place of ToolCall::arguments. What
/// hooks do not see of a call stays. Nothing when `input` does not say what it needs.
std::optional<QByteArray> argumentsFor(const ToolCall &call, const QJsonObject &input);

/// What a tool of that hook name answered, for hooks: {"stdout": …} of "Bash"; of others the JSON value as it is. `output`
/// is JSON, a string or a list of parts as a rule.
QJsonValue toolResponse(const QString &hookName, const QByteArray &output);

/// The other way: an output for the model that says what a hook wants it to.
QByteArray outputFor(const QString &hookName, const QJsonValue &response);

} // namespace cpx
