// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/soak/plan.h"

namespace cpx::soak {

/// What the upstream puts on the wire for a plan, faults included, and how the connection goes on.
struct AnswerWire
{
    enum class End {
        KeepOpen, ///< ready for the next request
        Close,
        Reset,
        Hold, ///< neither sends nor closes: the proxy has to
    };

    QByteArray bytes{};
    qsizetype trickleFrom = -1; ///< from here on in tiny writes until somebody leaves; -1: never
    End end = End::KeepOpen;
};

AnswerWire answerWire(const Plan &plan);

} // namespace cpx::soak
