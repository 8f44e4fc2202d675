// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/flowrecord.h"
#include "proxy/http/message.h"

#include <memory>

namespace cpx {

/// Watches one exchange, on copies: what it does, and how long it takes, cannot change what is
/// forwarded. Bytes of the answer come after they were written to the client. Owned by the exchange; engine thread, so it
/// must not block: what takes time (files, databases) belongs into a thread of its own.
class ExchangeTap
{
public:
    virtual ~ExchangeTap() = default;

    /// False: onRequestBody() and onResponseBody() are not called, and nothing is copied for them.
    virtual bool wantsBodies() const { return true; }
    /// Whether describe() will set FlowRecord::summary.
    virtual bool sumsUp() const { return false; }
    /// A piece of the request's body as received, still compressed if its head says so; shared, not copied.
    virtual void onRequestBody(const QByteArray &bytes) = 0;
    /// The body as it is sent upstream, without content coding, when that is not the one received: once, before the answer.
    virtual void onSentBody(const QByteArray &) { }
    virtual void onResponseHead(const http::ResponseHead &head) = 0; ///< as received from upstream
    virtual void onResponseBody(const QByteArray &bytes) = 0; ///< a piece of the answer's body, without its framing
    /// The exchange has ended: adds to its record what the tap found out. All taps do before the first onEnd().
    virtual void describe(FlowRecord &) { }
    virtual void onEnd(const FlowRecord &record) = 0; ///< the last call, however the exchange ended
};

/// Decides which exchanges are watched. Owned by the engine; engine thread.
class ExchangeObserver
{
public:
    virtual ~ExchangeObserver() = default;

    /// Called when the request is about to be sent upstream, or is answered here. Null: not interested.
    virtual std::unique_ptr<ExchangeTap> observe(const http::RequestHead &head, const FlowRecord &record) = 0;
};

} // namespace cpx
