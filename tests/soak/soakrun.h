// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/soak/faultyupstream.h"
#include "tests/soak/soakclient.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QStringList>
#include <array>

namespace cpx::soak {

/// What a run counts. Of the second group everything has to be 0.
struct Tally
{
    int requests = 0;
    int whole = 0; ///< arrived exactly as the upstream sent them
    int refused = 0; ///< answered by the proxy as they had to be: 502, 504
    int cut = 0; ///< visibly
    int left = 0; ///< by the client
    int stale = 0; ///< 502 because the upstream closed the idle connection that moment: it never got the request

    int failed = 0; ///< served well by the upstream and not delivered whole
    int corrupted = 0; ///< a byte or a field differs, either way
    int hidden = 0; ///< broken off, and looks whole
    int duplicated = 0; ///< reached the upstream more than once
    int hung = 0;
    int notCancelled = 0; ///< the upstream's connection was still open two seconds after there was no use for it
    int unexpected = 0; ///< another outcome than the plan's
    QStringList findings{}; ///< one for each of these, as long as there are few

    double seconds = 0;

    int wrong() const { return failed + corrupted + hidden + duplicated + hung + notCancelled + unexpected; }
    double availability() const { return whole + failed > 0 ? 100.0 * whole / (whole + failed) : 0; } ///< percent
    QString line() const;
};

/// Requests `first`…`last` of one seed, fifty at a time, through the proxy.
class SoakRun : public QObject
{
    Q_OBJECT

public:
    SoakRun(FaultyUpstream *upstream, quint16 proxyPort, int first, int last);

    /// Returns when all are over and what they left behind has been looked at. `onHalf` is called in between.
    Tally run(const std::function<void()> &onHalf);

private:
    struct Watch
    {
        Plan plan;
        qint64 since; ///< of m_clock
    };

    void feed(SoakClient *client);
    void observe(const Plan &plan, const Observation &seen);
    void judge(const Plan &plan, const Observation &seen);
    void judgeWhole(const Plan &plan, const Observation &seen);
    void checkWatches();
    void checkArrivals();
    void find(int &counter, const Plan &plan, const QString &what);

    FaultyUpstream *m_upstream;
    int m_next;
    int m_last;
    int m_half;
    std::function<void()> m_onHalf;
    std::array<std::unique_ptr<SoakClient>, 50> m_clients;
    int m_idle = 0;
    QList<Watch> m_watches; ///< oldest first
    QElapsedTimer m_clock;
    QEventLoop m_loop;
    Tally m_tally;
};

} // namespace cpx::soak
