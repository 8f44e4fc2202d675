// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/recentdelegate.h"

#include "views/phaseshape.h"

#include <QApplication>
#include <QPainter>

namespace cpx {

namespace {

constexpr int shapeSize = 10;
constexpr int shapeSpace = 20;

} // namespace

void RecentDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    const QModelIndex first = index.siblingAtColumn(0);
    const auto phase = static_cast<FlowRecord::Phase>(first.data(PhaseRole).toInt());
    const bool isError = first.data(IsErrorRole).toBool();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const QColor color = isSelected ? option.palette.color(QPalette::HighlightedText)
                                    : phaseColor(phase, isError, option.palette);
    QStyleOptionViewItem item = option;
    if (index.column() == 2 && isError)
        item.palette.setColor(QPalette::Text, color);
    if (index.column() != 0)
        return QStyledItemDelegate::paint(painter, item, index);
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &item, painter,
                         option.widget); // under the mark as well
    item.rect.adjust(shapeSpace, 0, 0, 0);
    QStyledItemDelegate::paint(painter, item, index);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    drawPhaseShape(*painter, phase, isError,
                   QRectF(option.rect.left() + 4, option.rect.center().y() - shapeSize / 2.0 + 0.5, shapeSize,
                          shapeSize),
                   color);
    painter->restore();
}

QSize RecentDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(option.fontMetrics.height() + 9);
    size.rwidth() += index.column() == 0 ? shapeSpace + 6 : 4;
    return size;
}

} // namespace cpx
