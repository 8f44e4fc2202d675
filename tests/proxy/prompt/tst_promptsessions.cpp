// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/promptsessions.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Sessions, and what was done in them.
class PromptSessionsTest : public QObject
{
    Q_OBJECT

private slots:
    void aSessionIsKnownOnceSeen();
    void theHistoryTellsWhatWasDone();
    void theHistoryIsBounded();
    void sessionsAreTakenOnce();
    void hooksInForceAreKnownOnceFoundOut();
};

void PromptSessionsTest::hooksInForceAreKnownOnceFoundOut()
{
    PromptSessions sessions;
    QVERIFY(!sessions.hookPresence(u"s1"_s));
    sessions.noteHooks(u"s1"_s, {true, false});
    sessions.noteHooks({}, {true, true});
    QCOMPARE(*sessions.hookPresence(u"s1"_s), (HookPresence{true, false}));
    QVERIFY(!sessions.contains(u"s1"_s)); // it was not seen to begin
    QVERIFY(!sessions.hookPresence({}));
    sessions.noteHooks(u"s1"_s, {});
    QCOMPARE(*sessions.hookPresence(u"s1"_s), HookPresence());
}

void PromptSessionsTest::aSessionIsKnownOnceSeen()
{
    PromptSessions sessions;
    QVERIFY(!sessions.contains(u"s1"_s));
    sessions.see(u"s1"_s, u"/a"_s);
    sessions.see({}, u"/a"_s);
    QVERIFY(sessions.contains(u"s1"_s));
    QVERIFY(!sessions.contains({}));
}

void PromptSessionsTest::theHistoryTellsWhatWasDone()
{
    PromptSessions sessions;
    sessions.see(u"s1"_s, u"/a"_s);
    QVERIFY(sessions.historyText(u"s1"_s).contains(u"nothing"_s));
    PreparedPrompt prepared;
    prepared.replacements = {std::nullopt, PreparedPrompt::Text{u"text"_s, {ChangeAttribution::Kind::Command, u"hello"_s, u"/h/hello.md"_s, {}}}};
    prepared.contexts = {{u"it rains"_s, {ChangeAttribution::Kind::Hook, u"weather"_s, {}, {}}}};
    sessions.note(u"s1"_s, prepared);
    PreparedPrompt refused;
    refused.refusal = PreparedPrompt::Text{u"not today"_s, {ChangeAttribution::Kind::Hook, u"guard.sh"_s, {}, {}}};
    sessions.note(u"s1"_s, refused);
    sessions.note(u"another"_s, refused); // unknown
    const QString text = sessions.historyText(u"s1"_s);
    QVERIFY2(text.contains(u"`/hello` was filled in from /h/hello.md"_s), qPrintable(text));
    QVERIFY(text.contains(u"`weather` added: it rains"_s));
    QVERIFY(text.indexOf(u"weather"_s) < text.indexOf(u"Refused by `guard.sh`: not today"_s));
    QVERIFY(sessions.historyText(u"another"_s).contains(u"nothing"_s));
}

void PromptSessionsTest::theHistoryIsBounded()
{
    PromptSessions sessions;
    sessions.see(u"s1"_s, u"/a"_s);
    PreparedPrompt prepared;
    for (int i = 0; i < 100; ++i) {
        prepared.contexts = {{u"number %1."_s.arg(i), {}}};
        sessions.note(u"s1"_s, prepared);
    }
    const QString text = sessions.historyText(u"s1"_s);
    QVERIFY(text.contains(u"number 99."_s) && text.contains(u"number 50."_s) && !text.contains(u"number 49."_s));
    for (qsizetype i = 0; i < PromptSessions::maximumSessions; ++i)
        sessions.see(u"x%1"_s.arg(i), u"/a"_s);
    QVERIFY(!sessions.contains(u"s1"_s));
}

void PromptSessionsTest::sessionsAreTakenOnce()
{
    PromptSessions sessions;
    sessions.see(u"s1"_s, u"/a"_s);
    sessions.see(u"s1"_s, u"/b"_s);
    const QList<HookContext> taken = sessions.takeAll();
    QCOMPARE(taken.size(), 1);
    QCOMPARE(taken.constFirst().sessionId, u"s1"_s);
    QCOMPARE(taken.constFirst().workingDirectory, u"/b"_s);
    QVERIFY(sessions.takeAll().isEmpty());
}

QTEST_APPLESS_MAIN(PromptSessionsTest)
#include "tst_promptsessions.moc"
