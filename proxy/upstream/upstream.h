// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/upstream/responsereceiver.h"

#include <QNetworkReply>
#include <QUrl>
#include <memory>

namespace cpx {

class RequestBody;

/// A request as it leaves us.
struct UpstreamRequest
{
    QByteArray method{};
    QUrl base{}; ///< decides scheme, host and port
    QByteArray target{}; ///< path and query to send, byte for byte
    http::HeaderList headers{}; ///< end-to-end fields only; Host and framing are added by the transport
    http::BodyFraming body{}; ///< None, Sized or Chunked
    QByteArray upgrade{}; ///< the protocol asked for with Upgrade, by transport `direct` only; empty: none
};

/// Sends requests to model backends. One implementation per transport, with one contract; StockUpstream says where Qt's
/// client cannot keep it. Engine thread.
///
/// The answer goes to a ResponseReceiver. The reply is the handle of the request: error() after the end says what went
/// wrong (a status of 400 and above is no error, although Qt's client calls it one, with codes above 200); abort() or
/// deleting it closes the upstream connection at once, and nothing is received any more. No redirects, cookies,
/// decompression, added headers or second attempts with a body. Why it failed: failureOf().
class Upstream
{
public:
    virtual ~Upstream() = default;

    /// Why this transport cannot send the request as it is; nothing, as a rule.
    virtual std::optional<http::HttpError> objection(const UpstreamRequest &request) const
    {
        Q_UNUSED(request)
        return std::nullopt;
    }

    /// `body` and `receiver` are borrowed and must outlive the reply; the body may still be filling.
    virtual std::unique_ptr<QNetworkReply> send(const UpstreamRequest &request, RequestBody *body, ResponseReceiver *receiver) = 0;

    /// The receiver wants body bytes again.
    virtual void resume(QNetworkReply &reply) = 0;

    /// Opens a connection before anybody asks for one, so that the first request need not wait for it. Says nothing when
    /// that fails: the request will.
    virtual void preconnect(const QUrl &base) { Q_UNUSED(base) }

    /// Whether somebody is connected to us: only then are connections kept open for the next request beyond their time.
    virtual void setHasClients(bool hasClients) { Q_UNUSED(hasClients) }
};

} // namespace cpx
