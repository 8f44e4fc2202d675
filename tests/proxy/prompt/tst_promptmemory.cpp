// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/fingerprint.h"
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
    void whoWatchesIsTold();
    void whatIsRestoredIsNotTold();
    void aFingerprintIsTheSameForEver();
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

void PromptMemoryTest::whoWatchesIsTold()
{
    PromptMemory memory;
    QByteArrayList told;
    memory.setWatcher({[&](const QByteArray &id, const PromptTreatment &treatment, qint64 day) {
                           QCOMPARE(day, PromptMemory::today());
                           told.append(id + (treatment.isNothing() ? " nothing" : " something"));
                       },
                       [&](const QByteArray &id, qint64 day) { told.append(id + " used " + QByteArray::number(day - PromptMemory::today())); }});
    PromptTreatment treatment;
    treatment.refusal = PreparedPrompt::Text{u"no"_s, {}};
    memory.remember("a", treatment);
    memory.remember("b", {});
    QVERIFY(memory.find("a") && memory.find("b") && !memory.find("c"));
    QCOMPARE(told, (QByteArrayList{"a something", "b nothing"})); // used on the day it was remembered
    memory.restore("d", treatment, 1);
    memory.restore("e", {}, 1);
    for (int i = 0; i < 3; ++i)
        QVERIFY(memory.find("d") && memory.find("e"));
    QCOMPARE(told.sliced(2), QByteArrayList{"d used 0"}); // once a day, and what is nothing not at all
}

void PromptMemoryTest::whatIsRestoredIsNotTold()
{
    PromptMemory memory;
    bool isTold = false;
    memory.setWatcher({[&](const QByteArray &, const PromptTreatment &, qint64) { isTold = true; }, {}});
    PromptTreatment treatment;
    treatment.refusal = PreparedPrompt::Text{u"old"_s, {}};
    memory.restore("a", treatment, 1);
    QVERIFY(!isTold);
    QCOMPARE(memory.find("a")->refusal->text, u"old"_s);
    treatment.refusal->text = u"new"_s;
    memory.remember("b", treatment);
    treatment.refusal->text = u"late"_s;
    memory.restore("b", treatment, 1); // was known meanwhile
    QCOMPARE(memory.find("b")->refusal->text, u"new"_s);
}

void PromptMemoryTest::aFingerprintIsTheSameForEver()
{
    QCOMPARE(fingerprint(""), 0x0ULL);
    QCOMPARE(fingerprint("README"), 0xb7f2dd65cd6059f9ULL);
    QCOMPARE(fingerprint("Chunk ID: 1\nOutput:\nREADME\n"), 0x3e14c70630e1085aULL);
    QVERIFY(fingerprint("12345678") != fingerprint("12345679"));
    QVERIFY(fingerprint(QByteArray(8, '\0')) != fingerprint(QByteArray(16, '\0')));
    QVERIFY(fingerprint("ab") != fingerprint("ba"));
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
