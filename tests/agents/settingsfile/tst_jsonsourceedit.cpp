// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/settingsfile/jsonsourceedit.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

namespace {

/// The node at a path such as "a/0/b".
const JsonNode &nodeAt(const JsonSource &text, const QString &path)
{
    const JsonNode *node = &text.root;
    for (const QString &step : path.split(u'/', Qt::SkipEmptyParts))
        node = node->isArray() ? &node->children[step.toUInt()] : node->member(step);
    return *node;
}

const QByteArray value = R"({"x":["1,2",{}],"y":[]})";

} // namespace

/// Changing a JSON text without touching the rest of it.
class JsonSourceEditTest : public QObject
{
    Q_OBJECT

private slots:
    void whatIsAppendedLooksLikeTheRest_data();
    void whatIsAppendedLooksLikeTheRest();
    void removingTakesTheCommaAlong_data();
    void removingTakesTheCommaAlong();
};

void JsonSourceEditTest::whatIsAppendedLooksLikeTheRest_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const QByteArray &before, const QString &path, const QByteArray &after) {
        QTest::newRow(name) << before << path << after;
    };
    row("empty document", "{}\n", u""_s, "{\n  \"k\": {\n    \"x\": [\n      \"1,2\",\n      {}\n    ],\n    \"y\": []\n  }\n}\n");
    row("empty document with blanks", "{ }", u""_s, "{\n  \"k\": {\n    \"x\": [\n      \"1,2\",\n      {}\n    ],\n    \"y\": []\n  }\n }");
    row("two blanks", "{\n  \"a\": 1\n}\n", u""_s,
        "{\n  \"a\": 1,\n  \"k\": {\n    \"x\": [\n      \"1,2\",\n      {}\n    ],\n    \"y\": []\n  }\n}\n");
    row("four blanks", "{\n    \"a\": []\n}", u"a"_s,
        "{\n    \"a\": [\n        {\n            \"x\": [\n                \"1,2\",\n                {}\n            ],\n            \"y\": []\n        }\n    ]\n}");
    row("tabs", "{\n\t\"a\": [\n\t\t1\n\t]\n}", u"a"_s,
        "{\n\t\"a\": [\n\t\t1,\n\t\t{\n\t\t\t\"x\": [\n\t\t\t\t\"1,2\",\n\t\t\t\t{}\n\t\t\t],\n\t\t\t\"y\": []\n\t\t}\n\t]\n}");
    row("CRLF", "{\r\n  \"a\": 1\r\n}\r\n", u""_s,
        "{\r\n  \"a\": 1,\r\n  \"k\": {\r\n    \"x\": [\r\n      \"1,2\",\r\n      {}\r\n    ],\r\n    \"y\": []\r\n  }\r\n}\r\n");
    row("empty object of more than one line", "{\n  \"a\": {\n  }\n}", u"a"_s,
        "{\n  \"a\": {\n    \"k\": {\n      \"x\": [\n        \"1,2\",\n        {}\n      ],\n      \"y\": []\n    }\n  }\n}");
    row("one line", R"({"a":{}})", u"a"_s, R"({"a":{"k":{"x":["1,2",{}],"y":[]}}})");
    row("one line with blanks", R"({"a": [1, 2]})", u"a"_s, R"({"a": [1, 2, {"x":["1,2",{}],"y":[]}]})");
    row("an array in one line among lines", "{\n  \"a\": [1]\n}", u"a"_s, "{\n  \"a\": [1,{\"x\":[\"1,2\",{}],\"y\":[]}]\n}");
}

void JsonSourceEditTest::whatIsAppendedLooksLikeTheRest()
{
    QFETCH(QByteArray, before);
    QFETCH(QString, path);
    QFETCH(QByteArray, after);
    const auto text = JsonSource::parse(before);
    QVERIFY(text);
    const JsonNode &node = nodeAt(*text, path);
    const TextSplice splice = node.isArray() ? appendJsonElement(*text, node, value) : appendJsonMember(*text, node, u"k"_s, value);
    QCOMPARE(splice.removed, 0);
    QCOMPARE(splice.appliedTo(before), after);
    QVERIFY(JsonSource::parse(after));
}

void JsonSourceEditTest::removingTakesTheCommaAlong_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<int>("index");
    QTest::addColumn<QByteArray>("after");
    const QByteArray lines = "[\n  1,\n  2,\n  3\n]\n";
    QTest::newRow("first") << lines << 0 << QByteArray("[\n  2,\n  3\n]\n");
    QTest::newRow("middle") << lines << 1 << QByteArray("[\n  1,\n  3\n]\n");
    QTest::newRow("last") << lines << 2 << QByteArray("[\n  1,\n  2\n]\n");
    QTest::newRow("only") << QByteArray("[\n  1\n]\n") << 0 << QByteArray("[]\n");
    QTest::newRow("members") << QByteArray(R"({"a": 1, "b": 2})") << 0 << QByteArray(R"({"b": 2})");
    QTest::newRow("comma in front") << QByteArray("[\n  1\n  , 2\n]") << 1 << QByteArray("[\n  1\n]");
}

void JsonSourceEditTest::removingTakesTheCommaAlong()
{
    QFETCH(QByteArray, before);
    QFETCH(int, index);
    QFETCH(QByteArray, after);
    const auto text = JsonSource::parse(before);
    QVERIFY(text);
    QCOMPARE(removeJsonChild(*text, text->root, index).appliedTo(before), after);
}

QTEST_APPLESS_MAIN(JsonSourceEditTest)
#include "tst_jsonsourceedit.moc"
