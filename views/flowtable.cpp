// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/flowtable.h"

#include "models/flowdetails.h"
#include "models/flowfiltermodel.h"
#include "views/flowdelegate.h"
#include "views/icons.h"
#include "views/windowstate.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace cpx {

FlowTable::FlowTable(FlowFilterModel *flows, QWidget *parent)
    : QTableView(parent)
    , m_flows(flows)
{
    setObjectName(u"flowTable"_s);
    setAccessibleName(tr("Requests"));
    setItemDelegate(new FlowDelegate(this));
    setModel(flows);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setFrameShape(NoFrame);
    setHorizontalScrollMode(ScrollPerPixel);
    setUpColumns();
    setSortingEnabled(true);

    connect(verticalScrollBar(), &QScrollBar::actionTriggered, this, &FlowTable::noticeScrolling);
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this] {
        if (m_isFollowing)
            scrollToBottom();
    });
}

void FlowTable::setUpColumns()
{
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 11);
    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setStretchLastSection(true);
    header->setMinimumSectionSize(36);
    header->setSortIndicator(FlowModel::Number, Qt::AscendingOrder);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        QMenu menu;
        fillColumnMenu(&menu);
        menu.exec(horizontalHeader()->mapToGlobal(at));
    });
    const auto width = [this](const QString &sample) { return fontMetrics().horizontalAdvance(sample) + 22; };
    header->resizeSection(FlowModel::Number, width(u"00000"_s));
    int widestState = 0; // in the language of the window
    for (const auto phase :
         {FlowRecord::Phase::Sending, FlowRecord::Phase::Streaming, FlowRecord::Phase::Done,
          FlowRecord::Phase::Failed, FlowRecord::Phase::Cancelled})
        widestState = std::max(widestState, width(displayName(phase)));
    header->resizeSection(FlowModel::State, widestState + 18);
    header->resizeSection(FlowModel::Time, width(u"00:00:00"_s));
    header->resizeSection(FlowModel::Client, width(u"codex plus demo 0.1.0"_s));
    header->resizeSection(FlowModel::Kind, width(u"Compaction"_s));
    header->resizeSection(FlowModel::Model, width(u"gpt-6.1-codex"_s));
    header->resizeSection(FlowModel::Status, width(u"Status"_s) + 12);
    header->resizeSection(FlowModel::FirstByte, width(u"First byte"_s) + 12);
    header->resizeSection(FlowModel::Total, width(u"00 min 00 s"_s));
    header->resizeSection(FlowModel::Size, width(u"000.0 kB"_s));
    // For those who want them: the table would be too wide for most windows. The target stays last, where it stretches.
    for (int column = FlowModel::Target + 1; column < FlowModel::ColumnCount; ++column) {
        header->resizeSection(column, width(m_flows->headerData(column, Qt::Horizontal).toString()) + 12);
        header->setSectionHidden(column, true);
    }
    header->moveSection(header->visualIndex(FlowModel::Target), FlowModel::ColumnCount - 1);
}

void FlowTable::followLatest()
{
    setFollowing(true);
    scrollToBottom();
}

void FlowTable::setFollowing(bool following)
{
    if (following == m_isFollowing)
        return;
    m_isFollowing = following;
    emit followingChanged(following);
}

void FlowTable::noticeScrolling()
{
    const QScrollBar *bar = verticalScrollBar();
    setFollowing(bar->sliderPosition() >= bar->maximum()); // the value follows after the signal
}

void FlowTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    if (m_isFollowing)
        scrollToBottom();
}

quint64 FlowTable::currentSequence() const
{
    return currentIndex().data(FlowModel::SequenceRole).toULongLong();
}

void FlowTable::selectSequence(quint64 sequence)
{
    const int row = m_flows->flows()->rowOf(sequence);
    const QModelIndex index =
        row < 0 ? QModelIndex() : m_flows->mapFromSource(m_flows->flows()->index(row, 0));
    if (!index.isValid())
        return;
    setFollowing(false); // or the next request would scroll it away
    selectRow(index.row());
    scrollTo(index);
}

void FlowTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (current.row() != previous.row() || current.isValid() != previous.isValid())
        emit currentFlowChanged(current.data(FlowModel::SequenceRole).toULongLong());
}

QString FlowTable::rowText(int row) const
{
    QStringList cells;
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        if (!isColumnHidden(column))
            cells.append(m_flows->index(row, column).data().toString());
    }
    return cells.join(u'\t');
}

void FlowTable::copySelection()
{
    QStringList rows;
    const QModelIndexList selected = selectionModel()->selectedRows();
    for (const QModelIndex &index : selected)
        rows.append(rowText(index.row()));
    if (!rows.isEmpty())
        QGuiApplication::clipboard()->setText(rows.join(u'\n'));
}

void FlowTable::contextMenuEvent(QContextMenuEvent *event)
{
    // Rows come and go while the menu is open.
    const QPersistentModelIndex index =
        event->reason() == QContextMenuEvent::Mouse ? indexAt(event->pos()) : currentIndex();
    if (!index.isValid())
        return;
    const auto copy = [](const QString &text) { QGuiApplication::clipboard()->setText(text); };
    QMenu menu;
    menu.setObjectName(u"flowMenu"_s);
    menu.addAction(icons::named(u"copy"_s), tr("&Copy Rows"), this, &FlowTable::copySelection);
    menu.addAction(tr("Copy Ce&ll"), this, [copy, index] {
        if (index.isValid())
            copy(index.data().toString());
    });
    menu.addAction(tr("Copy &Summary"), this, [this, copy, index] {
        if (!index.isValid())
            return;
        const auto record = index.data(FlowModel::RecordRole).value<FlowRecord>();
        const auto facts = index.data(FlowModel::FactsRole).value<FlowFacts>();
        copy(FlowDetails::of(record, facts, m_flows->flows()->now()).sentence);
    });
    const QString error = index.data(FlowModel::ErrorTextRole).toString();
    menu.addAction(tr("Copy &Error"), this, [copy, error] { copy(error); })->setEnabled(!error.isEmpty());
    const QPoint at = event->reason() == QContextMenuEvent::Mouse
        ? event->globalPos()
        : viewport()->mapToGlobal(visualRect(index).bottomLeft());
    menu.exec(at);
}

void FlowTable::fillColumnMenu(QMenu *menu)
{
    menu->clear();
    for (int column = 0; column < FlowModel::ColumnCount; ++column) {
        QAction *action = menu->addAction(model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        action->setEnabled(column != FlowModel::Number); // a table of no column could not be repaired
        connect(action, &QAction::toggled, this,
                [this, column](bool shown) { setColumnHidden(column, !shown); });
    }
}

void FlowTable::restore(const WindowState &state)
{
    const QByteArray columns = state.bytes(u"traffic.header"_s);
    if (!columns.isEmpty() && !horizontalHeader()->restoreState(columns))
        setUpColumns();
    setColumnHidden(FlowModel::Number, false);
    horizontalHeader()->setStretchLastSection(true);
}

void FlowTable::store(WindowState &state) const
{
    state.setBytes(u"traffic.header"_s, horizontalHeader()->saveState());
}

} // namespace cpx
