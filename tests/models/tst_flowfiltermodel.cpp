// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/flowfiltermodel.h"
#include "tests/models/sampleflows.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace cpx;
using test::done;
using test::failed;
using test::flow;
using test::printed;

class FlowFilterModelTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnAnyWarning(); }

    void onlyWhatMatchesIsShownAlsoAfterAChange()
    {
        FlowModel flows([] { return test::noon; }, 100);
        FlowFilterModel model(&flows);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        flows.upsert({flow(1), failed(2), done(3)});
        model.setFilterText(u"state:failed"_s);
        QCOMPARE(printed(model, FlowModel::Number), QStringList{u"2"_s});
        flows.upsert({failed(1)});
        QCOMPARE(printed(model, FlowModel::Number), (QStringList{u"1"_s, u"2"_s}));
    }

    void errorTextsCanBeSearched()
    {
        FlowModel flows([] { return test::noon; }, 100);
        FlowFilterModel model(&flows);
        flows.upsert({done(1), failed(2)});
        model.setFilterText(u"refused"_s);
        QCOMPARE(printed(model, FlowModel::Number), QStringList{u"2"_s});
    }

    void anUnknownTokenIsReportedAndTheLastGoodFilterStays()
    {
        FlowModel flows([] { return test::noon; }, 100);
        FlowFilterModel model(&flows);
        QSignalSpy errors(&model, &FlowFilterModel::errorTextChanged);
        flows.upsert({failed(1), done(2)});
        model.setFilterText(u"state:failed"_s);
        QVERIFY(model.errorText().isEmpty());
        model.setFilterText(u"state:failed statsu:5"_s);
        QVERIFY(model.errorText().contains(u"statsu"_s));
        QCOMPARE(model.rowCount(), 1);
        model.setFilterText({});
        QVERIFY(model.errorText().isEmpty());
        QCOMPARE(errors.size(), 2);
        QCOMPARE(model.rowCount(), 2);
    }

    void whilePausedNewRequestsWaitAndKnownOnesGoOn()
    {
        FlowModel flows([] { return test::noon; }, 100);
        FlowFilterModel model(&flows);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        flows.upsert({flow(1)});
        model.setPaused(true);
        flows.upsert({done(1), flow(2), flow(3)});
        QCOMPARE(printed(model, FlowModel::State), QStringList{u"Done"_s});
        QCOMPARE(model.waitingCount(), 2);
        model.setPaused(false);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.waitingCount(), 0);
    }

    void anEmptyListCanBePausedToo()
    {
        FlowModel flows([] { return test::noon; }, 100);
        FlowFilterModel model(&flows);
        model.setPaused(true);
        flows.upsert({flow(1)});
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(model.isPaused());
    }

    void columnsSortByValueNotByText()
    {
        FlowModel flows([] { return test::noon; }, 100);
        FlowFilterModel model(&flows);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        flows.upsert(
            {done(1, 200, 1'000, 9'000'000), done(2, 200, 1'000, 900'000), done(3, 200, 1'000, 80'000'000)});
        model.sort(FlowModel::Total);
        QCOMPARE(printed(model, FlowModel::Number), (QStringList{u"2"_s, u"1"_s, u"3"_s}));
        model.sort(FlowModel::Total, Qt::DescendingOrder);
        QCOMPARE(printed(model, FlowModel::Number), (QStringList{u"3"_s, u"1"_s, u"2"_s}));
    }
};

QTEST_GUILESS_MAIN(FlowFilterModelTest)
#include "tst_flowfiltermodel.moc"
