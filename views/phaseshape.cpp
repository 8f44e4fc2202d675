// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/phaseshape.h"

#include "views/theme.h"

#include <QPainter>

namespace cpx {

void drawPhaseShape(QPainter &painter, FlowRecord::Phase phase, bool isError, const QRectF &area,
                    const QColor &color)
{
    painter.save();
    painter.setPen(QPen(color, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    const QRectF inner = area.adjusted(1, 1, -1, -1);
    if (isError) {
        painter.drawLine(inner.topLeft(), inner.bottomRight());
        painter.drawLine(inner.topRight(), inner.bottomLeft());
        painter.restore();
        return;
    }
    switch (phase) {
    case FlowRecord::Phase::Sending: painter.drawEllipse(inner); break;
    case FlowRecord::Phase::Streaming:
        painter.drawEllipse(inner);
        painter.setBrush(color);
        painter.drawPie(inner, 90 * 16, -180 * 16);
        break;
    case FlowRecord::Phase::Done:
        painter.drawPolyline(QPolygonF{{inner.left(), inner.center().y() + 0.5},
                                       {inner.left() + inner.width() * 0.38, inner.bottom() - 0.5},
                                       {inner.right(), inner.top() + 1}});
        break;
    case FlowRecord::Phase::Failed: break; // always an error
    case FlowRecord::Phase::Cancelled:
        painter.drawLine(QPointF(inner.left(), inner.center().y()),
                         QPointF(inner.right(), inner.center().y()));
        break;
    }
    painter.restore();
}

QColor phaseColor(FlowRecord::Phase phase, bool isError, const QPalette &palette)
{
    if (isError)
        return Theme::color(Theme::Tone::Bad, palette);
    switch (phase) {
    case FlowRecord::Phase::Sending:
    case FlowRecord::Phase::Streaming: return Theme::color(Theme::Tone::Busy, palette);
    case FlowRecord::Phase::Done: return Theme::color(Theme::Tone::Good, palette);
    case FlowRecord::Phase::Failed: return Theme::color(Theme::Tone::Bad, palette);
    case FlowRecord::Phase::Cancelled: return Theme::color(Theme::Tone::Quiet, palette);
    }
    Q_UNREACHABLE();
}

} // namespace cpx
