// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace cpx {

/// The text of resources/python/codex_plus_hooks/runner.py, which is put into the program when it is built.
QByteArray pythonRunner();

} // namespace cpx
