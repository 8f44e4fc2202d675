// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>

namespace cpx {

/// Decodes a complete `Content-Encoding: gzip` body (RFC 1952): one member or several. Invalid when the data is no gzip,
/// cut off or damaged, or decodes to more than `maxOutput` bytes or, above 1 MiB, to more than `maxRatio` times its own
/// size. Never holds more than the smaller bound.
Result<QByteArray> gzipDecompress(QByteArrayView compressed, qint64 maxOutput, int maxRatio = 200);

} // namespace cpx
