// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/prompt/prompttreatment.h"

namespace cpx {

/// As in the PromptStore: CBOR (RFC 8949), which keeps bytes as they are. Empty for one that is nothing.
QByteArray toCbor(const PromptTreatment &treatment);
/// Nothing for what toCbor() does not make; members it does not know are left out.
std::optional<PromptTreatment> treatmentFromCbor(const QByteArray &bytes);

} // namespace cpx
