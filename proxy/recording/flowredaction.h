// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/recording/gatheredexchange.h"

namespace cpx {

/// What of an exchange may be kept in this mode. In every mode the target, headers and error text are without credentials.
/// In `redacted` a body is kept without its content coding and searched for credentials; one that cannot be searched
/// (decodedContent() fails, or it is no text in UTF-8) is not kept. The texts of changes are treated like bodies. Takes time; for the writer's thread.
RecordedFlow keptOf(GatheredExchange exchange, RecordingMode mode);

} // namespace cpx
