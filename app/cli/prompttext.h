// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/recording/recordedflow.h"

#include <QJsonArray>

namespace cpx {

/// What the user newly said in a recorded request; or why there is nothing. Safe to print on a terminal.
QString promptText(const RecordedFlow &flow);

/// The texts, oldest first.
QJsonArray promptJson(const RecordedFlow &flow);

} // namespace cpx
