// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/headerlist.h"

#include <QByteArray>
#include <QList>
#include <QMetaType>
#include <QString>
#include <memory>
#include <optional>

namespace cpx {

struct BodyChange;
struct ResponseSummary;

/// What is remembered of one exchange: one request from a client and the answer it got.
/// A plain value. The engine thread writes it; copies travel to the GUI thread.
/// Unknown is "no value", never 0.
struct FlowRecord
{
    enum class Phase {
        Sending, ///< the request is on its way upstream, no answer yet
        Streaming, ///< the head of the answer has arrived
        Done, ///< the answer was delivered whole
        Failed, ///< refused by us, upstream failed, or the answer was cut: see errorCode
        Cancelled, ///< the client left before the end
    };

    quint64 id = 0; ///< unique and rising within one engine, starts at 1
    Phase phase = Phase::Sending;
    bool isLocal = false; ///< answered by ourselves (/health, a refused WebSocket), never sent upstream

    QByteArray method{};
    QByteArray target{}; ///< path and query exactly as received
    http::HeaderList requestHeaders{}; ///< as received, without credentials; empty when nobody watches
    QString upstream{}; ///< scheme, host and port the request went to; empty when isLocal

    std::optional<int> status{}; ///< HTTP status the client got
    http::HeaderList responseHeaders{}; ///< as received from upstream, without credentials; empty when nobody watches
    QByteArray errorCode{}; ///< our X-Codex-Plus-Error code, for example "upstream_refused"
    QString errorText{}; ///< the same for people

    qint64 startedMs = 0; ///< wall clock, milliseconds since 1970-01-01 UTC, when the head was complete
    std::optional<qint64> firstByteUs{}; ///< from startedMs to the first byte of the answer's head, microseconds
    std::optional<qint64> totalUs{}; ///< from startedMs to the end of the exchange, microseconds
    qint64 requestBytes = 0; ///< body bytes received from the client; of a WebSocket, all bytes passed on from it
    qint64 responseBytes = 0; ///< body bytes handed to the client; of a WebSocket, all after the handshake

    /// What we changed in the bodies, in the order it was done (proxy/changes/bodychange.h); null: nothing.
    std::shared_ptr<const QList<BodyChange>> changes{};
    /// What the answer of the model said about itself (proxy/responses/responsesummary.h); null while it is running, when
    /// nobody wants to know, and when it said nothing.
    std::shared_ptr<const ResponseSummary> summary{};

    bool isFinished() const { return phase != Phase::Sending && phase != Phase::Streaming; }
};

} // namespace cpx

Q_DECLARE_METATYPE(cpx::FlowRecord)
