// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sequencediff.h"

#include <optional>
#include <vector>

namespace cpx {

namespace {

/// Where a shortest path through the edit graph passes the middle.
struct Middle
{
    qsizetype before = 0;
    qsizetype after = 0;
};

class Differ
{
public:
    Differ(std::span<const int> before, std::span<const int> after, int mostEdits)
        : m_before(before)
        , m_after(after)
        , m_mostEdits(mostEdits)
    {
    }

    void compare(qsizetype beforeStart, qsizetype beforeEnd, qsizetype afterStart, qsizetype afterEnd)
    {
        while (beforeStart < beforeEnd && afterStart < afterEnd && m_before[size_t(beforeStart)] == m_after[size_t(afterStart)]) {
            ++beforeStart;
            ++afterStart;
        }
        while (beforeStart < beforeEnd && afterStart < afterEnd
               && m_before[size_t(beforeEnd - 1)] == m_after[size_t(afterEnd - 1)]) {
            --beforeEnd;
            --afterEnd;
        }
        if (beforeStart == beforeEnd && afterStart == afterEnd)
            return;
        std::optional<Middle> middle;
        if (beforeStart < beforeEnd && afterStart < afterEnd)
            middle = findMiddle(beforeStart, beforeEnd, afterStart, afterEnd);
        const bool isSplit = middle && !(middle->before == beforeStart && middle->after == afterStart)
            && !(middle->before == beforeEnd && middle->after == afterEnd);
        if (!isSplit)
            return add({beforeStart, beforeEnd - beforeStart, afterStart, afterEnd - afterStart});
        compare(beforeStart, middle->before, afterStart, middle->after);
        compare(middle->before, beforeEnd, middle->after, afterEnd);
    }

    QList<SequenceHunk> hunks() && { return std::move(m_hunks); }

private:
    /// Neighbours become one.
    void add(const SequenceHunk &hunk)
    {
        if (!m_hunks.isEmpty()) {
            SequenceHunk &last = m_hunks.last();
            if (last.before + last.removed == hunk.before && last.after + last.added == hunk.after) {
                last.removed += hunk.removed;
                last.added += hunk.added;
                return;
            }
        }
        m_hunks.append(hunk);
    }

    /// Paths from both corners, one edit longer at a time, until two meet on a diagonal. Diagonal k holds the points with
    /// before - after = k, relative to the corner the path comes from; each array keeps how far the best path on it got.
    std::optional<Middle> findMiddle(qsizetype beforeStart, qsizetype beforeEnd, qsizetype afterStart, qsizetype afterEnd)
    {
        const qsizetype n = beforeEnd - beforeStart;
        const qsizetype m = afterEnd - afterStart;
        const qsizetype delta = n - m;
        const qsizetype most = qMin((n + m + 1) / 2, qsizetype(m_mostEdits));
        m_forward.assign(size_t(2 * most + 3), 0);
        m_backward.assign(size_t(2 * most + 3), 0);
        const auto forward = [&](qsizetype k) -> qsizetype & { return m_forward[size_t(k + most + 1)]; };
        const auto backward = [&](qsizetype k) -> qsizetype & { return m_backward[size_t(k + most + 1)]; };
        for (qsizetype d = 0; d <= most; ++d) {
            for (qsizetype k = -d; k <= d; k += 2) {
                const bool isDown = k == -d || (k != d && forward(k - 1) < forward(k + 1));
                qsizetype x = isDown ? forward(k + 1) : forward(k - 1) + 1;
                qsizetype y = x - k;
                if (x > n || y > m || y < 0) {
                    forward(k) = x;
                    continue;
                }
                while (x < n && y < m && m_before[size_t(beforeStart + x)] == m_after[size_t(afterStart + y)]) {
                    ++x;
                    ++y;
                }
                forward(k) = x;
                const qsizetype opposite = delta - k;
                if (delta % 2 != 0 && opposite >= -(d - 1) && opposite <= d - 1 && x + backward(opposite) >= n)
                    return Middle{beforeStart + x, afterStart + y};
            }
            for (qsizetype k = -d; k <= d; k += 2) {
                const bool isDown = k == -d || (k != d && backward(k - 1) < backward(k + 1));
                qsizetype x = isDown ? backward(k + 1) : backward(k - 1) + 1;
                qsizetype y = x - k;
                if (x > n || y > m || y < 0) {
                    backward(k) = x;
                    continue;
                }
                while (x < n && y < m && m_before[size_t(beforeEnd - 1 - x)] == m_after[size_t(afterEnd - 1 - y)]) {
                    ++x;
                    ++y;
                }
                backward(k) = x;
                const qsizetype opposite = delta - k;
                if (delta % 2 == 0 && opposite >= -d && opposite <= d && x + forward(opposite) >= n)
                    return Middle{beforeEnd - x, afterEnd - y};
            }
        }
        return std::nullopt;
    }

    std::span<const int> m_before;
    std::span<const int> m_after;
    int m_mostEdits;
    QList<SequenceHunk> m_hunks;
    std::vector<qsizetype> m_forward;
    std::vector<qsizetype> m_backward;
};

} // namespace

QList<SequenceHunk> sequenceDiff(std::span<const int> before, std::span<const int> after, int mostEdits)
{
    Differ differ(before, after, mostEdits);
    differ.compare(0, qsizetype(before.size()), 0, qsizetype(after.size()));
    return std::move(differ).hunks();
}

} // namespace cpx
