// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/recordedflow.h"

#include "core/zstd.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

/// The value whose name it is, else `otherwise`.
template<typename Value>
Value valueNamed(QStringView name, std::initializer_list<Value> values, QString (*nameOf)(Value), Value otherwise)
{
    for (const Value value : values) {
        if (name == nameOf(value))
            return value;
    }
    return otherwise;
}

} // namespace

RecordedBody RecordedBody::of(State state, QByteArrayView bytes, bool isDecoded)
{
    RecordedBody body;
    body.state = state;
    body.isDecoded = isDecoded;
    body.size = bytes.size();
    if (!bytes.isEmpty())
        body.packed = zstdCompress(bytes);
    return body;
}

Result<QByteArray> RecordedBody::bytes() const
{
    if (size == 0)
        return QByteArray();
    // Packed by ourselves: any ratio is believed, as long as the size is the one noted.
    return zstdDecompress(packed, size, std::numeric_limits<int>::max());
}

QString bodyStateName(RecordedBody::State state)
{
    switch (state) {
    case RecordedBody::State::Kept: return u"kept"_s;
    case RecordedBody::State::Truncated: return u"truncated"_s;
    case RecordedBody::State::NotWanted: return u"not-wanted"_s;
    case RecordedBody::State::Dropped: return u"dropped"_s;
    case RecordedBody::State::Unreadable: return u"unreadable"_s;
    }
    Q_UNREACHABLE();
}

RecordedBody::State bodyStateFromName(QStringView name)
{
    using State = RecordedBody::State;
    return valueNamed(name, {State::Kept, State::Truncated, State::NotWanted, State::Dropped, State::Unreadable},
                      bodyStateName, State::Dropped);
}

QString phaseName(FlowRecord::Phase phase)
{
    switch (phase) {
    case FlowRecord::Phase::Sending: return u"sending"_s;
    case FlowRecord::Phase::Streaming: return u"streaming"_s;
    case FlowRecord::Phase::Done: return u"done"_s;
    case FlowRecord::Phase::Failed: return u"failed"_s;
    case FlowRecord::Phase::Cancelled: return u"cancelled"_s;
    }
    Q_UNREACHABLE();
}

FlowRecord::Phase phaseFromName(QStringView name)
{
    using Phase = FlowRecord::Phase;
    return valueNamed(name, {Phase::Sending, Phase::Streaming, Phase::Done, Phase::Failed, Phase::Cancelled}, phaseName,
                      Phase::Failed);
}

} // namespace cpx
