// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/upstream/directaccessmanager.h"
#include "proxy/upstream/upgradedsocket.h"

namespace cpx {

/// The transport `direct`: DirectAccessManager behind the Upstream interface.
class DirectUpstream : public Upstream
{
public:
    explicit DirectUpstream(const ConnectionOptions &options);

    std::unique_ptr<QNetworkReply> send(const UpstreamRequest &request, RequestBody *body, ResponseReceiver *receiver) override;
    void resume(QNetworkReply &reply) override;
    void preconnect(const QUrl &base) override { m_manager.pool().preconnect(base); }
    void setHasClients(bool hasClients) override { m_manager.pool().setKeepsWarm(hasClients); }

    /// The connection of a `reply` of ours whose head was a 101.
    UpgradedSocket takeSocket(QNetworkReply &reply) const;

private:
    DirectAccessManager m_manager;
};

} // namespace cpx
