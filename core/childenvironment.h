// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcessEnvironment>

namespace cpx {

/// What a child that runs the user's code (hooks, commands, status lines) gets of our environment: PATH, HOME, USER,
/// LOGNAME, SHELL, LANG, LC_*, TERM, TZ, TMPDIR, XDG_* directories. No keys, tokens, agents' sockets or proxies (SECURITY: TRU-7).
QProcessEnvironment childEnvironment(const QProcessEnvironment &ours);

} // namespace cpx
