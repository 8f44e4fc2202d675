// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/local/bridgedturns.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What the bridge has told us of.
class BridgedTurnsTest : public QObject
{
    Q_OBJECT

private slots:
    void whatWasNotedIsKnown();
    void theOldestIsForgotten();
    void theSameAgainTakesNoRoom();
};

void BridgedTurnsTest::whatWasNotedIsKnown()
{
    BridgedTurns turns;
    QVERIFY(!turns.knowsSession(u"s"_s));
    turns.note(u"s"_s, {}, HookEvent::SessionStart);
    QVERIFY(turns.knowsSession(u"s"_s));
    QVERIFY(turns.contains(u"s"_s, {}, HookEvent::SessionStart));
    QVERIFY(!turns.contains(u"s"_s, {}, HookEvent::SessionEnd));
    QVERIFY(!turns.knowsTurn(u"s"_s, u"t"_s));
    QVERIFY(!turns.contains(u"s"_s, u"t"_s, HookEvent::UserPromptSubmit));

    turns.note(u"s"_s, u"t"_s, HookEvent::UserPromptSubmit);
    QVERIFY(turns.contains(u"s"_s, u"t"_s, HookEvent::UserPromptSubmit));
    QVERIFY(!turns.contains(u"s"_s, u"t"_s, HookEvent::Stop));
    QVERIFY(turns.knowsTurn(u"s"_s, u"t"_s));
    QVERIFY(!turns.knowsTurn(u"s"_s, u"t2"_s));
    QVERIFY(!turns.knowsTurn(u"s2"_s, u"t"_s));
    QVERIFY(!turns.knowsSession(u"t"_s));
}

void BridgedTurnsTest::theOldestIsForgotten()
{
    BridgedTurns turns;
    turns.note(u"old"_s, u"t"_s, HookEvent::Stop);
    for (int i = 0; i < BridgedTurns::capacity - 1; ++i)
        turns.note(u"s%1"_s.arg(i), u"t"_s, HookEvent::Stop);
    QVERIFY(turns.contains(u"old"_s, u"t"_s, HookEvent::Stop));
    turns.note(u"new"_s, u"t"_s, HookEvent::Stop);
    QVERIFY(!turns.contains(u"old"_s, u"t"_s, HookEvent::Stop));
    QVERIFY(!turns.knowsSession(u"old"_s));
    QVERIFY(turns.contains(u"s0"_s, u"t"_s, HookEvent::Stop));
    QVERIFY(turns.contains(u"new"_s, u"t"_s, HookEvent::Stop));
}

void BridgedTurnsTest::theSameAgainTakesNoRoom()
{
    BridgedTurns turns;
    turns.note(u"first"_s, u"t"_s, HookEvent::PreToolUse);
    for (int i = 0; i < 2 * BridgedTurns::capacity; ++i)
        turns.note(u"s"_s, u"t"_s, HookEvent::PreToolUse);
    QVERIFY(turns.contains(u"first"_s, u"t"_s, HookEvent::PreToolUse));
}

QTEST_APPLESS_MAIN(BridgedTurnsTest)
#include "tst_bridgedturns.moc"
