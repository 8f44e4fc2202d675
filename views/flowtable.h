// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

class QMenu;

namespace cpx {

class FlowFilterModel;
class WindowState;

/// The table of requests: follows the newest until the user scrolls up, copies what is selected, remembers
/// its columns.
class FlowTable : public QTableView
{
    Q_OBJECT

public:
    explicit FlowTable(FlowFilterModel *flows, QWidget *parent = nullptr); ///< borrows the model

    bool isFollowing() const { return m_isFollowing; }
    void followLatest();
    /// The sequence of the current request, or 0.
    quint64 currentSequence() const;
    void selectSequence(quint64 sequence);

    void copySelection();
    /// Checkable entries, one per column.
    void fillColumnMenu(QMenu *menu);

    void restore(const WindowState &state);
    void store(WindowState &state) const;

signals:
    void followingChanged(bool following);
    void currentFlowChanged(quint64 sequence);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void setFollowing(bool following);
    void noticeScrolling();
    void setUpColumns();
    QString rowText(int row) const;

    FlowFilterModel *m_flows;
    bool m_isFollowing = true;
};

} // namespace cpx
