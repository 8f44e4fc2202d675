// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/flowmodel.h"

#include "models/format.h"
#include "proxy/changes/bodychange.h"

#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int defaultCapacity = 5000;
constexpr int tickMs = 500;

QString errorText(const FlowRecord &record)
{
    if (!record.errorText.isEmpty())
        return record.errorText;
    if (!record.errorCode.isEmpty())
        return QString::fromUtf8(record.errorCode);
    if (record.status && *record.status >= 400)
        return FlowModel::tr("The server answered with HTTP status %1.").arg(*record.status);
    return {};
}

/// An answer can be whole and yet say that something went wrong.
QString stateText(const FlowRecord &record)
{
    return record.phase == FlowRecord::Phase::Done && isError(record) ? FlowModel::tr("Error")
                                                                      : displayName(record.phase);
}

/// Numbers stand under each other.
int alignment(int column)
{
    switch (column) {
    case FlowModel::Number:
    case FlowModel::Status:
    case FlowModel::FirstByte:
    case FlowModel::Total:
    case FlowModel::InputTokens:
    case FlowModel::CachedTokens:
    case FlowModel::OutputTokens:
    case FlowModel::FirstOutput:
    case FlowModel::Changes:
    case FlowModel::Size: return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    default: return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    }
}

QString orUnknown(const QString &text)
{
    return text.isEmpty() ? format::unknown() : text;
}

const ResponseSummary &summaryOf(const FlowRecord &record)
{
    static const ResponseSummary unknown;
    return record.summary ? *record.summary : unknown;
}

std::optional<qint64> tokens(const FlowRecord &record, std::optional<qint64> TokenUsage::*count)
{
    const auto &usage = summaryOf(record).usage;
    return usage ? (*usage).*count : std::nullopt;
}

std::optional<qint64> firstOutputUs(const FlowRecord &record)
{
    const auto &stream = summaryOf(record).stream;
    return stream ? stream->firstOutputUs : std::nullopt;
}

QString outcomeText(const FlowRecord &record)
{
    const auto &outcome = summaryOf(record).outcome;
    return outcome ? displayName(outcome->kind) : format::unknown();
}

qint64 changeCount(const FlowRecord &record)
{
    return record.changes ? record.changes->size() : 0;
}

} // namespace

QString displayName(FlowRecord::Phase phase)
{
    switch (phase) {
    case FlowRecord::Phase::Sending: return FlowModel::tr("Sending");
    case FlowRecord::Phase::Streaming: return FlowModel::tr("Streaming");
    case FlowRecord::Phase::Done: return FlowModel::tr("Done");
    case FlowRecord::Phase::Failed: return FlowModel::tr("Failed");
    case FlowRecord::Phase::Cancelled: return FlowModel::tr("Cancelled");
    }
    Q_UNREACHABLE();
}

QString displayName(ModelOutcome::Kind outcome)
{
    switch (outcome) {
    case ModelOutcome::Kind::Completed: return FlowModel::tr("Completed");
    case ModelOutcome::Kind::Failed: return FlowModel::tr("Failed", "outcome of an answer");
    case ModelOutcome::Kind::Incomplete: return FlowModel::tr("Incomplete");
    case ModelOutcome::Kind::Cut: return FlowModel::tr("Cut");
    }
    Q_UNREACHABLE();
}

bool isError(const FlowRecord &record)
{
    // A refused WebSocket is our own 426: Codex expects it and goes on, nobody has to act.
    if (record.phase == FlowRecord::Phase::Failed)
        return true;
    return !record.isLocal && record.status && *record.status >= 400;
}

FlowModel::FlowModel(QObject *parent)
    : FlowModel([] { return QDateTime::currentMSecsSinceEpoch(); }, defaultCapacity, parent)
{ }

FlowModel::FlowModel(Clock clock, int capacity, QObject *parent)
    : QAbstractTableModel(parent)
    , m_clock(std::move(clock))
    , m_capacity(capacity)
{
    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &FlowModel::refreshElapsed);
}

int FlowModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int FlowModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FlowModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return display(row, index.column());
    case SortRole: return sortValue(row, index.column());
    case Qt::AccessibleTextRole: return accessibleText(row, index.column());
    case RecordRole: return QVariant::fromValue(row.record);
    case FactsRole: return QVariant::fromValue(row.facts);
    case SequenceRole: return row.sequence;
    case PhaseRole: return static_cast<int>(row.record.phase);
    case IsErrorRole: return isError(row.record);
    case ErrorTextRole: return isError(row.record) ? errorText(row.record) : QString();
    case Qt::TextAlignmentRole: return alignment(index.column());
    default: return {};
    }
}

