// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/recordingtap.h"

#include "proxy/redactedheaders.h"

namespace cpx {

namespace {

constexpr qint64 pieceOverhead = 72; ///< what a small byte array, and the time it came, cost besides its bytes

constexpr qint64 recordOverhead = 1024; ///< of an exchange besides its headers and bodies

qint64 sizeOf(const http::HeaderList &headers)
{
    qint64 size = 0;
    for (qsizetype i = 0; i < headers.size(); ++i)
        size += headers.name(i).size() + headers.value(i).size();
    return size;
}

} // namespace

std::unique_ptr<RecordingTap> RecordingTap::make(const http::RequestHead &head, bool wantsBodies, RecordingMemory &memory,
                                                 Done done)
{
    const qint64 size = sizeOf(head.headers) + head.target.size() + recordOverhead;
    if (!memory.takeForHead(size))
        return nullptr;
    return std::unique_ptr<RecordingTap>(new RecordingTap(head, wantsBodies, memory, size, std::move(done)));
}

RecordingTap::RecordingTap(const http::RequestHead &head, bool wantsBodies, RecordingMemory &memory, qint64 taken, Done done)
    : m_requestHeaders(withoutCredentials(head.headers))
    , m_memory(memory)
    , m_done(std::move(done))
{
    m_exchange.taken = taken;
    const auto state = wantsBodies ? RecordedBody::State::Kept : RecordedBody::State::NotWanted;
    m_exchange.request.state = state;
    m_exchange.response.state = state;
}

void RecordingTap::onRequestBody(const QByteArray &bytes)
{
    gather(m_exchange.request, bytes);
}

void RecordingTap::onSentBody(const QByteArray &bytes)
{
    m_exchange.sent.emplace();
    m_exchange.sent->state = m_exchange.request.state == RecordedBody::State::NotWanted ? RecordedBody::State::NotWanted
                                                                                      : RecordedBody::State::Kept;
    gather(*m_exchange.sent, bytes);
}

void RecordingTap::onResponseHead(const http::ResponseHead &head)
{
    m_sinceHead.start();
    const qint64 size = sizeOf(head.headers);
    if (!m_memory.takeForHead(size))
        return;
    m_exchange.taken += size;
    m_responseHeaders = withoutCredentials(head.headers);
}

void RecordingTap::onResponseBody(const QByteArray &bytes)
{
    GatheredBody &body = m_exchange.response;
    gather(body, bytes);
    if (body.arrivedUs.size() < body.pieces.size())
        body.arrivedUs.append(m_sinceHead.isValid() ? m_sinceHead.nsecsElapsed() / 1000 : 0);
}

void RecordingTap::onEnd(const FlowRecord &record)
{
    m_exchange.record = record;
    m_exchange.record.requestHeaders = m_requestHeaders;
    m_exchange.record.responseHeaders = m_responseHeaders;
    m_done(std::move(m_exchange));
}

void RecordingTap::gather(GatheredBody &body, const QByteArray &bytes)
{
    if (body.state != RecordedBody::State::Kept)
        return;
    const qint64 room = maximumBody - body.size;
    const bool fits = bytes.size() <= room;
    const QByteArray piece = fits ? bytes : bytes.first(room);
    const qint64 needed = qMax(piece.size(), piece.capacity()) + pieceOverhead;
    if (!m_memory.takeForBody(needed)) {
        m_memory.give(body.taken);
        body = {};
        body.state = RecordedBody::State::Dropped;
        return;
    }
    body.taken += needed;
    body.pieces.append(piece);
    body.size += piece.size();
    if (!fits)
        body.state = RecordedBody::State::Truncated;
}

} // namespace cpx
