// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/recording/recordedflow.h"

#include <QJsonObject>

namespace cpx {

/// One recorded exchange as an HTTP Archive 1.2, which browsers' developer tools and others read. Sizes and times that are
/// not known are -1, as the format has it.
QJsonObject harDocument(const RecordedFlow &flow);

} // namespace cpx
