// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unifieddiff.h"

#include "core/sequencediff.h"

#include <QByteArrayList>
#include <QHash>
#include <vector>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qsizetype context = 3; ///< lines

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

/// Equal lines have equal numbers.
std::vector<int> numbersOf(const QByteArrayList &lines, QHash<QByteArray, int> &known)
{
    std::vector<int> numbers;
    numbers.reserve(std::size_t(lines.size()));
    for (const QByteArray &line : lines)
        numbers.push_back(known.emplace(line, known.value(line, int(known.size()))).value());
    return numbers;
}

std::vector<Line> compare(const QByteArrayList &a, const QByteArrayList &b)
{
    QHash<QByteArray, int> known;
    const std::vector<int> numbersA = numbersOf(a, known);
    const std::vector<int> numbersB = numbersOf(b, known);
    std::vector<Line> result;
    const auto take = [&result](char mark, const QByteArrayList &lines, qsizetype begin, qsizetype end) {
        for (qsizetype i = begin; i < end; ++i)
            result.push_back({mark, lines[i]});
    };
    qsizetype at = 0; // in `a`
    const QList<SequenceHunk> hunks = sequenceDiff(numbersA, numbersB);
    for (const SequenceHunk &hunk : hunks) {
        take(' ', a, at, hunk.before);
        take('-', a, hunk.before, hunk.before + hunk.removed);
        take('+', b, hunk.after, hunk.after + hunk.added);
        at = hunk.before + hunk.removed;
    }
    take(' ', a, at, a.size());
    return result;
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
    const std::vector<Line> lines = compare(linesOf(before), linesOf(after));

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
