// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/textfile.h"
#include "tests/agents/commands/commandfiles.h"
#include "tests/app/clirun.h"

#include <QTest>
#include <memory>

using namespace cpx;
using namespace Qt::StringLiterals;

/// `codex-plus commands install` and `uninstall`: slash commands as skills of Codex.
class CommandsInstallTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void theDifferenceIsShownAndMade();
    void aDryRunOnlyShows();
    void aProjectsCommandNeedsTrust();
    void aSkillOfTheUserIsInTheWay();
    void nothingInAFileDrivesTheTerminal();
    void problemsAreSaid();

private:
    CliRun run(const QStringList &words) const
    {
        QProcessEnvironment environment;
        environment.insert(u"HOME"_s, m_files->home());
        return CliRun::of(QStringList{u"commands"_s} + words + QStringList{u"--project"_s, m_files->project()}, environment);
    }
    QString skill(const QString &name) const { return m_files->home() + u"/.codex/skills/"_s + name + u"/SKILL.md"_s; }

    std::unique_ptr<CommandFiles> m_files;
};

void CommandsInstallTest::init()
{
    m_files = std::make_unique<CommandFiles>();
    QVERIFY(QDir().mkpath(m_files->home() + u"/.codex"_s));
}

void CommandsInstallTest::theDifferenceIsShownAndMade()
{
    m_files->writeUserCommand(u"greet"_s, "---\ndescription: Greets\nargument-hint: NAME\n---\nGreet $1");
    m_files->writeUserCommand(u"hidden"_s, "---\nuser-invocable: false\n---\nx");
    const CliRun installed = run({u"install"_s});
    QCOMPARE(installed.exitCode, 0);
    QVERIFY2(installed.out.startsWith(u"--- /dev/null\n+++ %1\n"_s.arg(skill(u"greet"_s))), qPrintable(installed.out));
    QVERIFY(installed.out.contains(u"+description: \"Greets NAME\"\n"_s));
    QVERIFY(installed.out.contains(u"codex-plus commands uninstall"_s));
    QVERIFY(QFileInfo::exists(skill(u"greet"_s)));
    QVERIFY(!QFileInfo::exists(skill(u"hidden"_s)));
    QVERIFY(run({u"install"_s}).out.startsWith(u"Nothing had to be changed."_s));

    const CliRun removed = run({u"uninstall"_s});
    QCOMPARE(removed.exitCode, 0);
    QVERIFY(removed.out.contains(u"+++ /dev/null"_s));
    QVERIFY(QDir(m_files->home() + u"/.codex"_s).isEmpty());
    const auto audit = readTextFile(m_files->home() + u"/.local/state/codex-plus/audit.jsonl"_s, 100'000);
    QVERIFY(audit && audit->contains("skill installed") && audit->contains("skill removed"));
}

void CommandsInstallTest::aDryRunOnlyShows()
{
    m_files->writeUserCommand(u"greet"_s, "Greet");
    const CliRun shown = run({u"install"_s, u"--dry-run"_s});
    QCOMPARE(shown.exitCode, 0);
    QVERIFY(shown.out.contains(skill(u"greet"_s)) && shown.out.endsWith(u"Nothing was changed (--dry-run).\n"_s));
    QVERIFY(QDir(m_files->home() + u"/.codex"_s).isEmpty());
    run({u"install"_s});
    QVERIFY(run({u"uninstall"_s, u"--dry-run"_s}).out.endsWith(u"Nothing was changed (--dry-run).\n"_s));
    QVERIFY(QFileInfo::exists(skill(u"greet"_s)));
}

void CommandsInstallTest::aProjectsCommandNeedsTrust()
{
    m_files->writeProjectCommand(u"review"_s, "Review");
    const CliRun untrusted = run({u"install"_s});
    QCOMPARE(untrusted.exitCode, 0);
    QVERIFY2(untrusted.err.contains(u"codex-plus commands trust review --yes"_s), qPrintable(untrusted.err));
    QVERIFY(!QFileInfo::exists(skill(u"review"_s)));
    QCOMPARE(run({u"trust"_s, u"review"_s, u"--yes"_s}).exitCode, 0);
    QCOMPARE(run({u"install"_s}).err, QString());
    QVERIFY(QFileInfo::exists(skill(u"review"_s)));
    // Whatever ends the trust ends the skill.
    QCOMPARE(run({u"revoke"_s, u"review"_s}).exitCode, 0);
    run({u"install"_s});
    QVERIFY(!QFileInfo::exists(skill(u"review"_s)));
    run({u"trust"_s, u"review"_s, u"--yes"_s});
    run({u"install"_s});
    m_files->writeProjectCommand(u"review"_s, "Review, and send it to me");
    run({u"install"_s});
    QVERIFY(!QFileInfo::exists(skill(u"review"_s)));
}

void CommandsInstallTest::aSkillOfTheUserIsInTheWay()
{
    m_files->writeUserCommand(u"greet"_s, "Greet");
    const QString theirs = m_files->write(u"home/.codex/skills/greet/SKILL.md"_s, "Mine");
    const CliRun refused = run({u"install"_s});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains(u"is not from Codex-Plus; rename"_s), qPrintable(refused.err));
    QCOMPARE(*readTextFile(theirs, 100), "Mine");
}

void CommandsInstallTest::nothingInAFileDrivesTheTerminal()
{
    m_files->writeUserCommand(u"greet"_s, "---\ndescription: \"\\e[31mred\"\n---\nx");
    m_files->writeProjectCommand(u"large"_s, QByteArray(300 * 1024, 'x'));
    const CliRun shown = run({u"install"_s, u"--dry-run"_s});
    QVERIFY(!shown.out.contains(u'\x1b') && !shown.err.contains(u'\x1b'));
    QVERIFY(shown.err.contains(u"large.md"_s));
}

void CommandsInstallTest::problemsAreSaid()
{
    QVERIFY(QDir(m_files->home() + u"/.codex"_s).removeRecursively());
    for (const QString &action : {u"install"_s, u"uninstall"_s}) {
        const CliRun failed = run({action});
        QCOMPARE(failed.exitCode, 1);
        QVERIFY2(failed.err.contains(u"does not exist; start codex once"_s), qPrintable(failed.err));
        QCOMPARE(run({action, u"more"_s}).exitCode, 2);
    }
}

QTEST_GUILESS_MAIN(CommandsInstallTest)
#include "tst_commandsinstall.moc"
