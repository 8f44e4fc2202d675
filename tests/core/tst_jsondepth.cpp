// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsondepth.h"

#include <QTest>

using namespace cpx;

/// How deep a JSON text goes, without parsing it.
class JsonDepthTest : public QObject
{
    Q_OBJECT

private slots:
    void theDeepestPlaceCounts_data();
    void theDeepestPlaceCounts();
};

void JsonDepthTest::theDeepestPlaceCounts_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("depth");
    QTest::newRow("nothing") << QByteArray() << 0;
    QTest::newRow("a number") << QByteArray("1") << 0;
    QTest::newRow("an object") << QByteArray("{}") << 1;
    QTest::newRow("both kinds") << QByteArray(R"({"a":[{}]})") << 3;
    QTest::newRow("side by side") << QByteArray("[[],[],[[]]]") << 3;
    QTest::newRow("in a string") << QByteArray(R"(["[[[[{{{{"])") << 1;
    QTest::newRow("behind an escaped quote") << QByteArray(R"(["\"[[["])") << 1;
    QTest::newRow("behind an escaped backslash") << QByteArray(R"(["\\",[[]]])") << 3;
    QTest::newRow("cut in a string") << QByteArray(R"(["[[)") << 1;
    QTest::newRow("cut in an escape") << QByteArray("[\"\\") << 1;
    QTest::newRow("never closed") << QByteArray(100'000, '[') << 100'000;
    QTest::newRow("closed too often") << QByteArray("]]]]{}") << 0;
}

void JsonDepthTest::theDeepestPlaceCounts()
{
    QFETCH(QByteArray, json);
    QFETCH(int, depth);
    QCOMPARE(jsonDepth(json), depth);
}

QTEST_APPLESS_MAIN(JsonDepthTest)
#include "tst_jsondepth.moc"
