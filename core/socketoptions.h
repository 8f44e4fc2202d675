// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace cpx {

/// What Qt's sockets cannot be told. Each takes QAbstractSocket::socketDescriptor() and ignores -1.

/// From now on closing the socket sends a reset instead of an orderly end: the only way to mark a close-delimited
/// HTTP answer as cut (SO_LINGER with zero seconds).
void resetOnClose(qintptr socketDescriptor);

/// Ends our direction only; the peer may go on sending (shutdown(2), SHUT_WR).
void shutdownWriting(qintptr socketDescriptor);

/// Makes the kernel notice a dead peer within minutes although nobody sends (TCP keep-alive after 60 s).
void enableTcpKeepAlive(qintptr socketDescriptor);

/// True when the peer has ended its direction or the whole connection, even if bytes before the end are unread.
bool peerHasClosed(qintptr socketDescriptor);

/// True when the peer has neither sent anything nor closed: an idle connection that may be used again.
bool isQuiet(qintptr socketDescriptor);

} // namespace cpx
