// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/engineconfig.h"

namespace cpx {

/// The status of an engine as Markdown, for a user who asks for it in a conversation.
QString statusText(const EngineStatus &status);

} // namespace cpx
