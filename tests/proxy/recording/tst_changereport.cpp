// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/changereport.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What is told of the changes in a recorded exchange.
class ChangeReportTest : public QObject
{
    Q_OBJECT

private slots:
    void theBasisIsWhatWasRecorded_data();
    void theBasisIsWhatWasRecorded();
    void aRefusalIsToldWithItsReason();

private:
    static RecordedFlow flow(bool isSent, bool isChanged)
    {
        RecordedFlow flow;
        flow.request = RecordedBody::of(RecordedBody::State::Kept, R"({"a":1})");
        if (isSent)
            flow.record.upstream = u"https://a.example"_s;
        if (isChanged) {
            BodyChange change;
            change.location = "/a";
            change.before = ChangeText::of("1");
            change.after = ChangeText::of("2");
            flow.record.changes = std::make_shared<const QList<BodyChange>>(QList{change});
            flow.changeCount = 1;
        }
        return flow;
    }
};

void ChangeReportTest::theBasisIsWhatWasRecorded_data()
{
    QTest::addColumn<bool>("isSent");
    QTest::addColumn<bool>("isChanged");
    QTest::addColumn<bool>("isKept");
    QTest::addColumn<int>("basis");
    using Basis = ChangeReport::Basis;
    QTest::newRow("nothing changed") << true << false << false << int(Basis::Unchanged);
    QTest::newRow("answered here, as ever") << false << false << false << int(Basis::Unchanged);
    QTest::newRow("both bodies are there") << true << true << true << int(Basis::Compared);
    QTest::newRow("one is not") << true << true << false << int(Basis::NotCompared);
    QTest::newRow("nothing was sent") << false << true << false << int(Basis::NotSent);
}

void ChangeReportTest::theBasisIsWhatWasRecorded()
{
    QFETCH(bool, isSent);
    QFETCH(bool, isChanged);
    QFETCH(bool, isKept);
    QFETCH(int, basis);
    RecordedFlow recorded = flow(isSent, isChanged);
    if (isKept)
        recorded.sent = RecordedBody::of(RecordedBody::State::Kept, R"({"a":2})");
    const ChangeReport report = ChangeReport::of(recorded);
    QCOMPARE(int(report.basis), basis);
    QCOMPARE(report.differences.size(), isKept ? 1 : 0);
    QCOMPARE(report.unattributed(), 0);
    QVERIFY(!basisText(report, recorded.record).isEmpty());
}

void ChangeReportTest::aRefusalIsToldWithItsReason()
{
    RecordedFlow refused = flow(false, true);
    refused.record.errorText = u"no secrets"_s;
    QVERIFY(basisText(ChangeReport::of(refused), refused.record).contains(u"no secrets"_s));
}

QTEST_APPLESS_MAIN(ChangeReportTest)
#include "tst_changereport.moc"
