// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/addressguardstage.h"

#include "proxy/upstream/upstreamfailure.h"
#include "proxy/upstream/upstreamrouter.h"

namespace cpx {

namespace {

constexpr auto verdictLifetime = std::chrono::seconds(60); // as long as QHostInfo remembers an answer

} // namespace

AddressGuardStage::AddressGuardStage(const UpstreamRouter &router, const AddressRules &rules, const UpstreamProxy &proxy,
                                     HostLookup lookup)
    : m_router(router)
    , m_rules(rules)
    , m_proxy(proxy)
    , m_lookup(std::move(lookup))
{
}

StageOutcome AddressGuardStage::judge(const QUrl &base, const QList<QHostAddress> &addresses) const
{
    // One is enough: which of them the transport takes is up to it.
    const AddressRules rules = m_rules.forHost(base.host(QUrl::FullyEncoded));
    for (const QHostAddress &address : addresses) {
        if (auto good = rules.check(address); !good)
            return gatewayError({UpstreamFailure::Kind::ForbiddenAddress, good.error().message}, base);
    }
    return Continue{};
}

void AddressGuardStage::handle(http::RequestHead &head, Next next)
{
    const QUrl base = m_router.baseFor(head.headers);
    const QString name = base.host(QUrl::FullyEncoded);
    if (const auto known = HostResolver::known(name); !known.isEmpty())
        return next(judge(base, known));
    if (m_proxy.serverFor(base))
        return next(Continue{});
    Host &host = m_hosts.try_emplace(name, m_lookup).first->second;
    if (Clock::now() < host.goodUntil)
        return next(Continue{});
    host.waiting.push_back(std::move(next));
    if (host.resolver.isActive())
        return;
    host.resolver.resolve(name, [this, base, &host](const QList<QHostAddress> &addresses) {
        const StageOutcome verdict = judge(base, addresses);
        if (std::holds_alternative<Continue>(verdict) && !addresses.isEmpty())
            host.goodUntil = Clock::now() + verdictLifetime;
        const std::vector<Next> waiting = std::exchange(host.waiting, {});
        for (const Next &each : waiting)
            each(verdict);
    });
}

} // namespace cpx
