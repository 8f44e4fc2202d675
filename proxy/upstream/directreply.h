// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/upstream/upstreamconnection.h"

#include <QNetworkReply>
#include <QNetworkRequest>

namespace cpx {

/// The QNetworkReply of a DirectAccessManager: the bridge from QNetworkReply's signals and QIODevice reading to an
/// UpstreamConnection. Engine thread.
class DirectReply : public QNetworkReply, private UpstreamConnection::Listener
{
    Q_OBJECT

public:
    /// `pool` and `body` (may be null) are borrowed and must outlive the reply.
    DirectReply(ConnectionPool *pool, QNetworkAccessManager::Operation operation, const QNetworkRequest &request,
                UpstreamRequest upstreamRequest, RequestBody *body, QObject *parent);
    ~DirectReply() override;

    void abort() override;
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_buffer.size() - m_readAt + QNetworkReply::bytesAvailable(); }

protected:
    qint64 readData(char *data, qint64 maxSize) override;

private:
    void start(bool mustBeNew);
    void releaseConnection();
    void finish();
    void failWith(const UpstreamFailure &failure);

    void onHead(http::ResponseHead head) override;
    void onBody(QByteArrayView bytes) override;
    void onBodyPause() override;
    void onComplete() override;
    void onFailure(const UpstreamFailure &failure) override;
    bool wantsBody() const override;

    ConnectionPool *m_pool;
    UpstreamRequest m_request;
    RequestBody *m_body;
    UpstreamConnection *m_connection = nullptr; ///< ours until released to the pool
    QByteArray m_buffer; ///< body bytes not yet read
    qsizetype m_readAt = 0;
    bool m_hasHead = false;
    bool m_paused = false;
    bool m_retried = false;
};

} // namespace cpx
