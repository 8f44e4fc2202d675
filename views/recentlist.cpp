// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/recentlist.h"

#include "views/recentdelegate.h"

#include <QHeaderView>

using namespace Qt::StringLiterals;

namespace cpx {

RecentList::RecentList(QWidget *parent)
    : QTreeWidget(parent)
{
    setObjectName(u"recentList"_s);
    setAccessibleName(tr("Recent requests"));
    setColumnCount(3);
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setFrameShape(NoFrame);
    setAllColumnsShowFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideMiddle);
    setItemDelegate(new RecentDelegate(this));
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    header()->setSectionResizeMode(1, QHeaderView::Stretch);
    header()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    viewport()->setAutoFillBackground(false);
    connect(this, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem *item) {
        emit flowRequested(item->data(0, RecentDelegate::SequenceRole).toULongLong());
    });
}

void RecentList::setRecent(const QList<OverviewModel::Recent> &recent)
{
    if (recent == m_recent)
        return;
    m_recent = recent;
    // Lines are reused: a list that is emptied and filled would lose its focus and selection five times a
    // second.
    while (topLevelItemCount() > recent.size())
        delete takeTopLevelItem(topLevelItemCount() - 1);
    while (topLevelItemCount() < recent.size())
        new QTreeWidgetItem(this);
    for (int i = 0; i < recent.size(); ++i) {
        const OverviewModel::Recent &line = recent.at(i);
        QTreeWidgetItem *item = topLevelItem(i);
        item->setText(0, line.time);
        item->setText(1, line.what);
        item->setText(2, line.result);
        item->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
        item->setData(0, RecentDelegate::SequenceRole, line.sequence);
        item->setData(0, RecentDelegate::PhaseRole, static_cast<int>(line.phase));
        item->setData(0, RecentDelegate::IsErrorRole, line.isError);
        item->setData(0, Qt::AccessibleTextRole, u"%1, %2, %3"_s.arg(line.time, line.what, line.result));
    }
}

} // namespace cpx
