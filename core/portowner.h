// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

namespace cpx {

/// The process that listens on a TCP port of this machine.
struct PortOwner
{
    qint64 pid = 0;
    QString program; ///< name of its executable
};

/// Looks the listener up in /proc (Linux). Empty when nobody listens, when the process belongs to another user,
/// or on systems without /proc. Reads many small files: call it only to explain a failure.
std::optional<PortOwner> findPortOwner(quint16 port);

/// False when a process of another user listens on the port. Quick, as long as somebody does. True on systems without /proc.
bool isListeningPortOurs(quint16 port);

} // namespace cpx
