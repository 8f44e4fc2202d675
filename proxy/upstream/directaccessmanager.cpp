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

QNetworkReply *DirectAccessManager::createRequest(Operation operation, const QNetworkRequest &request,
                                                  QIODevice *body)
{
    const QVariant exact = request.attribute(QNetworkRequest::Attribute(RequestAttribute));
    UpstreamRequest upstreamRequest = exact.isValid() ? exact.value<UpstreamRequest>() : describe(operation, request);
    auto *requestBody = qobject_cast<RequestBody *>(body);
    std::unique_ptr<RequestBody> copy;
    if (body && !requestBody) {
        // An ordinary caller's device: its bytes are read now, as QNetworkAccessManager does by default.
        copy = std::make_unique<RequestBody>();
        const QByteArray bytes = body->readAll();
        copy->append(bytes);
        copy->setComplete();
        requestBody = copy.get();
        upstreamRequest.body = {http::BodyFraming::Kind::Sized, quint64(bytes.size())};
    }
    auto *reply = new DirectReply(&m_pool, operation, request, std::move(upstreamRequest), requestBody, this);
    if (copy)
        copy.release()->setParent(reply);
    return reply;
}

} // namespace cpx
