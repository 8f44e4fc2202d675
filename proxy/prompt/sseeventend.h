// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace cpx {

/// Finds where the events of a text/event-stream end: behind the next empty line, with lines that end in LF, CRLF or CR,
/// however the stream is cut. No bytes are kept.
class SseEventEnd
{
public:
    /// Looks at the next bytes of the stream. Where in them the event has ended, or -1: not yet. The search goes on behind
    /// it. The LF of a last CRLF may be missing still: isAfterCr() then, and it is the first byte of what follows.
    qsizetype find(QByteArrayView bytes);
    bool isAfterCr() const { return m_sawCr; }

private:
    bool m_isLineStart = true; ///< the next byte is the first of a line
    bool m_sawCr = false; ///< the last byte was a CR: an LF that follows belongs to it
};

} // namespace cpx
