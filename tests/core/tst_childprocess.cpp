// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/childprocess.h"

#include "core/childtree.h"
#include "core/hardening.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <csignal>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Ending = ChildResult::Ending;

/// A child process is asked one question, and then nothing is left of it.
class ChildProcessTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void theExitCodeIsReported_data();
    void theExitCodeIsReported();
    void aSignalOfItsOwnIsACrash();
    void bothOutputsAreKeptByteForByte();
    void theInputArrivesWholeAndEnds_data();
    void theInputArrivesWholeAndEnds();
    void inputThatIsNotReadIsNoFailure_data();
    void inputThatIsNotReadIsNoFailure();
    void argumentsArriveAsGiven();
    void theEnvironmentIsAllItGets();
    void theWorkingDirectoryIsTheOneGiven();
    void theProgramIsFoundInThePathGiven();
    void itHasASessionOfItsOwnAndNoTerminal();
    void itInheritsNothingOfOurs();
    void itGetsDefaultSignalActions();
    void itLeavesNoCoreAndHasLimits();
    void itsFilesAreAsTheUserWantsThem();
    void whatCannotBeStartedIsExplained_data();
    void whatCannotBeStartedIsExplained();
    void outputOfExactlyTheLimitIsFine();
    void outputBeyondTheLimitEndsIt_data();
    void outputBeyondTheLimitEndsIt();
    void theTimeoutEndsIt();
    void theTimeoutAlsoCoversWhoKeepsTheOutputOpen();
    void outputAfterTheExitIsStillTaken();
    void whoIgnoresTheTerminationIsKilled();
    void aStoppedChildIsEndedToo();
    void theWholeTreeIsEnded_data();
    void theWholeTreeIsEnded();
    void whatItLeavesBehindIsEnded();
    void tooManyProcessesAreEnded();
    void aCancelEndsIt();
    void aCancelBeforeTheStartRunsNothing();
    void theDestructionEndsItAtOnceAndSaysNothing();
    void itMayBeDestroyedInItsOwnAnswer();
    void theAnswerNeverComesBeforeTheConstructorReturns();
    void fiftyAtOnce();
    void theProcessIdIsThatOfTheProgram();
    void aKilledSupervisorIsNoSuccess();
    void nothingIsLeftWhenWeAreKilled();

private:
    ChildCommand shell(const QString &script) const
    {
        ChildCommand command;
        command.program = u"/bin/sh"_s;
        command.arguments = {u"-c"_s, script};
        command.environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
        command.workingDirectory = m_dir->path();
        return command;
    }
    static ChildResult resultOf(ChildCommand command)
    {
        std::optional<ChildResult> result;
        ChildProcess process(std::move(command), [&](const ChildResult &r) { result = r; });
        const bool done = QTest::qWaitFor([&] { return result.has_value(); }, 20'000);
        return done ? *result : ChildResult{.ending = Ending::NotStarted, .error = u"it never ended"_s};
    }
    ChildResult run(const QString &script) const { return resultOf(shell(script)); }
    QByteArray contentOf(const QString &name) const
    {
        QFile file(m_dir->filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// A process that waits to be ended, found by a number that is nobody else's.
    QString sleeping() const { return u"sleep %1"_s.arg(m_number); }
    bool isSomebodySleeping() const
    {
        const QByteArray line = QByteArray("sleep\0", 6) + QByteArray::number(m_number);
        const QStringList entries = QDir(u"/proc"_s).entryList(QDir::Dirs);
        return std::any_of(entries.begin(), entries.end(), [&](const QString &entry) {
            QFile file(u"/proc/%1/cmdline"_s.arg(entry));
            return file.open(QIODevice::ReadOnly) && file.readAll().startsWith(line);
        });
    }
    static int descriptors() { return int(QDir(u"/proc/self/fd"_s).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size()); }
    static int threads() { return int(QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size()); }
    static bool hasChildren() { return ::waitid(P_ALL, 0, std::array<siginfo_t, 1>().data(), WEXITED | WNOHANG | WNOWAIT) == 0; }

    std::unique_ptr<QTemporaryDir> m_dir;
    int m_number = 100'000 + int(::getpid() % 10'000) * 100;
    int m_descriptors = 0;
    int m_threads = 0;
};

void ChildProcessTest::initTestCase()
{
    m_threads = threads();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(run(u"exit 0"_s).isSuccess()); // whatever is opened once only
    m_descriptors = descriptors();
}

void ChildProcessTest::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    ++m_number;
}

