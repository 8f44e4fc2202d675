// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/flowlog.h"

using namespace std::chrono_literals;

namespace cpx {

namespace {

constexpr auto batchInterval = 200ms;
constexpr qsizetype maximumBatch = 5000; ///< ended records kept between two batches; nobody can read more

constexpr int maximumRefused = 20; ///< of those: requests refused before there was an exchange

/// Changes whenever the record of a running exchange has something new to show.
qint64 fingerprint(const FlowRecord &record)
{
    return record.responseBytes + record.requestBytes + (record.firstByteUs ? 1 : 0);
}

} // namespace

FlowLog::FlowLog(bool isWatched, QObject *parent)
    : QObject(parent)
    , m_isWatched(isWatched)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(batchInterval);
    connect(&m_timer, &QTimer::timeout, this, &FlowLog::publish);
}

quint64 FlowLog::begin(Source *source)
{
    m_sources.append(source);
    publishSoon();
    return ++m_lastId;
}

void FlowLog::end(Source *source)
{
    const FlowRecord &record = source->record();
    if (!record.isLocal) {
        ++m_requests;
        if (record.phase == FlowRecord::Phase::Failed)
            ++m_failures;
    }
    m_sources.removeOne(source);
    if (m_isWatched && m_ended.size() < maximumBatch)
        m_ended.append(record);
    publishSoon();
}

/// Nothing is due to nobody.
void FlowLog::publishSoon()
{
    if (m_isWatched && !m_timer.isActive())
        m_timer.start();
}

void FlowLog::amend(const FlowRecord &record)
{
    if (!m_isWatched || !record.summary)
        return;
    const auto known = std::find_if(m_ended.rbegin(), m_ended.rend(),
                                    [&record](const FlowRecord &ended) { return ended.id == record.id; });
    if (known != m_ended.rend())
        *known = record;
    else if (m_ended.size() < maximumBatch)
        m_ended.append(record);
    if (!m_timer.isActive())
        m_timer.start();
}

void FlowLog::addRefused(FlowRecord record)
{
    if (!m_isWatched || m_refused >= maximumRefused || m_ended.size() >= maximumBatch)
        return;
    ++m_refused;
    record.id = ++m_lastId;
    m_ended.append(std::move(record));
    publishSoon();
}

void FlowLog::discard(Source *source)
{
    m_publishedBytes.remove(source->record().id);
    m_sources.removeOne(source);
}

int FlowLog::inFlight() const
{
    return int(std::count_if(m_sources.cbegin(), m_sources.cend(),
                             [](const Source *source) { return !source->record().upstream.isEmpty(); }));
}

void FlowLog::publish()
{
    QList<FlowRecord> batch = std::exchange(m_ended, {});
    m_refused = 0;
    for (const FlowRecord &record : std::as_const(batch))
        m_publishedBytes.remove(record.id);
    if (m_isWatched) {
        for (const Source *source : std::as_const(m_sources)) {
            const FlowRecord &record = source->record();
            const qint64 now = fingerprint(record);
            if (auto known = m_publishedBytes.constFind(record.id); known != m_publishedBytes.cend() && *known == now)
                continue;
            m_publishedBytes.insert(record.id, now);
            batch.append(record);
        }
        std::sort(batch.begin(), batch.end(),
                  [](const FlowRecord &a, const FlowRecord &b) { return a.id < b.id; });
        if (!m_sources.isEmpty())
            m_timer.start(); // progress of what is running
    }
    emit batchDue(batch);
}

} // namespace cpx
