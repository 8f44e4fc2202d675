// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sequencediff.h"

#include <QElapsedTimer>
#include <QTest>
#include <random>
#include <vector>

using namespace cpx;

namespace {

std::vector<int> applied(const std::vector<int> &before, const std::vector<int> &after, const QList<SequenceHunk> &hunks)
{
    std::vector<int> result;
    qsizetype at = 0;
    for (const SequenceHunk &hunk : hunks) {
        while (at < hunk.before)
            result.push_back(before[size_t(at++)]);
        at += hunk.removed;
        for (qsizetype i = 0; i < hunk.added; ++i)
            result.push_back(after[size_t(hunk.after + i)]);
    }
    while (at < qsizetype(before.size()))
        result.push_back(before[size_t(at++)]);
    return result;
}

qsizetype edits(const QList<SequenceHunk> &hunks)
{
    qsizetype sum = 0;
    for (const SequenceHunk &hunk : hunks)
        sum += hunk.removed + hunk.added;
    return sum;
}

/// The textbook's table.
qsizetype fewestEdits(const std::vector<int> &a, const std::vector<int> &b)
{
    std::vector<std::vector<qsizetype>> table(a.size() + 1, std::vector<qsizetype>(b.size() + 1));
    for (size_t i = 0; i <= a.size(); ++i) {
        for (size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0)
                table[i][j] = qsizetype(i + j);
            else if (a[i - 1] == b[j - 1])
                table[i][j] = table[i - 1][j - 1];
            else
                table[i][j] = 1 + qMin(table[i - 1][j], table[i][j - 1]);
        }
    }
    return table[a.size()][b.size()];
}

} // namespace

/// Shortest edits between two sequences.
class SequenceDiffTest : public QObject
{
    Q_OBJECT

private slots:
    void theSameHasNoHunks();
    void placesAreExact();
    void randomOnesAreShortestAndRight();
    void thereIsABoundToTheEffort();
};

void SequenceDiffTest::theSameHasNoHunks()
{
    const std::vector<int> some{1, 2, 3};
    QVERIFY(sequenceDiff(some, some).isEmpty());
    QVERIFY(sequenceDiff({}, {}).isEmpty());
}

void SequenceDiffTest::placesAreExact()
{
    const std::vector<int> before{1, 2, 3, 4};
    QCOMPARE(sequenceDiff(before, std::vector<int>{1, 9, 2, 3, 4}), (QList<SequenceHunk>{{1, 0, 1, 1}}));
    QCOMPARE(sequenceDiff(before, std::vector<int>{1, 3, 4}), (QList<SequenceHunk>{{1, 1, 1, 0}}));
    QCOMPARE(sequenceDiff(before, std::vector<int>{1, 2, 8, 4, 5}), (QList<SequenceHunk>{{2, 1, 2, 1}, {4, 0, 4, 1}}));
    QCOMPARE(sequenceDiff({}, before), (QList<SequenceHunk>{{0, 0, 0, 4}}));
    QCOMPARE(sequenceDiff(before, {}), (QList<SequenceHunk>{{0, 4, 0, 0}}));
}

void SequenceDiffTest::randomOnesAreShortestAndRight()
{
    std::mt19937 dice(7);
    for (int round = 0; round < 20'000; ++round) {
        const int letters = 1 + int(dice() % 5);
        std::vector<int> before(dice() % 14);
        std::vector<int> after(dice() % 14);
        for (std::vector<int> *sequence : {&before, &after}) {
            for (int &value : *sequence)
                value = int(dice()) % letters;
        }
        const auto hunks = sequenceDiff(before, after);
        QVERIFY(applied(before, after, hunks) == after);
        QCOMPARE(edits(hunks), fewestEdits(before, after));
        QVERIFY(applied(before, after, sequenceDiff(before, after, int(dice() % 4))) == after);
    }
}

void SequenceDiffTest::thereIsABoundToTheEffort()
{
    std::mt19937 dice(8);
    std::vector<int> before(50'000);
    std::vector<int> after(50'000);
    for (std::vector<int> *sequence : {&before, &after}) {
        for (int &value : *sequence)
            value = int(dice() % 100);
    }
    QElapsedTimer clock;
    clock.start();
    QVERIFY(applied(before, after, sequenceDiff(before, after)) == after);
    QVERIFY2(clock.elapsed() < 10'000, qPrintable(QString::number(clock.elapsed())));
}

QTEST_APPLESS_MAIN(SequenceDiffTest)
#include "tst_sequencediff.moc"