void ChildProcessTest::cleanup()
{
    QTRY_VERIFY(!isSomebodySleeping());
    QTRY_VERIFY(!hasChildren()); // no zombies either
    QTRY_COMPARE(threads(), m_threads);
    QCOMPARE(descriptors(), m_descriptors);
}

void ChildProcessTest::theExitCodeIsReported_data()
{
    QTest::addColumn<int>("code");
    for (const int code : {0, 1, 2, 126, 127, 255})
        QTest::addRow("%d", code) << code;
}

void ChildProcessTest::theExitCodeIsReported()
{
    QFETCH(int, code);
    const ChildResult result = run(u"exit %1"_s.arg(code));
    QCOMPARE(result.ending, Ending::Exited);
    QCOMPARE(result.exitCode, code);
    QCOMPARE(result.isSuccess(), code == 0);
    QCOMPARE(result.error, QString());
    QVERIFY(result.duration > 0us && result.duration < 10s);
}

void ChildProcessTest::aSignalOfItsOwnIsACrash()
{
    const ChildResult result = run(u"echo before; kill -SEGV $$"_s);
    QCOMPARE(result.ending, Ending::Crashed);
    QCOMPARE(result.error, u"ended by signal 11 (Segmentation fault)"_s);
    QCOMPARE(result.output, "before\n");
    QVERIFY(!result.isSuccess());
}

void ChildProcessTest::bothOutputsAreKeptByteForByte()
{
    const ChildResult result = run(u"printf 'a\\000\\377\\r\\n'; printf 'e\\000' >&2"_s);
    QCOMPARE(result.output, QByteArray("a\0\xff\r\n", 5));
    QCOMPARE(result.errors, QByteArray("e\0", 2));
}

void ChildProcessTest::theInputArrivesWholeAndEnds_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {0, 1, 65536, 65537, 900'000})
        QTest::addRow("%d bytes", size) << size;
}

void ChildProcessTest::theInputArrivesWholeAndEnds()
{
    QFETCH(int, size);
    ChildCommand command = shell(u"cat"_s);
    for (int at = 0; at < size; ++at)
        command.input += char(at * 7);
    const ChildResult result = resultOf(command);
    QVERIFY(result.isSuccess());
    QVERIFY(result.output == command.input);
}

void ChildProcessTest::inputThatIsNotReadIsNoFailure_data()
{
    QTest::addColumn<QString>("script");
    QTest::newRow("closed") << u"exec <&-; echo fine"_s;
    QTest::newRow("not looked at") << u"echo fine"_s;
    QTest::newRow("a little of it") << u"head -c 3 >/dev/null; echo fine"_s;
}

void ChildProcessTest::inputThatIsNotReadIsNoFailure()
{
    QFETCH(QString, script);
    ChildCommand command = shell(script);
    command.input = QByteArray(4'000'000, 'x');
    const ChildResult result = resultOf(command);
    QVERIFY2(result.isSuccess(), qPrintable(result.error));
    QCOMPARE(result.output, "fine\n");
}

void ChildProcessTest::argumentsArriveAsGiven()
{
    ChildCommand command = shell({});
    command.arguments = {u"-c"_s, u"printf '%s|' \"$@\""_s, u"sh"_s, QString(), u"a b"_s, u"$(touch x)"_s, u"\";'`\n"_s, u"-n"_s, u"ä"_s};
    QCOMPARE(resultOf(command).output, QByteArray("|a b|$(touch x)|\";'`\n|-n|ä|"));
    QVERIFY(!QFile::exists(m_dir->filePath(u"x"_s)));
}

void ChildProcessTest::theEnvironmentIsAllItGets()
{
    ::setenv("CPX_TEST_SECRET", "1", 1);
    ChildCommand command;
    command.program = u"/usr/bin/env"_s;
    command.environment.insert(u"A"_s, u"x=y z"_s);
    const ChildResult result = resultOf(command);
    ::unsetenv("CPX_TEST_SECRET");
    QCOMPARE(result.output, "A=x=y z\n");
    command.environment.clear();
    QCOMPARE(resultOf(command).output, "");
}

void ChildProcessTest::theWorkingDirectoryIsTheOneGiven()
{
    QCOMPARE(run(u"pwd -P"_s).output.trimmed(), QFile::encodeName(QDir(m_dir->path()).canonicalPath()));
    ChildCommand command = shell(u"pwd -P"_s);
    command.workingDirectory.clear();
    QCOMPARE(resultOf(command).output.trimmed(), QFile::encodeName(QDir::current().canonicalPath()));
}

