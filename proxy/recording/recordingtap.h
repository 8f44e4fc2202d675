// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/exchangetap.h"
#include "proxy/recording/gatheredexchange.h"
#include "proxy/recording/recordingmemory.h"

#include <QElapsedTimer>
#include <functional>

namespace cpx {

/// Gathers one exchange for the Recorder: 16 MiB of each body at most, and when the answer came, and no body at all when too much waits to be
/// written already. Engine thread.
class RecordingTap : public ExchangeTap
{
public:
    using Done = std::function<void(GatheredExchange exchange)>;

    static constexpr qint64 maximumBody = 16LL * 1024 * 1024; ///< bytes as received

    /// Null when `memory`, which is borrowed, has no room left. `done` is called once, at the end of the exchange.
    static std::unique_ptr<RecordingTap> make(const http::RequestHead &head, bool wantsBodies, RecordingMemory &memory,
                                              Done done);

    bool wantsBodies() const override { return m_exchange.request.state != RecordedBody::State::NotWanted; }
    void onRequestBody(const QByteArray &bytes) override;
    void onSentBody(const QByteArray &bytes) override;
    void onResponseHead(const http::ResponseHead &head) override;
    void onResponseBody(const QByteArray &bytes) override;
    void onEnd(const FlowRecord &record) override;

private:
    RecordingTap(const http::RequestHead &head, bool wantsBodies, RecordingMemory &memory, qint64 taken, Done done);
    void gather(GatheredBody &body, const QByteArray &bytes);

    GatheredExchange m_exchange;
    http::HeaderList m_requestHeaders;
    http::HeaderList m_responseHeaders;
    QElapsedTimer m_sinceHead; ///< of the answer
    RecordingMemory &m_memory;
    Done m_done;
};

} // namespace cpx
