// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/addressguardstage.h"

#include "proxy/upstream/upstreamfailure.h"
#include "proxy/upstream/upstreamrouter.h"

namespace cpx {

namespace {

constexpr auto verdictLifetime = std::chrono::seconds(60); // as long as QHostInfo remembers an answer

} // namespace

AddressGuardStage::Host::Host(AddressGuardStage *stage, const QUrl &url)
    : base(url)
    , deadline(stage->m_deadlines, [this] {
        resolver.cancel();
        answer(*this, gatewayError({UpstreamFailure::Kind::LookupTimeout}, base));
    })
    , resolver(stage->m_options.lookup)
{
}

AddressGuardStage::AddressGuardStage(const UpstreamRouter &router, Deadlines *deadlines, const ConnectionOptions &options)
    : m_router(router)
    , m_deadlines(deadlines)
    , m_options(options)
{
}

StageOutcome AddressGuardStage::judge(const QUrl &base, const QList<QHostAddress> &addresses) const
{
    // One is enough: which of them the transport takes is up to it.
    const AddressRules rules = m_options.rules.forHost(base.host(QUrl::FullyEncoded));
    for (const QHostAddress &address : addresses) {
        if (auto good = rules.check(address); !good)
            return gatewayError({UpstreamFailure::Kind::ForbiddenAddress, good.error().message}, base);
    }
    return Continue{};
}

void AddressGuardStage::answer(Host &host, const StageOutcome &verdict)
{
    host.deadline.stop();
    const std::vector<Next> waiting = std::exchange(host.waiting, {});
    for (const Next &each : waiting)
        each(verdict);
}

void AddressGuardStage::handle(StageRequest &request, Next next)
{
    const QUrl base = m_router.baseFor(request.head.headers).url;
    const QString name = base.host(QUrl::FullyEncoded);
    if (const auto known = HostResolver::known(name); !known.isEmpty())
        return next(judge(base, known));
    if (m_options.proxy.serverFor(base))
        return next(Continue{});
    Host &host = m_hosts.try_emplace(name, this, base).first->second;
    if (Clock::now() < host.goodUntil)
        return next(Continue{});
    host.waiting.push_back(std::move(next));
    if (host.resolver.isActive())
        return;
    host.deadline.restart(qMin(m_options.lookupTimeout, m_options.connectTimeout));
    host.resolver.resolve(name, [this, &host](const QList<QHostAddress> &addresses) {
        const StageOutcome verdict = judge(host.base, addresses);
        if (std::holds_alternative<Continue>(verdict) && !addresses.isEmpty())
            host.goodUntil = Clock::now() + verdictLifetime;
        answer(host, verdict);
    });
}

} // namespace cpx
