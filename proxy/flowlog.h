// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/flowrecord.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace cpx {

/// Counts the exchanges and gathers their records for whoever watches. Nothing is copied per event: a running
/// exchange is asked for its record when a batch is due, a finished one hands in its last. Engine thread.
class FlowLog : public QObject
{
    Q_OBJECT

public:
    /// An exchange in flight.
    class Source
    {
    public:
        virtual const FlowRecord &record() const = 0;

    protected:
        ~Source() = default;
    };

    /// With `isWatched` false only the counters are kept, and nothing is published but by publish().
    explicit FlowLog(bool isWatched, QObject *parent = nullptr);

    quint64 begin(Source *source); ///< returns the id of the record; `source` is borrowed until end()
    void end(Source *source); ///< takes the last record of the source
    /// What became known of an exchange after its end: its summary. The record is handed over again if it was before.
    void amend(const FlowRecord &record);
    /// A request refused before there was an exchange; its id is given here. Of a flood only the first of each batch are
    /// kept: it must not push out what is worth looking at.
    void addRefused(FlowRecord record);
    void discard(Source *source); ///< forgets a source that is not traffic (a look at /health)

    void publish(); ///< the batch due, now

    bool isWatched() const { return m_isWatched; }
    quint64 requests() const { return m_requests + quint64(inFlight()); } ///< ended or not, local ones excluded
    quint64 failures() const { return m_failures; }
    int inFlight() const; ///< sent upstream and not ended

signals:
    /// At most 5 times a second, and only while something happens and somebody watches.
    void batchDue(const QList<cpx::FlowRecord> &flows);

private:
    void publishSoon();

    bool m_isWatched;
    quint64 m_lastId = 0;
    quint64 m_requests = 0; ///< ended ones
    quint64 m_failures = 0;
    QList<Source *> m_sources; ///< in flight, oldest first
    QHash<quint64, qint64> m_publishedBytes; ///< id → what the last batch knew, to skip what did not change
    QList<FlowRecord> m_ended; ///< since the last batch
    int m_refused = 0; ///< of those: from addRefused()
    QTimer m_timer;
};

} // namespace cpx
