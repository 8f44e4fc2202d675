// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/terminalquestion.h"
#include "tests/support/pseudoterminal.h"

#include <QTest>
#include <fcntl.h>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Questions that only somebody at the terminal can answer.
class TerminalQuestionTest : public QObject
{
    Q_OBJECT

private slots:
    void theTypedLineIsTheAnswer_data();
    void theTypedLineIsTheAnswer();
    void whatWasTypedBeforeDoesNotCount();
    void whatIsPipedInDoesNotCount();
    void withoutATerminalThereIsNoAnswer();
};

void TerminalQuestionTest::theTypedLineIsTheAnswer_data()
{
    QTest::addColumn<QByteArray>("keys");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("word") << QByteArray("  yes \n") << 3;
    QTest::newRow("empty line") << QByteArray("\n") << 0;
    QTest::newRow("end of input") << QByteArray("\x04") << 100;
}

void TerminalQuestionTest::theTypedLineIsTheAnswer()
{
    QFETCH(QByteArray, keys);
    PseudoTerminal terminal([] {
        const auto answer = askOnTerminal("Sure? ");
        return answer ? int(answer->size()) : 100;
    });
    QVERIFY(terminal.shows("Sure? "));
    terminal.type(keys);
    QTEST(terminal.exitCode(), "exitCode");
}

void TerminalQuestionTest::whatWasTypedBeforeDoesNotCount()
{
    int pipe[2];
    QCOMPARE(::pipe(pipe), 0);
    PseudoTerminal terminal([&] {
        char c = 0;
        (void)!::read(pipe[0], &c, 1);
        return int(askOnTerminal("Sure? ").value_or(QString()).size());
    });
    terminal.type("yes\n");
    QVERIFY(terminal.shows("yes")); // the echo: the terminal has it
    QCOMPARE(::write(pipe[1], "x", 1), 1);
    QVERIFY(terminal.shows("Sure? "));
    terminal.type("n\n");
    QCOMPARE(terminal.exitCode(), 1);
    ::close(pipe[0]);
    ::close(pipe[1]);
}

void TerminalQuestionTest::whatIsPipedInDoesNotCount()
{
    PseudoTerminal terminal([] {
        int pipe[2];
        if (::pipe(pipe) != 0 || ::write(pipe[1], "yes\n", 4) != 4 || ::dup2(pipe[0], STDIN_FILENO) < 0)
            return 50;
        return int(askOnTerminal("Sure? ").value_or(QString()).size());
    });
    QVERIFY(terminal.shows("Sure? "));
    terminal.type("n\n");
    QCOMPARE(terminal.exitCode(), 1);
}

void TerminalQuestionTest::withoutATerminalThereIsNoAnswer()
{
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::setsid();
        ::_exit(askOnTerminal("Sure? ") ? 1 : 0);
    }
    int status = -1;
    QCOMPARE(::waitpid(pid, &status, 0), pid);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
}

QTEST_APPLESS_MAIN(TerminalQuestionTest)
#include "tst_terminalquestion.moc"
