// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

namespace cpx {

struct GitStatus;

/// The longest status line, in UTF-16 units.
constexpr qsizetype maximumStatusLine = 512;

/// Text a program wrote for a terminal, without what drives one: escape sequences (ECMA-48 CSI, OSC and the
/// other strings, two-byte escapes), other control characters and those that turn the direction of writing.
/// Lines end in LF. What is no UTF-8 becomes U+FFFD. The text of an OSC 8 link stays, its address goes.
QString withoutTerminalSequences(QByteArrayView output);

/// The line of a program's output that is its status line: the first that begins with "[" and holds "Dir:"
/// and "Local:", else the first that is not blank. Without terminal sequences, trimmed and cut. Empty: there
/// is none.
QString chosenStatusLine(QByteArrayView output);

/// "[Dir: name | Local: branch (ahead 1, behind 2) | Remote: origin/branch]"; what git does not know is left
/// out. `root` is the working tree's. The words are what chosenStatusLine() and users' scripts look for, and
/// not translated.
QString gitStatusLine(const QString &root, const GitStatus &status);

} // namespace cpx
