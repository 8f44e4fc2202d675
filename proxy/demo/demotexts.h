// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// The sentences of the demo model: English markdown, like a model would write. Not translated, because they
/// stand for what an upstream says and not for the program.
namespace cpx::demotexts {

/// The first line of a text, at most 80 characters.
QString shortQuote(const QString &text);

QString greeting();
QString answer(const QString &prompt);
QString longText(const QString &prompt);
QString afterTool(const QString &fencedOutput);
QString afterSilentTool();
QString summary(const QString &prompt);

QString thoughts();
QString thoughtsBeforeTool(const QString &command);
QString thoughtsBeforeLongText();

} // namespace cpx::demotexts
