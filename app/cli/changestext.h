// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/recording/recordedflow.h"

#include <QJsonObject>

namespace cpx {

/// What was changed in a recorded request: a unified listing in which every difference between what was received and what
/// was sent names who made it. Safe to print on a terminal.
QString changesText(const RecordedFlow &flow);

/// The same for programs: "compared", "changes", "differences" with the indexes of the changes that made them.
QJsonObject changesJson(const RecordedFlow &flow);

} // namespace cpx