QVariant FlowModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(section);
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case FirstByte: return tr("Time until the first byte of the answer");
        case Total: return tr("Time until the end of the answer; counts up while it is running");
        case Size: return tr("Size of the answer as handed to the client");
        case Outcome: return tr("How the model's answer ended, as it says itself");
        case InputTokens: return tr("Tokens of the request as the backend counted them, cached ones included");
        case CachedTokens: return tr("Tokens of the request that the backend had in its cache");
        case OutputTokens: return tr("Tokens of the answer as the backend counted them, reasoning included");
        case FirstOutput: return tr("Time until the model's first output");
        case Changes: return tr("Changes that Codex-Plus made in the request and the answer");
        default: return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Number: return tr("#", "number of the request");
    case State: return tr("State");
    case Time: return tr("Time");
    case Client: return tr("Client");
    case Kind: return tr("Kind");
    case Model: return tr("Model");
    case Status: return tr("Status");
    case FirstByte: return tr("First byte");
    case Total: return tr("Total");
    case Size: return tr("Size");
    case Target: return tr("Target");
    case Outcome: return tr("Outcome");
    case InputTokens: return tr("Tokens in");
    case CachedTokens: return tr("Cached");
    case OutputTokens: return tr("Tokens out");
    case FirstOutput: return tr("First output");
    case Changes: return tr("Changes");
    default: return {};
    }
}

int FlowModel::rowOf(quint64 sequence) const
{
    const auto at = std::lower_bound(m_rows.cbegin(), m_rows.cend(), sequence,
                                     [](const Row &row, quint64 wanted) { return row.sequence < wanted; });
    return at != m_rows.cend() && at->sequence == sequence ? static_cast<int>(at - m_rows.cbegin()) : -1;
}

void FlowModel::upsert(const QList<FlowRecord> &records)
{
    QList<FlowRecord> fresh;
    QHash<quint64, qsizetype> placeInFresh;
    for (const FlowRecord &record : records) {
        const int row = m_sequenceOfId.contains(record.id) ? rowOf(m_sequenceOfId.value(record.id)) : -1;
        if (row >= 0) {
            replace(row, record);
        } else if (const auto place = placeInFresh.constFind(record.id); place != placeInFresh.cend()) {
            fresh[*place] = record;
        } else if (record.id > m_highestDroppedId) { // else: it had to make room and must not come back
            placeInFresh.insert(record.id, fresh.size());
            fresh.append(record);
        }
    }
    append(fresh);
    dropOldest();
    updateTick();
}

void FlowModel::beginRun()
{
    endRun(); // an engine that failed may have said nothing
    m_sequenceOfId.clear();
    m_highestDroppedId = 0;
}

void FlowModel::endRun()
{
    if (m_inFlight == 0)
        return;
    for (int row = 0; row < m_rows.size() && m_inFlight > 0; ++row) {
        if (m_rows.at(row).record.isFinished())
            continue;
        FlowRecord record = m_rows.at(row).record;
        record.phase = FlowRecord::Phase::Cancelled;
        replace(row, record);
    }
    dropOldest(); // running ones were exempt
    updateTick();
}

void FlowModel::setLive(bool live)
{
    m_isLive = live;
    updateTick();
    if (live)
        refreshElapsed();
}

