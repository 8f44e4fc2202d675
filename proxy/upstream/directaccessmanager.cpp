// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/directaccessmanager.h"

#include "proxy/server/requestbody.h"
#include "proxy/upstream/directreply.h"

#include <QBuffer>
#include <QIODevice>

namespace cpx {

namespace {

QByteArray verbOf(QNetworkAccessManager::Operation operation, const QNetworkRequest &request)
{
    switch (operation) {
    case QNetworkAccessManager::HeadOperation: return "HEAD";
    case QNetworkAccessManager::GetOperation: return "GET";
    case QNetworkAccessManager::PutOperation: return "PUT";
    case QNetworkAccessManager::PostOperation: return "POST";
    case QNetworkAccessManager::DeleteOperation: return "DELETE";
    case QNetworkAccessManager::CustomOperation:
        return request.attribute(QNetworkRequest::CustomVerbAttribute).toByteArray();
    case QNetworkAccessManager::UnknownOperation: break;
    }
    return "GET";
}

/// The request an ordinary caller describes by URL, verb and raw headers.
UpstreamRequest describe(QNetworkAccessManager::Operation operation, const QNetworkRequest &request)
{
    UpstreamRequest result;
    result.method = verbOf(operation, request);
    result.base = request.url();
    result.target = request.url().toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment);
    if (!result.target.startsWith('/'))
        result.target.prepend('/');
    const auto names = request.rawHeaderList();
    for (const QByteArray &name : names) {
        if (!http::equalsIgnoreCase(name, "content-length") && !http::equalsIgnoreCase(name, "host"))
            result.headers.append(name, request.rawHeader(name));
    }
    return result;
}

} // namespace

DirectAccessManager::DirectAccessManager(const ConnectionOptions &options, QObject *parent)
    : QNetworkAccessManager(parent)
    , m_pool(options)
{
    setAutoDeleteReplies(false);
}

DirectAccessManager::~DirectAccessManager()
{
    qDeleteAll(findChildren<DirectReply *>(Qt::FindDirectChildrenOnly)); // before the pool they use
}

std::unique_ptr<DirectReply> DirectAccessManager::send(const UpstreamRequest &request, RequestBody *body,
                                                       ResponseReceiver *receiver)
{
    return std::make_unique<DirectReply>(&m_pool, request, body, receiver);
}

QNetworkReply *DirectAccessManager::createRequest(Operation operation, const QNetworkRequest &request,
                                                  QIODevice *body)
{
    UpstreamRequest upstreamRequest = describe(operation, request);
    RequestBody *requestBody = nullptr;
    if (body) {
        // Its bytes are read now, as QNetworkAccessManager does by default.
        const QByteArray bytes = body->readAll();
        requestBody = new RequestBody;
        requestBody->append(bytes);
        requestBody->setComplete();
        upstreamRequest.body = {http::BodyFraming::Kind::Sized, quint64(bytes.size())};
    }
    auto *reply = new DirectReply(&m_pool, std::move(upstreamRequest), requestBody, nullptr, this);
    reply->describe(operation, request);
    if (requestBody)
        requestBody->setParent(reply);
    return reply;
}

} // namespace cpx
