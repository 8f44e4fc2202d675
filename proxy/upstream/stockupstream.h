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
/// malformed answers, takes a reset for the regular end of an answer that lasts until the connection closes, and has no time
/// limit for connecting of its own (the one for the first byte holds). When a connection breaks it sends a request without a
/// body up to three times more. A chunked body it would collect and could send again: such requests are refused with 411. It
/// looks the host up by itself, after AddressGuardStage has judged its addresses: a name server that gives another answer
/// within that minute, although Qt usually remembers the one that was judged, can lead it to a forbidden address. `direct`
/// has no such window.
class StockUpstream : public Upstream
{
public:
    explicit StockUpstream(const ConnectionOptions &options);
    ~StockUpstream() override;

    std::unique_ptr<QNetworkReply> send(const UpstreamRequest &request, RequestBody *body, ResponseReceiver *receiver) override;
    void resume(QNetworkReply &reply) override;
    std::optional<http::HttpError> objection(const UpstreamRequest &request) const override;

private:
    int takeSlot();
    QNetworkReply *start(const QNetworkRequest &request, const QByteArray &method, QIODevice *body);

    QNetworkAccessManager m_manager;
    qint64 m_bufferLimit;
    UpstreamProxy m_proxy;
    TlsConfiguration m_tls;
    std::vector<int> m_slots; ///< exchanges in flight per connection group
};

} // namespace cpx
