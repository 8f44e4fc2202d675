// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/upstream/upstreamconnection.h"

#include <QNetworkReply>
#include <QNetworkRequest>

namespace cpx {

/// The QNetworkReply of a DirectAccessManager. With a ResponseReceiver the answer goes straight from the UpstreamConnection
/// to it; without, this is the bridge to QNetworkReply's signals and QIODevice reading. Engine thread.
class DirectReply : public QNetworkReply, private UpstreamConnection::Listener
{
    Q_OBJECT

public:
    /// `pool`, `body` and `receiver` (which may be null) are borrowed and must outlive the reply.
    DirectReply(ConnectionPool *pool, UpstreamRequest request, RequestBody *body, ResponseReceiver *receiver,
                QObject *parent = nullptr);
    ~DirectReply() override;

    /// What an ordinary caller asked for, to be read back by it.
    void describe(QNetworkAccessManager::Operation operation, const QNetworkRequest &request);
    void resume(); ///< the receiver wants body bytes again

    void abort() override;
    /// After metaDataChanged() with a 101: gives the connection away. The reply is then finished, without a signal.
    UpgradedSocket takeSocket();
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
    ResponseReceiver *m_receiver; ///< null: an ordinary caller reads, or the reply was aborted
    UpstreamConnection *m_connection = nullptr; ///< ours until released to the pool
    QByteArray m_buffer; ///< body bytes not yet read
    qsizetype m_readAt = 0;
    bool m_hasHead = false;
    bool m_paused = false;
    bool m_retried = false;
};

} // namespace cpx
