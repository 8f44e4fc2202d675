// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "proxy/flowrecord.h"
#include "proxy/recording/recordingoptions.h"

#include <optional>

namespace cpx {

/// The body of a request or an answer as the store keeps it: packed with zstd. A plain value.
struct RecordedBody
{
    enum class State {
        Kept, ///< everything that arrived; whether that was all of it says FlowRecord::phase
        Truncated, ///< the beginning only: there was more than is kept of one body
        NotWanted, ///< the mode is Metadata
        Dropped, ///< the recorder could not keep up, or the store could not take it
        Unreadable, ///< could not be searched for credentials, so it was not kept: see RecordingMode::Redacted
    };
    State state = State::NotWanted;
    bool isDecoded = false; ///< the content coding (RFC 9110 §8.4) was removed
    qint64 size = 0; ///< of the bytes kept
    QByteArray packed{}; ///< empty when size is 0

    static RecordedBody of(State state, QByteArrayView bytes, bool isDecoded = false);
    /// Fails only when the store is damaged.
    Result<QByteArray> bytes() const;

    friend bool operator==(const RecordedBody &, const RecordedBody &) = default;
};

/// "kept", "truncated", …: as in the store and in JSON.
QString bodyStateName(RecordedBody::State state);
RecordedBody::State bodyStateFromName(QStringView name);

/// One exchange as the store keeps it. A plain value.
struct RecordedFlow
{
    qint64 id = 0; ///< in the store, rising; the engine's own is record.id
    RecordingMode mode = RecordingMode::Metadata;
    FlowRecord record{}; ///< target and headers without credentials
    RecordedBody request{};
    RecordedBody response{};
    std::optional<RecordedBody> sent{}; ///< the request's body as sent upstream, without content coding; nothing: as received
    int changeCount = 0; ///< of record.changes, which lists are without
    QList<qint64> eventTimesUs{}; ///< when each event of the answer came, from its head on; microseconds; lists are without
    bool isPinned = false; ///< stays when others make room
};

/// "sending", "done", …: as in the store and in JSON.
QString phaseName(FlowRecord::Phase phase);
FlowRecord::Phase phaseFromName(QStringView name);

} // namespace cpx
