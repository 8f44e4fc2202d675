// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace cpx {

/// What becomes of line ends and tabs in terminalText().
enum class LineBreaks {
    Escape, ///< one value, one line: nothing can forge a second one
    Keep, ///< text of several lines; CRLF becomes LF
};

/// Text from elsewhere that may be printed on a terminal: control characters (C0, DEL, and C1 in UTF-8) as "\x1b", so
/// that they cannot drive it.
QByteArray terminalText(QByteArrayView text, LineBreaks lineBreaks);

} // namespace cpx
