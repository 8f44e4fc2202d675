// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/pipeline/stage.h"

namespace cpx {

/// Keeps web pages out. A page in the user's browser can reach a loopback port, directly or through a host name that
/// resolves to it (DNS rebinding). Refused with 403: a Host that is not one of our loopback names with our port, any
/// Origin, and Sec-Fetch-Site values only a browser page sends. No request of Codex has any of these.
class OriginGuardStage : public Stage
{
public:
    explicit OriginGuardStage(quint16 port);

    void handle(StageRequest &request, Next next) override;

private:
    bool isOurHost(QByteArrayView host) const;

    QByteArray m_portSuffix;
    bool m_isDefaultPort;
};

} // namespace cpx
