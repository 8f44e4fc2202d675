// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/changes/structuraldiff.h"

#include <QElapsedTimer>
#include <QTest>

using namespace cpx;

namespace {

/// "~/a: 1 > 2", "-/b: 3", "+/c: 4"; places that differ as "/received=/sent".
QString printed(const StructuralDiff &diff)
{
    QStringList lines;
    for (const BodyDifference &difference : diff.differences) {
        const char *sign = !difference.before ? "+" : !difference.after ? "-" : "~";
        QString place = QString::fromUtf8(difference.before ? difference.received : difference.sent);
        if (difference.before && difference.after && difference.received != difference.sent)
            place += QLatin1Char('=') + QString::fromUtf8(difference.sent);
        QStringList sides;
        for (const auto &side : {difference.before, difference.after}) {
            if (side)
                sides.append(QString::fromUtf8(*side));
        }
        lines.append(QLatin1String(sign) + place + QStringLiteral(": ") + sides.join(QStringLiteral(" > ")));
    }
    return lines.join(QLatin1Char('\n'));
}

BodyChange change(const QByteArray &location, const QByteArray &before, const QByteArray &after)
{
    BodyChange change;
    change.location = location;
    if (!before.isNull())
        change.before = ChangeText::of(before);
    if (!after.isNull())
        change.after = ChangeText::of(after);
    return change;
}

const QByteArray none;

} // namespace

/// What was sent, compared with what was received.
class StructuralDiffTest : public QObject
{
    Q_OBJECT

private slots:
    void differencesHavePlaces_data();
    void differencesHavePlaces();
    void whatIsNoJsonIsComparedAsText_data();
    void whatIsNoJsonIsComparedAsText();
    void largeBodiesTakeLittleTime();
    void changesExplainDifferences_data();
    void changesExplainDifferences();
};

void StructuralDiffTest::differencesHavePlaces_data()
{
    QTest::addColumn<QByteArray>("received");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *received, const char *sent, const char *expected) {
        QTest::newRow(name) << QByteArray(received) << QByteArray(sent) << QString::fromUtf8(expected);
    };
    row("the same", R"({"a":1})", R"({"a":1})", "");
    row("white space and order", R"({"a":1,"b":[2]})", R"({ "b" : [2], "a":1 })", "");
    row("a number", R"({"a":1})", R"({"a":2})", "~/a: 1 > 2");
    row("another type", R"({"a":"1"})", R"({"a":1})", "~/a: \"1\" > 1");
    row("null and nothing", R"({"a":null})", R"({})", "-/a: null");
    row("a member added", R"({})", R"({"a":[1]})", "+/a: [1]");
    row("names with slashes", R"({"a/b":{"~":1}})", R"({"a/b":{"~":2}})", "~/a~1b/~0: 1 > 2");
    row("the same name twice", R"({"a":1,"a":2})", R"({"a":1,"a":3})", "~/a: 2 > 3");
    row("an item put in front", R"({"i":[{"id":"x","t":"1"},{"id":"y","t":"2"}]})", R"({"i":[{"id":"n"},{"id":"x","t":"1"},{"id":"y","t":"2"}]})",
        "+/i/0: {\"id\":\"n\"}");
    row("an item that moved on and changed", R"({"i":[{"id":"x","t":"1"},{"id":"y","t":"2"}]})",
        R"({"i":[{"id":"n"},{"id":"y","t":"3"}]})", "-/i/0: {\"id\":\"x\",\"t\":\"1\"}\n~/i/1/t: 2 > 3\n+/i/0: {\"id\":\"n\"}");
    row("a text in an item", R"({"i":[{"id":"x","c":[{"t":"a"},{"t":"b"}]}]})", R"({"i":[{"id":"x","c":[{"t":"a"},{"t":"B\nC"}]}]})",
        "~/i/0/c/1/t: b > B\nC");
    row("tools by name", R"([{"name":"a","d":1},{"name":"b"},{"name":"c"}])", R"([{"name":"a","d":2},{"name":"c"}])",
        "~/0/d: 1 > 2\n-/1: {\"name\":\"b\"}");
    row("without names, by place", R"([[1],[2],[3]])", R"([[1],[5],[3]])", "~/1/0: 2 > 5");
    row("shifted", R"([{"id":"a"},{"id":"b","v":1}])", R"([{"id":"b","v":2}])", "-/0: {\"id\":\"a\"}\n~/1/v=/0/v: 1 > 2");
}

void StructuralDiffTest::differencesHavePlaces()
{
    QFETCH(QByteArray, received);
    QFETCH(QByteArray, sent);
    QFETCH(QString, expected);
    const StructuralDiff diff = structuralDiff(received, sent);
    QVERIFY(diff.isJson);
    QCOMPARE(printed(diff), expected);
}

