// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QTcpSocket>
#include <memory>

namespace cpx {

/// An upstream connection that has left HTTP (RFC 9110 §7.8), owned by whoever holds this.
struct UpgradedSocket
{
    std::unique_ptr<QTcpSocket> socket{}; ///< connected; a QSslSocket, encrypted, for a TLS upstream
    QByteArray early{}; ///< what came with the 101, already in the new protocol
};

} // namespace cpx
