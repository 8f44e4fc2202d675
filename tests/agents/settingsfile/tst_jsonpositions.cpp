// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/settingsfile/jsonpositions.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Where the values of a JSON text stand.
class JsonPositionsTest : public QObject
{
    Q_OBJECT

private slots:
    void everyPathIsFound_data();
    void everyPathIsFound();
    void depthIsThatOfTheDeepestValue_data();
    void depthIsThatOfTheDeepestValue();
    void rawLineEndsInTextsAreSeen();
    void anyCutIsHarmless();
};

constexpr char sample[] = R"({
  "hooks": {
    "Stop": [
      { "hooks": [ {"type": "command", "command": "a\"b,{[:"}, { "command": "ü", "timeout": 5 } ] },
      { "matcher": "x",
        "hooks": [] }
    ]
  },
  "model": [1, "two", null, {"deep": true}],
  "hooks2": 1, "model2": 2,
  "twice": 1,
  "twice": 2
})";

void JsonPositionsTest::everyPathIsFound_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    const auto row = [](const char *path, int line, int column) { QTest::newRow(path) << QString::fromLatin1(path) << line << column; };
    row("hooks", 2, 3);
    row("hooks.Stop", 3, 5);
    row("hooks.Stop[0]", 4, 7);
    row("hooks.Stop[0].hooks[0]", 4, 20);
    row("hooks.Stop[0].hooks[1]", 4, 64);
    row("hooks.Stop[0].hooks[1].timeout", 4, 82); // "ü" is one column
    row("hooks.Stop[1].matcher", 5, 9);
    row("hooks.Stop[1].hooks", 6, 9);
    row("model[0]", 9, 13);
    row("model[1]", 9, 16);
    row("model[2]", 9, 23);
    row("model[3].deep", 9, 30);
    row("model2", 10, 16);
    row("twice", 12, 3);
    row("nowhere", 0, 0);
    row("hooks.Stop[2]", 0, 0);
}

void JsonPositionsTest::everyPathIsFound()
{
    QFETCH(QString, path);
    QFETCH(int, line);
    QFETCH(int, column);
    const JsonPosition position = jsonPlaces(sample, {path}).positions.value(path);
    QCOMPARE(position.line, line);
    QCOMPARE(position.column, column);
}

void JsonPositionsTest::depthIsThatOfTheDeepestValue_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("depth");
    QTest::newRow("number") << QByteArray("1") << 0;
    QTest::newRow("object") << QByteArray("{}") << 1;
    QTest::newRow("beside each other") << QByteArray("[[],[],[[]]]") << 3;
    QTest::newRow("brackets in a text") << QByteArray("[\"[[[[\"]") << 1;
}

void JsonPositionsTest::depthIsThatOfTheDeepestValue()
{
    QFETCH(QByteArray, json);
    QTEST(jsonPlaces(json, {}).depth, "depth");
}

void JsonPositionsTest::rawLineEndsInTextsAreSeen()
{
    QVERIFY(!jsonPlaces("{\"a\":\"\\n\"\n}", {}).controlCharacter);
    const auto position = jsonPlaces("{\n\"a\": \"b\nc\"}", {}).controlCharacter;
    QVERIFY(position);
    QCOMPARE(position->line, 2);
    QCOMPARE(position->column, 8);
}

void JsonPositionsTest::anyCutIsHarmless()
{
    const QByteArray json(sample);
    for (qsizetype length = 0; length <= json.size(); ++length)
        QVERIFY(jsonPlaces(json.first(length), {u"twice"_s}).depth <= 6);
    jsonPlaces("]]}}:,,\"", {u"x"_s});
}

QTEST_APPLESS_MAIN(JsonPositionsTest)
#include "tst_jsonpositions.moc"
