// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/definition/yamlvalue.h"

#include <QElapsedTimer>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;
using Kind = YamlValue::Kind;

/// YAML as plain values, within limits.
class YamlValueTest : public QObject
{
    Q_OBJECT

private slots:
    void aDocumentBecomesValues();
    void numbersAndBooleansAreNoStrings_data();
    void numbersAndBooleansAreNoStrings();
    void wordsOfYesAndNoAreRead();
    void listsOfWordsAreRead_data();
    void listsOfWordsAreRead();
    void aliasesStandForTheirValues();
    void badDocumentsFailWithTheirLine_data();
    void badDocumentsFailWithTheirLine();
    void whatIsMeantToBurstFailsFast_data();
    void whatIsMeantToBurstFailsFast();

private:
    static YamlValue read(const QByteArray &yaml)
    {
        auto result = YamlValue::fromYaml(yaml);
        const YamlValue *value = std::get_if<YamlValue>(&result);
        return value ? *value : YamlValue();
    }
};

void YamlValueTest::aDocumentBecomesValues()
{
    const YamlValue document = read("b: text # comment\na: [1, 'two']\nc:\n  d: |\n    x\n    y\nb: last\ne:\n");
    QCOMPARE(document.kind, Kind::Map);
    QCOMPARE(document.members.size(), 4);
    QCOMPARE(document.members.at(0).first, u"b"_s);
    QCOMPARE(document.member(u"b")->text, u"last"_s);
    QCOMPARE(document.member(u"b")->line, 7);
    QCOMPARE(document.member(u"a")->items.size(), 2);
    QVERIFY(!document.member(u"a")->items.at(0).isString());
    QVERIFY(document.member(u"a")->items.at(1).isString());
    QCOMPARE(document.member(u"c")->member(u"d")->text, u"x\ny\n"_s);
    QCOMPARE(document.member(u"e")->kind, Kind::Null);
    QVERIFY(!document.member(u"B"));
    QCOMPARE(read("").kind, Kind::Null);
    QCOMPARE(read("caf\xe9: 1").members.at(0).first, u"caf\uFFFD"_s);
}

void YamlValueTest::numbersAndBooleansAreNoStrings_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<bool>("isString");
    for (const char *yaml : {"42", "-1", "+1", "1.5", "1e3", ".5", "0x1f", "0o17", "true", "False", ".inf", "null", "~", "[a]", "{a: b}"})
        QTest::newRow(yaml) << QByteArray(yaml) << false;
    for (const char *yaml : {"yes", "no", "on", "2024-01-01", "'42'", "\"true\"", "a", "1.2.3", "-x", "tRue", "!tag text", "&anchor text"})
        QTest::newRow(yaml) << QByteArray(yaml) << true;
}

void YamlValueTest::numbersAndBooleansAreNoStrings()
{
    QFETCH(QByteArray, yaml);
    QTEST(read("k: " + yaml).member(u"k")->isString(), "isString");
}

void YamlValueTest::wordsOfYesAndNoAreRead()
{
    for (const char *yaml : {"true", "yes", "ON", "1", "'true'"})
        QCOMPARE(read(QByteArray("k: ") + yaml).member(u"k")->toBool(), std::optional(true));
    for (const char *yaml : {"false", "No", "off", "0"})
        QCOMPARE(read(QByteArray("k: ") + yaml).member(u"k")->toBool(), std::optional(false));
    for (const char *yaml : {"maybe", "", "[true]", "2"})
        QCOMPARE(read(QByteArray("k: ") + yaml).member(u"k")->toBool(), std::optional<bool>());
}

