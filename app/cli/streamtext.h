// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/recording/recordedflow.h"

#include <QJsonArray>

namespace cpx {

/// The events of a recorded answer as a timeline: when each came, how long after the one before, of what type and size.
/// Events of one type that follow each other without a gap are one line. Safe to print on a terminal.
QString streamText(const RecordedFlow &flow);

/// One object per event.
QJsonArray streamJson(const RecordedFlow &flow);

} // namespace cpx
