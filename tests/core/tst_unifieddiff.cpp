// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unifieddiff.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// The unified format, as patch(1) reads it.
class UnifiedDiffTest : public QObject
{
    Q_OBJECT

private slots:
    void differencesAreShownWithWhatIsAround_data();
    void differencesAreShownWithWhatIsAround();
    void hugeDifferencesAreOneChange();
};

void UnifiedDiffTest::differencesAreShownWithWhatIsAround_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("expected");
    QTest::newRow("the same") << QByteArray("a\n") << QByteArray("a\n") << QString();
    QTest::newRow("from nothing") << QByteArray() << QByteArray("a\nb\n") << u"@@ -0,0 +1,2 @@\n+a\n+b\n"_s;
    QTest::newRow("to nothing") << QByteArray("a\n") << QByteArray() << u"@@ -1,1 +0,0 @@\n-a\n"_s;
    QTest::newRow("one line changed") << QByteArray("1\n2\n3\n4\n5\n6\n7\n8\n9\n") << QByteArray("1\n2\n3\n4\nfive\n6\n7\n8\n9\n")
                                      << u"@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"_s;
    QTest::newRow("two places near each other") << QByteArray("1\n2\n3\n4\n") << QByteArray("1\nx\n2\n3\ny\n4\n")
                                                << u"@@ -1,4 +1,6 @@\n 1\n+x\n 2\n 3\n+y\n 4\n"_s;
    QTest::newRow("two places far apart") << QByteArray("1\n2\n3\n4\n5\n6\n7\n8\n9\n") << QByteArray("x\n1\n2\n3\n4\n5\n6\n7\n8\n9\ny\n")
                                          << u"@@ -1,3 +1,4 @@\n+x\n 1\n 2\n 3\n@@ -7,3 +8,4 @@\n 7\n 8\n 9\n+y\n"_s;
    QTest::newRow("no line end at the end") << QByteArray("{}") << QByteArray("{ }")
                                            << u"@@ -1,1 +1,1 @@\n-{}\n\\ No newline at end of file\n+{ }\n\\ No newline at end of file\n"_s;
}

void UnifiedDiffTest::differencesAreShownWithWhatIsAround()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QString, expected);
    const QString head = expected.isEmpty() ? QString() : u"--- old\n+++ new\n"_s;
    QCOMPARE(unifiedDiff(before, after, u"old"_s, u"new"_s), head + expected);
}

void UnifiedDiffTest::hugeDifferencesAreOneChange()
{
    QByteArray before;
    QByteArray after;
    for (int i = 0; i < 3000; ++i) {
        before += "a" + QByteArray::number(i) + '\n';
        after += "b" + QByteArray::number(i) + '\n';
    }
    const QString diff = unifiedDiff(before, after, u"old"_s, u"new"_s);
    QVERIFY(diff.contains(u"@@ -1,3000 +1,3000 @@\n-a0\n-a1\n"_s));
    QVERIFY(diff.endsWith(u"+b2999\n"_s));
}

QTEST_APPLESS_MAIN(UnifiedDiffTest)
#include "tst_unifieddiff.moc"
