// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commanddefinition.h"

#include <QCryptographicHash>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What a command's file says.
class CommandDefinitionTest : public QObject
{
    Q_OBJECT

private slots:
    void everyKeyIsRead();
    void withoutAHeadTheFirstLineDescribes_data();
    void withoutAHeadTheFirstLineDescribes();
    void hintsAreShownAsWritten_data();
    void hintsAreShownAsWritten();
    void toolsAreReadHoweverTheyAreWritten_data();
    void toolsAreReadHoweverTheyAreWritten();
    void whatCannotBeReadIsAProblem_data();
    void whatCannotBeReadIsAProblem();
    void aBrokenHeadLeavesTheBody();

private:
    static CommandDefinition read(const QByteArray &content)
    {
        return CommandDefinition::of({u"x"_s, u"/p/x.md"_s, u"/p"_s, CommandSource::ProjectClaude}, content);
    }
};

void CommandDefinitionTest::everyKeyIsRead()
{
    const QByteArray content = "---\ndescription: Does\\nit\nargument-hint: \"[a]\"\narguments: one two\nallowed-tools: Bash(git add:*, b), Read\n"
                               "disallowed-tools: [Write]\nmodel: haiku\nuser-invocable: no\nshell: bash\nname: other\n---\nBody $1\n";
    const CommandDefinition definition = read(content);
    QCOMPARE(definition.file.name, u"x"_s); // the name in the head counts for skills only
    QCOMPARE(definition.description, u"Does\nit"_s);
    QCOMPARE(definition.argumentHint, u"[a]"_s);
    QCOMPARE(definition.argumentNames, (QStringList{u"one"_s, u"two"_s}));
    QCOMPARE(definition.allowedTools, (QStringList{u"Bash(git add:*, b)"_s, u"Read"_s}));
    QCOMPARE(definition.disallowedTools, QStringList{u"Write"_s});
    QCOMPARE(definition.model, u"haiku"_s);
    QCOMPARE(definition.isUserInvocable, false);
    QCOMPARE(definition.shell, u"bash"_s);
    QCOMPARE(definition.body, u"Body $1\n"_s);
    QCOMPARE(definition.sha256, QCryptographicHash::hash(content, QCryptographicHash::Sha256));
    QCOMPARE(definition.problems, QList<DefinitionProblem>());
}

void CommandDefinitionTest::withoutAHeadTheFirstLineDescribes_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("description");
    QTest::newRow("text") << QByteArray("First\nSecond") << u"First"_s;
    QTest::newRow("a heading") << QByteArray("\n\n## Title  \ntext") << u"Title"_s;
    QTest::newRow("a head without one") << QByteArray("---\nmodel: x\n---\nText") << u"Text"_s;
    QTest::newRow("an empty one") << QByteArray("---\ndescription:\n---\nText") << u"Text"_s;
    QTest::newRow("nothing") << QByteArray() << QString();
}

void CommandDefinitionTest::withoutAHeadTheFirstLineDescribes()
{
    QFETCH(QByteArray, content);
    const CommandDefinition definition = read(content);
    QTEST(definition.description, "description");
    QVERIFY(definition.problems.isEmpty());
}

void CommandDefinitionTest::hintsAreShownAsWritten_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("hint");
    QTest::newRow("quoted") << QByteArray("\"[a] [b]\"") << u"[a] [b]"_s;
    QTest::newRow("a list") << QByteArray("[a]") << u"[a]"_s;
    QTest::newRow("two lists") << QByteArray("[a] [b]") << u"[a] [b]"_s;
    QTest::newRow("a map") << QByteArray("{a}") << u"{a}"_s;
    QTest::newRow("a placeholder") << QByteArray("<file>") << u"<file>"_s;
    QTest::newRow("a number") << QByteArray("5") << u"5"_s;
    QTest::newRow("nothing") << QByteArray("") << QString();
}

void CommandDefinitionTest::hintsAreShownAsWritten()
{
    QFETCH(QByteArray, line);
    QTEST(read("---\nargument-hint: " + line + "\n---\n").argumentHint, "hint");
}

void CommandDefinitionTest::toolsAreReadHoweverTheyAreWritten_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::newRow("commas") << QByteArray("Bash(git log:*), Read");
    QTest::newRow("blanks") << QByteArray("Bash(git log:*) Read");
    QTest::newRow("a list") << QByteArray("\n  - Bash(git log:*)\n  - Read");
    QTest::newRow("a list in one line") << QByteArray("[Bash(git log:*), Read]");
    QTest::newRow("a quoted list in one line") << QByteArray("[\"Bash(git log:*)\", \"Read\"]");
    QTest::newRow("a list as text") << QByteArray("'[\"Bash(git log:*)\", \"Read\"]'");
}

void CommandDefinitionTest::toolsAreReadHoweverTheyAreWritten()
{
    QFETCH(QByteArray, lines);
    QCOMPARE(read("---\nallowed-tools: " + lines + "\n---\n").allowedTools, (QStringList{u"Bash(git log:*)"_s, u"Read"_s}));
}

void CommandDefinitionTest::whatCannotBeReadIsAProblem_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("line");
    QTest::newRow("a description that is a number") << QByteArray("---\nmodel: x\ndescription: 42\n---\nText") << 3;
    QTest::newRow("a description that is a list") << QByteArray("---\ndescription: [a]\n---\nText") << 2;
    QTest::newRow("a model that is a boolean") << QByteArray("---\nmodel: true\n---\nText") << 2;
    QTest::newRow("neither yes nor no") << QByteArray("---\nuser-invocable: maybe\n---\nText") << 2;
    QTest::newRow("no YAML, repaired") << QByteArray("---\nmodel: x\nother: a: b\n---\nText") << 3;
    QTest::newRow("no YAML") << QByteArray("---\nmodel: x\nother: ends:\n---\nText") << 3;
}

void CommandDefinitionTest::whatCannotBeReadIsAProblem()
{
    QFETCH(QByteArray, content);
    const CommandDefinition definition = read(content);
    QCOMPARE(definition.problems.size(), 1);
    const DefinitionProblem &problem = definition.problems.constFirst();
    QCOMPARE(problem.file, u"/p/x.md"_s);
    QTEST(problem.line, "line");
    QVERIFY(!problem.text.isEmpty() && !problem.remedy.isEmpty());
    QCOMPARE(definition.body, u"Text"_s);
    QCOMPARE(definition.isUserInvocable, true);
    QCOMPARE(definition.description, u"Text"_s);
}

void CommandDefinitionTest::aBrokenHeadLeavesTheBody()
{
    const CommandDefinition definition = read("---\nuser-invocable: false\nx: ends:\n---\nText\n");
    QCOMPARE(definition.isUserInvocable, true);
    QCOMPARE(definition.body, u"Text\n"_s);
    QCOMPARE(definition.description, u"Text"_s);
}

QTEST_APPLESS_MAIN(CommandDefinitionTest)
#include "tst_commanddefinition.moc"
