// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace cpx::e2e {

/// The Codex CLI to test with: $CPX_CODEX, else the one npm put next to this file; empty when there is none.
QString codexProgram();

/// The answer for main() when `program` is missing: says so in one line. A success, because most people build
/// without it, but a failure in CI, where the tests must not vanish silently.
int skipSuite(const QString &program, const QString &remedy);

} // namespace cpx::e2e
