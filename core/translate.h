// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

namespace cpx {

/// For text outside QObject classes, which have tr(). A helper named tr() would not do: lupdate would file its texts
/// under the namespace or class a call stands in, and the program would look elsewhere.
inline QString translate(const char *context, const char *text)
{
    return QCoreApplication::translate(context, text);
}

} // namespace cpx
