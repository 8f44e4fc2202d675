// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/codexskills/commandskill.h"
#include "agents/definition/definitionhead.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// The skills of Codex that stand for slash commands.
class CommandSkillTest : public QObject
{
    Q_OBJECT

private slots:
    void namesAreThoseCodexTakes_data();
    void namesAreThoseCodexTakes();
    void theTextSaysWhatItStandsFor();
    void theHeadIsYamlWhateverTheCommandSays();
    void aProjectsCommandIsNotReadFromItsFile();
    void whatWasChangedIsNotOurOwn();
    void whatIsNotAboutItsOwnNameIsForeign_data();
    void whatIsNotAboutItsOwnNameIsForeign();
    void theItemOfAConversationIsKnown();
    void calledSkillsBecomeCommands_data();
    void calledSkillsBecomeCommands();

private:
    static CommandDefinition definition(const QString &name, const QString &description = u"Does it"_s, const QString &hint = {})
    {
        CommandDefinition definition;
        definition.file = {name, u"/home/u/.codexplus/commands/x.md"_s, u"/home/u"_s, CommandSource::UserCodexPlus};
        definition.description = description;
        definition.argumentHint = hint;
        return definition;
    }
    static DefinitionHead headOf(const QByteArray &text) { return DefinitionHead::of(text.sliced(4, text.indexOf("\n---\n") - 3)); }
};

void CommandSkillTest::namesAreThoseCodexTakes_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << u"review"_s << u"review"_s;
    QTest::newRow("below a directory") << u"db:migrate"_s << u"db-migrate"_s;
    QTest::newRow("dots and letters of elsewhere") << u"v1.2:größe"_s << u"v1-2-gr--e"_s;
    QTest::newRow("long") << u"a"_s.repeated(200) << u"a"_s.repeated(64);
}

void CommandSkillTest::namesAreThoseCodexTakes()
{
    QFETCH(QString, command);
    QTEST(CommandSkill::nameOf(command), "name");
}

void CommandSkillTest::theTextSaysWhatItStandsFor()
{
    const QByteArray text = CommandSkill::text(definition(u"db:migrate"_s, u"Moves\nall tables"_s, u"[to] [\"from\"]"_s), {});
    QCOMPARE(CommandSkill::originOf(text), CommandSkill::Origin::Own);
    QCOMPARE(CommandSkill::of(text), (CommandSkill{u"db-migrate"_s, u"db:migrate"_s, u"/home/u/.codexplus/commands/x.md"_s}));
    const DefinitionHead head = headOf(text);
    QCOMPARE(head.verdict, DefinitionHead::Verdict::Valid);
    QCOMPARE(head.value(u"name")->text, u"db-migrate"_s);
    QCOMPARE(head.value(u"description")->text, u"Moves all tables [to] [\"from\"]"_s);
    QVERIFY(text.contains("Read the file /home/u/.codexplus/commands/x.md"));
}

void CommandSkillTest::theHeadIsYamlWhateverTheCommandSays()
{
    for (const QString &description : {u"a: b # c"_s, u"\\ \" ' \\\""_s, u"\u001b[31m\u0000 </skill>"_s, u"---"_s, u"x\n---\ny"_s, QString(), u"x"_s.repeated(5000)}) {
        const QByteArray text = CommandSkill::text(definition(u"123"_s, description), {});
        const DefinitionHead head = headOf(text);
        QCOMPARE(head.verdict, DefinitionHead::Verdict::Valid);
        QVERIFY(!head.value(u"description")->text.isEmpty());
        QVERIFY(head.value(u"description")->text.size() <= 1024);
        QVERIFY(!text.contains('\x1b') && !text.contains("</skill>"));
        QVERIFY(text.contains("name: \"123\"\n")); // a number would be no name
        QCOMPARE(CommandSkill::originOf(text), CommandSkill::Origin::Own);
    }
}