void YamlValueTest::listsOfWordsAreRead_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("commas") << QByteArray("Read, Grep,Bash") << QStringList{u"Read"_s, u"Grep"_s, u"Bash"_s};
    QTest::newRow("blanks") << QByteArray("Read  Grep") << QStringList{u"Read"_s, u"Grep"_s};
    QTest::newRow("parentheses hold together") << QByteArray("Bash(git add:*, git status), Read") << QStringList{u"Bash(git add:*, git status)"_s, u"Read"_s};
    QTest::newRow("a list") << QByteArray("[\"Bash(a b)\", Read]") << QStringList{u"Bash(a b)"_s, u"Read"_s};
    QTest::newRow("nothing") << QByteArray("") << QStringList();
    QTest::newRow("left open") << QByteArray("Bash(a b, c") << QStringList{u"Bash(a b, c"_s};
}

void YamlValueTest::listsOfWordsAreRead()
{
    QFETCH(QByteArray, yaml);
    QTEST(read("k: " + yaml).member(u"k")->toWords(), "words");
}

void YamlValueTest::aliasesStandForTheirValues()
{
    const YamlValue document = read("a: &x [1, 2]\nb: *x\n");
    QCOMPARE(document.member(u"b")->items.size(), 2);
}

void YamlValueTest::badDocumentsFailWithTheirLine_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<int>("line");
    QTest::newRow("a colon within") << QByteArray("a: b\nc: d: e\n") << 2;
    QTest::newRow("a quote left open") << QByteArray("a: 1\nb: \"x\nc: 2\n") << -1;
    QTest::newRow("text behind quotes") << QByteArray("a: \"b\" c\nd: 1\n") << 1;
    QTest::newRow("brackets left open") << QByteArray("a: [b\nc: d\n") << -1;
    QTest::newRow("two documents") << QByteArray("a: 1\n...\nb: 2\n") << 0;
    QTest::newRow("an unknown alias") << QByteArray("a: *b\n") << 1;
    QTest::newRow("an alias of itself") << QByteArray("a: &b [*b]\n") << 1;
    QTest::newRow("a zero byte") << QByteArray("a: 1\nb\0: 2\n", 11) << 2;
    QTest::newRow("too large") << "a: " + QByteArray(64 * 1024, 'x') << 0;
}

void YamlValueTest::badDocumentsFailWithTheirLine()
{
    QFETCH(QByteArray, yaml);
    QFETCH(int, line);
    const auto result = YamlValue::fromYaml(yaml);
    const auto *failure = std::get_if<YamlValue::Failure>(&result);
    QVERIFY(failure);
    QVERIFY(!failure->text.isEmpty());
    if (line >= 0)
        QCOMPARE(failure->line, line);
}

void YamlValueTest::whatIsMeantToBurstFailsFast_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QByteArray laughs = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 10; ++i) {
        laughs += QByteArray("a%1: &a%1 [").replace("%1", QByteArray::number(i));
        for (int k = 0; k < 9; ++k)
            laughs += (k ? ",*a" : "*a") + QByteArray::number(i - 1);
        laughs += "]\n";
    }
    QTest::newRow("aliases of aliases") << laughs;
    QByteArray aliases = "a: &a x\nb: [";
    for (int i = 0; i < 200; ++i)
        aliases += "*a,";
    QTest::newRow("many aliases") << aliases + "]\n";
    QTest::newRow("deep lists") << QByteArray(60'000, '[');
    QTest::newRow("deep maps") << QByteArray("{a: ").repeated(15'000);
    QTest::newRow("deep blocks") << QByteArray("- ").repeated(30'000);
    QTest::newRow("deep questions") << QByteArray("? ").repeated(30'000);
    QTest::newRow("many values") << "[" + QByteArray("1,").repeated(30'000) + "]";
}

void YamlValueTest::whatIsMeantToBurstFailsFast()
{
    QFETCH(QByteArray, yaml);
    QElapsedTimer time;
    time.start();
    QVERIFY(std::holds_alternative<YamlValue::Failure>(YamlValue::fromYaml(yaml)));
    QVERIFY2(time.elapsed() < 5'000, qPrintable(QString::number(time.elapsed())));
}

QTEST_APPLESS_MAIN(YamlValueTest)
#include "tst_yamlvalue.moc"
