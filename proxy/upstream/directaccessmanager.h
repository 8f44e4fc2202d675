// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/upstream/connectionpool.h"
#include "proxy/upstream/upstream.h"

#include <QNetworkAccessManager>

namespace cpx {

class DirectReply;

/// A QNetworkAccessManager whose replies come from our own strict HTTP/1.1 client over QTcpSocket/QSslSocket. Callers
/// use Qt's documented API; createRequest() is the documented place to put a transport in. What it does not
/// do, on purpose: more than one attempt for a request with a body, redirects, cookies, caching, decompression,
/// headers nobody asked for, a limit of six connections per host.
class DirectAccessManager : public QNetworkAccessManager
{
    Q_OBJECT

public:
    explicit DirectAccessManager(const ConnectionOptions &options, QObject *parent = nullptr);
    ~DirectAccessManager() override; ///< ends what is in progress

    /// For what QNetworkRequest and QNetworkReply cannot hold byte for byte, and for answers that are handed on while they
    /// arrive. `body` may be null; it and `receiver` are borrowed and must outlive the reply.
    std::unique_ptr<DirectReply> send(const UpstreamRequest &request, RequestBody *body, ResponseReceiver *receiver);

    ConnectionPool &pool() { return m_pool; }

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request, QIODevice *body) override;

private:
    ConnectionPool m_pool;
};

} // namespace cpx
