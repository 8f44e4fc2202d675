// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/responses/responsesummarytap.h"

namespace cpx {

namespace {

bool asksModel(const http::RequestHead &head)
{
    QByteArrayView path(head.target);
    if (const qsizetype query = path.indexOf('?'); query >= 0)
        path = path.first(query);
    return head.method == "POST"
        && (path.endsWith("/responses") || path.endsWith("/completions") || path.endsWith("/responses/compact"));
}

} // namespace

ResponseSummaryTap::ResponseSummaryTap()
{
    m_clock.start();
}

void ResponseSummaryTap::onResponseHead(const http::ResponseHead &head)
{
    m_reader.begin(head, nowUs());
}

void ResponseSummaryTap::onResponseBody(const QByteArray &bytes)
{
    m_reader.feed(bytes, nowUs());
}

void ResponseSummaryTap::describe(FlowRecord &record)
{
    ResponseSummary summary = m_reader.finish(record.phase == FlowRecord::Phase::Done, nowUs());
    if (summary == ResponseSummary())
        return;
    // The reader counts from the head of the answer, the record from the beginning of the exchange.
    if (summary.stream && summary.stream->firstOutputUs && record.firstByteUs)
        *summary.stream->firstOutputUs += *record.firstByteUs;
    record.summary = std::make_shared<const ResponseSummary>(std::move(summary));
}

std::unique_ptr<ExchangeTap> ResponseSummaryObserver::observe(const http::RequestHead &head, const FlowRecord &)
{
    return asksModel(head) ? std::make_unique<ResponseSummaryTap>() : nullptr;
}

} // namespace cpx
