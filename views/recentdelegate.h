// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace cpx {

/// Draws the lines of RecentList: the mark of the phase in front of the time.
class RecentDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    enum Role { SequenceRole = Qt::UserRole + 1, PhaseRole, IsErrorRole };

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace cpx
