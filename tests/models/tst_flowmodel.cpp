// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/flowmodel.h"
#include "tests/models/sampleflows.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace cpx;
using test::done;
using test::failed;
using test::flow;
using test::printed;

class FlowModelTest : public QObject
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

    void aNewRequestIsARowAndAKnownOneChangesIt()
    {
        FlowModel model(clock(), 100);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.upsert({flow(1), flow(2)});
        QCOMPARE(inserted.size(), 1);
        model.upsert({done(1)});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(printed(model, FlowModel::Number), (QStringList{u"1"_s, u"2"_s}));
        QCOMPARE(printed(model, FlowModel::State), (QStringList{u"Done"_s, u"Sending"_s}));
    }

    void whatIsNotKnownYetIsADash()
    {
        FlowModel model(clock(), 100);
        FlowRecord bare;
        bare.id = 1;
        bare.method = "GET";
        bare.target = "/x";
        bare.startedMs = test::noon;
        model.upsert({bare});
        for (const int column :
             {FlowModel::Client, FlowModel::Model, FlowModel::Status, FlowModel::FirstByte, FlowModel::Size})
            QCOMPARE(model.index(0, column).data().toString(), u"—"_s);
    }

    void aDoneRequestShowsWhatWasMeasured()
    {
        FlowModel model(clock(), 100);
        model.upsert({done(7)});
        QStringList cells;
        for (int column = 0; column < FlowModel::ColumnCount; ++column)
            cells.append(model.index(0, column).data().toString());
        QCOMPARE(cells,
                 (QStringList{u"7"_s, u"Done"_s, u"12:00:00"_s, u"codex exec 0.169.0"_s, u"Turn"_s,
                              u"gpt-6.1-sol"_s, u"200"_s, u"1.2 s"_s, u"3.4 s"_s, u"74.2 kB"_s,
                              u"POST /v1/responses"_s, u"—"_s, u"—"_s, u"—"_s, u"—"_s, u"—"_s, u"0"_s}));
    }

    void whatTheModelSaidHasColumns()
    {
        FlowModel model(clock(), 100);
        model.upsert({test::summed(1), done(2)});
        QStringList cells;
        for (int column = FlowModel::Outcome; column < FlowModel::ColumnCount; ++column)
            cells.append(model.index(0, column).data().toString());
        QCOMPARE(cells, (QStringList{u"Incomplete"_s, u"18,200"_s, u"16,744"_s, u"640"_s, u"1.9 s"_s, u"2"_s}));
        QCOMPARE(model.index(0, FlowModel::InputTokens).data(FlowModel::SortRole).toLongLong(), 18'200);
        QCOMPARE(model.index(1, FlowModel::InputTokens).data(FlowModel::SortRole).toLongLong(), -1);
    }

    void secretsInTheTargetAreNotShown()
    {
        FlowModel model(clock(), 100);
        FlowRecord record = flow(1);
        record.target = "/v1/models?api_key=sk-abcdef0123456789abcdef0123456789";
        model.upsert({record});
        QVERIFY2(!model.index(0, FlowModel::Target).data().toString().contains(u"abcdef"_s),
                 qPrintable(model.index(0, FlowModel::Target).data().toString()));
    }

    void theOldestFinishedRequestsMakeRoomAndRunningOnesStay()
    {
        FlowModel model(clock(), 3);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.upsert({flow(1), done(2), done(3)});
        model.upsert({done(4), done(5)});
        QCOMPARE(printed(model, FlowModel::Number), (QStringList{u"1"_s, u"4"_s, u"5"_s}));
        QCOMPARE(model.droppedUntilMs(), test::noon);
        model.upsert({done(2)}); // a late word about one that had to go
        QCOMPARE(model.rowCount(), 3);
        model.upsert({done(1), done(6)});
        QCOMPARE(printed(model, FlowModel::Number), (QStringList{u"4"_s, u"5"_s, u"6"_s}));
    }

    void aThousandAtOnceKeepTheBound()
    {
        FlowModel model(clock(), 50);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QList<FlowRecord> many;
        for (quint64 id = 1; id <= 1000; ++id)
            many.append(done(id));
        model.upsert(many);
        QCOMPARE(model.rowCount(), 50);
        QCOMPARE(model.record(0).id, 951U);
    }

    void afterARestartTheSameIdIsANewRequest()
    {
        FlowModel model(clock(), 100);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.upsert({done(1)});
        model.beginRun();
        model.upsert({flow(1)});
        QCOMPARE(printed(model, FlowModel::State), (QStringList{u"Done"_s, u"Sending"_s}));
        QCOMPARE(model.rowOf(model.sequence(1)), 1);
    }

    void whatHasNoEndWhenARunEndsIsCancelled()
    {
        FlowModel model(clock(), 100);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setLive(true);
        model.upsert({flow(1), done(2)});
        QVERIFY(model.isTicking());
        model.endRun();
        QCOMPARE(printed(model, FlowModel::State), (QStringList{u"Cancelled"_s, u"Done"_s}));
        QCOMPARE(printed(model, FlowModel::Total), (QStringList{u"—"_s, u"3.4 s"_s}));
        QVERIFY(!model.isTicking());
        model.upsert({flow(1)}); // was on its way
        QCOMPARE(printed(model, FlowModel::State), (QStringList{u"Cancelled"_s, u"Done"_s}));
        model.upsert({done(1)}); // knows better
        QCOMPARE(printed(model, FlowModel::Total), (QStringList{u"3.4 s"_s, u"3.4 s"_s}));
    }

    void aNewRunEndsTheOneBefore()
    {
        FlowModel model(clock(), 100);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setLive(true);
        model.upsert({flow(1)});
        model.beginRun();
        QVERIFY(!model.isTicking());
        model.upsert({flow(1)});
        QCOMPARE(printed(model, FlowModel::State), (QStringList{u"Cancelled"_s, u"Sending"_s}));
        QVERIFY(model.isTicking());
    }

    void oneIdTwiceInABatchIsOneRow()
    {
        FlowModel model(clock(), 100);
        model.upsert({flow(1), done(1)});
        QCOMPARE(printed(model, FlowModel::State), QStringList{u"Done"_s});
    }

    void aRunningRequestShowsItsElapsedTime()
    {
        FlowModel model(clock(), 100);
        model.upsert({flow(1)});
        m_now += 2'500;
        QCOMPARE(model.index(0, FlowModel::Total).data().toString(), u"2.5 s"_s);
    }

    void theClockTicksOnlyWhileSomebodyWatchesSomethingRunning()
    {
        FlowModel model(clock(), 100);
        QVERIFY(!model.isTicking());
        model.setLive(true);
        QVERIFY(!model.isTicking());
        model.upsert({flow(1)});
        QVERIFY(model.isTicking());
        model.setLive(false);
        QVERIFY(!model.isTicking());
        model.setLive(true);
        QVERIFY(model.isTicking());
        model.upsert({done(1)});
        QVERIFY(!model.isTicking());
    }

    void errorsSayWhatWentWrong()
    {
        FlowModel model(clock(), 100);
        model.upsert({failed(1), done(2, 503), done(3)});
        QCOMPARE(printed(model, 0, FlowModel::ErrorTextRole),
                 (QStringList{u"api.openai.com refused the connection."_s,
                              u"The server answered with HTTP status 503."_s, QString()}));
    }

    void aWholeAnswerWithAnErrorStatusIsCalledAnError()
    {
        FlowModel model(clock(), 100);
        model.upsert({done(1, 400)});
        QCOMPARE(printed(model, FlowModel::State), QStringList{u"Error"_s});
    }

    void aWebSocketRefusedByUsIsNoError()
    {
        FlowRecord record = done(1, 426);
        record.isLocal = true;
        QVERIFY(!isError(record));
    }

    void aRowReadAloudNamesRequestStateAndStatus()
    {
        FlowModel model(clock(), 100);
        model.upsert({done(12)});
        QCOMPARE(model.index(0, 0).data(Qt::AccessibleTextRole).toString(),
                 u"Request 12, Done, Turn, status 200"_s);
        QCOMPARE(model.index(0, FlowModel::Total).data(Qt::AccessibleTextRole).toString(), u"Total: 3.4 s"_s);
    }
};

QTEST_GUILESS_MAIN(FlowModelTest)
#include "tst_flowmodel.moc"
