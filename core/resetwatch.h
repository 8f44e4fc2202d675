// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace cpx {

/// Tells whether a peer broke its connection (TCP reset) or ended it. Qt reports both alike, and has closed its own
/// descriptor by then; this holds a second one. While it does, the connection is not closed: release() it in time.
class ResetWatch
{
public:
    /// Takes QAbstractSocket::socketDescriptor(), connected. Without a descriptor to spare every end is an orderly one.
    explicit ResetWatch(qintptr socketDescriptor);
    ~ResetWatch();
    Q_DISABLE_COPY_MOVE(ResetWatch)

    /// True when the peer has reset the connection, also after Qt has closed its side. Means nothing once our own
    /// direction has ended: the connection is then over after the peer's orderly end, too.
    bool wasReset() const;
    qintptr descriptor() const { return m_descriptor; } ///< -1 after release()
    void release();

private:
    int m_descriptor;
};

} // namespace cpx
