// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/foregroundprocess.h"

#include "core/hardening.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <csignal>
#include <sys/stat.h>

using namespace cpx;
using namespace Qt::StringLiterals;

/// A program in our place: its end is our result.
class ForegroundProcessTest : public QObject
{
    Q_OBJECT

private slots:
    void itsExitCodeIsOurs_data();
    void itsExitCodeIsOurs();
    void aSignalThatEndsItCountsFrom128_data();
    void aSignalThatEndsItCountsFrom128();
    void whatCannotBeStartedIsReported_data();
    void whatCannotBeStartedIsReported();
    void argumentsAndEnvironmentArriveAsGiven();
    void aTerminationSentToUsIsPassedOn();
    void anInterruptOfTheTerminalIsItsOwnToHandle();
    void itGetsDefaultSignalActions();
    void itsFilesAreAsTheUserWantsThem();

private:
    static Result<int> shell(const QString &script, const QStringList &arguments = {},
                             const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment())
    {
        return runInForeground(u"/bin/sh"_s, QStringList{u"-c"_s, script, u"sh"_s} + arguments, environment);
    }
};

void ForegroundProcessTest::itsExitCodeIsOurs_data()
{
    QTest::addColumn<int>("code");
    for (const int code : {0, 1, 2, 127, 255})
        QTest::addRow("%d", code) << code;
}

void ForegroundProcessTest::itsExitCodeIsOurs()
{
    QFETCH(int, code);
    auto result = shell(u"exit %1"_s.arg(code));
    QVERIFY(result);
    QCOMPARE(*result, code);
}

void ForegroundProcessTest::aSignalThatEndsItCountsFrom128_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGKILL") << SIGKILL;
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGUSR1") << SIGUSR1;
}

void ForegroundProcessTest::aSignalThatEndsItCountsFrom128()
{
    QFETCH(int, number);
    auto result = shell(u"kill -%1 $$"_s.arg(number));
    QVERIFY(result);
    QCOMPARE(*result, 128 + number);
}

void ForegroundProcessTest::whatCannotBeStartedIsReported_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"missing", "not executable", "", "directory/"})
        QTest::newRow(*name ? name : "no name at all") << QString::fromLatin1(name);
}

void ForegroundProcessTest::whatCannotBeStartedIsReported()
{
    QFETCH(QString, name);
    QTemporaryDir dir;
    QFile file(dir.filePath(u"not executable"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    const QString program = name.isEmpty() ? QString() : dir.filePath(name);
    auto result = runInForeground(program, {}, QProcessEnvironment::systemEnvironment());
    QVERIFY(!result);
    QCOMPARE(result.error().code, Error::Code::Io);
    QVERIFY2(result.error().message.contains(program), qPrintable(result.error().message));
}

void ForegroundProcessTest::argumentsAndEnvironmentArriveAsGiven()
{
    QProcessEnvironment environment;
    environment.insert(u"PLACE"_s, u"a b$c"_s);
    auto result = shell(u"test \"$#|$1|$2|$PLACE|${HOME-unset}\" = \"2|x y||a b\\$c|unset\""_s, {u"x y"_s, QString()}, environment);
    QVERIFY(result);
    QCOMPARE(*result, 0);
}

void ForegroundProcessTest::aTerminationSentToUsIsPassedOn()
{
    // The script is the one to say when it is ready: it then asks for our SIGTERM itself.
    auto result = shell(u"trap 'exit 42' TERM; kill -TERM $PPID; while :; do sleep 0.05; done"_s);
    QVERIFY(result);
    QCOMPARE(*result, 42);
}

void ForegroundProcessTest::anInterruptOfTheTerminalIsItsOwnToHandle()
{
    auto result = shell(u"trap 'exit 41' INT; kill -INT $PPID; kill -QUIT $PPID; sleep 0.1; exit 7"_s);
    QVERIFY(result);
    QCOMPARE(*result, 7);
}

void ForegroundProcessTest::itGetsDefaultSignalActions()
{
    if (!QFile::exists(u"/proc/self/status"_s))
        QSKIP("no /proc here");
    auto result = shell(u"grep -q '^SigIgn:[[:space:]]*0*$' /proc/self/status"_s);
    QVERIFY(result);
    QCOMPARE(*result, 0);
}

void ForegroundProcessTest::itsFilesAreAsTheUserWantsThem()
{
    const mode_t before = ::umask(027);
    hardenProcess();
    auto result = shell(u"test $(umask) = 0027"_s);
    ::umask(before);
    QVERIFY(result);
    QCOMPARE(*result, 0);
}

QTEST_GUILESS_MAIN(ForegroundProcessTest)
#include "tst_foregroundprocess.moc"
