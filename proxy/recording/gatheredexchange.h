// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/flowrecord.h"
#include "proxy/recording/recordedflow.h"

#include <QByteArrayList>

namespace cpx {

/// A body as it went by, in the pieces it came in: shared, not copied. A plain value.
struct GatheredBody
{
    QByteArrayList pieces{};
    qint64 size = 0; ///< of the pieces
    qint64 taken = 0; ///< of RecordingMemory, for them
    RecordedBody::State state = RecordedBody::State::NotWanted;
};

/// A finished exchange on its way to the thread that writes it. A plain value.
struct GatheredExchange
{
    FlowRecord record{}; ///< headers without credentials; the rest still to be searched for them
    GatheredBody request{};
    GatheredBody response{};
    qint64 taken = 0; ///< of RecordingMemory, for the rest

    qint64 allTaken() const { return taken + request.taken + response.taken; }
};

} // namespace cpx