void StructuralDiffTest::whatIsNoJsonIsComparedAsText_data()
{
    QTest::addColumn<QByteArray>("received");
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("text") << QByteArray("a") << QByteArray("b");
    QTest::newRow("broken by us") << QByteArray("{}") << QByteArray("{");
    QTest::newRow("nothing left") << QByteArray("{}") << QByteArray();
    QTest::newRow("too deep") << QByteArray(600, '[') + QByteArray(600, ']') << QByteArray("[]");
    QTest::newRow("deeper than any stack") << QByteArray(1'000'000, '[') << QByteArray(1'000'000, '{');
    QTest::newRow("numbers beyond all bounds") << QByteArray("[1]") << QByteArray("[123456789012345678901234567890]");
}

void StructuralDiffTest::whatIsNoJsonIsComparedAsText()
{
    QFETCH(QByteArray, received);
    QFETCH(QByteArray, sent);
    const StructuralDiff diff = structuralDiff(received, sent);
    QVERIFY(!diff.isJson);
    QCOMPARE(diff.differences.size(), 1);
    QCOMPARE(diff.differences.constFirst().before, received);
    QCOMPARE(diff.differences.constFirst().after, sent);
    QVERIFY(structuralDiff(received, received).differences.isEmpty());
}

void StructuralDiffTest::largeBodiesTakeLittleTime()
{
    QByteArrayList items;
    for (int i = 0; i < 20'000; ++i)
        items.append("{\"id\":\"m" + QByteArray::number(i) + "\",\"content\":[{\"type\":\"input_text\",\"text\":\"" + QByteArray(200, 'x') + "\"}]}");
    const QByteArray received = "{\"input\":[" + items.join(',') + "]}";
    items.removeAt(777);
    items[9000].replace("xxxx", "yyyy");
    const QByteArray sent = "{\"input\":[" + items.join(',') + "]}";
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(structuralDiff(received, sent).differences.size(), 2);
    QVERIFY2(clock.elapsed() < 10'000, qPrintable(QString::number(clock.elapsed())));
    // Nothing in common: bounded all the same.
    QByteArrayList others;
    for (int i = 0; i < 20'000; ++i)
        others.append("{\"id\":\"o" + QByteArray::number(i) + "\"}");
    QCOMPARE(structuralDiff(received, "{\"input\":[" + others.join(',') + "]}").differences.size(), 40'000);
    QVERIFY2(clock.elapsed() < 20'000, qPrintable(QString::number(clock.elapsed())));
}

void StructuralDiffTest::changesExplainDifferences_data()
{
    QTest::addColumn<QByteArray>("received");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QList<BodyChange>>("changes");
    QTest::addColumn<QString>("expected"); // per difference the changes that explain it
    const QByteArray two = R"({"i":[{"id":"x","t":"1"},{"id":"y","t":"2"}]})";
    const QByteArray changed = R"({"i":[{"id":"x","t":"1"},{"id":"y","t":"3"}]})";
    QTest::newRow("nobody did it") << two << changed << QList<BodyChange>{} << "-";
    QTest::newRow("one did it") << two << changed << QList{change("/i/1/t", "2", "3")} << "0";
    QTest::newRow("one says it did something else there") << two << changed << QList{change("/i/1/t", "7", "8")} << "-";
    QTest::newRow("one did it elsewhere") << two << changed << QList{change("/x/t", "2", "3")} << "-";
    QTest::newRow("two in a row") << two << changed << QList{change("/i/1/t", "2", "5"), change("/i/1/t", "5", "3")} << "01";
    QTest::newRow("one for the whole item") << two << changed << QList{change("/i/1", "{}", "{}")} << "0";
    QTest::newRow("a name that only begins alike") << two << changed << QList{change("/i/1/tt", "2", "3")} << "-";
    QTest::newRow("shifted by an item in front") << two << QByteArray(R"({"i":[{"id":"n"},{"id":"x","t":"1"},{"id":"y","t":"3"}]})")
                                                 << QList{change("/i/0", none, R"({"id":"n"})"), change("/i/2/t", "2", "3")} << "0 1";
    QTest::newRow("two gone, one of them by the book") << two << QByteArray(R"({"i":[]})")
                                                       << QList{change("/i/1", R"({"id":"y","t":"2"})", none)} << "- 0";
    QTest::newRow("cut texts") << QByteArray(R"({"t":"a"})") << QByteArray(R"({"t":")" + QByteArray(70'000, 'x') + "\"}")
                               << QList{change("/t", "a", QByteArray(70'000, 'x'))} << "0";
    BodyChange inAnswer = change("/i/1/t", "2", "3");
    inAnswer.direction = BodyChange::Direction::Response;
    QTest::newRow("in the answer") << two << changed << QList{inAnswer} << "-";
}

void StructuralDiffTest::changesExplainDifferences()
{
    QFETCH(QByteArray, received);
    QFETCH(QByteArray, sent);
    QFETCH(QList<BodyChange>, changes);
    QFETCH(QString, expected);
    QStringList found;
    const auto differences = attributed(structuralDiff(received, sent).differences, changes);
    for (const AttributedDifference &difference : differences) {
        QString names;
        for (const qsizetype index : difference.changes)
            names += QString::number(index);
        found.append(names.isEmpty() ? QStringLiteral("-") : names);
    }
    QCOMPARE(found.join(QLatin1Char(' ')), expected);
}

QTEST_APPLESS_MAIN(StructuralDiffTest)
#include "tst_structuraldiff.moc"
