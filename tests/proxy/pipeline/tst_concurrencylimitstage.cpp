// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/concurrencylimitstage.h"
#include "tests/proxy/pipeline/stageprobe.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// One request too many is told when to come again.
class ConcurrencyLimitStageTest : public QObject
{
    Q_OBJECT

private slots:
    void requestsPassUpToTheLimit();
    void theRefusalSaysWhenToComeAgain();
};

void ConcurrencyLimitStageTest::requestsPassUpToTheLimit()
{
    int inFlight = 0;
    ConcurrencyLimitStage stage(2, [&] { return inFlight; });
    const http::RequestHead head = headOf("POST", "/v1/responses", {});
    QCOMPARE(askStage(stage, head), u"continue"_s);
    inFlight = 1;
    QCOMPARE(askStage(stage, head), u"continue"_s);
    inFlight = 2;
    QCOMPARE(askStage(stage, head), u"refuse 429 too_many_requests"_s);
    inFlight = 1;
    QCOMPARE(askStage(stage, head), u"continue"_s);
}

void ConcurrencyLimitStageTest::theRefusalSaysWhenToComeAgain()
{
    ConcurrencyLimitStage stage(1, [] { return 1; });
    StageOutcome outcome;
    askStage(stage, headOf("POST", "/v1/responses", {}), &outcome);
    const auto error = std::get<http::HttpError>(outcome);
    QCOMPARE(error.fields.first("retry-after"), "1");
    QVERIFY(error.message.contains(u"limits.requestsInFlight"_s));
}

QTEST_APPLESS_MAIN(ConcurrencyLimitStageTest)
#include "tst_concurrencylimitstage.moc"
