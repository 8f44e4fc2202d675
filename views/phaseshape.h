// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/flowmodel.h"

class QColor;
class QPainter;
class QPalette;
class QRectF;

namespace cpx {

/// The mark of a request's phase: an open ring (sending), a half ring (streaming), a tick (done), a cross
/// (error), a bar (the client left).
void drawPhaseShape(QPainter &painter, FlowRecord::Phase phase, bool isError, const QRectF &area,
                    const QColor &color);

QColor phaseColor(FlowRecord::Phase phase, bool isError, const QPalette &palette);

} // namespace cpx
