// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/flowfacts.h"
#include "proxy/flowrecord.h"
#include "proxy/responses/responsesummary.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QTimer>

#include <functional>

namespace cpx {

/// The requests of this session, oldest first, as a table. Holds the newest ones only; says states, not
/// colours.
class FlowModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Number,
        State,
        Time,
        Client,
        Kind,
        Model,
        Status,
        FirstByte,
        Total,
        Size,
        Target,
        Outcome, ///< this and the following are known when the answer of a model has ended
        InputTokens,
        CachedTokens,
        OutputTokens,
        FirstOutput,
        Changes,
        ColumnCount
    };
    Q_ENUM(Column)

    enum Role {
        SortRole = Qt::UserRole + 1, ///< a value that sorts as the column means, unknown first
        RecordRole, ///< the whole FlowRecord
        FactsRole, ///< the FlowFacts
        SequenceRole, ///< quint64, rising over restarts of the engine; names a row for good
        PhaseRole, ///< int, a FlowRecord::Phase
        IsErrorRole, ///< bool: failed, or an HTTP status of 400 and more
        ErrorTextRole, ///< QString for people, or empty
    };

    /// Milliseconds since 1970-01-01 UTC; replaced in tests.
    using Clock = std::function<qint64()>;

    explicit FlowModel(QObject *parent = nullptr);
    FlowModel(Clock clock, int capacity, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    const FlowRecord &record(int row) const { return m_rows.at(row).record; }
    const FlowFacts &facts(int row) const { return m_rows.at(row).facts; }
    quint64 sequence(int row) const { return m_rows.at(row).sequence; }
    int rowOf(quint64 sequence) const; ///< -1: dropped meanwhile
    quint64 newestSequence() const { return m_nextSequence - 1; } ///< 0: no request yet
    qint64 now() const { return m_clock(); }
    /// The start of the newest request that had to make room, or 0: what is older is incomplete.
    qint64 droppedUntilMs() const { return m_droppedUntilMs; }

    /// New requests are appended, known ones (same id, same run) replaced.
    void upsert(const QList<FlowRecord> &records);
    /// The engine was started again and may count its ids from 1: records to come are new requests.
    void beginRun();
    /// The engine stopped: nobody will say any more how its requests ended. Those without an end become
    /// Cancelled, after a time that is not known. A record that comes late after all still counts.
    void endRun();

    /// While true, the elapsed time of requests in flight is refreshed. Nothing ticks otherwise.
    void setLive(bool live);
    bool isTicking() const { return m_tick.isActive(); }

private:
    struct Row
    {
        FlowRecord record;
        FlowFacts facts;
        quint64 sequence = 0;
    };

    void replace(int row, const FlowRecord &record);
    void append(const QList<FlowRecord> &records);
    void dropOldest();
    void forget(const Row &row);
    void updateTick();
    void refreshElapsed();
    QVariant display(const Row &row, int column) const;
    QVariant sortValue(const Row &row, int column) const;
    QString accessibleText(const Row &row, int column) const;
    std::optional<qint64> totalOrElapsed(const FlowRecord &record) const;

    Clock m_clock;
    int m_capacity;
    QList<Row> m_rows;
    QHash<quint64, quint64> m_sequenceOfId; ///< of the current run
    quint64 m_highestDroppedId = 0; ///< of the current run
    quint64 m_nextSequence = 1;
    int m_inFlight = 0;
    qint64 m_droppedUntilMs = 0;
    bool m_isLive = false;
    QTimer m_tick;
};

/// For people, translated: "Sending", "Done", ….
QString displayName(FlowRecord::Phase phase);
/// For people, translated: "Completed", "Cut", ….
QString displayName(ModelOutcome::Kind outcome);
/// True for what a person would call an error. A client that left is none.
bool isError(const FlowRecord &record);

} // namespace cpx

Q_DECLARE_METATYPE(cpx::FlowFacts)