void ChildProcessTest::theProgramIsFoundInThePathGiven()
{
    ChildCommand command = shell(u"exit 3"_s);
    command.program = u"sh"_s;
    QCOMPARE(resultOf(command).exitCode, 3);

    QVERIFY(QFile::copy(u"/bin/true"_s, m_dir->filePath(u"mine"_s)));
    QCOMPARE(ChildTree::findProgram(u"mine"_s, u"/nowhere:"_s + m_dir->path()), m_dir->filePath(u"mine"_s));
    const QString before = QDir::currentPath();
    QDir::setCurrent(m_dir->path());
    for (const char *path : {"", ".", ":", "/bin:", "::/bin"}) // the current directory is in none of them
        QCOMPARE(ChildTree::findProgram(u"mine"_s, QString::fromLatin1(path)), QString());
    QCOMPARE(ChildTree::findProgram(u"./mine"_s, u"/bin"_s), QString());
    QDir::setCurrent(before);
}

void ChildProcessTest::itHasASessionOfItsOwnAndNoTerminal()
{
    const ChildResult result = run(u"set -- $(cat /proc/$$/stat); test \"$6\" = $$ && test \"$7\" = 0 && ! (: </dev/tty) 2>/dev/null"_s);
    QVERIFY2(result.isSuccess(), result.errors.constData());
}

void ChildProcessTest::itInheritsNothingOfOurs()
{
    const int leaked = ::open("/dev/null", O_RDONLY); // without O_CLOEXEC
    QVERIFY(leaked > 2);
    ChildCommand command = shell({});
    command.program = u"/bin/ls"_s;
    command.arguments = {u"-l"_s, u"/proc/self/fd"_s};
    const ChildResult result = resultOf(command);
    ::close(leaked);
    const auto lines = result.output.trimmed().split('\n').sliced(1);
    QCOMPARE(lines.size(), 4); // three streams, and the directory that is listed
    for (int number = 0; number < 3; ++number)
        QVERIFY2(lines[number].contains(" " + QByteArray::number(number) + " -> pipe:"), lines[number].constData());
}

void ChildProcessTest::itGetsDefaultSignalActions()
{
    const auto before = ::signal(SIGQUIT, SIG_IGN);
    const ChildResult result = run(u"grep -Eq '^SigIgn:\\s*0*$' /proc/self/status && grep -Eq '^SigBlk:\\s*0*$' /proc/self/status"_s);
    ::signal(SIGQUIT, before);
    QVERIFY(result.isSuccess());
}

void ChildProcessTest::itLeavesNoCoreAndHasLimits()
{
    QCOMPARE(run(u"ulimit -c; ulimit -d; ulimit -n"_s).output, "0\n2097152\n1024\n");
    QVERIFY(run(u"ulimit -d unlimited"_s).isSuccess()); // a program that is meant to use more may
}

void ChildProcessTest::itsFilesAreAsTheUserWantsThem()
{
    const mode_t before = ::umask(027);
    hardenProcess();
    const ChildResult result = run(u"umask"_s);
    ::umask(before);
    QCOMPARE(result.output, "0027\n");
}

void ChildProcessTest::whatCannotBeStartedIsExplained_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("directory");
    QTest::addColumn<QString>("said");
    QTest::newRow("missing") << u"/no/such"_s << QString() << u"/no/such does not exist"_s;
    QTest::newRow("not in PATH") << u"no-such-program"_s << QString() << u"there is no program no-such-program in PATH"_s;
    QTest::newRow("relative") << u"bin/sh"_s << QString() << u"there is no program bin/sh in PATH"_s;
    QTest::newRow("empty") << QString() << QString() << u"there is no program"_s;
    QTest::newRow("not executable") << u"/etc/passwd"_s << QString() << u"/etc/passwd does not exist or cannot be executed"_s;
    QTest::newRow("a directory") << u"/etc"_s << QString() << u"/etc does not exist or cannot be executed"_s;
    QTest::newRow("no program inside") << u"DIR/text"_s << QString() << u"cannot be executed: Exec format error"_s;
    QTest::newRow("no directory") << u"/bin/true"_s << u"/no/such"_s << u"the working directory /no/such cannot be entered: No such file"_s;
    QTest::newRow("directory is a file") << u"/bin/true"_s << u"/etc/passwd"_s << u"Not a directory"_s;
}

