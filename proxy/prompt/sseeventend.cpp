// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/sseeventend.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace cpx {

qsizetype SseEventEnd::find(QByteArrayView bytes)
{
    const char *const begin = bytes.data();
    const char *const end = begin + bytes.size();
    const char *at = begin;
    const char *lineFeed = nullptr; // the next one; looked for once, also where lines end in CR alone
    while (at < end) {
        if (std::exchange(m_sawCr, false) && *at == '\n' && ++at == end)
            break;
        if (!lineFeed || lineFeed < at) {
            lineFeed = static_cast<const char *>(std::memchr(at, '\n', std::size_t(end - at)));
            lineFeed = lineFeed ? lineFeed : end;
        }
        const auto *cr = static_cast<const char *>(std::memchr(at, '\r', std::size_t(lineFeed - at)));
        const char *lineEnd = cr ? cr : lineFeed;
        const bool isEmpty = m_isLineStart && lineEnd == at;
        m_isLineStart = lineEnd < end;
        if (lineEnd == end)
            return -1;
        m_sawCr = *lineEnd == '\r';
        at = lineEnd + 1;
        if (!isEmpty)
            continue;
        if (m_sawCr && at < end && *at == '\n') {
            m_sawCr = false;
            ++at;
        }
        return at - begin;
    }
    return -1;
}

} // namespace cpx
