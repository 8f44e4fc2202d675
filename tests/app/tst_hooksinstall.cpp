// SPDX-License-Identifier: GPL-3.0-or-later
#include "clirun.h"
#include "core/textfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

using namespace cpx;
using namespace Qt::StringLiterals;

/// `codex-plus hooks install` and `uninstall`, and what `list` says of it.
class HooksInstallTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void theDifferenceIsShownAndMade();
    void aDryRunOnlyShows();
    void problemsAreSaidWithPlaceAndRemedy();
    void wrongUsageIsSaid();

private:
    CliRun run(const QStringList &arguments) const
    {
        QProcessEnvironment environment;
        environment.insert(u"HOME"_s, m_directory->path());
        return CliRun::of(QStringList{u"hooks"_s} + arguments, environment);
    }
    QString list() const { return run({u"list"_s, u"--project"_s, m_directory->path()}).out; }
    QString file() const { return m_directory->filePath(u".codex/hooks.json"_s); }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void HooksInstallTest::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkpath(m_directory->filePath(u".codex"_s)));
}

void HooksInstallTest::theDifferenceIsShownAndMade()
{
    QVERIFY(list().contains(u"Bridge from Codex: not installed"_s));
    const CliRun installed = run({u"install"_s});
    QCOMPARE(installed.exitCode, 0);
    QVERIFY2(installed.out.startsWith(u"--- /dev/null\n+++ %1\n@@ -0,0 +1,"_s.arg(file())), qPrintable(installed.out));
    QVERIFY(installed.out.contains(u"+            \"command\": \"%1 hook-bridge\",\n"_s.arg(QCoreApplication::applicationFilePath())));
    QVERIFY(installed.out.contains(u"/hooks"_s) && installed.out.contains(u"codex exec"_s)); // the hint at trust
    // This program is not called codex-plus, so its own hooks are not seen as the bridge: the file tells.
    QVERIFY(QFileInfo::exists(file()));

    QVERIFY(writeTextFile(m_directory->filePath(u".codex/config.toml"_s), "[[hooks.Stop]]\n"));
    QVERIFY(list().contains(u"config.toml has hooks of its own"_s));
    const CliRun removed = run({u"uninstall"_s});
    QCOMPARE(removed.exitCode, 0);
    QVERIFY(removed.out.contains(u"+++ /dev/null"_s));
    QVERIFY(!QFileInfo::exists(file()));
    const auto audit = readTextFile(m_directory->filePath(u".local/state/codex-plus/audit.jsonl"_s), 100'000);
    QVERIFY(audit && audit->contains("bridge installed") && audit->contains("bridge removed"));
    QCOMPARE(run({u"uninstall"_s}).out, u"The bridge is not in %1.\n"_s.arg(file()));
}

void HooksInstallTest::aDryRunOnlyShows()
{
    const CliRun shown = run({u"install"_s, u"--dry-run"_s});
    QCOMPARE(shown.exitCode, 0);
    QVERIFY(shown.out.contains(u"hook-bridge"_s));
    QVERIFY(shown.out.endsWith(u"Nothing was changed (--dry-run).\n"_s));
    QVERIFY(!QFileInfo::exists(file()));
    QVERIFY(!QFileInfo::exists(m_directory->filePath(u".local/state/codex-plus/journal.json"_s)));

    run({u"install"_s});
    const auto before = readTextFile(file(), 100'000);
    QVERIFY(run({u"uninstall"_s, u"--dry-run"_s}).out.endsWith(u"Nothing was changed (--dry-run).\n"_s));
    QCOMPARE(*readTextFile(file(), 100'000), *before);
}

void HooksInstallTest::problemsAreSaidWithPlaceAndRemedy()
{
    QVERIFY(writeTextFile(file(), "{\n  \"model\": 1\n}\n"));
    for (const QString &action : {u"install"_s, u"uninstall"_s}) {
        const CliRun failed = run({action});
        QCOMPARE(failed.exitCode, 1);
        QVERIFY2(failed.err.contains(u"(%1, line 2, column 3: Codex ignores the whole file because of \"model\"; remove it)"_s.arg(file())), qPrintable(failed.err));
    }
    QVERIFY(list().contains(u"Bridge from Codex: not known"_s));
    const CliRun json = run({u"list"_s, u"--json"_s, u"--project"_s, m_directory->path()});
    QVERIFY2(json.out.contains(u"\"bridge\":{\"file\":\"%1\",\"problem\":"_s.arg(file())), qPrintable(json.out));
    QVERIFY(QDir(m_directory->filePath(u".codex"_s)).removeRecursively());
    QVERIFY(run({u"install"_s}).err.contains(u"does not exist; start codex once"_s));
}

void HooksInstallTest::wrongUsageIsSaid()
{
    QCOMPARE(run({u"install"_s, u"more"_s}).exitCode, 2);
    QCOMPARE(run({u"instal"_s}).exitCode, 2);
}

QTEST_GUILESS_MAIN(HooksInstallTest)
#include "tst_hooksinstall.moc"
