// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace cpx {

/// How many objects and arrays are open at most at a time. For texts that are not JSON, some number.
int jsonDepth(QByteArrayView json);

} // namespace cpx
