// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

namespace cpx {

/// Installs the message handler: one line per message on stderr, "codex-plus: …" for warnings and errors, with the
/// time and category for the rest; credentials replaced (core/redaction.h), control characters escaped so that no
/// input can forge a line or drive a terminal. Safe from every thread. A closed stderr is no error.
void installLogHandler();

/// The text of a message as installLogHandler() writes it.
QByteArray logLine(QtMsgType type, const char *category, const QString &message);

} // namespace cpx
