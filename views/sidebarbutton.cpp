// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/sidebarbutton.h"

#include "views/icons.h"
#include "views/theme.h"

#include <QPainter>

namespace cpx {

namespace {

constexpr int iconSide = 20;
constexpr int leftPadding = 13;
constexpr int gap = 11;

} // namespace

SidebarButton::SidebarButton(QWidget *parent)
    : QToolButton(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize SidebarButton::sizeHint() const
{
    int width = 2 * leftPadding + iconSide;
    if (toolButtonStyle() != Qt::ToolButtonIconOnly)
        width += gap + QFontMetrics(Theme::font(font(), 1, QFont::DemiBold)).horizontalAdvance(text());
    return {width, std::max(38, fontMetrics().height() + 18)};
}

void SidebarButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF(rect()).adjusted(1, 1, -1, -1);
    const QColor accent = palette().color(QPalette::Highlight);
    QColor ground = isChecked() ? accent : palette().color(QPalette::WindowText);
    ground.setAlphaF(isChecked() ? 0.14F : 0.06F);
    if (isChecked() || underMouse() || isDown()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(ground);
        painter.drawRoundedRect(area, 7, 7);
    }
    if (isChecked()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(accent);
        painter.drawRoundedRect(QRectF(area.left(), area.top() + 9, 3, area.height() - 18), 1.5, 1.5);
    }
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        painter.setPen(QPen(accent, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(area, 7, 7);
    }
    const bool iconOnly = toolButtonStyle() == Qt::ToolButtonIconOnly;
    const int left = iconOnly ? (width() - iconSide) / 2 : leftPadding;
    icon().paint(&painter, QRect(left, (height() - iconSide) / 2, iconSide, iconSide));
    if (iconOnly)
        return;
    painter.setFont(Theme::font(font(), 1, isChecked() ? QFont::DemiBold : QFont::Normal));
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect().adjusted(leftPadding + iconSide + gap, 0, -4, 0), Qt::AlignVCenter, text());
}

} // namespace cpx
