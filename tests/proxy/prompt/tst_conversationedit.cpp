// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/conversationedit.h"

#include "proxy/changes/structuraldiff.h"
#include "tests/proxy/prompt/samplebodies.h"

#include <QJsonDocument>
#include <QTest>

using namespace cpx;
using namespace cpx::test;
using namespace Qt::StringLiterals;

/// Changes of a conversation, and the account of them.
class ConversationEditTest : public QObject
{
    Q_OBJECT

private slots:
    void everyDifferenceIsAccountedFor_data();
    void everyDifferenceIsAccountedFor();
    void locationsAreThoseOfBothSides();
    void aToolsAnswerIsReplacedAndRemarkedOn();
    void whatIsTakenOutMayBeStoodInFor();
    void nothingIsNoEdit();

private:
    static PromptTreatment::Piece piece(const QByteArray &json, const QString &name)
    {
        return {json, {ChangeAttribution::Kind::Hook, name, {}, {}}};
    }
    /// Each message of the user is treated by its text: "out" is taken out, "text…" replaced, "beside…" gets two items.
    static void treatAll(ConversationEdit &edit, const ModelRequest &request)
    {
        edit.removeOwnItems();
        const QList<Prompt> prompts = request.allPrompts();
        for (const Prompt &prompt : prompts) {
            PromptTreatment treatment;
            const QString text = prompt.text();
            if (text.startsWith(u"out"_s))
                treatment.refusal = PreparedPrompt::Text{u"no"_s, {ChangeAttribution::Kind::Hook, u"refuser"_s, {}, {}}};
            if (text.startsWith(u"text"_s))
                treatment.texts = {piece(jsonString(u"another \"text\"\n"_s), u"writer"_s)};
            if (text.contains(u"beside"_s))
                treatment.itemsBeside = {piece(R"({"role":"developer","content":"one"})", u"adder"_s),
                                         piece(R"({"role":"developer","content":"two"})", u"adder"_s)};
            edit.treat({prompt}, treatment);
        }
    }
};

void ConversationEditTest::everyDifferenceIsAccountedFor_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("own items") << responses({user("1", "hi"), assistant("msg_cplus_1", "ours"), user("2", "there")});
    QTest::newRow("a text") << responses({developer("0", "x"), user("1", "text 1")});
    QTest::newRow("two texts") << responses({user("1", "text 1"), assistant("2", "a"), user("3", "text 3")});
    QTest::newRow("out") << responses({user("1", "out"), user("2", "hi")});
    QTest::newRow("all out") << responses({user("1", "out"), user("2", "out")});
    QTest::newRow("beside") << responses({user("1", "beside"), message("user", "2", "<skill>", "skills.selected_skill_instructions")});
    QTest::newRow("beside, twice") << responses({user("1", "beside"), assistant("2", "a"), user("3", "beside")});
    QTest::newRow("everything") << responses({developer("0", "x"), user("1", "out"), user("2", "text and beside"), assistant("msg_cplus_2", "a"),
                                              user("3", "out"), assistant("4", "b"), user("5", "text, beside, too"), user("6", "hi")});
    QTest::newRow("chat") << chat({R"({"role":"user","content":"text"})", R"({"role":"assistant","content":"a"})",
                                   R"({"role":"user","content":[{"type":"text","text":"text and beside"}]})"});
    QTest::newRow("plain input") << QByteArray(R"({"model":"m","input":"text"})");
}

void ConversationEditTest::everyDifferenceIsAccountedFor()
{
    QFETCH(QByteArray, body);
    const ModelRequest request = parsed(body);
    ConversationEdit edit(request);
    treatAll(edit, request);
    QVERIFY(!edit.isEmpty());
    const auto sent = edit.applied();
    QVERIFY(sent);
    QVERIFY2(!QJsonDocument::fromJson(*sent).isNull(), sent->constData());
    const StructuralDiff diff = structuralDiff(body, *sent);
    QVERIFY(diff.isJson && !diff.differences.isEmpty());
    const QList<BodyChange> changes = edit.changes();
    for (const AttributedDifference &each : attributed(diff.differences, changes)) {
        QVERIFY2(!each.changes.isEmpty(), (QByteArray("received ") + each.difference.received + ", sent " + each.difference.sent + ": "
                                              + each.difference.before.value_or("-") + " -> " + each.difference.after.value_or("-")).constData());
    }
}

void ConversationEditTest::locationsAreThoseOfBothSides()
{
    const ModelRequest request = parsed(responses({user("1", "out"), user("2", "text and beside"), user("3", "beside")}));
    ConversationEdit edit(request);
    treatAll(edit, request);
    QByteArrayList locations;
    const QList<BodyChange> changes = edit.changes();
    for (const BodyChange &change : changes)
        locations.append(change.location);
    QCOMPARE(locations, (QByteArrayList{"/input/0", "/input/1/content/0/text", "/input/1", "/input/2", "/input/4", "/input/5"}));
}

void ConversationEditTest::aToolsAnswerIsReplacedAndRemarkedOn()
{
    const QByteArray first = R"({"role":"developer","content":"one"})";
    const QByteArray second = R"({"role":"developer","content":"two"})";
    const ModelRequest request = parsed(responses({user("1", "hi"), call("c1"), output("c1", "before"), call("c2")}));
    ConversationEdit edit(request);
    PromptTreatment said;
    said.itemsBeside = {piece(first, u"adder"_s)};
    PromptTreatment treatment;
    treatment.texts = {piece(R"("after")", u"writer"_s)};
    treatment.itemsBeside = {piece(second, u"adder"_s)};
    edit.addBeside(2, said);
    edit.treatOutput(2, treatment);
    QCOMPARE(*edit.applied(), responses({user("1", "hi"), call("c1"), output("c1", "after"), first, second, call("c2")}));
    const QList<BodyChange> changes = edit.changes();
    QCOMPARE(changes.size(), 3);
    QCOMPARE(changes[0].location, "/input/3");
    QCOMPARE(changes[1].location, "/input/2/output");
    QCOMPARE(changes[1].before.bytes, "before");
    QCOMPARE(changes[1].after.bytes, "after");
    QCOMPARE(changes[2].location, "/input/4");
}

void ConversationEditTest::whatIsTakenOutMayBeStoodInFor()
{
    const QByteArray instead = R"({"role":"developer","content":"instead"})";
    const ModelRequest request = parsed(responses({user("1", "hi"), assistant("msg_cplus_1", "ours"), user("2", "go on")}));
    ConversationEdit edit(request);
    PromptTreatment treatment;
    treatment.itemsBeside = {piece(instead, u"guard"_s)};
    edit.removeOwnItems();
    edit.addBeside(1, treatment);
    QCOMPARE(*edit.applied(), responses({user("1", "hi"), instead, user("2", "go on")}));
    QCOMPARE(edit.changes().constLast().location, "/input/1");
}

void ConversationEditTest::nothingIsNoEdit()
{
    const QByteArray body = responses({user("1", "hi")});
    const ModelRequest request = parsed(body);
    ConversationEdit edit(request);
    treatAll(edit, request);
    QVERIFY(edit.isEmpty());
    QVERIFY(edit.changes().isEmpty());
    QCOMPARE(*edit.applied(), body);
}

QTEST_APPLESS_MAIN(ConversationEditTest)
#include "tst_conversationedit.moc"
