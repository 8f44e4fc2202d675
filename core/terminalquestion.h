// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <optional>

namespace cpx {

/// Asks on the terminal the process was started from (tty(4)) and returns the line that is typed there. What was typed
/// before the question does not count, nor what is piped into the process. Nothing when there is no terminal, or it
/// closes. Waits as long as it takes: for command lines only.
std::optional<QString> askOnTerminal(const QByteArray &question);

} // namespace cpx
