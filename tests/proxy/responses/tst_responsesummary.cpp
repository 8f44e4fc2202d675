// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/responses/responsesummary.h"

#include <QJsonDocument>
#include <QTest>

using namespace cpx;

/// Summaries as JSON.
class ResponseSummaryTest : public QObject
{
    Q_OBJECT

private slots:
    void whatIsKnownComesBack();
    void whatIsUnknownIsLeftOut() { QVERIFY(toJson(ResponseSummary()).isEmpty()); }
    void otherJsonIsUnknown();
    void outcomesHaveNames();
};

void ResponseSummaryTest::whatIsKnownComesBack()
{
    ResponseSummary summary;
    summary.outcome = ModelOutcome{ModelOutcome::Kind::Failed, "slow_down", QStringLiteral("später")};
    summary.responseId = "resp_1";
    summary.model = "gpt-x";
    summary.serviceTier = "flex";
    summary.usage = TokenUsage{10, 0, 5'000'000'000, {}, 15};
    summary.stream = StreamTiming{12, 340'000, {}, 2};
    summary.toolCalls = {"exec", "mcp__x.task"};
    summary.toolCallCount = 70;
    summary.rateLimits = {{"primary", 37.5, 300, {}, {}, {}}, {"tokens", {}, {}, 6, 100, 0}};
    QVERIFY(responseSummaryFromJson(QJsonDocument::fromJson(QJsonDocument(toJson(summary)).toJson()).object()) == summary);
    QVERIFY(responseSummaryFromJson(toJson(ResponseSummary())) == ResponseSummary());
}

void ResponseSummaryTest::otherJsonIsUnknown()
{
    const QByteArray json = R"({"outcome":"won","usage":{"input":"many","output":-1.5},"stream":[],"tool_calls":5,"rate_limits":"x"})";
    const ResponseSummary summary = responseSummaryFromJson(QJsonDocument::fromJson(json).object());
    QVERIFY(!summary.outcome && !summary.stream && summary.toolCalls.isEmpty() && summary.rateLimits.isEmpty());
    QVERIFY(!summary.usage->input);
}

void ResponseSummaryTest::outcomesHaveNames()
{
    using Kind = ModelOutcome::Kind;
    for (const Kind kind : {Kind::Completed, Kind::Failed, Kind::Incomplete, Kind::Cut})
        QCOMPARE(outcomeFromName(outcomeName(kind)), kind);
    QCOMPARE(outcomeFromName(u"CUT"), Kind::Cut);
    QVERIFY(!outcomeFromName(u"other"));
}

QTEST_APPLESS_MAIN(ResponseSummaryTest)
#include "tst_responsesummary.moc"
