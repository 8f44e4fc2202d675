// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/directreply.h"

#include "proxy/server/requestbody.h"
#include "proxy/upstream/connectionpool.h"

#include <cstring>

namespace cpx {

DirectReply::DirectReply(ConnectionPool *pool, UpstreamRequest request, RequestBody *body, ResponseReceiver *receiver,
                         QObject *parent)
    : QNetworkReply(parent)
    , m_pool(pool)
    , m_request(std::move(request))
    , m_body(body)
    , m_receiver(receiver)
{
    // Queued: an ordinary caller has not connected to us yet; and body bytes at hand go out together with the head.
    QMetaObject::invokeMethod(this, [this] {
        if (!isFinished())
            start(false);
    }, Qt::QueuedConnection);
}

void DirectReply::describe(QNetworkAccessManager::Operation operation, const QNetworkRequest &request)
{
    setRequest(request);
    setUrl(request.url());
    setOperation(operation);
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

DirectReply::~DirectReply()
{
    releaseConnection();
}

void DirectReply::start(bool mustBeNew)
{
    m_connection = m_pool->acquire(m_request.base, mustBeNew);
    m_connection->start(m_request, m_body, this);
}

void DirectReply::releaseConnection()
{
    if (!m_connection)
        return;
    UpstreamConnection *connection = std::exchange(m_connection, nullptr);
    const bool isInProgress = !isFinished();
    if (isInProgress)
        connection->detach();
    m_pool->release(connection);
}

void DirectReply::abort()
{
    if (isFinished())
        return;
    m_receiver = nullptr; // it has heard the last of us
    releaseConnection();
    failWith({UpstreamFailure::Kind::Cancelled, tr("Cancelled")});
}

UpgradedSocket DirectReply::takeSocket()
{
    UpgradedSocket upgraded = m_connection->takeSocket();
    m_pool->release(std::exchange(m_connection, nullptr));
    setFinished(true);
    return upgraded;
}

void DirectReply::failWith(const UpstreamFailure &failure)
{
    setFailure(*this, failure);
    setError(failure.networkError(), failure.detail);
    setFinished(true);
    if (!m_receiver)
        emit errorOccurred(error());
    finish();
}

void DirectReply::finish()
{
    setFinished(true);
    if (m_receiver) {
        m_receiver->onEnd();
        return;
    }
    emit readChannelFinished();
    emit finished();
}

void DirectReply::onHead(http::ResponseHead head)
{
    m_hasHead = true;
    if (m_receiver) {
        m_receiver->onHead(std::move(head));
        return;
    }
    setAttribute(QNetworkRequest::HttpStatusCodeAttribute, head.status);
    setAttribute(QNetworkRequest::HttpReasonPhraseAttribute, head.reason);
    for (qsizetype i = 0; i < head.headers.size(); ++i)
        setRawHeader(head.headers.name(i).toByteArray(), head.headers.value(i).toByteArray());
    emit metaDataChanged();
}

void DirectReply::onBody(QByteArrayView bytes)
{
    if (m_receiver) {
        m_receiver->onBody(bytes);
        return;
    }
    if (m_readAt > m_buffer.size() / 2) { // a reader that never quite catches up must not make us keep everything
        m_buffer.remove(0, m_readAt);
        m_readAt = 0;
    }
    m_buffer.append(bytes);
}

void DirectReply::onBodyPause()
{
    if (m_receiver)
        m_receiver->onBodyPause();
    else if (m_buffer.size() > m_readAt)
        emit readyRead();
}

void DirectReply::onComplete()
{
    UpstreamConnection *connection = std::exchange(m_connection, nullptr);
    m_pool->release(connection);
    finish();
}

void DirectReply::onFailure(const UpstreamFailure &failure)
{
    const bool isStale = m_connection->wasIdleBefore() && !m_connection->hasReceivedBytes();
    m_pool->release(std::exchange(m_connection, nullptr));
    // The upstream closed an idle connection just as we used it. Without a body nothing can happen twice
    // (RFC 9110 §9.2.2 allows it for idempotent methods); with one, the client has to decide.
    const bool isRepeatable = m_request.method == "GET" || m_request.method == "HEAD" || m_request.method == "OPTIONS";
    if (isStale && isRepeatable && m_request.body.kind == http::BodyFraming::Kind::None && !m_hasHead && !m_retried) {
        m_retried = true;
        start(true);
        return;
    }
    failWith(failure);
}

bool DirectReply::wantsBody() const
{
    if (m_receiver)
        return m_receiver->wantsBody();
    return readBufferSize() <= 0 || m_buffer.size() - m_readAt < readBufferSize();
}

void DirectReply::resume()
{
    m_paused = false;
    if (m_connection)
        m_connection->resume();
}

qint64 DirectReply::readData(char *data, qint64 maxSize)
{
    const bool wasFull = !wantsBody();
    const qint64 length = qMin<qint64>(maxSize, m_buffer.size() - m_readAt);
    if (length <= 0)
        return isFinished() ? -1 : 0;
    std::memcpy(data, m_buffer.constData() + m_readAt, size_t(length));
    m_readAt += length;
    if (m_readAt == m_buffer.size()) {
        m_buffer.resize(0); // keeps its capacity
        m_readAt = 0;
    }
    if (wasFull && wantsBody() && m_connection && !m_paused) {
        // Queued: the reader is in the middle of its own loop.
        m_paused = true;
        QMetaObject::invokeMethod(this, &DirectReply::resume, Qt::QueuedConnection);
    }
    return length;
}

} // namespace cpx
