// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lineprocess.h"

#include <QSignalSpy>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Questions and answers, a line each.
class LineProcessTest : public QObject
{
    Q_OBJECT

private slots:
    void linesGoBothWays();
    void linesOfAnySizeArriveWhole();
    void itsErrorsComeApart();
    void anEndIsSaid_data();
    void anEndIsSaid();
    void aLineWithoutEndIsNotTaken();
    void itMayBeDestroyedInEverySignal();

private:
    static ChildTree::Program shell(const QString &script)
    {
        ChildTree::Program program;
        program.program = u"/bin/sh"_s;
        program.arguments = {u"-c"_s, script};
        program.environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
        program.maximumProcesses = 0;
        return program;
    }
    static constexpr qint64 maximum = 4'000'000;
};

void LineProcessTest::linesGoBothWays()
{
    LineProcess process(shell(u"while read -r line; do echo \"<$line>\"; done"_s), maximum);
    QSignalSpy lines(&process, &LineProcess::lineReceived);
    process.send("one");
    process.send("two");
    QTRY_COMPARE(lines.size(), 2);
    process.send("");
    QTRY_COMPARE(lines.size(), 3);
    QCOMPARE(lines[0][0].toByteArray() + lines[1][0].toByteArray() + lines[2][0].toByteArray(), "<one><two><>");
    QVERIFY(process.processId() > 0);
}

void LineProcessTest::linesOfAnySizeArriveWhole()
{
    LineProcess process(shell(u"exec cat"_s), maximum);
    QSignalSpy lines(&process, &LineProcess::lineReceived);
    for (const int size : {1, 65'535, 65'536, 3'000'000, 2}) {
        const QByteArray line(size, char('a' + size % 7));
        process.send(line);
        QTRY_COMPARE(lines.size(), 1);
        QVERIFY(lines.takeFirst()[0].toByteArray() == line);
    }
}

void LineProcessTest::itsErrorsComeApart()
{
    LineProcess process(shell(u"echo problem >&2; echo fine; cat"_s), maximum);
    QSignalSpy lines(&process, &LineProcess::lineReceived);
    QSignalSpy errors(&process, &LineProcess::errorTextReceived);
    QTRY_COMPARE(lines.size(), 1);
    QTRY_COMPARE(errors.size(), 1);
    QCOMPARE(errors[0][0].toByteArray(), "problem\n");
}

void LineProcessTest::anEndIsSaid_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("said");
    QTest::newRow("exit") << u"echo last; exit 3"_s << u"it exited with code 3"_s;
    QTest::newRow("crash") << u"echo last; kill -SEGV $$"_s << u"it was ended by signal 11"_s;
    QTest::newRow("something is left") << u"echo last; sleep 60 & exit 1"_s << u"it exited with code 1"_s;
}

void LineProcessTest::anEndIsSaid()
{
    QFETCH(QString, script);
    QFETCH(QString, said);
    LineProcess process(shell(script), maximum);
    QSignalSpy lines(&process, &LineProcess::lineReceived);
    QSignalSpy ends(&process, &LineProcess::ended);
    QTRY_COMPARE(ends.size(), 1);
    QCOMPARE(ends[0][0].toString(), said);
    QCOMPARE(lines.size(), 1); // nothing gets lost
    process.send("nobody reads this");
}

void LineProcessTest::aLineWithoutEndIsNotTaken()
{
    LineProcess process(shell(u"exec tr '\\n' x </dev/zero"_s), 100'000);
    QSignalSpy lines(&process, &LineProcess::lineReceived);
    QSignalSpy ends(&process, &LineProcess::ended);
    QTRY_COMPARE(ends.size(), 1);
    QCOMPARE(ends[0][0].toString(), u"it wrote a line that is too long"_s);
    QCOMPARE(lines.size(), 0);
}

void LineProcessTest::itMayBeDestroyedInEverySignal()
{
    for (int which = 0; which < 3; ++which) {
        auto process = std::make_unique<LineProcess>(shell(u"echo 1; echo 2; echo 3 >&2; exit 0"_s), maximum);
        const auto destroy = [&process] { process.reset(); };
        if (which == 0)
            connect(process.get(), &LineProcess::lineReceived, this, destroy);
        else if (which == 1)
            connect(process.get(), &LineProcess::errorTextReceived, this, destroy);
        else
            connect(process.get(), &LineProcess::ended, this, destroy);
        QTRY_VERIFY(!process);
    }
}

QTEST_GUILESS_MAIN(LineProcessTest)
#include "tst_lineprocess.moc"
