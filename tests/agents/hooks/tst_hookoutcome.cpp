// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookoutcome.h"

#include "agents/hooks/hooklog.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What several hooks say together, and what is kept of each.
class HookOutcomeTest : public QObject
{
    Q_OBJECT

private slots:
    void permissionDecisionsHaveAnOrder_data();
    void permissionDecisionsHaveAnOrder();
    void everyBlockIsTold();
    void contextsAndMessagesAddUp();
    void theFirstChangeCounts();
    void aBlockedCallIsNotChanged();
    void aChangeMadeWithoutTheCredentialIsIgnored();
    void recordsTellTheEffect_data();
    void recordsTellTheEffect();
    void recordsCarryNoCredentials();
    void theLogKeepsTheLast();

private:
    static HookOutcome outcomeOf(const QList<HookVerdict> &verdicts, bool wasRedacted = false)
    {
        HookOutcome outcome;
        for (const HookVerdict &verdict : verdicts)
            outcome.add(verdict, HookRecord(), wasRedacted);
        return outcome;
    }
    static HookVerdict decided(PermissionDecision decision)
    {
        HookVerdict verdict;
        verdict.decision = decision;
        verdict.decisionReason = permissionDecisionName(decision);
        return verdict;
    }
    static HookVerdict with(const QString &field, const QJsonValue &value)
    {
        HookVerdict verdict;
        verdict.fields.insert(field, value);
        return verdict;
    }
    static HookVerdict blocking(const QString &reason)
    {
        HookVerdict verdict;
        verdict.isBlocking = true;
        verdict.reason = reason;
        return verdict;
    }
};

void HookOutcomeTest::permissionDecisionsHaveAnOrder_data()
{
    QTest::addColumn<QString>("strongest");
    QTest::addColumn<int>("count");
    QTest::newRow("none") << QString() << 1;
    QTest::newRow("allow") << u"allow"_s << 2;
    QTest::newRow("ask") << u"ask"_s << 3;
    QTest::newRow("defer") << u"defer"_s << 4;
    QTest::newRow("deny") << u"deny"_s << 5;
}

void HookOutcomeTest::permissionDecisionsHaveAnOrder()
{
    QFETCH(int, count);
    using D = PermissionDecision;
    const D all[] = {D::None, D::Allow, D::Ask, D::Defer, D::Deny};
    QList<HookVerdict> verdicts;
    for (int i = 0; i < count; ++i)
        verdicts += decided(all[i]);
    for (int turn = 0; turn < 2; ++turn) { // whichever comes first
        const HookOutcome outcome = outcomeOf(verdicts);
        QTEST(permissionDecisionName(outcome.permissionDecision), "strongest");
        QTEST(outcome.permissionReason, "strongest");
        std::reverse(verdicts.begin(), verdicts.end());
    }
}

void HookOutcomeTest::everyBlockIsTold()
{
    const HookOutcome outcome = outcomeOf({HookVerdict(), blocking(u"one"_s), HookVerdict(), blocking(u"two"_s)});
    QVERIFY(outcome.blocked);
    QCOMPARE(outcome.reason, u"one\ntwo"_s);
    QCOMPARE(outcome.runs.size(), 4);
}

void HookOutcomeTest::contextsAndMessagesAddUp()
{
    HookVerdict one;
    one.additionalContext = u"c1"_s;
    one.systemMessage = u"m1"_s;
    HookVerdict two;
    two.additionalContext = u"c2"_s;
    two.stopsEverything = true;
    two.stopReason = u"s2"_s;
    HookVerdict three = two;
    three.stopReason = u"s3"_s;
    const HookOutcome outcome = outcomeOf({one, HookVerdict(), two, three});
    QCOMPARE(outcome.additionalContexts, (QStringList{u"c1"_s, u"c2"_s, u"c2"_s}));
    QCOMPARE(outcome.systemMessages, QStringList{u"m1"_s});
    QVERIFY(outcome.stopsEverything);
    QCOMPARE(outcome.stopReason, u"s2"_s);
    QVERIFY(!outcome.blocked);
}

