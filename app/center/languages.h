// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QCoreApplication;

namespace cpx {

/// Installs our texts and Qt's own in the given language ("de", "de_AT"), or in the one of the system when
/// empty. English is the fallback. Numbers and dates follow. False: the language asked for is not there.
bool installLanguage(QCoreApplication *application, const QString &language);

} // namespace cpx
