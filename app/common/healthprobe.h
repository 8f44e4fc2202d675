// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QJsonObject>

namespace cpx {

/// Asks http://…/health of an engine, for at most two seconds, in an event loop of its own: for commands, not for
/// windows. The JSON document, or why there is none.
Result<QJsonObject> probeHealth(const QString &endpointUrl);

} // namespace cpx
