// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/http/message.h"

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
};

/// Sends requests to model backends and returns Qt network replies. One implementation per transport, with one contract;
/// StockUpstream says where Qt's client cannot keep it. Engine thread.
///
/// The reply: metaDataChanged() once, with the final head (take it by responseHead()); readyRead() while the body
/// arrives; finished() always and last. error() after the head means the body is cut. A status of 400 and above is
/// not an error. Deleting the reply closes the upstream connection at once. No redirects, cookies, decompression,
/// added headers or second attempts with a body. Why it failed: failureOf().
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

    /// `body` is borrowed and must outlive the reply; it may still be filling.
    virtual std::unique_ptr<QNetworkReply> send(const UpstreamRequest &request, RequestBody *body) = 0;

    /// The head of the answer; valid from metaDataChanged() on. Unset when none has arrived.
    virtual std::optional<http::ResponseHead> responseHead(const QNetworkReply &reply) const = 0;

    /// Opens a connection before anybody asks for one, so that the first request need not wait for it. Says nothing when
    /// that fails: the request will.
    virtual void preconnect(const QUrl &base) { Q_UNUSED(base) }

    /// Whether somebody is connected to us: only then are connections kept open for the next request beyond their time.
    virtual void setHasClients(bool hasClients) { Q_UNUSED(hasClients) }

    /// Bounds how much of the answer the reply buffers; reading from the upstream stops above.
    virtual void limitBuffer(QNetworkReply &reply, qint64 bytes) const = 0;
};

} // namespace cpx
