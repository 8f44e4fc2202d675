// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <limits>

// Text and its JSON string (RFC 8259 §7), both ways. A string token is a string as it stands in JSON, quotes
// included.

namespace cpx {

/// `text` as a string token. UTF-8 stays readable; quotes, backslashes, control characters and lone
/// surrogates, which UTF-8 has no form for, are escaped. stringFromJson() gives the same text back.
QByteArray jsonString(QStringView text);

/// The text of a string token, at most its first `longest` UTF-16 units; empty when it is none. Wrong escapes
/// become U+FFFD, bytes that are no UTF-8 likewise; escaped lone surrogates stay what they are.
QString stringFromJson(QByteArrayView token, qsizetype longest = std::numeric_limits<qsizetype>::max());

/// What stands inside a string token, quotes left off, in the same way.
QString textFromJson(QByteArrayView inside, qsizetype longest = std::numeric_limits<qsizetype>::max());

/// Whether a string token says `text`, which is UTF-8, however it is escaped. Without a copy for what is not
/// escaped.
bool jsonStringEquals(QByteArrayView token, QByteArrayView text);

} // namespace cpx