void FlowModel::replace(int row, const FlowRecord &record)
{
    Row &known = m_rows[row];
    if (known.record.isFinished() && !record.isFinished())
        return; // old news, of before the end of the run
    m_inFlight += (record.isFinished() ? 0 : 1) - (known.record.isFinished() ? 0 : 1);
    // The head of a request does not change once it is complete: no need to parse it again.
    if (!(known.record.requestHeaders == record.requestHeaders) || known.record.target != record.target)
        known.facts = FlowFacts::of(record);
    known.record = record;
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void FlowModel::append(const QList<FlowRecord> &records)
{
    if (records.isEmpty())
        return;
    const int first = static_cast<int>(m_rows.size());
    beginInsertRows({}, first, first + static_cast<int>(records.size()) - 1);
    for (const FlowRecord &record : records) {
        m_sequenceOfId.insert(record.id, m_nextSequence);
        m_rows.append({record, FlowFacts::of(record), m_nextSequence});
        ++m_nextSequence;
        m_inFlight += record.isFinished() ? 0 : 1;
    }
    endInsertRows();
}

void FlowModel::dropOldest()
{
    // The oldest finished ones go; what is still running stays, however old it is.
    int row = 0;
    while (m_rows.size() > m_capacity && row < m_rows.size()) {
        if (!m_rows.at(row).record.isFinished()) {
            ++row;
            continue;
        }
        int last = row;
        const auto surplus = static_cast<int>(m_rows.size()) - m_capacity;
        while (last + 1 < m_rows.size() && last + 1 - row < surplus
               && m_rows.at(last + 1).record.isFinished())
            ++last;
        beginRemoveRows({}, row, last);
        for (int dropped = row; dropped <= last; ++dropped)
            forget(m_rows.at(dropped));
        m_rows.remove(row, last - row + 1);
        endRemoveRows();
    }
}

void FlowModel::forget(const Row &row)
{
    m_droppedUntilMs = std::max(m_droppedUntilMs, row.record.startedMs);
    if (m_sequenceOfId.value(row.record.id) != row.sequence)
        return; // of an earlier run
    m_sequenceOfId.remove(row.record.id);
    m_highestDroppedId = std::max(m_highestDroppedId, row.record.id);
}

void FlowModel::updateTick()
{
    const bool wanted = m_isLive && m_inFlight > 0;
    if (wanted != m_tick.isActive())
        wanted ? m_tick.start() : m_tick.stop();
}

void FlowModel::refreshElapsed()
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (!m_rows.at(row).record.isFinished())
            emit dataChanged(index(row, Total), index(row, Total), {Qt::DisplayRole, SortRole});
    }
}

std::optional<qint64> FlowModel::totalOrElapsed(const FlowRecord &record) const
{
    if (record.isFinished())
        return record.totalUs;
    return std::max<qint64>(0, m_clock() - record.startedMs) * 1000;
}

QVariant FlowModel::display(const Row &row, int column) const
{
    const FlowRecord &record = row.record;
    switch (static_cast<Column>(column)) {
    case Number: return QString::number(record.id);
    case State: return stateText(record);
    case Time: return format::time(record.startedMs, m_clock());
    case Client: return orUnknown(row.facts.client);
    case Kind: return displayName(row.facts.kind);
    case Model: return orUnknown(row.facts.model);
    case Status: return record.status ? QString::number(*record.status) : format::unknown();
    case FirstByte: return format::duration(record.firstByteUs);
    case Total: return format::duration(totalOrElapsed(record));
    // Nothing received yet is not measured; a finished answer without a body really has 0 bytes.
    case Size:
        return record.responseBytes == 0 && !record.isFinished() ? format::unknown()
                                                                 : format::size(record.responseBytes);
    case Target:
        return format::requestLine(record.method, record.target);
    case Outcome: return outcomeText(record);
    case InputTokens: return format::count(tokens(record, &TokenUsage::input));
    case CachedTokens: return format::count(tokens(record, &TokenUsage::cachedInput));
    case OutputTokens: return format::count(tokens(record, &TokenUsage::output));
    case FirstOutput: return format::duration(firstOutputUs(record));
    case Changes: return format::count(changeCount(record));
    case ColumnCount: break;
    }
    return {};
}

QVariant FlowModel::sortValue(const Row &row, int column) const
{
    const FlowRecord &record = row.record;
    switch (static_cast<Column>(column)) {
    case Number: return row.sequence;
    case State: return static_cast<int>(record.phase);
    case Time: return record.startedMs;
    case Status: return record.status.value_or(-1);
    case FirstByte: return record.firstByteUs.value_or(-1);
    case Total: return totalOrElapsed(record).value_or(-1);
    case Size: return record.responseBytes;
    case InputTokens: return tokens(record, &TokenUsage::input).value_or(-1);
    case CachedTokens: return tokens(record, &TokenUsage::cachedInput).value_or(-1);
    case OutputTokens: return tokens(record, &TokenUsage::output).value_or(-1);
    case FirstOutput: return firstOutputUs(record).value_or(-1);
    case Changes: return changeCount(record);
    case Outcome:
    case Client:
    case Kind:
    case Model:
    case Target: return display(row, column).toString().toCaseFolded();
    case ColumnCount: break;
    }
    return {};
}

QString FlowModel::accessibleText(const Row &row, int column) const
{
    // The first column speaks for the whole row; the others name themselves.
    if (column == Number)
        return tr("Request %1, %2, %3, status %4")
            .arg(QString::number(row.record.id), stateText(row.record), displayName(row.facts.kind),
                 display(row, Status).toString());
    return headerData(column, Qt::Horizontal).toString() + u": "_s + display(row, column).toString();
}

} // namespace cpx
