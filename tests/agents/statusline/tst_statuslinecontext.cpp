// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/statusline/statuslinecontext.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What a status line command reads.
class StatusLineContextTest : public QObject
{
    Q_OBJECT

private slots:
    void whatIsUnknownIsAbsent();
    void whatIsKnownIsSaidAsBothDialectsExpectIt();
    void aShareIsOnlyComputedFromWhatIsKnown_data();
    void aShareIsOnlyComputedFromWhatIsKnown();
    void anythingIsGoodJson();
};

void StatusLineContextTest::whatIsUnknownIsAbsent()
{
    StatusLineContext context;
    context.workingDirectory = u"/w"_s;
    QCOMPARE(QJsonDocument::fromJson(statusLineInput(context, {})).toJson(QJsonDocument::Compact),
             R"({"cwd":"/w","hook_event_name":"StatusLine","workspace":{"current_dir":"/w"}})");
}

void StatusLineContextTest::whatIsKnownIsSaidAsBothDialectsExpectIt()
{
    StatusLineContext context;
    context.workingDirectory = u"/w/sub"_s;
    context.sessionId = u"s-1"_s;
    context.model = u"gpt-5"_s;
    context.lastRequest = StatusLineContext::Usage{50'000, 30'000, 700};
    context.sessionInputTokens = 90'000;
    context.sessionOutputTokens = 1'200;
    context.contextWindow = 200'000;
    const QJsonObject input = QJsonDocument::fromJson(statusLineInput(context, u"/w"_s)).object();
    QCOMPARE(input.value("session_id"_L1), QJsonValue(u"s-1"_s));
    QCOMPARE(input.value("cwd"_L1), QJsonValue(u"/w/sub"_s));
    QCOMPARE(input.value("hook_event_name"_L1), QJsonValue(u"StatusLine"_s));
    QCOMPARE(input.value("workspace"_L1)["current_dir"_L1], QJsonValue(u"/w/sub"_s));
    QCOMPARE(input.value("workspace"_L1)["project_dir"_L1], QJsonValue(u"/w"_s));
    QCOMPARE(input.value("model"_L1)["id"_L1], QJsonValue(u"gpt-5"_s));
    QCOMPARE(input.value("model"_L1)["display_name"_L1], QJsonValue(u"gpt-5"_s));
    const QJsonValue window = input.value("context_window"_L1);
    QCOMPARE(window["total_input_tokens"_L1].toInt(), 90'000);
    QCOMPARE(window["total_output_tokens"_L1].toInt(), 1'200);
    QCOMPARE(window["context_window_size"_L1].toInt(), 200'000);
    QCOMPARE(window["used_percentage"_L1].toInt(), 25);
    QCOMPARE(window["remaining_percentage"_L1].toInt(), 75);
    QCOMPARE(window["current_usage"_L1]["input_tokens"_L1].toInt(), 20'000);
    QCOMPARE(window["current_usage"_L1]["cache_read_input_tokens"_L1].toInt(), 30'000);
    QCOMPARE(window["current_usage"_L1]["output_tokens"_L1].toInt(), 700);
    for (const char *unknown :
         {"cost", "version", "transcript_path", "pr", "rate_limits", "output_style", "prompt_id"})
        QVERIFY2(!input.contains(QLatin1StringView(unknown)), unknown);
}

void StatusLineContextTest::aShareIsOnlyComputedFromWhatIsKnown_data()
{
    QTest::addColumn<qint64>("input"); // -1: unknown
    QTest::addColumn<qint64>("window"); // -1: unknown
    QTest::addColumn<int>("used"); // -1: absent
    QTest::newRow("all") << qint64(10) << qint64(100) << 10;
    QTest::newRow("rounded") << qint64(105) << qint64(1000) << 11;
    QTest::newRow("more than fits") << qint64(150) << qint64(100) << 100;
    QTest::newRow("no window") << qint64(10) << qint64(-1) << -1;
    QTest::newRow("a window of nothing") << qint64(10) << qint64(0) << -1;
    QTest::newRow("no usage") << qint64(-1) << qint64(100) << -1;
}

void StatusLineContextTest::aShareIsOnlyComputedFromWhatIsKnown()
{
    QFETCH(qint64, input);
    QFETCH(qint64, window);
    QFETCH(int, used);
    StatusLineContext context;
    if (input >= 0)
        context.lastRequest = StatusLineContext::Usage{input, 0, 0};
    if (window >= 0)
        context.contextWindow = window;
    const QJsonValue said = QJsonDocument::fromJson(statusLineInput(context, {}))["context_window"_L1];
    QCOMPARE(said["used_percentage"_L1].toInt(-1), used);
    QCOMPARE(said["remaining_percentage"_L1].toInt(-1), used < 0 ? -1 : 100 - used);
}

void StatusLineContextTest::anythingIsGoodJson()
{
    StatusLineContext context;
    context.workingDirectory = u"/w \"\\\n$(touch x)`'"_s;
    const QByteArray input = statusLineInput(context, context.workingDirectory);
    QVERIFY(input.endsWith('\n'));
    QCOMPARE(input.count('\n'), 1); // for those who read one line
    QCOMPARE(QJsonDocument::fromJson(input)["cwd"_L1].toString(), context.workingDirectory);
}

QTEST_APPLESS_MAIN(StatusLineContextTest)
#include "tst_statuslinecontext.moc"
