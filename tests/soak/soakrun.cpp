// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/soakrun.h"

using namespace Qt::StringLiterals;

namespace cpx::soak {

namespace {

constexpr qsizetype pipelineLength = 4;
constexpr qint64 cancelLimitMs = 2000;
constexpr qsizetype findingsKept = 40;

} // namespace

QString Tally::line() const
{
    return u"%1 requests in %2 s: whole %3, refused %4, cut %5, left %6, stale %7; failed %8, corrupted %9"_s.arg(requests)
               .arg(seconds, 0, 'f', 1)
               .arg(whole)
               .arg(refused)
               .arg(cut)
               .arg(left)
               .arg(stale)
               .arg(failed)
               .arg(corrupted)
        + u", hidden %1, duplicated %2, hung %3, not cancelled %4, unexpected %5; availability %6 %"_s.arg(hidden)
              .arg(duplicated)
              .arg(hung)
              .arg(notCancelled)
              .arg(unexpected)
              .arg(availability(), 0, 'f', 2);
}

SoakRun::SoakRun(FaultyUpstream *upstream, quint16 proxyPort, int first, int last)
    : m_upstream(upstream)
    , m_next(first)
    , m_last(last)
    , m_half((first + last) / 2)
{
    for (auto &client : m_clients) {
        client = std::make_unique<SoakClient>(proxyPort);
        client->onObservation = [this](const Plan &plan, const Observation &seen) { observe(plan, seen); };
        client->onIdle = [this, raw = client.get()] { feed(raw); };
    }
}

Tally SoakRun::run(const std::function<void()> &onHalf)
{
    m_onHalf = onHalf;
    m_clock.start();
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, &SoakRun::checkWatches);
    timer.start(100);
    for (const auto &client : m_clients)
        feed(client.get());
    m_loop.exec();
    m_tally.seconds = double(m_clock.elapsed()) / 1000;
    checkArrivals();
    for (const auto &client : m_clients)
        client->closeConnection();
    return m_tally;
}

void SoakRun::feed(SoakClient *client)
{
    if (m_next > m_last) {
        ++m_idle;
        return;
    }
    QList<Plan> plans{m_upstream->plan(m_next++)};
    while (m_next <= m_last && plans.size() < pipelineLength && plans.constLast().canBeFollowed) {
        const Plan next = m_upstream->plan(m_next);
        if (!next.isPipelined)
            break;
        plans.append(next);
        ++m_next;
    }
    if (m_next > m_half && m_onHalf)
        std::exchange(m_onHalf, {})();
    client->run(plans);
}

/// Looks whether upstream connections nobody wants any more are closed; ends the run when nothing is left to do.
void SoakRun::checkWatches()
{
    while (!m_watches.isEmpty() && m_clock.elapsed() - m_watches.constFirst().since >= cancelLimitMs) {
        const Watch watch = m_watches.takeFirst();
        if (m_upstream->isBusyWith(watch.plan.id))
            find(m_tally.notCancelled, watch.plan, u"not cancelled: the upstream connection is still open"_s);
    }
    if (m_idle == int(m_clients.size()) && m_watches.isEmpty())
        m_loop.quit();
}

void SoakRun::observe(const Plan &plan, const Observation &seen)
{
    ++m_tally.requests;
    judge(plan, seen);
    const bool mayStayOpen = plan.outcome() == Outcome::Whole && seen.end == Observation::End::Whole
        && plan.fault != Fault::EarlyRefusal;
    if (!mayStayOpen)
        m_watches.append({plan, m_clock.elapsed()});
}

void SoakRun::find(int &counter, const Plan &plan, const QString &what)
{
    ++counter;
    if (m_tally.findings.size() >= findingsKept)
        return;
    const QString text = u"seed %1, request %2: %3\n    plan: %4"_s;
    m_tally.findings.append(text.arg(plan.seed).arg(plan.id).arg(what, plan.text()));
}

void SoakRun::judge(const Plan &plan, const Observation &seen)
{
    using End = Observation::End;
    const QString saw = u"saw "_s + seen.text();
    if (seen.end == End::Hung)
        return find(m_tally.hung, plan, u"hung: "_s + saw);
    if (!seen.isRightHead || !seen.isRightBody || seen.end == End::Broken)
        return find(m_tally.corrupted, plan, u"corrupted: "_s + saw);
    const bool isError = seen.end == End::Whole && !seen.errorCode.isEmpty();
    const FaultyUpstream::Account account = m_upstream->account(plan.id);
    if (isError && seen.status == 502 && account.arrivals == 0) {
        ++m_tally.stale;
        return;
    }
    switch (plan.outcome()) {
    case Outcome::Whole:
        return judgeWhole(plan, seen);
    case Outcome::GatewayError:
        if (seen.end == End::Whole && !isError)
            return find(m_tally.hidden, plan, u"hidden: "_s + saw);
        if (!isError || seen.status != (plan.fault == Fault::StallBeforeHead ? 504 : 502))
            return find(m_tally.unexpected, plan, u"no gateway error: "_s + saw);
        ++m_tally.refused;
        return;
    case Outcome::Cut:
    case Outcome::CutOrGatewayError:
        if (seen.end == End::Whole && !isError)
            return find(m_tally.hidden, plan, u"hidden: "_s + saw);
        if (isError && (plan.outcome() == Outcome::Cut || seen.status != 502))
            return find(m_tally.unexpected, plan, u"not cut: "_s + saw);
        if (!isError && seen.status == 0)
            return find(m_tally.unexpected, plan, u"cut without a head: "_s + saw);
        ++m_tally.cut;
        return;
    case Outcome::Left:
        if (seen.end != End::Left)
            return find(m_tally.unexpected, plan, u"it was to leave: "_s + saw);
        ++m_tally.left;
        return;
    }
}

void SoakRun::judgeWhole(const Plan &plan, const Observation &seen)
{
    const qsizetype size = plan.answerFraming == Plan::AnswerFraming::None ? 0 : plan.answerSize;
    if (seen.end != Observation::End::Whole || !seen.errorCode.isEmpty())
        return find(m_tally.failed, plan, u"failed: saw "_s + seen.text());
    if (seen.bodyBytes != size)
        return find(m_tally.hidden, plan, u"hidden: %1 of %2 bytes, and it looks whole"_s.arg(seen.bodyBytes).arg(size));
    ++m_tally.whole;
}

/// What reached the upstream: each request once and unchanged.
void SoakRun::checkArrivals()
{
    for (int id = 0; id <= m_last; ++id) {
        const FaultyUpstream::Account account = m_upstream->account(id);
        const Plan plan = m_upstream->plan(id);
        if (account.hasWrongBody)
            find(m_tally.corrupted, plan, u"corrupted: another request body reached the upstream"_s);
        if (account.arrivals > allowedArrivals(plan, m_upstream->isStock()))
            find(m_tally.duplicated, plan, u"duplicated: %1 times at the upstream"_s.arg(account.arrivals));
    }
}

} // namespace cpx::soak
