// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/textdiff.h"

#include "core/sequencediff.h"

#include <QHash>
#include <vector>

namespace cpx {

namespace {

constexpr qsizetype largestText = 4 * 1024 * 1024;
constexpr size_t mostLines = 50'000;

/// Nothing has no lines; "a" and "a\n" differ: the second has an empty one more.
std::vector<QByteArrayView> linesOf(QByteArrayView text)
{
    std::vector<QByteArrayView> lines;
    if (text.isEmpty())
        return lines;
    qsizetype start = 0;
    for (qsizetype end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        lines.push_back(text.sliced(start, end - start));
        start = end + 1;
    }
    lines.push_back(text.sliced(start));
    return lines;
}

std::vector<int> numbered(const std::vector<QByteArrayView> &lines, QHash<QByteArrayView, int> &numbers)
{
    std::vector<int> result;
    result.reserve(lines.size());
    for (const QByteArrayView line : lines) {
        const auto known = numbers.constFind(line);
        if (known != numbers.cend()) {
            result.push_back(*known);
        } else {
            result.push_back(int(numbers.size()));
            numbers.insert(line, result.back());
        }
    }
    return result;
}

QByteArrayList copied(const std::vector<QByteArrayView> &lines, qsizetype at, qsizetype count)
{
    QByteArrayList result;
    result.reserve(count);
    for (qsizetype i = at; i < at + count; ++i)
        result.append(lines[size_t(i)].toByteArray());
    return result;
}

} // namespace

QList<LineHunk> textDiff(QByteArrayView before, QByteArrayView after)
{
    const std::vector<QByteArrayView> beforeLines = linesOf(before);
    const std::vector<QByteArrayView> afterLines = linesOf(after);
    QHash<QByteArrayView, int> numbers;
    const std::vector<int> beforeNumbers = numbered(beforeLines, numbers);
    const std::vector<int> afterNumbers = numbered(afterLines, numbers);
    const bool isLarge = qMax(before.size(), after.size()) > largestText || qMax(beforeLines.size(), afterLines.size()) > mostLines;
    QList<LineHunk> hunks;
    const QList<SequenceHunk> places = isLarge ? sequenceDiff(beforeNumbers, afterNumbers, 0) : sequenceDiff(beforeNumbers, afterNumbers);
    for (const SequenceHunk &place : places) {
        hunks.append({place.before + 1, copied(beforeLines, place.before, place.removed), place.after + 1,
                      copied(afterLines, place.after, place.added)});
    }
    return hunks;
}

} // namespace cpx
