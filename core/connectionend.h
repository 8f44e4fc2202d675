// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace cpx {

/// Tells how a TCP connection ended. Qt's sockets report a reset by the peer like its orderly end, and by then have closed
/// their descriptor: this keeps a second one. The connection lives until both are closed. Made while it is open.
class ConnectionEnd
{
public:
    explicit ConnectionEnd(qintptr socketDescriptor);
    ~ConnectionEnd();
    Q_DISABLE_COPY_MOVE(ConnectionEnd)

    /// True when the peer's side did not end in order but by a reset or a timeout. False where the system cannot say.
    bool wasReset() const;

private:
    int m_descriptor = -1;
};

} // namespace cpx
