// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/pipeline/stage.h"
#include "proxy/upstream/connectionpool.h"

#include <QUrl>
#include <chrono>
#include <map>
#include <vector>

namespace cpx {

class UpstreamRouter;

/// For a transport that looks upstream hosts up by itself: refuses requests, with 502, while the host of their upstream has an
/// address AddressRules do not allow. A good verdict counts for a minute; requests that come during a lookup wait for it.
/// Nothing is looked up when a proxy does that. A host that cannot be found is the transport's to report; one that is not
/// found in time is refused with 504.
class AddressGuardStage : public Stage
{
public:
    /// `router` and `deadlines` are borrowed and must outlive the stage.
    AddressGuardStage(const UpstreamRouter &router, Deadlines *deadlines, const ConnectionOptions &options);

    void handle(StageRequest &request, Next next) override;

private:
    using Clock = std::chrono::steady_clock;

    /// What is known of one host.
    struct Host
    {
        Host(AddressGuardStage *stage, const QUrl &url);

        QUrl base;
        Clock::time_point goodUntil{};
        std::vector<Next> waiting{};
        Deadline deadline;
        HostResolver resolver;
    };

    StageOutcome judge(const QUrl &base, const QList<QHostAddress> &addresses) const;
    static void answer(Host &host, const StageOutcome &verdict);

    const UpstreamRouter &m_router;
    Deadlines *m_deadlines;
    ConnectionOptions m_options;
    std::map<QString, Host> m_hosts; ///< as many as the router knows
};

} // namespace cpx
