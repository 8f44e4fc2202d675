// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/timingbar.h"

#include "views/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace cpx {

TimingBar::TimingBar(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void TimingBar::setShare(std::optional<double> firstByteShare)
{
    setVisible(firstByteShare.has_value());
    m_share = firstByteShare.value_or(0);
    setAccessibleName(
        tr("%1 % waiting, %2 % streaming").arg(qRound(m_share * 100)).arg(100 - qRound(m_share * 100)));
    setToolTip(accessibleName());
    update();
}

QSize TimingBar::sizeHint() const
{
    return {300, fontMetrics().height() + 14};
}

void TimingBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF(rect()).adjusted(0, 0, -1, -1);
    QPainterPath outline;
    outline.addRoundedRect(area, 5, 5);
    painter.setClipPath(outline);
    const double split = area.left() + area.width() * m_share;
    const QRectF waiting(area.left(), area.top(), split - area.left(), area.height());
    const QRectF streaming(split, area.top(), area.right() - split, area.height());
    QColor pale = palette().color(QPalette::Highlight);
    painter.fillRect(streaming, pale);
    pale.setAlphaF(0.22F);
    painter.fillRect(waiting, pale);
    const auto label = [&](const QRectF &part, const QString &text, const QColor &color) {
        if (part.width() < fontMetrics().horizontalAdvance(text) + 16)
            return; // the numbers below say it anyway
        painter.setPen(color);
        painter.drawText(part.adjusted(8, 0, -8, 0), Qt::AlignVCenter | Qt::AlignLeft, text);
    };
    label(waiting, tr("Waiting"), palette().color(QPalette::Text));
    label(streaming, tr("Streaming"), palette().color(QPalette::HighlightedText));
}

} // namespace cpx
