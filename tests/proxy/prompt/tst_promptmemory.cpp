// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/promptmemory.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What was done to prompts, and for how long it is known.
class PromptMemoryTest : public QObject
{
    Q_OBJECT

private slots:
    void whatIsRememberedIsFound();
    void itIsBoundedByBytes();
    void whatWasPreparedIsSharedOutToTheMessages();
    void aRefusalIsForAll();
    void anAnswerIsForTheNewest();
};

void PromptMemoryTest::whatIsRememberedIsFound()
{
    PromptMemory memory;
    QVERIFY(memory.isEmpty());
    QVERIFY(!memory.find("msg_1"));
    PromptTreatment treatment;
    treatment.texts = {PromptTreatment::Piece{"\"x\"", {}}};
    memory.remember("msg_1", treatment);
    memory.remember("msg_2", {});
    QVERIFY(!memory.isEmpty());
    QCOMPARE(memory.find("msg_1")->texts.constFirst()->json, "\"x\"");
    QVERIFY(memory.find("msg_2") && memory.find("msg_2")->texts.isEmpty()); // seen, and left alone
}

void PromptMemoryTest::itIsBoundedByBytes()
{
    PromptMemory memory;
    PromptTreatment large;
    large.texts = {PromptTreatment::Piece{QByteArray(10'000'000, 'x'), {}}};
    for (int i = 0; i < 10; ++i) {
        memory.remember("msg_" + QByteArray::number(i), large);
        QVERIFY(memory.find("msg_0")); // asked for again and again: stays
    }
    QVERIFY(!memory.find("msg_1"));
    QVERIFY(memory.find("msg_9"));
}

void PromptMemoryTest::whatWasPreparedIsSharedOutToTheMessages()
{
    PreparedPrompt prepared;
    prepared.replacements = {std::nullopt, PreparedPrompt::Text{u"b"_s, {}}, PreparedPrompt::Text{u"c"_s, {}}};
    prepared.contexts = {{u"k"_s, {}}};
    const auto treatments = PromptTreatment::of(prepared, {0, 0, 1}, RequestLayout::Shape::Responses);
    QCOMPARE(treatments.size(), 2);
    QCOMPARE(treatments[0].texts.size(), 2);
    QVERIFY(!treatments[0].texts[0]);
    QCOMPARE(treatments[0].texts[1]->json, "\"b\"");
    QVERIFY(treatments[0].itemsBeside.isEmpty());
    QCOMPARE(treatments[1].texts[0]->json, "\"c\"");
    QCOMPARE(treatments[1].itemsBeside.size(), 1);
    QVERIFY(treatments[1].itemsBeside.constFirst().json.contains("developer"));
    const auto chat = PromptTreatment::of(prepared, {0}, RequestLayout::Shape::ChatCompletions);
    QVERIFY(chat[0].itemsBeside.constFirst().json.contains("system"));
    QVERIFY(PromptTreatment::of(prepared, {}, RequestLayout::Shape::Responses).isEmpty());
}

void PromptMemoryTest::aRefusalIsForAll()
{
    PreparedPrompt prepared;
    prepared.refusal = PreparedPrompt::Text{u"no"_s, {}};
    const auto treatments = PromptTreatment::of(prepared, {0, 1}, RequestLayout::Shape::Responses);
    QVERIFY(treatments[0].isTakenOut() && treatments[1].isTakenOut());
}

void PromptMemoryTest::anAnswerIsForTheNewest()
{
    PreparedPrompt prepared;
    prepared.answer = PreparedPrompt::Text{u"here"_s, {}};
    const auto treatments = PromptTreatment::of(prepared, {0, 1}, RequestLayout::Shape::Responses);
    QVERIFY(!treatments[0].isTakenOut());
    QVERIFY(treatments[1].isTakenOut());
}

QTEST_APPLESS_MAIN(PromptMemoryTest)
#include "tst_promptmemory.moc"
