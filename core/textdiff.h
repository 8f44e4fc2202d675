// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QList>

namespace cpx {

/// Lines of one text that stand where the other has different ones. Without their line ends.
struct LineHunk
{
    qsizetype before = 0; ///< number of the first line removed, or of the one that comes after the gap; from 1
    QByteArrayList removed{};
    qsizetype after = 0; ///< the same in the second text
    QByteArrayList added{};

    friend bool operator==(const LineHunk &, const LineHunk &) = default;
};

/// How two texts differ, line by line. Texts of more than 4 MiB or 50 000 lines are one hunk from their first to their last
/// difference.
QList<LineHunk> textDiff(QByteArrayView before, QByteArrayView after);

} // namespace cpx
