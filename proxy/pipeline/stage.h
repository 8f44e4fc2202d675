// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/message.h"
#include "proxy/pipeline/responsefilter.h"

#include <functional>
#include <memory>
#include <variant>
#include <vector>

namespace cpx {

class RequestBody;
struct BodyChange;
struct FlowRecord;

/// A request while the stages have it: what they may look at and change. Lives as long as its exchange.
struct StageRequest
{
    http::RequestHead head{}; ///< as it will be sent; headers that end with us are removed later
    RequestBody *body = nullptr; ///< borrowed; still arriving, unless a stage has waited for it
    std::shared_ptr<void> room{}; ///< what a gathered body takes of a budget; given back when the upstream answers
    /// What will change the answer, each what the one before it has made of it; empty, as a rule.
    std::vector<std::unique_ptr<ResponseFilter>> filters{};
    /// What came, without content coding, when another body is sent; null otherwise.
    QByteArray receivedBody{};
    std::shared_ptr<const QList<BodyChange>> changes{}; ///< made in the body and, later, in the answer; null: none
    /// Called when the exchange has ended, with everything that is known of it; empty, as a rule.
    std::function<void(const FlowRecord &record)> ended{};
};

/// An answer of our own instead of the upstream's.
struct LocalReply
{
    int status = 200;
    http::HeaderList headers{};
    QByteArray body{};
    bool isTraffic = true; ///< false: not worth a record (a look at /health)
};

/// What a stage says of a request: go on to the next stage, answer it here, or refuse it.
struct Continue
{
};
using StageOutcome = std::variant<Continue, LocalReply, http::HttpError>;

/// One step every request passes before it is sent upstream. Looks at the request, may change it, and calls `next`
/// exactly once, now or later (a stage that waits, for a child process say, keeps `next`; when the client leaves
/// meanwhile, calling it does nothing). Stateless per request; engine thread; owned by the Pipeline.
class Stage
{
public:
    using Next = std::function<void(StageOutcome)>;

    virtual ~Stage() = default;
    virtual void handle(StageRequest &request, Next next) = 0;
};

} // namespace cpx
