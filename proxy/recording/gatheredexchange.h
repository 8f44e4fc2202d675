// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/flowrecord.h"
#include "proxy/recording/recordedflow.h"

#include <QByteArrayList>
#include <QList>
#include <optional>

namespace cpx {

/// A body as it went by, in the pieces it came in: shared, not copied. A plain value.
struct GatheredBody
{
    QByteArrayList pieces{};
    qint64 size = 0; ///< of the pieces
    qint64 taken = 0; ///< of RecordingMemory, for them
    RecordedBody::State state = RecordedBody::State::NotWanted;
    QList<qint64> arrivedUs{}; ///< of an answer: when each piece came, from the answer's head on; microseconds
};

/// A finished exchange on its way to the thread that writes it. A plain value.
struct GatheredExchange
{
    FlowRecord record{}; ///< headers without credentials; the rest still to be searched for them
    GatheredBody request{};
    GatheredBody response{};
    std::optional<GatheredBody> sent{}; ///< the request's body as sent, without content coding; nothing: as received
    qint64 taken = 0; ///< of RecordingMemory, for the rest

    qint64 allTaken() const { return taken + request.taken + response.taken + (sent ? sent->taken : 0); }
};

} // namespace cpx
