// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/server/httptransaction.h"

namespace cpx {

/// A stand-in for a Responses API backend: answers the Codex CLI with scripted but complete replies, so that
/// the whole product can be tried without an account. Lives in the thread of its HttpServer.
class DemoModel : public RequestHandler
{
public:
    /// `pace` stretches all waits: 1 is like a hosted model, 0 answers at once.
    explicit DemoModel(double pace = 1.0)
        : m_pace(pace)
    { }

    void handle(HttpTransaction *transaction) override;

private:
    double m_pace;
    quint64 m_requests = 0;
};

} // namespace cpx
