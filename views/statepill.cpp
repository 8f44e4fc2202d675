// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/statepill.h"

#include <QPainter>
#include <QPolygonF>

namespace cpx {

namespace {

constexpr int sidePadding = 11;
constexpr int shapeSize = 10;
constexpr int gap = 7;

void drawShape(QPainter &painter, ProxyStateLook::Shape shape, const QRectF &area)
{
    switch (shape) {
    case ProxyStateLook::Shape::Disc: painter.drawEllipse(area); return;
    case ProxyStateLook::Shape::HalfDisc: {
        painter.save();
        painter.drawPie(area, 90 * 16, 180 * 16);
        painter.setPen(QPen(painter.brush().color(), 1.4));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(area.adjusted(0.7, 0.7, -0.7, -0.7));
        painter.restore();
        return;
    }
    case ProxyStateLook::Shape::Triangle:
        painter.drawPolygon(
            QPolygonF{{area.center().x(), area.top()}, area.bottomRight(), area.bottomLeft()});
        return;
    case ProxyStateLook::Shape::Square: painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5)); return;
    }
}

} // namespace

StatePill::StatePill(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setFont(Theme::font(font(), 1.0, QFont::DemiBold));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StatePill::setLook(const ProxyStateLook &look)
{
    m_look = look;
    setText(look.text);
    setAccessibleName(tr("State of the proxy: %1").arg(look.text));
    updateGeometry();
    update();
}

QSize StatePill::sizeHint() const
{
    return {2 * sidePadding + shapeSize + gap + fontMetrics().horizontalAdvance(text()),
            fontMetrics().height() + 10};
}

void StatePill::paintEvent(QPaintEvent *)
{
    const QColor color = Theme::color(m_look.tone, palette());
    QColor fill = color;
    fill.setAlphaF(0.12F);
    QColor frame = color;
    frame.setAlphaF(0.45F);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(frame);
    painter.setBrush(fill);
    painter.drawRoundedRect(area, area.height() / 2, area.height() / 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    drawShape(painter, m_look.shape, QRectF(sidePadding, (height() - shapeSize) / 2.0, shapeSize, shapeSize));
    painter.setPen(color);
    painter.drawText(rect().adjusted(sidePadding + shapeSize + gap, 0, -sidePadding, 0), Qt::AlignVCenter,
                     text());
}

} // namespace cpx
