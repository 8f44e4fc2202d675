// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/shellprogram.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What a shell's program would run, and whether it may.
class ShellProgramTest : public QObject
{
    Q_OBJECT

private slots:
    void programsAreTakenApart_data();
    void programsAreTakenApart();
    void whatCannotBeToldIsAnObstacle_data();
    void whatCannotBeToldIsAnObstacle();
    void everyCommandNeedsARule_data();
    void everyCommandNeedsARule();
    void searchesMayFindNothing();
    void deepNestingEnds();
};

void ShellProgramTest::programsAreTakenApart_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QStringList>("commands");
    const auto row = [](const QString &program, const QStringList &commands) { QTest::newRow(qPrintable(program)) << program << commands; };
    row(u""_s, {});
    row(u"git status"_s, {u"git status"_s});
    row(u"a && b || c ; d | e & f\ng"_s, {u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s, u"f"_s, u"g"_s});
    row(u"echo 'a;b' \"c|d\" e\\;f"_s, {u"echo 'a;b' \"c|d\" e\\;f"_s});
    row(u"git diff $(git rev-parse HEAD; date)"_s, {u"git rev-parse HEAD"_s, u"date"_s, u"git diff $(git rev-parse HEAD; date)"_s});
    row(u"echo \"$(id)\""_s, {u"id"_s, u"echo \"$(id)\""_s});
    row(u"echo \"$(echo \"$(id)\")\""_s, {u"id"_s, u"echo \"$(id)\""_s, u"echo \"$(echo \"$(id)\")\""_s});
    row(u"git log 2>/dev/null"_s, {u"git log"_s});
    row(u"git log > /dev/null 2>&1 | cat"_s, {u"git log"_s, u"cat"_s});
    row(u"git log &>/dev/null"_s, {u"git log"_s});
    row(u"cat < in.txt"_s, {u"cat < in.txt"_s});
    row(u"ls # rm -rf\ndate"_s, {u"ls"_s, u"date"_s});
    row(u"a \\\n b"_s, {u"a   b"_s});
    row(u"echo '$(id)'"_s, {u"echo '$(id)'"_s});
}

void ShellProgramTest::programsAreTakenApart()
{
    QFETCH(QString, program);
    QFETCH(QStringList, commands);
    const ShellProgram parts = ShellProgram::of(program);
    QCOMPARE(parts.obstacle, QString());
    QCOMPARE(parts.commands, commands);
}

void ShellProgramTest::whatCannotBeToldIsAnObstacle_data()
{
    QTest::addColumn<QString>("program");
    for (const char *program : {"echo `id`", "echo \"`id`\"", "(id)", "f() { id; }", "echo $((1+1))", "cat <<E\nx\nE", "diff <(a) <(b)", "tee >(id)", "echo x > file", "echo x >> file",
                                "echo x >| file", "echo x > \"/dev/null\"", "echo x 2>&file", "echo x &> file", "echo x > /dev/nullx", "echo 'x", "echo \"x", "echo $(id", "echo \"$(id\"", "id)", "echo >"})
        QTest::newRow(program) << QString::fromLatin1(program);
}

void ShellProgramTest::whatCannotBeToldIsAnObstacle()
{
    QFETCH(QString, program);
    QVERIFY(!ShellProgram::of(program).obstacle.isEmpty());
    QVERIFY(!shellRefusal(program, {u"Bash(echo:*)"_s, u"Bash(id:*)"_s, u"Bash(cat:*)"_s, u"Bash(diff:*)"_s, u"Bash(tee:*)"_s}).isEmpty());
    QCOMPARE(shellRefusal(program, {u"Bash(*)"_s}), QString());
}

void ShellProgramTest::everyCommandNeedsARule_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QStringList>("rules");
    QTest::addColumn<bool>("isAllowed");
    const auto row = [](const QString &program, const QStringList &rules, bool isAllowed) {
        QTest::newRow(qPrintable(program + u" / "_s + rules.join(u", "_s))) << program << rules << isAllowed;
    };
    row(u"git status"_s, {u"Bash(git status)"_s}, true);
    row(u"git status -s"_s, {u"Bash(git status)"_s}, false);
    row(u"git status 2>&1"_s, {u"Bash(git status)"_s}, true);
    row(u"git status -s"_s, {u"Bash(git status:*)"_s}, true);
    row(u"git status"_s, {u"Bash(git status:*)"_s}, true);
    row(u"git statusx"_s, {u"Bash(git status:*)"_s}, false);
    row(u"git push"_s, {u"Bash(git status:*)"_s}, false);
    row(u"npm run test"_s, {u"Bash(npm *)"_s}, true);
    row(u"npm"_s, {u"Bash(npm *)"_s}, true);
    row(u"npm run test:unit"_s, {u"Bash(npm run test*)"_s}, true);
    row(u"npm install"_s, {u"Bash(npm run *)"_s}, false);
    row(u"npm run x --y"_s, {u"Bash(npm * --y)"_s}, true);
    row(u"a; b"_s, {u"Bash(a:*)"_s}, false);
    row(u"a; b"_s, {u"Bash(a:*)"_s, u"Bash(b:*)"_s}, true);
    row(u"a; b"_s, {u"Bash(a:*, b:*)"_s}, true);
    row(u"a && rm x"_s, {u"Bash(a:*)"_s}, false);
    row(u"a $(rm x)"_s, {u"Bash(a:*)"_s}, false);
    row(u"a \"$(rm x)\""_s, {u"Bash(a:*)"_s}, false);
    row(u"a\nrm x"_s, {u"Bash(a:*)"_s}, false);
    row(u"X=1 a"_s, {u"Bash(a:*)"_s}, false);
    row(u"! a"_s, {u"Bash(a:*)"_s}, false);
    row(u"a"_s, {}, false);
    row(u"a"_s, {u"Read"_s, u"bash(a)"_s, u"BashX(a)"_s}, false);
    row(u"a (b)"_s, {u"Bash"_s}, true);
    row(u"a | b"_s, {u"Bash"_s}, true);
    row(u"a ${CODEX_PLUS_ARGUMENTS}"_s, {u"Bash(a:*)"_s}, true);
    row(u"${CODEX_PLUS_ARGUMENTS}"_s, {u"Bash(*)"_s}, false);
    row(u"a && \"${CODEX_PLUS_ARGUMENT_0}\" x"_s, {u"Bash"_s}, false);
}

void ShellProgramTest::everyCommandNeedsARule()
{
    QFETCH(QString, program);
    QFETCH(QStringList, rules);
    QTEST(shellRefusal(program, rules).isEmpty(), "isAllowed");
}

void ShellProgramTest::searchesMayFindNothing()
{
    QVERIFY(ShellProgram::of(u"git log | grep x").isSearch());
    QVERIFY(ShellProgram::of(u"diff a b").isSearch());
    QVERIFY(!ShellProgram::of(u"grep x; false").isSearch());
    QVERIFY(!ShellProgram::of(u"").isSearch());
}

void ShellProgramTest::deepNestingEnds()
{
    QVERIFY(!ShellProgram::of(u"echo $("_s.repeated(100'000)).obstacle.isEmpty());
}

QTEST_APPLESS_MAIN(ShellProgramTest)
#include "tst_shellprogram.moc"
