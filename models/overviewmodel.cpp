// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/overviewmodel.h"

#include "models/format.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 minuteMs = 60'000;
constexpr int gatherMs = 200;
constexpr int agingMs = 15'000;
constexpr qsizetype recentLimit = 14;

} // namespace

std::optional<qint64> percentile(QList<qint64> &values, int percent)
{
    if (values.isEmpty())
        return std::nullopt;
    std::sort(values.begin(), values.end());
    const qsizetype rank = (values.size() * percent + 99) / 100; // rounded up, counts from 1
    return values.at(std::clamp<qsizetype>(rank, 1, values.size()) - 1);
}

OverviewModel::OverviewModel(FlowModel *flows, QObject *parent)
    : QObject(parent)
    , m_flows(flows)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(gatherMs);
    connect(&m_soon, &QTimer::timeout, this, &OverviewModel::refresh);
    m_aging.setInterval(agingMs);
    connect(&m_aging, &QTimer::timeout, this, &OverviewModel::refresh);
    connect(flows, &QAbstractItemModel::rowsInserted, this, &OverviewModel::refreshSoon);
    connect(flows, &QAbstractItemModel::rowsRemoved, this, &OverviewModel::refreshSoon);
    connect(flows, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &, const QModelIndex &, const QList<int> &roles) {
                if (roles.isEmpty()) // with roles it is only the clock of a running request
                    refreshSoon();
            });
    refresh();
}

QString OverviewModel::percentileText() const
{
    return tr("p95 first byte %1 (1 h)").arg(format::duration(m_values.p95));
}

QString OverviewModel::samplesText() const
{
    if (m_values.samples == 0)
        return tr("no answers yet");
    return m_values.p95
        ? tr("p50 and p95 from %n answer(s)", nullptr, m_values.samples)
        : tr("p95 needs %1 answers (%n so far)", nullptr, m_values.samples).arg(samplesForP95);
}

void OverviewModel::setLive(bool live)
{
    m_isLive = live;
    if (live)
        refresh();
    else
        updateAging();
}

void OverviewModel::refresh()
{
    m_soon.stop();
    Values values = compute();
    const bool isNew = values != m_values;
    m_values = std::move(values);
    updateAging();
    if (isNew)
        emit changed();
}

void OverviewModel::refreshSoon()
{
    if (!m_soon.isActive())
        m_soon.start();
}

void OverviewModel::updateAging()
{
    const bool wanted = m_isLive && m_values.requests > 0;
    if (wanted != m_aging.isActive())
        wanted ? m_aging.start() : m_aging.stop();
}

OverviewModel::Values OverviewModel::compute() const
{
    Values values;
    QList<qint64> firstBytes;
    const qint64 now = m_flows->now();
    const qint64 currentMinute = now / minuteMs;
    const qint64 since = now - minutes * minuteMs;
    for (int row = m_flows->rowCount() - 1; row >= 0; --row) {
        const FlowRecord &record = m_flows->record(row);
        if (values.recent.size() < recentLimit)
            values.recent.append(recentOf(row, now));
        if (values.lastClientMs == 0) {
            values.lastClient = m_flows->facts(row).client;
            values.lastClientMs = record.startedMs;
        }
        if (record.isLocal)
            continue;
        values.inFlight += record.isFinished() ? 0 : 1;
        if (values.lastAnswer.isEmpty()
            && (record.firstByteUs || record.phase == FlowRecord::Phase::Failed)) {
            values.lastAnswerIsError = isError(record);
            values.lastAnswer = record.firstByteUs && record.status
                ? tr("%1 after %2", "status, time to first byte")
                      .arg(*record.status)
                      .arg(format::duration(record.firstByteUs))
                : displayName(record.phase);
        }
        if (record.startedMs < since)
            continue; // no break: the clock of the computer may have been set
        ++values.requests;
        if (record.firstByteUs)
            firstBytes.append(*record.firstByteUs);
        const bool failed = isError(record);
        if (const qint64 bin = minutes - 1 - (currentMinute - record.startedMs / minuteMs);
            bin >= 0 && bin < minutes)
            ++(failed ? values.bins[bin].failed : values.bins[bin].succeeded);
        if (!failed)
            continue;
        ++values.errors;
        if (values.lastErrorSequence == 0) {
            values.lastErrorSequence = m_flows->sequence(row);
            values.lastError =
                tr("%1: %2").arg(format::time(record.startedMs, now),
                                 m_flows->index(row, 0).data(FlowModel::ErrorTextRole).toString());
        }
    }
    values.samples = static_cast<int>(firstBytes.size());
    values.p50 = percentile(firstBytes, 50);
    if (values.samples >= samplesForP95)
        values.p95 = percentile(firstBytes, 95);
    values.isComplete = m_flows->droppedUntilMs() < since;
    return values;
}

OverviewModel::Recent OverviewModel::recentOf(int row, qint64 now) const
{
    const FlowRecord &record = m_flows->record(row);
    const FlowFacts &facts = m_flows->facts(row);
    Recent recent{m_flows->sequence(row),  record.phase,
                  isError(record),         format::time(record.startedMs, now),
                  displayName(facts.kind), displayName(record.phase)};
    if (facts.kind == RequestKind::Other)
        recent.what = m_flows->index(row, FlowModel::Target).data().toString();
    if (!facts.model.isEmpty())
        recent.what += u" · "_s + facts.model;
    if (record.isFinished()) {
        const QString outcome = record.phase == FlowRecord::Phase::Done && record.status
            ? QString::number(*record.status)
            : displayName(record.phase);
        recent.result = outcome + u" · "_s + format::duration(record.totalUs);
    }
    return recent;
}

} // namespace cpx
