// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/flowlog.h"

#include "proxy/responses/responsesummary.h"

#include <QSignalSpy>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;
using Phase = FlowRecord::Phase;

namespace {

class FakeExchange final : public FlowLog::Source
{
public:
    const FlowRecord &record() const override { return flow; }
    FlowRecord flow;
};

/// Counts what QTimers of this thread do.
class TimerEvents final : public QObject
{
public:
    TimerEvents() { qApp->installEventFilter(this); }
    bool eventFilter(QObject *receiver, QEvent *event) override
    {
        count += event->type() == QEvent::Timer && qobject_cast<QTimer *>(receiver);
        return false;
    }
    int count = 0;
};

} // namespace

/// Counting and batching, without a network.
class FlowLogTest : public QObject
{
    Q_OBJECT

private slots:
    void idsRiseFromOne();
    void endedExchangesAreCounted();
    void localAnswersAreNotCounted();
    void inFlightIsWhatWentUpstream();
    void anEndedExchangeIsPublishedOnceWithItsLastState();
    void whatBecomesKnownLaterReplacesTheRecord();
    void aRunningExchangeIsPublishedWhenItChanges();
    void oneThatDoesNotChangeIsNotRepeated();
    void aDiscardedExchangeIsNeverSeen();
    void ofAFloodOfRefusalsOnlyTheFirstAreKept();
    void batchesComeInTheOrderOfIds();
    void withoutAWatcherOnlyNumbersAreKept();
    void withoutAWatcherNothingWakesUp();
    void itGoesQuietWhenNothingRuns();

private:
    static QStringList published(const QSignalSpy &spy)
    {
        QStringList all;
        for (const QList<QVariant> &arguments : spy) {
            for (const FlowRecord &record : arguments.at(0).value<QList<FlowRecord>>())
                all += u"%1:%2"_s.arg(record.id).arg(record.responseBytes);
        }
        return all;
    }
    static void begin(FlowLog &log, FakeExchange &exchange)
    {
        exchange.flow.id = log.begin(&exchange);
        exchange.flow.upstream = u"https://h"_s;
    }
};

void FlowLogTest::idsRiseFromOne()
{
    FlowLog log(true);
    FakeExchange a;
    FakeExchange b;
    QCOMPARE(log.begin(&a), 1);
    QCOMPARE(log.begin(&b), 2);
}

void FlowLogTest::endedExchangesAreCounted()
{
    FlowLog log(true);
    for (const Phase phase : {Phase::Done, Phase::Failed, Phase::Cancelled, Phase::Failed}) {
        FakeExchange exchange;
        begin(log, exchange);
        exchange.flow.phase = phase;
        log.end(&exchange);
    }
    QCOMPARE(log.requests(), 4);
    QCOMPARE(log.failures(), 2);
    QCOMPARE(log.inFlight(), 0);
}

void FlowLogTest::localAnswersAreNotCounted()
{
    FlowLog log(true);
    FakeExchange exchange;
    exchange.flow.id = log.begin(&exchange);
    exchange.flow.isLocal = true;
    exchange.flow.phase = Phase::Failed;
    QCOMPARE(log.inFlight(), 0);
    log.end(&exchange);
    QCOMPARE(log.requests(), 0);
    QCOMPARE(log.failures(), 0);
}

void FlowLogTest::inFlightIsWhatWentUpstream()
{
    FlowLog log(true);
    FakeExchange exchange;
    exchange.flow.id = log.begin(&exchange);
    QCOMPARE(log.inFlight(), 0); // still with the stages
    exchange.flow.upstream = u"https://h"_s;
    QCOMPARE(log.inFlight(), 1);
    log.end(&exchange);
    QCOMPARE(log.inFlight(), 0);
}

void FlowLogTest::anEndedExchangeIsPublishedOnceWithItsLastState()
{
    FlowLog log(true);
    QSignalSpy batches(&log, &FlowLog::batchDue);
    FakeExchange exchange;
    begin(log, exchange);
    exchange.flow.responseBytes = 5;
    log.end(&exchange);
    exchange.flow.responseBytes = 6; // too late
    QTRY_COMPARE(published(batches), QStringList{u"1:5"_s});
    QTest::qWait(250);
    QCOMPARE(published(batches), QStringList{u"1:5"_s});
}

void FlowLogTest::whatBecomesKnownLaterReplacesTheRecord()
{
    FlowLog log(true);
    QSignalSpy batches(&log, &FlowLog::batchDue);
    FakeExchange exchange;
    begin(log, exchange);
    exchange.flow.responseBytes = 5;
    log.end(&exchange);
    log.amend(exchange.flow); // nothing became known
    exchange.flow.summary = std::make_shared<ResponseSummary>();
    exchange.flow.responseBytes = 6;
    log.amend(exchange.flow);
    QTRY_COMPARE(published(batches), QStringList{u"1:6"_s});
    log.amend(exchange.flow); // of a slow client: the batch has gone
    QTRY_COMPARE(published(batches), (QStringList{u"1:6"_s, u"1:6"_s}));
    QCOMPARE(log.requests(), 1);
}

