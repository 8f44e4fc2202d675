// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookcontext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What a hook reads from its standard input.
class HookContextTest : public QObject
{
    Q_OBJECT

private slots:
    void everyEventHasTheSharedFields();
    void thePayloadCannotForgeThem();
    void permissionModeComesWithSomeEvents_data();
    void permissionModeComesWithSomeEvents();
    void credentialsAreReplaced_data();
    void credentialsAreReplaced();
    void otherTextStaysAsItIs();

private:
    static QJsonObject inputOf(HookEvent event, const QJsonObject &payload, bool *isRedacted = nullptr)
    {
        const HookInput input = HookInput::of(event, payload, {u"/work"_s, u"s1"_s, u"/t.jsonl"_s, u"plan"_s});
        if (isRedacted)
            *isRedacted = input.isRedacted;
        return input.bytes.endsWith("}\n") && input.bytes.count('\n') == 1 ? QJsonDocument::fromJson(input.bytes).object() : QJsonObject();
    }
};

void HookContextTest::everyEventHasTheSharedFields()
{
    for (const HookEventRules &rules : hookEventRules()) {
        const QJsonObject input = inputOf(rules.event, {{u"extra"_s, QJsonArray{1, true, QJsonValue()}}});
        QCOMPARE(input.value(u"session_id"_s), u"s1"_s);
        QCOMPARE(input.value(u"transcript_path"_s), u"/t.jsonl"_s);
        QCOMPARE(input.value(u"cwd"_s), u"/work"_s);
        QCOMPARE(input.value(u"hook_event_name"_s), QString::fromLatin1(rules.name));
        QCOMPARE(input.value(u"extra"_s), (QJsonArray{1, true, QJsonValue()}));
    }
}

void HookContextTest::thePayloadCannotForgeThem()
{
    const QJsonObject input = inputOf(HookEvent::Stop, {{u"cwd"_s, u"/elsewhere"_s}, {u"hook_event_name"_s, u"SessionEnd"_s}});
    QCOMPARE(input.value(u"cwd"_s), u"/work"_s);
    QCOMPARE(input.value(u"hook_event_name"_s), u"Stop"_s);
}

void HookContextTest::permissionModeComesWithSomeEvents_data()
{
    QTest::addColumn<HookEvent>("event");
    QTest::addColumn<bool>("has");
    for (const auto event : {HookEvent::PreToolUse, HookEvent::PostToolUse, HookEvent::UserPromptSubmit, HookEvent::Stop})
        QTest::newRow(hookEventRules(event).name) << event << true;
    for (const auto event : {HookEvent::SessionStart, HookEvent::SessionEnd, HookEvent::Notification, HookEvent::InstructionsLoaded})
        QTest::newRow(hookEventRules(event).name) << event << false;
}

void HookContextTest::permissionModeComesWithSomeEvents()
{
    QFETCH(HookEvent, event);
    QTEST(inputOf(event, {}).value(u"permission_mode"_s) == u"plan"_s, "has");
    QTEST(inputOf(event, {}).contains(u"permission_mode"_s), "has");
}

void HookContextTest::credentialsAreReplaced_data()
{
    QTest::addColumn<QJsonObject>("payload");
    const QString secret = u"Zq7Zq7Zq7Zq7Zq7"_s;
    QTest::newRow("in the prompt") << QJsonObject{{u"prompt"_s, u"use Bearer "_s + secret}};
    QTest::newRow("key by its form") << QJsonObject{{u"prompt"_s, u"sk-"_s + secret}};
    QTest::newRow("in a command") << QJsonObject{{u"tool_input"_s, QJsonObject{{u"command"_s, u"curl https://u:"_s + secret + u"@host"_s}}}};
    QTest::newRow("by its name") << QJsonObject{{u"tool_input"_s, QJsonObject{{u"api_key"_s, secret}}}};
    QTest::newRow("by its name, in a list") << QJsonObject{{u"a"_s, QJsonArray{QJsonObject{{u"Authorization"_s, secret}}}}};
}

void HookContextTest::credentialsAreReplaced()
{
    QFETCH(QJsonObject, payload);
    bool isRedacted = false;
    const QJsonObject input = inputOf(HookEvent::PreToolUse, payload, &isRedacted);
    QVERIFY(isRedacted);
    const QByteArray text = QJsonDocument(input).toJson();
    QVERIFY2(!text.contains("Zq7") && text.contains("***"), text.constData());
}

void HookContextTest::otherTextStaysAsItIs()
{
    const QJsonObject payload{{u"prompt"_s, u"explain what a bearer token is; $(touch x) `y` \u0001 \"quoted\""_s},
                              {u"tool_input"_s, QJsonObject{{u"code"_s, u"print(1)"_s}, {u"key"_s, u"Enter"_s}, {u"max_tokens"_s, 5}}}};
    bool isRedacted = true;
    const QJsonObject input = inputOf(HookEvent::PreToolUse, payload, &isRedacted);
    QVERIFY(!isRedacted);
    QCOMPARE(input.value(u"prompt"_s), payload.value(u"prompt"_s));
    QCOMPARE(input.value(u"tool_input"_s), payload.value(u"tool_input"_s));
}

QTEST_APPLESS_MAIN(HookContextTest)
#include "tst_hookcontext.moc"
