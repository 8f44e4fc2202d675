// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/hooks/hookdefinition.h"
#include "core/childprocess.h"

#include <QDateTime>
#include <QString>
#include <chrono>

namespace cpx {

/// One run of one hook, for people. A plain value; credentials are replaced.
struct HookRecord
{
    enum class Effect {
        None,
        Blocked,
        Stopped, ///< everything, by "continue": false
        Changed, ///< input, output, or a decision about permission
        Context,
        Failed,
        Background, ///< `async`: its answer counts for nothing
    };

    QDateTime startedAt{}; ///< UTC
    HookEvent event = HookEvent::Stop;
    QString matched{}; ///< what the matcher was compared with, a tool's name for example
    QString sessionId{};
    QString command{};
    QString file{}; ///< the settings file
    int line = 0;
    ChildResult::Ending ending = ChildResult::Ending::Exited;
    int exitCode = 0;
    std::chrono::microseconds duration{0};
    QString output{}; ///< the first 2,000 characters of standard output
    QString errors{}; ///< of standard error, or why it did not start
    Effect effect = Effect::None;
    QString problem{}; ///< what of its answer was ignored, and why

    static HookRecord of(const HookDefinition &hook, const ChildResult &result);

    friend bool operator==(const HookRecord &, const HookRecord &) = default;
};

/// "exited with 0", "timed out", …: for people.
QString hookEndingText(const HookRecord &record);
/// "blocked", "context", …: for people and JSON; empty for None.
QString hookEffectName(HookRecord::Effect effect);

} // namespace cpx
