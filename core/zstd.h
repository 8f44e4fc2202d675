// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>

namespace cpx {

/// Below this size the ratio of zstdDecompress() is not looked at: small repetitive texts compress that well.
inline constexpr qint64 zstdRatioFloor = 1024 * 1024;

/// Decodes a complete `Content-Encoding: zstd` body (RFC 8878): one frame or several, with or without content
/// size. Invalid when the data is no zstd, cut off or damaged, needs a window above 8 MiB, decodes to more
/// than `maxOutput` bytes, or to more than `maxRatio` times its own size. Never holds more than the smaller
/// bound.
Result<QByteArray> zstdDecompress(QByteArrayView compressed, qint64 maxOutput, int maxRatio = 200);

/// One frame written the way a streaming sender does it, as Codex does: no content size, no checksum.
QByteArray zstdCompress(QByteArrayView data);

} // namespace cpx