void HookOutcomeTest::theFirstChangeCounts()
{
    const QJsonObject first{{u"command"_s, u"a"_s}};
    HookOutcome outcome = outcomeOf({with(u"updatedInput"_s, first), with(u"updatedInput"_s, QJsonObject())});
    QCOMPARE(*outcome.updatedInput, first);
    QCOMPARE(outcome.runs.at(0).problem, QString());
    QVERIFY(!outcome.runs.at(1).problem.isEmpty());
    outcome = outcomeOf({with(u"updatedToolOutput"_s, u"a"_s), with(u"updatedMCPToolOutput"_s, u"b"_s)});
    QCOMPARE(*outcome.updatedToolOutput, QJsonValue(u"a"_s));
    QVERIFY(!outcome.runs.at(1).problem.isEmpty());
    outcome = outcomeOf({with(u"sessionTitle"_s, u"a"_s), with(u"sessionTitle"_s, u"b"_s)});
    QCOMPARE(outcome.fields, (QJsonObject{{u"sessionTitle"_s, u"a"_s}}));
}

void HookOutcomeTest::aBlockedCallIsNotChanged()
{
    const HookVerdict change = with(u"updatedInput"_s, QJsonObject{{u"a"_s, 1}});
    QVERIFY(!outcomeOf({change, blocking(u"no"_s)}).updatedInput);
    QVERIFY(!outcomeOf({blocking(u"no"_s), change}).updatedInput);
}

void HookOutcomeTest::aChangeMadeWithoutTheCredentialIsIgnored()
{
    const HookVerdict change = with(u"updatedInput"_s, QJsonObject{{u"command"_s, u"curl -H 'Authorization: Bearer ***' x"_s}});
    const HookOutcome outcome = outcomeOf({change}, true);
    QVERIFY(!outcome.updatedInput);
    QVERIFY(outcome.runs.at(0).problem.contains(u"***"));
    QVERIFY(outcomeOf({change}, false).updatedInput); // the stars were there before
    QVERIFY(outcomeOf({with(u"updatedInput"_s, QJsonObject{{u"command"_s, u"ls"_s}})}, true).updatedInput);
}

void HookOutcomeTest::recordsTellTheEffect_data()
{
    QTest::addColumn<HookVerdict>("verdict");
    QTest::addColumn<QString>("effect");
    HookVerdict verdict;
    QTest::newRow("none") << verdict << QString();
    verdict.hasFailed = true;
    QTest::newRow("failed") << verdict << u"failed"_s;
    verdict.additionalContext = u"c"_s;
    QTest::newRow("context") << verdict << u"context"_s;
    verdict.decision = PermissionDecision::Ask;
    QTest::newRow("changed") << verdict << u"changed"_s;
    verdict.isBlocking = true;
    QTest::newRow("blocked") << verdict << u"blocked"_s;
    verdict.stopsEverything = true;
    QTest::newRow("stopped") << verdict << u"stopped"_s;
}

void HookOutcomeTest::recordsTellTheEffect()
{
    QFETCH(HookVerdict, verdict);
    QTEST(hookEffectName(outcomeOf({verdict}).runs.at(0).effect), "effect");
}

void HookOutcomeTest::recordsCarryNoCredentials()
{
    HookDefinition hook;
    hook.command = u"curl -H 'Authorization: Bearer abcdefghijkl'"_s;
    ChildResult result;
    result.output = "key sk-abcdefghijkl " + QByteArray(5000, 'x');
    result.errors = "password=hunter2hunter2";
    const HookRecord record = HookRecord::of(hook, result);
    QVERIFY(!record.command.contains(u"abcdefghijkl"));
    QVERIFY(record.output.startsWith(u"key *** xxx"));
    QCOMPARE(record.output.size(), 2000);
    QCOMPARE(record.errors, u"password=***"_s);
}

void HookOutcomeTest::theLogKeepsTheLast()
{
    HookLog log;
    HookRecord record;
    for (int i = 0; i < 1234; ++i) {
        record.exitCode = i;
        log.add(record);
    }
    QCOMPARE(log.records().size(), HookLog::capacity);
    QCOMPARE(log.records().constFirst().exitCode, 734);
    QCOMPARE(log.records().constLast().exitCode, 1233);
}

QTEST_APPLESS_MAIN(HookOutcomeTest)
#include "tst_hookoutcome.moc"
