// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <span>

namespace cpx {

/// A place where two sequences differ: `removed` elements of the first from `before` on stand where the second has `added`
/// ones from `after` on.
struct SequenceHunk
{
    qsizetype before = 0;
    qsizetype removed = 0;
    qsizetype after = 0;
    qsizetype added = 0;

    friend bool operator==(const SequenceHunk &, const SequenceHunk &) = default;
};

/// A shortest way to make the second sequence of the first (E. Myers, "An O(ND) Difference Algorithm and Its Variations",
/// 1986, the variant in linear space). Equal elements have equal numbers. A part in which more than `mostEdits` elements
/// differ becomes one hunk: time is bounded by about the length times that.
QList<SequenceHunk> sequenceDiff(std::span<const int> before, std::span<const int> after, int mostEdits = 1000);

} // namespace cpx
