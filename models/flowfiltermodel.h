// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/flowmodel.h"
#include "models/flowquery.h"

#include <QSortFilterProxyModel>

namespace cpx {

/// The requests that match a filter line, sorted. Can be paused: requests that come later wait unseen.
class FlowFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT
    Q_PROPERTY(QString filterText READ filterText WRITE setFilterText NOTIFY filterTextChanged)
    Q_PROPERTY(QString errorText READ errorText NOTIFY errorTextChanged)
    Q_PROPERTY(bool paused READ isPaused WRITE setPaused NOTIFY pausedChanged)

public:
    explicit FlowFilterModel(FlowModel *flows, QObject *parent = nullptr); ///< borrows the model

    QString filterText() const { return m_text; }
    /// A line with an error changes what is shown no further: the last good filter stays in force.
    void setFilterText(const QString &text);
    /// The last line that was understood: what the rows shown match.
    QString appliedText() const { return m_appliedText; }
    /// Why the line is not understood, or empty.
    QString errorText() const { return m_error; }
    bool isFiltering() const { return !m_query.isEmpty(); }

    bool isPaused() const { return m_lastShown.has_value(); }
    void setPaused(bool paused);
    /// Requests that arrived since the pause began.
    int waitingCount() const;

    FlowModel *flows() const { return m_flows; }
    int totalCount() const { return m_flows->rowCount(); }

signals:
    void filterTextChanged();
    void errorTextChanged();
    void pausedChanged(bool paused);

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    FlowModel *m_flows;
    QString m_text;
    QString m_appliedText;
    QString m_error;
    FlowQuery m_query;
    std::optional<quint64> m_lastShown; ///< while paused: the newest sequence to show
};

} // namespace cpx
