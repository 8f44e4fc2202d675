// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/flowfiltermodel.h"

namespace cpx {

FlowFilterModel::FlowFilterModel(FlowModel *flows, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_flows(flows)
{
    setSortRole(FlowModel::SortRole);
    setDynamicSortFilter(true);
    setSourceModel(flows);
    sort(FlowModel::Number);
}

void FlowFilterModel::setFilterText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    const auto query = FlowQuery::parse(text, m_flows->now());
    const QString error = query ? QString() : query.error().message;
    if (query) {
        m_query = *query;
        m_appliedText = text;
        invalidateFilter();
    }
    emit filterTextChanged();
    if (error != m_error) {
        m_error = error;
        emit errorTextChanged();
    }
}

void FlowFilterModel::setPaused(bool paused)
{
    if (paused == isPaused())
        return;
    m_lastShown.reset();
    if (paused)
        m_lastShown = m_flows->newestSequence();
    invalidateFilter();
    emit pausedChanged(paused);
}

int FlowFilterModel::waitingCount() const
{
    if (!isPaused())
        return 0;
    int waiting = 0;
    for (int row = m_flows->rowCount() - 1; row >= 0 && m_flows->sequence(row) > *m_lastShown; --row)
        ++waiting;
    return waiting;
}

bool FlowFilterModel::filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const
{
    Q_UNUSED(sourceParent)
    if (isPaused() && m_flows->sequence(sourceRow) > *m_lastShown)
        return false;
    if (m_query.isEmpty())
        return true;
    QString searchText;
    if (!m_query.words().isEmpty()) {
        for (const int column : {FlowModel::Number, FlowModel::State, FlowModel::Client, FlowModel::Kind,
                                 FlowModel::Model, FlowModel::Status, FlowModel::Target})
            searchText += m_flows->index(sourceRow, column).data().toString() + u'\n';
        searchText += m_flows->index(sourceRow, 0).data(FlowModel::ErrorTextRole).toString();
    }
    return m_query.matches(m_flows->record(sourceRow), m_flows->facts(sourceRow), searchText, m_flows->now());
}

bool FlowFilterModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const QVariant a = left.data(FlowModel::SortRole);
    const QVariant b = right.data(FlowModel::SortRole);
    const QPartialOrdering order = QVariant::compare(a, b);
    if (order != QPartialOrdering::Equivalent)
        return order == QPartialOrdering::Less;
    // Equal values keep the order of arrival, so rows do not jump while values change.
    return m_flows->sequence(left.row()) < m_flows->sequence(right.row());
}

} // namespace cpx
