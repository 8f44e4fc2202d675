// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace cpx {

constexpr int flowStoreVersion = 2; ///< of the store as this program writes it

/// See SqliteSchema.
///
/// 1: flows, a row per exchange; bodies come last, so that lists need not read over them.
/// 2: flow_details, a row per exchange recorded since: what to look for them by, what the model said, what was changed.
QStringList schemaStatements(int version);

} // namespace cpx
