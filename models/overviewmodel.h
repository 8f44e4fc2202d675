// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/flowmodel.h"

#include <QTimer>

namespace cpx {

/// The last 60 minutes in numbers, derived from the requests in a FlowModel. Numbers are measured or absent:
/// a percentile exists only with enough samples, and says how many.
class OverviewModel : public QObject
{
    Q_OBJECT

public:
    static constexpr int minutes = 60;
    static constexpr int samplesForP95 = 20; ///< with fewer, it would only be the slowest one

    /// How many requests began in one minute; the last bin is the current minute.
    struct Bin
    {
        int succeeded = 0; ///< and those still running
        int failed = 0;

        friend bool operator==(const Bin &, const Bin &) = default;
    };

    /// One line of the list of recent requests, ready to be read.
    struct Recent
    {
        quint64 sequence = 0;
        FlowRecord::Phase phase = FlowRecord::Phase::Sending;
        bool isError = false;
        QString time{};
        QString what{}; ///< "Turn · gpt-5.5"
        QString result{}; ///< "200 · 2.1 s", or what it is doing

        friend bool operator==(const Recent &, const Recent &) = default;
    };

    explicit OverviewModel(FlowModel *flows, QObject *parent = nullptr); ///< borrows the model

    int requestCount() const { return m_values.requests; } ///< those answered by ourselves excluded
    int errorCount() const { return m_values.errors; }
    int inFlightCount() const { return m_values.inFlight; }
    int sampleCount() const { return m_values.samples; } ///< behind the percentiles
    std::optional<qint64> firstByteP50Us() const { return m_values.p50; }
    std::optional<qint64> firstByteP95Us() const { return m_values.p95; }
    /// Why the last failed request failed, with its time; empty when there was none.
    QString lastErrorText() const { return m_values.lastError; }
    quint64 lastErrorSequence() const { return m_values.lastErrorSequence; }
    QList<Bin> bins() const { return m_values.bins; } ///< always `minutes` of them
    QList<Recent> recent() const { return m_values.recent; } ///< newest first, at most fourteen

    /// "codex exec 0.169.0", or empty: nobody came yet.
    QString lastClient() const { return m_values.lastClient; }
    qint64 lastClientMs() const { return m_values.lastClientMs; }
    /// What the newest request to upstream came to, or empty: status and time to first byte, or the failure.
    QString lastAnswerText() const { return m_values.lastAnswer; }
    bool lastAnswerIsError() const { return m_values.lastAnswerIsError; }
    /// False when requests of the last 60 minutes had to make room for newer ones: the numbers are too low.
    bool isComplete() const { return m_values.isComplete; }

    /// What the percentiles come from, or what p95 still needs.
    QString samplesText() const;
    /// "p95 first byte 2.1 s (1 h)" or "p95 first byte — (1 h)".
    QString percentileText() const;

    /// While true, old requests leave the numbers as time goes by. Nothing ticks when there are none.
    void setLive(bool live);
    /// Computes now instead of soon.
    void refresh();

signals:
    void changed();

private:
    struct Values
    {
        int requests = 0;
        int errors = 0;
        int inFlight = 0;
        int samples = 0;
        std::optional<qint64> p50{};
        std::optional<qint64> p95{};
        QString lastError{};
        quint64 lastErrorSequence = 0;
        QList<Bin> bins = QList<Bin>(minutes);
        QList<Recent> recent{};
        QString lastClient{};
        qint64 lastClientMs = 0;
        QString lastAnswer{};
        bool lastAnswerIsError = false;
        bool isComplete = true;

        friend bool operator==(const Values &, const Values &) = default;
    };

    void refreshSoon();
    Values compute() const;
    Recent recentOf(int row, qint64 now) const;
    void updateAging();

    FlowModel *m_flows;
    Values m_values;
    bool m_isLive = true;
    QTimer m_soon; ///< gathers bursts
    QTimer m_aging;
};

/// The value below which `percent` of the values lie, by the nearest-rank method; sorts the list.
std::optional<qint64> percentile(QList<qint64> &values, int percent);

} // namespace cpx
