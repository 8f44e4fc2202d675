// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/pipeline/stage.h"
#include "proxy/upstream/addressrules.h"
#include "proxy/upstream/hostresolver.h"
#include "proxy/upstream/upstreamproxy.h"

#include <QUrl>
#include <chrono>
#include <map>
#include <vector>

namespace cpx {

class UpstreamRouter;

/// For a transport that looks upstream hosts up by itself: refuses requests, with 502, while the host of their upstream has an
/// address AddressRules do not allow. A good verdict counts for a minute; requests that come during a lookup wait for it.
/// Nothing is looked up when a proxy does that. A host that cannot be found is the transport's to report.
class AddressGuardStage : public Stage
{
public:
    /// `router` is borrowed and must outlive the stage.
    AddressGuardStage(const UpstreamRouter &router, const AddressRules &rules, const UpstreamProxy &proxy, HostLookup lookup = {});

    void handle(http::RequestHead &head, Next next) override;

private:
    using Clock = std::chrono::steady_clock;

    /// What is known of one host.
    struct Host
    {
        explicit Host(const HostLookup &lookup)
            : resolver(lookup)
        {
        }

        Clock::time_point goodUntil{};
        std::vector<Next> waiting{};
        HostResolver resolver;
    };

    StageOutcome judge(const QUrl &base, const QList<QHostAddress> &addresses) const;

    const UpstreamRouter &m_router;
    AddressRules m_rules;
    UpstreamProxy m_proxy;
    HostLookup m_lookup;
    std::map<QString, Host> m_hosts; ///< as many as the router knows
};

} // namespace cpx