void FlowLogTest::aRunningExchangeIsPublishedWhenItChanges()
{
    FlowLog log(true);
    QSignalSpy batches(&log, &FlowLog::batchDue);
    FakeExchange exchange;
    begin(log, exchange);
    QTRY_COMPARE(published(batches), QStringList{u"1:0"_s});
    exchange.flow.responseBytes = 7;
    QTRY_COMPARE(published(batches), (QStringList{u"1:0"_s, u"1:7"_s}));
    exchange.flow.firstByteUs = 1;
    QTRY_COMPARE(published(batches), (QStringList{u"1:0"_s, u"1:7"_s, u"1:7"_s}));
    log.end(&exchange);
    QTRY_COMPARE(published(batches).size(), 4);
}

void FlowLogTest::oneThatDoesNotChangeIsNotRepeated()
{
    FlowLog log(true);
    QSignalSpy batches(&log, &FlowLog::batchDue);
    FakeExchange exchange;
    begin(log, exchange);
    QTRY_VERIFY(batches.size() >= 4);
    QCOMPARE(published(batches), QStringList{u"1:0"_s});
    log.end(&exchange);
}

void FlowLogTest::aDiscardedExchangeIsNeverSeen()
{
    FlowLog log(true);
    QSignalSpy batches(&log, &FlowLog::batchDue);
    FakeExchange exchange;
    begin(log, exchange);
    log.discard(&exchange);
    QCOMPARE(log.inFlight(), 0);
    QCOMPARE(log.requests(), 0);
    QTest::qWait(250);
    QCOMPARE(published(batches), QStringList());
}

void FlowLogTest::ofAFloodOfRefusalsOnlyTheFirstAreKept()
{
    FlowLog log(true);
    QSignalSpy batches(&log, &FlowLog::batchDue);
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 10'000; ++i)
            log.addRefused(FlowRecord());
        FakeExchange exchange;
        begin(log, exchange);
        exchange.flow.phase = Phase::Done;
        log.end(&exchange);
        log.publish();
        const auto batch = batches.takeFirst().at(0).value<QList<FlowRecord>>();
        QCOMPARE(batch.size(), 21);
        QCOMPARE(batch.constLast().phase, Phase::Done); // what went upstream is never left out
    }
    QCOMPARE(log.requests(), 2);
}

void FlowLogTest::batchesComeInTheOrderOfIds()
{
    FlowLog log(true);
    QSignalSpy batches(&log, &FlowLog::batchDue);
    FakeExchange exchanges[4];
    for (FakeExchange &exchange : exchanges)
        begin(log, exchange);
    log.end(&exchanges[3]);
    log.end(&exchanges[1]);
    QTRY_COMPARE(published(batches), (QStringList{u"1:0"_s, u"2:0"_s, u"3:0"_s, u"4:0"_s}));
    log.end(&exchanges[0]);
    log.end(&exchanges[2]);
}

void FlowLogTest::withoutAWatcherOnlyNumbersAreKept()
{
    FlowLog log(false);
    QSignalSpy batches(&log, &FlowLog::batchDue);
    FakeExchange exchange;
    begin(log, exchange);
    exchange.flow.phase = Phase::Failed;
    log.end(&exchange);
    QCOMPARE(log.requests(), 1);
    QCOMPARE(log.failures(), 1);
    log.publish(); // the last state is
    QCOMPARE(batches.size(), 1);
    QCOMPARE(published(batches), QStringList());
}

void FlowLogTest::withoutAWatcherNothingWakesUp()
{
    TimerEvents timers;
    FlowLog log(false);
    QSignalSpy batches(&log, &FlowLog::batchDue);
    FakeExchange running;
    FakeExchange ended;
    begin(log, running);
    begin(log, ended);
    log.end(&ended);
    log.addRefused(FlowRecord());
    QTest::qWait(500);
    QCOMPARE(timers.count, 0);
    QCOMPARE(batches.size(), 0);
    log.end(&running);
}

void FlowLogTest::itGoesQuietWhenNothingRuns()
{
    FlowLog log(true);
    FakeExchange exchange;
    begin(log, exchange);
    log.end(&exchange);
    QSignalSpy batches(&log, &FlowLog::batchDue);
    QTRY_COMPARE(batches.size(), 1);
    QTest::qWait(500);
    QCOMPARE(batches.size(), 1);
}

QTEST_GUILESS_MAIN(FlowLogTest)
#include "tst_flowlog.moc"