void ChildProcessTest::whatCannotBeStartedIsExplained()
{
    QFETCH(QString, program);
    QFETCH(QString, directory);
    QFETCH(QString, said);
    QFile text(m_dir->filePath(u"text"_s));
    QVERIFY(text.open(QIODevice::WriteOnly) && text.write("hello") == 5 && text.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
    text.close();
    ChildCommand command = shell({});
    command.program = program.replace(u"DIR"_s, m_dir->path());
    command.workingDirectory = directory;
    const ChildResult result = resultOf(command);
    QCOMPARE(result.ending, Ending::NotStarted);
    QVERIFY2(result.error.contains(said) && result.error.contains(u"; "_s), qPrintable(result.error));
}

void ChildProcessTest::outputOfExactlyTheLimitIsFine()
{
    ChildCommand command = shell(u"head -c 100000 /dev/zero; head -c 100000 /dev/zero >&2"_s);
    command.maximumOutput = 100'000;
    const ChildResult result = resultOf(command);
    QVERIFY(result.isSuccess());
    QCOMPARE(result.output.size(), 100'000);
    QCOMPARE(result.errors.size(), 100'000);
}

void ChildProcessTest::outputBeyondTheLimitEndsIt_data()
{
    QTest::addColumn<QString>("script");
    QTest::newRow("one byte more") << u"head -c 100001 /dev/zero"_s;
    QTest::newRow("without end") << u"exec yes"_s;
    QTest::newRow("without end, as errors") << u"yes >&2"_s;
    QTest::newRow("and ignores that nobody reads") << u"trap '' PIPE TERM; while :; do head -c 60000 /dev/zero; done"_s;
}

void ChildProcessTest::outputBeyondTheLimitEndsIt()
{
    QFETCH(QString, script);
    ChildCommand command = shell(script);
    command.maximumOutput = 100'000;
    const ChildResult result = resultOf(command);
    QCOMPARE(result.ending, Ending::TooMuchOutput);
    QCOMPARE(qMax(result.output.size(), result.errors.size()), 100'000);
}

void ChildProcessTest::theTimeoutEndsIt()
{
    ChildCommand command = shell(u"echo early; trap 'echo late; exit 1' TERM; %1 & wait"_s.arg(sleeping()));
    command.timeout = 200ms;
    const ChildResult result = resultOf(command);
    QCOMPARE(result.ending, Ending::TimedOut);
    QCOMPARE(result.output, "early\nlate\n");
    QVERIFY(result.duration >= 190ms && result.duration < 2s);
}

void ChildProcessTest::theTimeoutAlsoCoversWhoKeepsTheOutputOpen()
{
    ChildCommand command = shell(u"echo fine; (setsid %1 &) &"_s.arg(sleeping()));
    command.timeout = 200ms;
    const ChildResult result = resultOf(command);
    QCOMPARE(result.ending, Ending::TimedOut);
    QCOMPARE(result.output, "fine\n");
    QVERIFY(result.duration < 2s);
}

void ChildProcessTest::outputAfterTheExitIsStillTaken()
{
    const ChildResult result = run(u"(sleep 0.1; echo later) & echo now"_s);
    QVERIFY(result.isSuccess());
    QCOMPARE(result.output, "now\nlater\n");
}

void ChildProcessTest::whoIgnoresTheTerminationIsKilled()
{
    ChildCommand command = shell(u"trap '' TERM; while :; do %1; done"_s.arg(sleeping()));
    command.timeout = 100ms;
    const ChildResult result = resultOf(command);
    QCOMPARE(result.ending, Ending::TimedOut);
    QVERIFY2(result.duration >= 2s && result.duration < 4s, qPrintable(QString::number(result.duration.count())));
}

void ChildProcessTest::aStoppedChildIsEndedToo()
{
    ChildCommand command = shell(u"trap 'echo bye; exit' TERM; kill -STOP $$"_s);
    command.timeout = 100ms;
    const ChildResult result = resultOf(command);
    QCOMPARE(result.output, "bye\n");
    QVERIFY(result.duration < 1s);
}

void ChildProcessTest::theWholeTreeIsEnded_data()
{
    QTest::addColumn<QString>("script");
    QTest::newRow("a child") << u"%1"_s;
    QTest::newRow("in the background") << u"%1 & %1 & wait"_s;
    QTest::newRow("in a session of its own") << u"setsid %1 & wait"_s;
    QTest::newRow("twice forked") << u"(setsid sh -c '%1 & %1 &' &) & sleep 5"_s;
    QTest::newRow("a long chain") << u"sh -c 'setsid sh -c \"setsid sh -c \\\"trap \\\\\\\"\\\\\\\" TERM; (%1); :\\\"; :\"; :'; :"_s;
    QTest::newRow("who ignores it, in a session of its own") << u"setsid sh -c 'trap \"\" TERM; (%1 &) ; %1; :' & wait"_s;
    QTest::newRow("forgotten environment") << u"(env -i setsid %1 >/dev/null 2>&1 </dev/null &) & wait; sleep 5"_s;
}

void ChildProcessTest::theWholeTreeIsEnded()
{
    QFETCH(QString, script);
    ChildCommand command = shell(script.replace(u"%1"_s, sleeping()));
    command.timeout = 300ms;
    std::optional<ChildResult> result;
    ChildProcess process(command, [&](const ChildResult &r) { result = r; });
    QTRY_VERIFY(isSomebodySleeping());
    QTRY_VERIFY(result);
    QCOMPARE(result->ending, Ending::TimedOut);
    QVERIFY(!isSomebodySleeping()); // at this very moment
}

void ChildProcessTest::whatItLeavesBehindIsEnded()
{
    const ChildResult result = run(u"setsid %1 >/dev/null 2>&1 & echo fine"_s.arg(sleeping()));
    QVERIFY(result.isSuccess());
    QCOMPARE(result.output, "fine\n");
    QVERIFY(!isSomebodySleeping());
    QVERIFY(result.duration < 1s);
}

void ChildProcessTest::tooManyProcessesAreEnded()
{
    // A fork bomb, but one that stops at 511 should nobody else stop it.
    ChildCommand command = shell(u"bomb() { test $1 -gt 0 || exec %1; bomb $(($1 - 1)) & bomb $(($1 - 1)) & wait; }; bomb 8"_s.arg(sleeping()));
    const ChildResult result = resultOf(command);
    QCOMPARE(result.ending, Ending::Crashed);
    QCOMPARE(result.error, u"ended because it had started more than 64 processes"_s);
    QVERIFY(!isSomebodySleeping());
}

void ChildProcessTest::aCancelEndsIt()
{
    std::optional<ChildResult> result;
    ChildProcess process(shell(u"echo begun; %1 & wait"_s.arg(sleeping())), [&](const ChildResult &r) { result = r; });
    QTRY_VERIFY(isSomebodySleeping());
    process.cancel();
    process.cancel();
    QVERIFY(!result);
    QTRY_VERIFY(result);
    QCOMPARE(result->ending, Ending::Cancelled);
    QCOMPARE(result->output, "begun\n");
    QCOMPARE(process.processId(), 0);
    process.cancel(); // nothing more comes
}

void ChildProcessTest::aCancelBeforeTheStartRunsNothing()
{
    for (const char *program : {"/bin/sh", "/no/such"}) {
        int count = 0;
        std::optional<ChildResult> result;
        ChildCommand command = shell(u"%1"_s.arg(sleeping()));
        command.program = QString::fromLatin1(program);
        ChildProcess process(command, [&](const ChildResult &r) {
            result = r;
            ++count;
        });
        process.cancel();
        QTRY_VERIFY(result);
        QCOMPARE(result->ending, Ending::Cancelled);
        QTest::qWait(20);
        QCOMPARE(count, 1);
    }
}

void ChildProcessTest::theDestructionEndsItAtOnceAndSaysNothing()
{
    bool hasAnswered = false;
    auto process = std::make_unique<ChildProcess>(shell(u"trap '' TERM; setsid %1 & %1; :"_s.arg(sleeping())),
                                                  [&](const ChildResult &) { hasAnswered = true; });
    QTRY_VERIFY(isSomebodySleeping());
    QElapsedTimer clock;
    clock.start();
    process.reset();
    QVERIFY(clock.elapsed() < 100);
    QTRY_VERIFY_WITH_TIMEOUT(!isSomebodySleeping(), 1000); // without the two seconds of grace
    QVERIFY(!hasAnswered);
    ChildProcess(shell(sleeping()), [&](const ChildResult &) { hasAnswered = true; }); // gone before it begins
    QTest::qWait(50);
    QVERIFY(!hasAnswered);
}

void ChildProcessTest::itMayBeDestroyedInItsOwnAnswer()
{
    for (const char *program : {"/bin/sh", "/no/such"}) {
        std::unique_ptr<ChildProcess> process;
        QByteArray output;
        ChildCommand command = shell(u"echo x"_s);
        command.program = QString::fromLatin1(program);
        bool hasAnswered = false;
        process = std::make_unique<ChildProcess>(command, [&](const ChildResult &result) {
            process.reset();
            output = result.output;
            hasAnswered = true;
        });
        QTRY_VERIFY(hasAnswered);
        QCOMPARE(output, *program == '/' && program[1] == 'b' ? "x\n" : "");
    }
}

void ChildProcessTest::theAnswerNeverComesBeforeTheConstructorReturns()
{
    bool isConstructed = false;
    bool wasConstructed = false;
    ChildCommand command;
    ChildProcess process(command, [&](const ChildResult &) { wasConstructed = isConstructed; });
    isConstructed = true;
    QTRY_VERIFY(wasConstructed);
}

void ChildProcessTest::fiftyAtOnce()
{
    std::vector<std::unique_ptr<ChildProcess>> all;
    QMap<int, QByteArray> outputs;
    for (int number = 0; number < 50; ++number) {
        ChildCommand command = shell(u"cat; setsid sh -c 'sleep 0.1; echo %1' & wait; exit %1"_s.arg(number));
        command.input = QByteArray(100'000, char('a' + number % 26));
        command.maximumOutput = 1 << 20;
        all.push_back(std::make_unique<ChildProcess>(command, [&outputs, number](const ChildResult &result) {
            if (result.ending == Ending::Exited && result.exitCode == number)
                outputs.insert(number, result.output);
        }));
    }
    QTRY_COMPARE_WITH_TIMEOUT(outputs.size(), 50, 20'000);
    for (int number = 0; number < 50; ++number)
        QVERIFY(outputs.value(number) == QByteArray(100'000, char('a' + number % 26)) + QByteArray::number(number) + "\n");
}

void ChildProcessTest::theProcessIdIsThatOfTheProgram()
{
    std::optional<ChildResult> result;
    ChildProcess process(shell(u"echo $$; exec %1"_s.arg(sleeping())), [&](const ChildResult &r) { result = r; });
    QCOMPARE(process.processId(), 0);
    QTRY_VERIFY(process.processId() > 0 || result);
    const qint64 id = process.processId();
    QTRY_VERIFY(isSomebodySleeping());
    process.cancel();
    QTRY_VERIFY(result);
    QCOMPARE(result->output, QByteArray::number(id) + "\n");
    QCOMPARE(process.processId(), 0);
}

void ChildProcessTest::aKilledSupervisorIsNoSuccess()
{
    const ChildResult result = run(u"sleep 0.1; kill -KILL $PPID; %1"_s.arg(sleeping()));
    QCOMPARE(result.ending, Ending::Crashed);
    QVERIFY2(result.error.startsWith(u"lost"_s), qPrintable(result.error));
}

void ChildProcessTest::nothingIsLeftWhenWeAreKilled()
{
    // This test once more, as a child that has children and is killed.
    if (qEnvironmentVariableIsSet("CPX_TEST_BE_KILLED")) {
        ChildProcess process(shell(qEnvironmentVariable("CPX_TEST_BE_KILLED")), [](const ChildResult &) {});
        QTest::qWait(20'000);
        QFAIL("nobody killed us");
    }
    // Without the limit of memory, which a sanitizer's program exceeds.
    ChildCommand command = shell(u"ulimit -d unlimited; exec '%1' nothingIsLeftWhenWeAreKilled"_s.arg(QCoreApplication::applicationFilePath()));
    command.environment.insert(u"CPX_TEST_BE_KILLED"_s, u"trap '' TERM; setsid %1 & %1; :"_s.arg(sleeping()));
    std::optional<ChildResult> result;
    ChildProcess process(command, [&](const ChildResult &r) { result = r; });
    QTRY_VERIFY_WITH_TIMEOUT(isSomebodySleeping(), 10'000);
    ::kill(pid_t(process.processId()), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(result, 1500); // the supervisor of this process would need two seconds
    QCOMPARE(result->ending, Ending::Crashed);
    QVERIFY(!isSomebodySleeping());
}

QTEST_GUILESS_MAIN(ChildProcessTest)
#include "tst_childprocess.moc"
