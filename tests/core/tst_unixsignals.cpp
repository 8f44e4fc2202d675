// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unixsignals.h"

#include <QSignalSpy>
#include <QTest>
#include <csignal>
#include <memory>

using namespace cpx;

/// Signals of the system become signals of Qt, in the loop and not in a handler.
class UnixSignalsTest : public QObject
{
    Q_OBJECT

private slots:
    void aTerminationArrivesInTheEventLoop_data();
    void aTerminationArrivesInTheEventLoop();
    void everyOneOfThemArrivesInOrder();
    void defaultActionsComeBackWithItsEnd();
    void aClosedPipeDoesNotEndUs();
    void aSecondObjectTakesNothingAway();
    void itCanBeMadeAgain();

private:
    static bool isDefault(int number)
    {
        struct sigaction action = {};
        return ::sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_DFL;
    }
};

void UnixSignalsTest::aTerminationArrivesInTheEventLoop_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void UnixSignalsTest::aTerminationArrivesInTheEventLoop()
{
    QFETCH(int, number);
    UnixSignals receiver;
    QSignalSpy spy(&receiver, &UnixSignals::terminationRequested);
    QCOMPARE(::raise(number), 0);
    QCOMPARE(spy.size(), 0); // not inside the handler
    QTRY_COMPARE(spy.size(), 1);
    QCOMPARE(spy.at(0).at(0).toInt(), number);
}

void UnixSignalsTest::everyOneOfThemArrivesInOrder()
{
    UnixSignals receiver;
    QSignalSpy spy(&receiver, &UnixSignals::terminationRequested);
    const QList<int> sent{SIGTERM, SIGTERM, SIGINT, SIGHUP, SIGTERM};
    for (const int number : sent)
        QCOMPARE(::raise(number), 0);
    QTRY_COMPARE(spy.size(), sent.size());
    for (qsizetype i = 0; i < sent.size(); ++i)
        QCOMPARE(spy.at(i).at(0).toInt(), sent.at(i));
}

void UnixSignalsTest::defaultActionsComeBackWithItsEnd()
{
    {
        UnixSignals receiver;
        for (const int number : {SIGTERM, SIGINT, SIGHUP})
            QVERIFY(!isDefault(number));
    }
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        QVERIFY(isDefault(number));
}

void UnixSignalsTest::aClosedPipeDoesNotEndUs()
{
    UnixSignals receiver;
    QSignalSpy spy(&receiver, &UnixSignals::terminationRequested);
    QCOMPARE(::raise(SIGPIPE), 0);
    QCOMPARE(::raise(SIGXFSZ), 0);
    QTest::qWait(10);
    QCOMPARE(spy.size(), 0);
}

void UnixSignalsTest::aSecondObjectTakesNothingAway()
{
    UnixSignals first;
    QSignalSpy spy(&first, &UnixSignals::terminationRequested);
    std::make_unique<UnixSignals>().reset();
    QCOMPARE(::raise(SIGTERM), 0);
    QTRY_COMPARE(spy.size(), 1);
}

void UnixSignalsTest::itCanBeMadeAgain()
{
    for (int i = 0; i < 100; ++i) { // descriptors do not pile up
        UnixSignals receiver;
        QSignalSpy spy(&receiver, &UnixSignals::terminationRequested);
        QCOMPARE(::raise(SIGTERM), 0);
        QTRY_COMPARE(spy.size(), 1);
    }
}

QTEST_GUILESS_MAIN(UnixSignalsTest)
#include "tst_unixsignals.moc"
