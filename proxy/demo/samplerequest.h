// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>
#include <utility>

namespace cpx {

/// One synthetic request that looks like Codex at work. A plain value.
struct SampleRequest
{
    enum class Kind {
        Turn,
        Title, ///< the side request of a new thread
        ToolCall, ///< a turn that makes the model run a command
        AfterTool, ///< the second half of such a turn
        LongTurn, ///< a turn with a long answer
        LeftTurn, ///< the same, but the user presses Esc
        Models, ///< GET /models
        Broken, ///< a body that is no JSON: answered with 400
    };

    Kind kind = Kind::Turn;
    QByteArray method = "POST";
    QString path{}; ///< below the base URL, with slash
    QList<std::pair<QByteArray, QByteArray>> headers{};
    QByteArray body{};
    std::optional<std::chrono::milliseconds>
        leaveAfter{}; ///< from the first byte of the answer; LeftTurn only

    /// The n-th request of a sample session, from 0. Varies models and prompts; begins with what a new thread
    /// does.
    static SampleRequest make(int n);
};

} // namespace cpx
