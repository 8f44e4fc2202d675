// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/textdiff.h"

#include <QTest>

using namespace cpx;

namespace {

/// "-2 two|+2 zwei": number and content of each line.
QString printed(const QList<LineHunk> &hunks)
{
    QStringList lines;
    for (const LineHunk &hunk : hunks) {
        for (qsizetype i = 0; i < hunk.removed.size(); ++i)
            lines.append(QStringLiteral("-%1 ").arg(hunk.before + i) + QString::fromUtf8(hunk.removed.at(i)));
        for (qsizetype i = 0; i < hunk.added.size(); ++i)
            lines.append(QStringLiteral("+%1 ").arg(hunk.after + i) + QString::fromUtf8(hunk.added.at(i)));
    }
    return lines.join(QLatin1Char('|'));
}

} // namespace

/// Texts compared line by line.
class TextDiffTest : public QObject
{
    Q_OBJECT

private slots:
    void linesAreCompared_data();
    void linesAreCompared();
    void largeTextsAreOneHunk();
};

void TextDiffTest::linesAreCompared_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("expected");
    QTest::newRow("the same") << QByteArray("a\nb") << QByteArray("a\nb") << "";
    QTest::newRow("one changed") << QByteArray("a\nb\nc") << QByteArray("a\nB\nc") << "-2 b|+2 B";
    QTest::newRow("one added") << QByteArray("a\nc") << QByteArray("a\nb\nc") << "+2 b";
    QTest::newRow("one removed") << QByteArray("a\nb\nc") << QByteArray("a\nc") << "-2 b";
    QTest::newRow("nothing before") << QByteArray() << QByteArray("a\nb") << "+1 a|+2 b";
    QTest::newRow("nothing after") << QByteArray("a") << QByteArray() << "-1 a";
    QTest::newRow("a line end at the end") << QByteArray("a") << QByteArray("a\n") << "+2 ";
    QTest::newRow("two places") << QByteArray("1\n2\n3\n4\n5") << QByteArray("1\nx\n3\n4\ny") << "-2 2|+2 x|-5 5|+5 y";
}

void TextDiffTest::linesAreCompared()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QString, expected);
    QCOMPARE(printed(textDiff(before, after)), expected);
}

void TextDiffTest::largeTextsAreOneHunk()
{
    const QByteArray many = QByteArray("x\n").repeated(60'000);
    const QList<LineHunk> hunks = textDiff("first\na\n" + many + "b\nlast", "first\nA\n" + many + "B\nlast");
    QCOMPARE(hunks.size(), 1);
    QCOMPARE(hunks.constFirst().before, 2);
    QCOMPARE(hunks.constFirst().removed.size(), 60'002);
    QCOMPARE(hunks.constFirst().added.constLast(), "B");
}

QTEST_APPLESS_MAIN(TextDiffTest)
#include "tst_textdiff.moc"
