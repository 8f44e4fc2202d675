// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/upstream/directaccessmanager.h"

namespace cpx {

/// The transport `direct`: DirectAccessManager behind the Upstream interface.
class DirectUpstream : public Upstream
{
public:
    explicit DirectUpstream(const ConnectionOptions &options);

    std::unique_ptr<QNetworkReply> send(const UpstreamRequest &request, RequestBody *body) override;
    std::optional<http::ResponseHead> responseHead(const QNetworkReply &reply) const override;
    void preconnect(const QUrl &base) override { m_manager.pool().preconnect(base); }
    void setHasClients(bool hasClients) override { m_manager.pool().setKeepsWarm(hasClients); }
    void limitBuffer(QNetworkReply &reply, qint64 bytes) const override { reply.setReadBufferSize(bytes); }

private:
    DirectAccessManager m_manager;
};

} // namespace cpx
