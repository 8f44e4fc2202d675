// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/flowdelegate.h"

#include "models/flowmodel.h"
#include "views/phaseshape.h"
#include "views/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QTextDocument>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr int shapeSize = 10;
constexpr int shapeSpace = 18;

} // namespace

void FlowDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto phase = static_cast<FlowRecord::Phase>(index.data(FlowModel::PhaseRole).toInt());
    const bool isBad = index.data(FlowModel::IsErrorRole).toBool();
    if (index.column() == FlowModel::State || (isBad && index.column() == FlowModel::Status))
        option->palette.setColor(QPalette::Text, phaseColor(phase, isBad, option->palette));
    if (option->text == u"—"_s)
        option->palette.setColor(QPalette::Text, Theme::quietText(option->palette));
}

void FlowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    if (index.column() != FlowModel::State)
        return QStyledItemDelegate::paint(painter, option, index);
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString text = item.text;
    item.text.clear();
    const QWidget *view = option.widget;
    QStyle *style = view ? view->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, view);

    const bool isSelected = item.state.testFlag(QStyle::State_Selected);
    const QColor color = item.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text);
    const auto phase = static_cast<FlowRecord::Phase>(index.data(FlowModel::PhaseRole).toInt());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF shape(item.rect.left() + 6, item.rect.center().y() - shapeSize / 2.0 + 0.5, shapeSize,
                       shapeSize);
    drawPhaseShape(*painter, phase, index.data(FlowModel::IsErrorRole).toBool(), shape, color);
    painter->setPen(color);
    painter->setFont(item.font);
    const QRect area = item.rect.adjusted(6 + shapeSpace, 0, -2, 0);
    painter->drawText(area, Qt::AlignVCenter,
                      item.fontMetrics.elidedText(text, Qt::ElideRight, area.width()));
    painter->restore();
}

QSize FlowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    if (index.column() == FlowModel::State)
        size.rwidth() += shapeSpace + 6;
    return size;
}

bool FlowDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                             const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QString text = index.data(FlowModel::ErrorTextRole).toString();
    if (index.column() != FlowModel::State && index.column() != FlowModel::Status) {
        const bool isCut = sizeHint(option, index).width() > option.rect.width();
        text = isCut ? index.data().toString() : QString();
    }
    // What came over the wire must not be taken for HTML.
    QToolTip::showText(event->globalPos(), text.isEmpty() ? text : Qt::convertFromPlainText(text), view);
    return true;
}

} // namespace cpx
