// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/upstream/connectionpool.h"
#include "proxy/upstream/upstream.h"

#include <QNetworkAccessManager>

namespace cpx {

/// The transport `stock`: Qt's own QNetworkAccessManager, with every habit switched off that a proxy cannot have:
/// redirects, cookies, authentication reuse, decompression, caching, a second attempt at a POST, the limit of six
/// connections per host. What cannot be switched off in Qt 6.4: it adds Accept-Language, User-Agent and
/// Accept-Encoding when the client sent none, joins repeated fields, reads no answer before the whole request is sent, accepts
/// malformed answers, and has no time limit for connecting of its own (the one for the first byte holds). When a connection
/// breaks it sends a request without a body, or with a chunked one, up to three times more. It takes an interim answer other
/// than 100 for the final one, and a reset for the end of an answer that ends with its connection.
class StockUpstream : public Upstream
{
public:
    explicit StockUpstream(const ConnectionOptions &options);
    ~StockUpstream() override;

    std::unique_ptr<QNetworkReply> send(const UpstreamRequest &request, RequestBody *body) override;
    std::optional<http::HttpError> objection(const UpstreamRequest &request) const override;
    std::optional<http::ResponseHead> responseHead(const QNetworkReply &reply) const override;
    void limitBuffer(QNetworkReply &reply, qint64 bytes) const override;

private:
    int takeSlot();
    QNetworkReply *start(const QNetworkRequest &request, const QByteArray &method, QIODevice *body);

    QNetworkAccessManager m_manager;
    TlsConfiguration m_tls;
    std::vector<int> m_slots; ///< exchanges in flight per connection group
};

} // namespace cpx
