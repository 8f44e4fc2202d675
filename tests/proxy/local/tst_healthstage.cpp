// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/local/healthstage.h"
#include "tests/proxy/pipeline/stageprobe.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// /health: answered here, never sent on.
class HealthStageTest : public QObject
{
    Q_OBJECT

private slots:
    void healthIsAnsweredHere_data();
    void healthIsAnsweredHere();
    void healthTellsTheStatusOfTheMoment();
    void healthIsJsonNobodyKeeps();
    void withoutAnUpstreamHealthSaysAuto();
    void healthTellsWhatIsRecorded();
};

void HealthStageTest::healthIsAnsweredHere_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *method, const char *target, const QString &expected) {
        QTest::addRow("%s %s", method, target) << QByteArray(method) << QByteArray(target) << expected;
    };
    row("GET", "/health", u"reply 200"_s);
    row("HEAD", "/health", u"reply 200"_s);
    row("GET", "/health?verbose", u"reply 200"_s);
    for (const char *method : {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get"})
        row(method, "/health", u"reply 405 method_not_allowed"_s);
    for (const char *target : {"/", "*", "/healthy", "/health/", "/Health", "/v1/health", "//health", "/v1?/health",
                               "/%68ealth"})
        row("GET", target, u"continue"_s);
}

void HealthStageTest::healthIsAnsweredHere()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QString, expected);
    HealthStage stage([] { return EngineStatus(); });
    QCOMPARE(askStage(stage, headOf(method, target, {})), expected);
}

void HealthStageTest::healthTellsTheStatusOfTheMoment()
{
    EngineStatus status;
    HealthStage stage([&] { return status; });
    const auto health = [&] {
        StageOutcome outcome;
        askStage(stage, headOf("GET", "/health", {}), &outcome);
        return QJsonDocument::fromJson(std::get<LocalReply>(outcome).body).object();
    };
    status.upstream = u"https://a.example/v1"_s;
    status.startedMs = QDateTime::currentMSecsSinceEpoch() - 90'000;
    status.requests = 1;
    status.inFlight = 1;
    QCOMPARE(health().value(u"requests"_s).toInt(), 1);
    status.requests = 5'000'000'000;
    status.failures = 3;
    status.inFlight = 0;
    status.passthrough = true;
    const QJsonObject later = health();
    QCOMPARE(later.value(u"status"_s).toString(), u"healthy"_s);
    QCOMPARE(later.value(u"version"_s).toString(), QStringLiteral(CPX_VERSION));
    QCOMPARE(later.value(u"pid"_s).toInteger(), QCoreApplication::applicationPid());
    QCOMPARE(later.value(u"upstream"_s).toString(), u"https://a.example/v1"_s);
    QCOMPARE(later.value(u"requests"_s).toInteger(), 5'000'000'000);
    QCOMPARE(later.value(u"failures"_s).toInt(), 3);
    QCOMPARE(later.value(u"in_flight"_s).toInt(), 0);
    QCOMPARE(later.value(u"passthrough"_s).toBool(), true);
    QVERIFY(later.value(u"uptime_s"_s).toInt() >= 90 && later.value(u"uptime_s"_s).toInt() < 120);
}

void HealthStageTest::healthIsJsonNobodyKeeps()
{
    HealthStage stage([] { return EngineStatus(); });
    StageOutcome outcome;
    askStage(stage, headOf("GET", "/health", {}), &outcome);
    const auto reply = std::get<LocalReply>(outcome);
    QCOMPARE(reply.headers.first("content-type"), "application/json");
    QCOMPARE(reply.headers.first("cache-control"), "no-store");
    QVERIFY(!reply.isTraffic);
    askStage(stage, headOf("POST", "/health", {}), &outcome);
    QCOMPARE(std::get<LocalReply>(outcome).headers.first("allow"), "GET, HEAD");
}

void HealthStageTest::withoutAnUpstreamHealthSaysAuto()
{
    HealthStage stage([] { return EngineStatus(); });
    StageOutcome outcome;
    askStage(stage, headOf("GET", "/health", {}), &outcome);
    QCOMPARE(QJsonDocument::fromJson(std::get<LocalReply>(outcome).body).object().value(u"upstream"_s).toString(), u"auto"_s);
}

void HealthStageTest::healthTellsWhatIsRecorded()
{
    EngineStatus status;
    HealthStage stage([&] { return status; });
    const auto health = [&] {
        StageOutcome outcome;
        askStage(stage, headOf("GET", "/health", {}), &outcome);
        return QJsonDocument::fromJson(std::get<LocalReply>(outcome).body).object();
    };
    QCOMPARE(health().value(u"recording"_s).toString(), u"off"_s);
    QVERIFY(!health().contains(u"recording_problem"_s));
    QVERIFY(!health().contains(u"prompt_store_problem"_s));
    status.recording = RecordingMode::Redacted;
    status.recordingProblem = u"the disk is full"_s;
    status.promptStoreProblem = u"the disk is broken"_s;
    QCOMPARE(health().value(u"prompt_store_problem"_s).toString(), u"the disk is broken"_s);
    QCOMPARE(health().value(u"recording"_s).toString(), u"redacted"_s);
    QCOMPARE(health().value(u"recording_problem"_s).toString(), u"the disk is full"_s);
}

QTEST_GUILESS_MAIN(HealthStageTest)
#include "tst_healthstage.moc"
