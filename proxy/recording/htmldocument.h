// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/recording/recordedflow.h"

namespace cpx {

/// One recorded exchange as a page for people: facts, changes, heads and bodies. Self-contained: no scripts, nothing is
/// loaded (its content security policy forbids it), light or dark as the reader's system is. Everything recorded is escaped.
QByteArray htmlDocument(const RecordedFlow &flow);

} // namespace cpx
