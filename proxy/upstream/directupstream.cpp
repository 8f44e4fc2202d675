// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/directupstream.h"

#include "proxy/server/requestbody.h"
#include "proxy/upstream/directreply.h"

namespace cpx {

DirectUpstream::DirectUpstream(const ConnectionOptions &options)
    : m_manager(options)
{
}

std::unique_ptr<QNetworkReply> DirectUpstream::send(const UpstreamRequest &request, RequestBody *body)
{
    QNetworkRequest networkRequest(request.base);
    networkRequest.setAttribute(QNetworkRequest::Attribute(DirectAccessManager::RequestAttribute),
                                QVariant::fromValue(request));
    QIODevice *device = request.body.kind == http::BodyFraming::Kind::None ? nullptr : body;
    return std::unique_ptr<QNetworkReply>(m_manager.sendCustomRequest(networkRequest, request.method, device));
}

std::optional<http::ResponseHead> DirectUpstream::responseHead(const QNetworkReply &reply) const
{
    const QVariant head = reply.attribute(QNetworkRequest::Attribute(DirectAccessManager::ResponseHeadAttribute));
    return head.isValid() ? std::optional(head.value<http::ResponseHead>()) : std::nullopt;
}

UpgradedSocket DirectUpstream::takeSocket(QNetworkReply &reply) const
{
    return static_cast<DirectReply &>(reply).takeSocket();
}

} // namespace cpx
