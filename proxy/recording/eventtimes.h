// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/recording/gatheredexchange.h"

namespace cpx {

/// When each event of a stream was whole, in the order of the events; those after the 65 536th are left out. Microseconds.
/// Empty when the body is no event stream. Takes time; for the writer's thread.
QList<qint64> eventTimes(const GatheredBody &body, const http::HeaderList &headers);

/// As the store has them: differences in LEB128, seven bits a byte.
QByteArray packedTimes(const QList<qint64> &timesUs);
QList<qint64> unpackedTimes(QByteArrayView packed); ///< as many as can be read

} // namespace cpx
