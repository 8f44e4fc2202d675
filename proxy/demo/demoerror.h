// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace cpx {

/// The body of an error answer as the OpenAI API writes it.
QByteArray demoErrorBody(const QByteArray &type, const QByteArray &code, const QString &message);

} // namespace cpx
