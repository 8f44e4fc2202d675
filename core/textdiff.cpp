// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/textdiff.h"

#include <QByteArrayList>
#include <vector>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype context = 3; ///< lines
constexpr qsizetype mostCompared = 4'000'000; ///< pairs of lines

struct Line
{
    char mark = ' '; ///< ' ', '-' or '+'
    QByteArray text;
};

/// With their ends, so that a missing one at the end of the text is a difference.
QByteArrayList linesOf(const QByteArray &text)
{
    QByteArrayList lines;
    for (qsizetype begin = 0; begin < text.size();) {
        const qsizetype end = text.indexOf('\n', begin);
        lines += end < 0 ? text.sliced(begin) : text.sliced(begin, end + 1 - begin);
        begin = end < 0 ? text.size() : end + 1;
    }
    return lines;
}

void takeAll(std::vector<Line> &result, char mark, const QByteArrayList &lines, qsizetype begin, qsizetype end)
{
    for (qsizetype i = begin; i < end; ++i)
        result.push_back({mark, lines[i]});
}

/// The shortest way from one to the other between the lines that are the same at both ends: a table of the longest common
/// subsequence from each pair on.
void compare(std::vector<Line> &result, const QByteArrayList &a, const QByteArrayList &b, qsizetype begin, qsizetype endA, qsizetype endB)
{
    const qsizetype rows = endA - begin;
    const qsizetype columns = endB - begin;
    if (rows * columns > mostCompared) {
        takeAll(result, '-', a, begin, endA);
        takeAll(result, '+', b, begin, endB);
        return;
    }
    std::vector<int> table(std::size_t((rows + 1) * (columns + 1)), 0);
    const auto cell = [&](qsizetype i, qsizetype j) -> int & { return table[std::size_t(i * (columns + 1) + j)]; };
    for (qsizetype i = rows - 1; i >= 0; --i) {
        for (qsizetype j = columns - 1; j >= 0; --j)
            cell(i, j) = a[begin + i] == b[begin + j] ? cell(i + 1, j + 1) + 1 : qMax(cell(i + 1, j), cell(i, j + 1));
    }
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < rows || j < columns) {
        if (i < rows && j < columns && a[begin + i] == b[begin + j]) {
            result.push_back({' ', a[begin + i]});
            ++i;
            ++j;
        } else if (i < rows && (j == columns || cell(i + 1, j) >= cell(i, j + 1))) {
            result.push_back({'-', a[begin + i++]});
        } else {
            result.push_back({'+', b[begin + j++]});
        }
    }
}

QString rangeText(qsizetype first, qsizetype count)
{
    return u"%1,%2"_s.arg(count == 0 ? first - 1 : first).arg(count);
}

} // namespace

QString unifiedDiff(const QByteArray &before, const QByteArray &after, const QString &beforeName, const QString &afterName)
{
    if (before == after)
        return {};
    const QByteArrayList a = linesOf(before);
    const QByteArrayList b = linesOf(after);
    qsizetype begin = 0;
    while (begin < a.size() && begin < b.size() && a[begin] == b[begin])
        ++begin;
    qsizetype endA = a.size();
    qsizetype endB = b.size();
    for (; endA > begin && endB > begin && a[endA - 1] == b[endB - 1]; --endA)
        --endB;
    std::vector<Line> lines;
    takeAll(lines, ' ', a, 0, begin);
    compare(lines, a, b, begin, endA, endB);
    takeAll(lines, ' ', a, endA, a.size());

    QString result = u"--- %1\n+++ %2\n"_s.arg(beforeName, afterName);
    const auto count = qsizetype(lines.size());
    qsizetype lineA = 1;
    qsizetype lineB = 1;
    for (qsizetype i = 0; i < count;) {
        // From here to the next change; then on until more than twice the context is unchanged.
        qsizetype change = i;
        while (change < count && lines[std::size_t(change)].mark == ' ')
            ++change;
        if (change == count)
            break;
        const qsizetype from = qMax(i, change - context);
        lineA += from - i;
        lineB += from - i;
        qsizetype last = change;
        for (qsizetype k = change; k < count && k - last <= 2 * context; ++k) {
            if (lines[std::size_t(k)].mark != ' ')
                last = k;
        }
        const qsizetype to = qMin(count, last + context + 1);
        QString hunk;
        qsizetype countA = 0;
        qsizetype countB = 0;
        for (qsizetype k = from; k < to; ++k) {
            const Line &line = lines[std::size_t(k)];
            countA += line.mark != '+';
            countB += line.mark != '-';
            hunk += QLatin1Char(line.mark) + QString::fromUtf8(line.text);
            if (!line.text.endsWith('\n'))
                hunk += u"\n\\ No newline at end of file\n"_s;
        }
        result += u"@@ -%1 +%2 @@\n"_s.arg(rangeText(lineA, countA), rangeText(lineB, countB)) + hunk;
        lineA += countA;
        lineB += countB;
        i = to;
    }
    return result;
}

} // namespace cpx
