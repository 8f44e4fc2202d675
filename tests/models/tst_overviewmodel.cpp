// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/overviewmodel.h"
#include "tests/models/sampleflows.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace cpx;
using test::done;
using test::failed;
using test::flow;

class OverviewModelTest : public QObject
{
    Q_OBJECT

    qint64 m_now = test::noon;
    FlowModel::Clock clock()
    {
        return [this] { return m_now; };
    }

private slots:
    void init()
    {
        test::failOnAnyWarning();
        QLocale::setDefault(QLocale(u"en_US"_s));
        m_now = test::noon;
    }

    void withoutSamplesThereIsNoPercentile()
    {
        FlowModel flows(clock(), 100);
        OverviewModel overview(&flows);
        QVERIFY(!overview.firstByteP50Us());
        QVERIFY(!overview.firstByteP95Us());
        QCOMPARE(overview.percentileText(), u"p95 first byte — (1 h)"_s);
        QCOMPARE(overview.bins().size(), OverviewModel::minutes);
    }

    void p95NeedsTwentySamples()
    {
        FlowModel flows(clock(), 100);
        OverviewModel overview(&flows);
        for (quint64 id = 1; id < OverviewModel::samplesForP95; ++id)
            flows.upsert({done(id)});
        overview.refresh();
        QCOMPARE(overview.firstByteP50Us(), std::optional<qint64>(1'200'000));
        QVERIFY(!overview.firstByteP95Us());
        QCOMPARE(overview.percentileText(), u"p95 first byte — (1 h)"_s);
        QCOMPARE(overview.samplesText(), u"p95 needs 20 answers (19 so far)"_s);
        flows.upsert({done(20)});
        overview.refresh();
        QCOMPARE(overview.percentileText(), u"p95 first byte 1.2 s (1 h)"_s);
    }

    void percentilesAreMeasuredValues()
    {
        QList<qint64> one{42};
        QCOMPARE(percentile(one, 95), std::optional<qint64>(42));
        QList<qint64> hundred;
        for (qint64 value = 100; value >= 1; --value)
            hundred.append(value);
        QCOMPARE(percentile(hundred, 50), std::optional<qint64>(50));
        QCOMPARE(percentile(hundred, 95), std::optional<qint64>(95));
    }

    void requestsErrorsAndRunningOnesAreCounted()
    {
        FlowModel flows(clock(), 100);
        OverviewModel overview(&flows);
        QSignalSpy changed(&overview, &OverviewModel::changed);
        flows.upsert({done(1), done(2, 503), failed(3), flow(4)});
        QTRY_COMPARE(changed.size(), 1); // gathered
        QCOMPARE(overview.requestCount(), 4);
        QCOMPARE(overview.errorCount(), 2);
        QCOMPARE(overview.inFlightCount(), 1);
        QCOMPARE(overview.sampleCount(), 2);
        QVERIFY(overview.lastErrorText().contains(u"refused the connection"_s));
        QCOMPARE(overview.bins().constLast(), (OverviewModel::Bin{2, 2}));
        QCOMPARE(overview.lastClient(), u"codex exec 0.169.0"_s);
    }

    void requestsWeAnsweredOurselvesDoNotCount()
    {
        FlowModel flows(clock(), 100);
        OverviewModel overview(&flows);
        FlowRecord local = done(1, 426);
        local.isLocal = true;
        flows.upsert({local});
        overview.refresh();
        QCOMPARE(overview.requestCount(), 0);
        QCOMPARE(overview.recent().size(), 1); // but people see that they happened
    }

    void afterAnHourARequestLeavesTheNumbers()
    {
        FlowModel flows(clock(), 100);
        OverviewModel overview(&flows);
        flows.upsert({done(1)});
        overview.refresh();
        QCOMPARE(overview.requestCount(), 1);
        m_now += 61 * 60'000;
        overview.refresh();
        QCOMPARE(overview.requestCount(), 0);
        QVERIFY(!overview.firstByteP50Us());
    }

    void numbersThatMissRequestsSaySo()
    {
        FlowModel flows(clock(), 2);
        OverviewModel overview(&flows);
        flows.upsert({done(1), done(2)});
        overview.refresh();
        QVERIFY(overview.isComplete());
        flows.upsert({done(3)});
        overview.refresh();
        QVERIFY(!overview.isComplete());
    }

    void recentRequestsComeNewestFirst()
    {
        FlowModel flows(clock(), 100);
        OverviewModel overview(&flows);
        flows.upsert({done(1), failed(2)});
        overview.refresh();
        QCOMPARE(overview.recent().size(), 2);
        QVERIFY(overview.recent().at(0).isError);
        QCOMPARE(overview.recent().at(1).what, u"Turn · gpt-6.1-sol"_s);
        QCOMPARE(overview.recent().at(1).result, u"200 · 3.4 s"_s);
    }

    void theClockOfARunningRequestIsNoNews()
    {
        FlowModel flows(clock(), 100);
        OverviewModel overview(&flows);
        flows.upsert({flow(1)});
        overview.refresh();
        QSignalSpy changed(&overview, &OverviewModel::changed);
        m_now += 1000;
        flows.setLive(true);
        QTest::qWait(300); // longer than bursts are gathered
        QCOMPARE(changed.size(), 0);
    }
};

QTEST_GUILESS_MAIN(OverviewModelTest)
#include "tst_overviewmodel.moc"
