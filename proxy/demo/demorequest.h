// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace cpx {

/// What the demo model understands of a Responses API request. A plain value.
struct DemoRequest
{
    enum class Kind {
        Turn, ///< somebody wants an answer
        Structured, ///< the answer must be JSON that fits `schema`, for example a thread title
        Compaction, ///< exactly one compaction item is expected
        Summary, ///< compaction as a prompt, asked by custom providers
    };
    /// How the client wants to be asked to run a command.
    enum class Tools {
        None,
        ExecCommand, ///< a function_call exec_command with JSON arguments
        CodeMode, ///< a custom_tool_call exec whose input is JavaScript
    };

    Kind kind = Kind::Turn;
    Tools tools = Tools::None;
    QString model{};
    QString prompt{}; ///< what the user wrote last; may be empty
    std::optional<QString> toolOutput{}; ///< of a tool that ran since that prompt
    QJsonObject schema{}; ///< Structured only
    bool isStreaming = false;
    bool wantsReasoning = false;
    bool hasHistory = false; ///< an earlier answer is part of the input
    qint64 bytes = 0; ///< of the body after decoding

    /// Invalid when `json` is no JSON object, or one without a model or input.
    static Result<DemoRequest> fromJson(const QByteArray &json);
};

} // namespace cpx
