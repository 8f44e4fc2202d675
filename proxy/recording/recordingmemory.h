// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <atomic>

namespace cpx {

/// How many bytes wait to be written, so that a slow disk costs records and not memory. Every thread.
class RecordingMemory
{
public:
    static constexpr qint64 bodyLimit = 64LL * 1024 * 1024; ///< beyond it, bodies are not gathered
    static constexpr qint64 limit = 80LL * 1024 * 1024; ///< beyond it, exchanges are not recorded at all

    /// False, and nothing is taken, when that would be over the limit.
    bool takeForBody(qint64 bytes) { return take(bytes, bodyLimit); }
    bool takeForHead(qint64 bytes) { return take(bytes, limit); }
    void give(qint64 bytes) { m_taken.fetch_sub(bytes, std::memory_order_relaxed); }
    qint64 taken() const { return m_taken.load(std::memory_order_relaxed); }

private:
    bool take(qint64 bytes, qint64 most)
    {
        if (m_taken.fetch_add(bytes, std::memory_order_relaxed) + bytes <= most)
            return true;
        give(bytes);
        return false;
    }

    std::atomic<qint64> m_taken = 0;
};

} // namespace cpx
