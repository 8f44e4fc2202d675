// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/changes/bodychange.h"
#include "proxy/prompt/calledskill.h"
#include "tests/proxy/prompt/promptbench.h"

using namespace cpx;
using namespace cpx::test;
using namespace Qt::StringLiterals;

/// Slash commands that are called as skills of Codex, over real connections: the command's text takes the place of what was
/// typed and of the skill's text.
class CalledSkillTest : public QObject
{
    Q_OBJECT

private slots:
    void onlyNewSkillsOfOursAreFound();
    void theCommandTakesThePlaceOfBoth();
    void laterRequestsHaveItAgain();
    void withoutMarksItIsTheSame();
    void aSkillOfSomebodyElseStays();
    void whereThereIsNoSuchCommandNothingChanges();
    void aSkillGoesWithThePromptThatIsRefused();
    void bothChangesAreInTheRecord();

private:
    /// As Codex writes it.
    static QByteArray skillText(const QString &command)
    {
        CommandDefinition definition;
        definition.file = {command, u"/nowhere/x.md"_s, u"/nowhere"_s, CommandSource::UserCodexPlus};
        const QByteArray name = CommandSkill::nameOf(command).toUtf8();
        return "<skill>\n<name>" + name + "</name>\n<path>/h/.codex/skills/" + name + "/SKILL.md</path>\n" + CommandSkill::text(definition, {}) + "\n</skill>";
    }
    static QByteArray skill(QByteArrayView id, const QString &command = u"db:migrate"_s)
    {
        return message("user", id, skillText(command), "skills.selected_skill_instructions");
    }
    static QByteArray foreign(QByteArrayView id)
    {
        return message("user", id, "<skill>\n<name>lint</name>\n<path>/p</path>\n---\nname: lint\n---\nLint it.\n</skill>", "skills.selected_skill_instructions");
    }
};

void CalledSkillTest::onlyNewSkillsOfOursAreFound()
{
    const QList<CalledSkill> called = CalledSkill::of(parsed(responses({user("msg_1", "$a"), skill("msg_2", u"a"_s), assistant("msg_3", "Done."), user("msg_4", "$b:c $lint"),
                                                                        skill("msg_5", u"b:c"_s), foreign("msg_6"), user("msg_7", skillText(u"d"_s))})));
    QCOMPARE(called.size(), 1);
    QCOMPARE(called.constFirst().skill.command, u"b:c"_s);
    QCOMPARE(called.constFirst().text.itemId, "msg_5");
}

void CalledSkillTest::theCommandTakesThePlaceOfBoth()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putCommand(u"db/migrate"_s, "Move $0 to $1.");
    const auto client = bench.send(responses({bench.place(), user("msg_1", "$db-migrate users sqlite"), skill("msg_2")}));
    QTRY_COMPARE(client->status(), 200);
    const QString sent = promptTexts(parsed(bench.lastBody()));
    QVERIFY2(sent.contains(u"Move users to sqlite."_s) && sent.contains(u"<command-name>/db:migrate</command-name>"_s), qPrintable(sent));
    QVERIFY2(!bench.lastBody().contains("$db-migrate") && !bench.lastBody().contains("<skill>"), bench.lastBody().constData());
    QCOMPARE(bench.lastBody().count("Move users"), 1);
}

void CalledSkillTest::laterRequestsHaveItAgain()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putCommand(u"db/migrate"_s, "Move $ARGUMENTS.");
    const QByteArrayList first{bench.place(), user("msg_1", "$db-migrate users"), skill("msg_2")};
    const auto client = bench.send(responses(first));
    QTRY_COMPARE(client->status(), 200);
    const QByteArray sentFirst = bench.lastBody();
    const auto next = bench.send(responses(first + QByteArrayList{assistant("msg_3", "Done."), user("msg_4", "thanks")}), PromptBench::metadata("t2"));
    QTRY_COMPARE(next->status(), 200);
    const qsizetype end = parsed(sentFirst).layout().list.end - 1;
    QVERIFY2(bench.lastBody().startsWith(sentFirst.first(end)), bench.lastBody().constData()); // the model's cache of it holds
    QVERIFY(!bench.lastBody().contains("<skill>"));
}

void CalledSkillTest::withoutMarksItIsTheSame()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putCommand(u"db/migrate"_s, "Move $ARGUMENTS.");
    const auto client = bench.send(responses({message("user", "", "$db-migrate users"), message("user", "", skillText(u"db:migrate"_s))}));
    QTRY_COMPARE(client->status(), 200);
    QVERIFY2(bench.lastBody().contains("Move users.") && !bench.lastBody().contains("<skill>"), bench.lastBody().constData());
}

void CalledSkillTest::aSkillOfSomebodyElseStays()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putCommand(u"db/migrate"_s, "Move $ARGUMENTS.");
    bench.putCommand(u"lint"_s, "Not this.");
    const auto client = bench.send(responses({user("msg_1", "$db-migrate a, then $lint"), skill("msg_2"), foreign("msg_3")}));
    QTRY_COMPARE(client->status(), 200);
    QVERIFY2(bench.lastBody().contains("Move a, then $lint.") && bench.lastBody().contains("Lint it."), bench.lastBody().constData());
    QVERIFY(!bench.lastBody().contains("Not this.") && !bench.lastBody().contains("codex-plus-command"));
}

void CalledSkillTest::whereThereIsNoSuchCommandNothingChanges()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    const QByteArray body = responses({user("msg_1", "$db-migrate users"), skill("msg_2")});
    const auto client = bench.send(body);
    QTRY_COMPARE(client->status(), 200);
    QCOMPARE(bench.lastBody(), body);
}

void CalledSkillTest::aSkillGoesWithThePromptThatIsRefused()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putHook("UserPromptSubmit", "grep -q users && { echo 'not these' >&2; exit 2; }; exit 0");
    bench.putCommand(u"db/migrate"_s, "Move $ARGUMENTS.");
    const QByteArrayList first{bench.place(), user("msg_1", "$db-migrate users"), skill("msg_2")};
    const auto client = bench.send(responses(first));
    QTRY_COMPARE(client->status(), 400);
    const auto next = bench.send(responses(first + QByteArrayList{user("msg_3", "go on")}), PromptBench::metadata("t2"));
    QTRY_COMPARE(next->status(), 200);
    QCOMPARE(bench.lastBody(), responses({bench.place(), user("msg_3", "go on")}));
}

void CalledSkillTest::bothChangesAreInTheRecord()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putCommand(u"db/migrate"_s, "Move $ARGUMENTS.");
    const auto client = bench.send(responses({user("msg_1", "$db-migrate users"), skill("msg_2")}));
    QTRY_VERIFY(client->isBodyComplete());
    QTRY_VERIFY(!bench.engine().flows().isEmpty() && bench.engine().flows().constFirst().changes);
    const QList<BodyChange> changes = *bench.engine().flows().constFirst().changes;
    QCOMPARE(changes.size(), 2);
    for (const BodyChange &change : changes) {
        QCOMPARE(change.attribution.kind, ChangeAttribution::Kind::Command);
        QCOMPARE(change.attribution.name, u"db:migrate"_s);
        QVERIFY(change.attribution.source.endsWith(u"/.codexplus/commands/db/migrate.md"_s));
    }
    QCOMPARE(changes[0].location, "/input/0/content/0/text");
    QCOMPARE(changes[1].location, "/input/1");
    QVERIFY(changes[1].before.bytes.contains("<skill>") && changes[1].after.bytes.isEmpty());
}

QTEST_GUILESS_MAIN(CalledSkillTest)
#include "tst_calledskill.moc"
