// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/definition/definitionhead.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;
using Verdict = DefinitionHead::Verdict;

/// Metadata as other programs read it, mistakes included.
class DefinitionHeadTest : public QObject
{
    Q_OBJECT

private slots:
    void headsAreReadRepairedOrGivenUp_data();
    void headsAreReadRepairedOrGivenUp();
    void aBrokenHeadHasNoKeysButAReason();
    void valuesAreShownAsWritten();
};

void DefinitionHeadTest::headsAreReadRepairedOrGivenUp_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<Verdict>("verdict");
    QTest::addColumn<QString>("d");
    const auto row = [](const char *name, const QByteArray &head, Verdict verdict, const QString &d) {
        QTest::newRow(name) << head << verdict << d;
    };
    row("plain", "d: text\n", Verdict::Valid, u"text"_s);
    row("empty", "", Verdict::Valid, {});
    row("only a comment", "# nothing\n", Verdict::Valid, {});
    row("a comment cuts", "d: before # after\n", Verdict::Valid, u"before"_s);
    row("a colon within", "d: Use when: you need\n", Verdict::Repaired, u"Use when: you need"_s);
    row("a quote left open", "d: \"open: yes\n", Verdict::Repaired, u"\"open: yes"_s);
    row("a backslash", "d: a\\nb: c\n", Verdict::Repaired, u"a\\nb: c"_s);
    row("several brackets", "d: [a] [b]\n", Verdict::Repaired, u"[a] [b]"_s);
    row("braces", "d: {a} b\n", Verdict::Repaired, u"{a} b"_s);
    row("at", "d: @foo\n", Verdict::Repaired, u"@foo"_s);
    row("text behind a bar", "d: | text\n", Verdict::Repaired, u"| text"_s);
    row("a block and a mistake", "d: |\n  one\n  two\nx: a: b\n", Verdict::Broken, {});
    row("a template", "d: {{NAME}}\n", Verdict::Repaired, u"{{NAME}}"_s);
    row("a tab as indentation", "x:\n\t- Read\nd: y\n", Verdict::Repaired, u"y"_s);
    row("a colon at the end", "d: ends:\n", Verdict::Broken, {});
    row("a hyphen", "d: - dash\n", Verdict::Broken, {});
    row("quotes within quotes", "d: \"He said \"hi\": ok\"\n", Verdict::Broken, {});
    row("a colon in a continued line", "d: one\n  user: \"hi\"\n", Verdict::Broken, {});
    row("CRLF is not repaired", "d: Use when: you need\r\n", Verdict::Broken, {});
    row("a list", "- a\n- b\n", Verdict::Broken, {});
    row("text", "just text\n", Verdict::Broken, {});
}

void DefinitionHeadTest::headsAreReadRepairedOrGivenUp()
{
    QFETCH(QByteArray, head);
    const DefinitionHead result = DefinitionHead::of(head);
    QTEST(result.verdict, "verdict");
    QCOMPARE(result.values.kind, YamlValue::Kind::Map);
    const YamlValue *value = result.value(u"d");
    QTEST(value ? value->text : QString(), "d");
    QCOMPARE(result.failure.text.isEmpty(), result.verdict == Verdict::Valid);
}

void DefinitionHeadTest::aBrokenHeadHasNoKeysButAReason()
{
    const DefinitionHead result = DefinitionHead::of("a: 1\nb: ends:\n");
    QVERIFY(result.values.members.isEmpty());
    QCOMPARE(result.failure.line, 2);
}

void DefinitionHeadTest::valuesAreShownAsWritten()
{
    const QByteArray head = "a: [x] [y]  \nb: 'q'\n  b: no\nb2: z\r\nc:\nd: 1\nd: 2\n";
    QCOMPARE(writtenValue(head, "a"), u"[x] [y]"_s);
    QCOMPARE(writtenValue(head, "b"), u"'q'"_s);
    QCOMPARE(writtenValue(head, "b2"), u"z"_s);
    QCOMPARE(writtenValue(head, "c"), QString());
    QCOMPARE(writtenValue(head, "d"), u"2"_s);
    QCOMPARE(writtenValue(head, "e"), QString());
}

QTEST_APPLESS_MAIN(DefinitionHeadTest)
#include "tst_definitionhead.moc"
