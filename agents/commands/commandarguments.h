// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QStringView>

namespace cpx {

/// The words of a command's arguments, for $0, $1 and so on, as the program splits them that the files are written for: much
/// like a shell. White space separates; '…' and "…" hold together and vanish, within "…" a backslash and the character behind it stay as they
/// are; `\ ` is a blank. Words of the form a=b in front are left out; an unquoted ; | < > or && ends the list, and from a backtick
/// on everything is one word. A quote without its second makes the whole text one word.
QStringList splitArguments(QStringView arguments);

} // namespace cpx
