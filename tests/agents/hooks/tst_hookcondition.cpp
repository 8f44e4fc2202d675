// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookcondition.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// The `if` of a hook.
class HookConditionTest : public QObject
{
    Q_OBJECT

private slots:
    void aCallFitsOrNot_data();
    void aCallFitsOrNot();
    void whatIsNotJudgedIsReported_data();
    void whatIsNotJudgedIsReported();
};

void HookConditionTest::aCallFitsOrNot_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("tool");
    QTest::addColumn<QString>("command");
    QTest::addColumn<bool>("holds");
    const auto row = [](const char *rule, const char *tool, const char *command, bool holds) {
        QTest::addRow("%s: %s %s", rule, tool, command) << QString::fromUtf8(rule) << QString::fromUtf8(tool) << QString::fromUtf8(command) << holds;
    };
    row("Bash", "Bash", "ls", true);
    row("Bash", "Read", "", false);
    row("Bash(*)", "Bash", "anything at all", true);
    row("Bash()", "Bash", "anything at all", true);
    row("Bash(git status)", "Bash", "git status", true);
    row("Bash(git status)", "Bash", "git status -s", false);
    row("Bash(git status)", "Bash", "cd x && git status", true);
    row("Bash(npm run:*)", "Bash", "npm run", true);
    row("Bash(npm run:*)", "Bash", "npm run test", true);
    row("Bash(npm run:*)", "Bash", "npm runner", false);
    row("Bash(npm run *)", "Bash", "npm run", true);
    row("Bash(npm run *)", "Bash", "npm run test", true);
    row("Bash(npm run *)", "Bash", "npm runner", false);
    row("Bash(npm run *)", "Bash", "CI=1 npm run test", true);
    row("Bash(npm run *)", "Bash", "ls; npm run test", true);
    row("Bash(npm run *)", "Bash", "echo 'x; npm run test'", false);
    row("Bash(npm run *)", "Bash", "timeout 10 npm run test", true);
    row("Bash(ls*)", "Bash", "lsof", true);
    row("Bash(ls*)", "Bash", "als", false);
    row("Bash(git * main)", "Bash", "git push origin main", true);
    row("Bash(git * main)", "Bash", "git push origin dev", false);
    row("Bash(* --force)", "Bash", "git push --force", true);
    row("Bash(a:*b)", "Bash", "a:xb", true); // only at the end is it a prefix
    row("Bash(rm *)", "Bash", "echo $(rm x)", true); // cannot be taken apart: runs
    row("Bash(rm *)", "Bash", "echo 'open", true);
    row("Bash(rm *)", "Read", "", false);
    row("mcp__github", "mcp__github__create", "", true);
    row("mcp__github", "mcp__githubx__create", "", false);
    row("mcp__github__*", "mcp__github__create", "", true);
    row("mcp__github__create", "mcp__github__create", "", true);
    row("Edit", "Write", "", true);
    row("Edit", "Read", "", false);
    row("Write", "Edit", "", false);
    row("*", "Read", "", true);
}

void HookConditionTest::aCallFitsOrNot()
{
    QFETCH(QString, rule);
    QFETCH(QString, tool);
    QFETCH(QString, command);
    const HookCondition condition(rule);
    QCOMPARE(condition.problem(), QString());
    QTEST(condition.holds(tool, {{u"command"_s, command}}), "holds");
}

void HookConditionTest::whatIsNotJudgedIsReported_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<bool>("holdsForOthers");
    QTest::newRow("a path") << u"Edit(*.ts)"_s << false;
    QTest::newRow("a domain") << u"WebFetch(domain:x)"_s << false;
    QTest::newRow("no rule") << u"Bash(git"_s << true;
    QTest::newRow("blanks") << u"git push"_s << true;
    QTest::newRow("empty name") << u"(x)"_s << true;
}

void HookConditionTest::whatIsNotJudgedIsReported()
{
    QFETCH(QString, rule);
    const HookCondition condition(rule);
    QVERIFY(condition.problem().contains(rule));
    QVERIFY(condition.problem().contains(u';'));
    QVERIFY(condition.holds(rule.section(u'(', 0, 0), {}));
    QTEST(condition.holds(u"Other"_s, {}), "holdsForOthers");
}

QTEST_APPLESS_MAIN(HookConditionTest)
#include "tst_hookcondition.moc"
