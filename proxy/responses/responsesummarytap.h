// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/exchangetap.h"
#include "proxy/responses/responsesummaryreader.h"

#include <QElapsedTimer>

namespace cpx {

/// Sums up the answer of one exchange for its record, after the client has got it. Engine thread.
class ResponseSummaryTap : public ExchangeTap
{
public:
    ResponseSummaryTap();

    bool sumsUp() const override { return true; }
    void onRequestBody(const QByteArray &) override { }
    void onResponseHead(const http::ResponseHead &head) override;
    void onResponseBody(const QByteArray &bytes) override;
    void describe(FlowRecord &record) override;
    void onEnd(const FlowRecord &) override { }

private:
    qint64 nowUs() const { return m_clock.nsecsElapsed() / 1000; }

    QElapsedTimer m_clock;
    ResponseSummaryReader m_reader;
};

/// Watches the requests that ask a model: POSTs to …/responses and …/completions. There is one only when somebody wants
/// what it finds out: a recorder, or somebody who looks at the records. Engine thread.
class ResponseSummaryObserver : public ExchangeObserver
{
public:
    std::unique_ptr<ExchangeTap> observe(const http::RequestHead &head, const FlowRecord &record) override;
};

} // namespace cpx
