// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace cpx {

/// The statements that make a store of `version` (PRAGMA user_version; 0: an empty file) one of
/// FlowDatabase::schemaVersion. They keep what is there, and do no harm when another process has carried them out already.
///
/// 1: flows, a row per exchange; bodies come last, so that lists need not read over them.
/// 2: flow_details, a row per exchange recorded since: what to look for them by, what the model said, what was changed.
QStringList schemaStatements(int version);

} // namespace cpx
