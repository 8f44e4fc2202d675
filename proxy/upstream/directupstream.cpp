// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/directupstream.h"

#include "proxy/upstream/directreply.h"

namespace cpx {

DirectUpstream::DirectUpstream(const ConnectionOptions &options)
    : m_manager(options)
{
}

std::unique_ptr<QNetworkReply> DirectUpstream::send(const UpstreamRequest &request, RequestBody *body, ResponseReceiver *receiver)
{
    return m_manager.send(request, body, receiver);
}

void DirectUpstream::resume(QNetworkReply &reply)
{
    static_cast<DirectReply &>(reply).resume();
}

UpgradedSocket DirectUpstream::takeSocket(QNetworkReply &reply) const
{
    return static_cast<DirectReply &>(reply).takeSocket();
}

} // namespace cpx