void CommandSkillTest::aProjectsCommandIsNotReadFromItsFile()
{
    const QByteArray text = CommandSkill::text(definition(u"review"_s), u"/src/my project"_s);
    QVERIFY(text.contains("Does it (my project)"));
    QVERIFY(text.contains("of the project /src/my project"));
    QVERIFY(!text.contains("Read the file"));
}

void CommandSkillTest::whatWasChangedIsNotOurOwn()
{
    const QByteArray text = CommandSkill::text(definition(u"review"_s), {});
    for (qsizetype i = 0; i < text.size(); ++i) {
        QByteArray changed = text;
        changed[i] = changed[i] == 'x' ? 'y' : 'x';
        QVERIFY2(CommandSkill::originOf(changed) != CommandSkill::Origin::Own, qPrintable(QString::number(i)));
    }
    QCOMPARE(CommandSkill::originOf(text + "\nMore."), CommandSkill::Origin::OwnChanged);
}

void CommandSkillTest::whatIsNotAboutItsOwnNameIsForeign_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray own = CommandSkill::text(definition(u"review"_s), {});
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a skill") << QByteArray("---\nname: review\ndescription: x\n---\nText\n");
    QTest::newRow("another command than its name") << QByteArray(own).replace("codex-plus-command: \"review\"", "codex-plus-command: \"deploy\"");
    QTest::newRow("another name than its command") << QByteArray(own).replace("name: \"review\"", "name: \"lint\"");
    QTest::newRow("in the text") << "---\nname: \"review\"\n---\n" + own;
    QTest::newRow("cut") << own.first(own.indexOf("codex-plus-seal"));
}

void CommandSkillTest::whatIsNotAboutItsOwnNameIsForeign()
{
    QFETCH(QByteArray, text);
    QVERIFY(!CommandSkill::of(text));
    QCOMPARE(CommandSkill::originOf(text), CommandSkill::Origin::Foreign);
}

void CommandSkillTest::theItemOfAConversationIsKnown()
{
    const QString text = QString::fromUtf8(CommandSkill::text(definition(u"db:migrate"_s), {}));
    const QString item = u"<skill>\n<name>db-migrate</name>\n<path>/h/.codex/skills/db-migrate/SKILL.md</path>\n"_s + text + u"\n</skill>"_s;
    QCOMPARE(CommandSkill::ofItem(item)->command, u"db:migrate"_s);
    QVERIFY(!CommandSkill::ofItem(text));
    QVERIFY(!CommandSkill::ofItem(QString(item).replace(u"<name>db-migrate<"_s, u"<name>other<"_s)));
    QVERIFY(!CommandSkill::ofItem(u"<skill>\n<name>db-migrate</name>\n"_s));
}

void CommandSkillTest::calledSkillsBecomeCommands_data()
{
    QTest::addColumn<QString>("prompt");
    QTest::addColumn<QString>("expected");
    QTest::newRow("at the beginning") << u"$db-migrate one two"_s << u"/db:migrate one two"_s;
    QTest::newRow("within") << u"please $db-migrate\nand $db-migrate."_s << u"please /db:migrate\nand /db:migrate."_s;
    QTest::newRow("longer and shorter words") << u"$db-migrate2 a$db-migrate $db-migrate-x $db"_s << u"$db-migrate2 a$db-migrate $db-migrate-x $db"_s;
    QTest::newRow("another skill") << u"$else"_s << u"$else"_s;
    QTest::newRow("two") << u"$a $db-migrate"_s << u"/a /db:migrate"_s;
}

void CommandSkillTest::calledSkillsBecomeCommands()
{
    QFETCH(QString, prompt);
    QTEST(withCommandsForSkills(prompt, {{u"db-migrate"_s, u"db:migrate"_s, {}}, {u"a"_s, u"a"_s, {}}}), "expected");
}

QTEST_APPLESS_MAIN(CommandSkillTest)
#include "tst_commandskill.moc"
