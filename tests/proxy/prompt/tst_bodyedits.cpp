// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/bodyedits.h"
#include "proxy/prompt/messageitems.h"
#include "tests/proxy/prompt/samplebodies.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace cpx;
using test::assistant;
using test::developer;
using test::parsed;
using test::responses;
using test::user;

/// Changed bodies, read by Qt's own JSON and by bytes.
class BodyEditsTest : public QObject
{
    Q_OBJECT

private slots:
    void withoutAChangeTheBytesAreTheSame();
    void aNewTextReplacesOnlyTheOld_data();
    void aNewTextReplacesOnlyTheOld();
    void textIsPutInFrontAndBehind();
    void itemsAreAddedAndRemoved_data();
    void itemsAreAddedAndRemoved();
    void everyCombinationGivesTheRightList();
    void whiteSpaceStays();
    void plainInputBecomesAList_data();
    void plainInputBecomesAList();
    void changesThatContradictEachOtherAreRefused();
    void changesOfWhatIsNotThereAreRefused();
    void theResultCanBeReadWithoutACopy();
    void chatMessagesAreEditedToo();

private:
    static QByteArray listOf(const QByteArray &body, QLatin1StringView name);
};

/// The names of the items of a list: "x" for strings, the id for objects.
QByteArray BodyEditsTest::listOf(const QByteArray &body, QLatin1StringView name)
{
    QJsonParseError error{};
    const QJsonArray list = QJsonDocument::fromJson(body, &error).object().value(name).toArray();
    if (error.error != QJsonParseError::NoError)
        return "no JSON: " + body;
    QByteArrayList names;
    for (const QJsonValue &item : list)
        names.append(
            (item.isString() ? item.toString() : item.toObject().value("id"_L1).toString()).toUtf8());
    return names.join(' ');
}

void BodyEditsTest::withoutAChangeTheBytesAreTheSame()
{
    for (const QByteArray &body : {responses({developer("d", "x"), user("u", "\\u0041 1.0")}),
                                   R"({ "input":"x", "n":12345678901234567890 , "n":-0})"_ba, "{}"_ba}) {
        BodyEdits edits(parsed(body));
        QVERIFY(edits.isEmpty());
        QCOMPARE(*edits.applied(), body);
    }
}

void BodyEditsTest::aNewTextReplacesOnlyTheOld_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("codex") << responses({developer("d", "x"), user("u", "old \"text\"\n"),
                                         test::message("developer", "h", "y", "hooks.additional_context")});
    QTest::newRow("two prompts") << responses({user("u", "one"), user("v", "two")});
    QTest::newRow("plain") << R"({"n":1.0, "input" : "\u0041" , "model":"m"})"_ba;
    QTest::newRow("chat") << test::chat({R"({"role":"user","content":"old"})"});
    QTest::newRow("chat, parts") << test::chat(
        {R"({"role":"user","content":[{"type":"image_url"},{"text":"old","type":"text"}]})"});
}

void BodyEditsTest::aNewTextReplacesOnlyTheOld()
{
    QFETCH(QByteArray, body);
    const ModelRequest request = parsed(body);
    const QString text = u"new \"text\"\\ with\nlines, ü, \U0001F600 and \u0001"_s + QChar(0xd800);
    for (qsizetype i = 0; i < request.prompts().size(); ++i) {
        const Prompt prompt = request.prompts()[i];
        BodyEdits edits(request);
        edits.replaceText(prompt, text);
        const QByteArray changed = *edits.applied();
        const Prompt again = parsed(changed).prompts()[i];
        QCOMPARE(again.text(), text);
        QCOMPARE(again.itemId, prompt.itemId);
        QCOMPARE(changed.first(again.textToken.begin), body.first(prompt.textToken.begin));
        QCOMPARE(changed.sliced(again.textToken.end), body.sliced(prompt.textToken.end));
        BodyEdits back(parsed(changed));
        back.replace(again.textToken, prompt.textToken.of(body).toByteArray());
        QCOMPARE(*back.applied(), body);
    }
}

void BodyEditsTest::textIsPutInFrontAndBehind()
{
    const ModelRequest request = parsed(responses({user("u", "\"text\"")}));
    BodyEdits edits(request);
    edits.prependText(request.prompts().first(), u"1\n");
    edits.prependText(request.prompts().first(), u"\"2\" ");
    edits.appendText(request.prompts().first(), u"\\3");
    QCOMPARE(test::promptTexts(parsed(*edits.applied())), u"[1\n\"2\" \"text\"\\3]"_s);
}

void BodyEditsTest::itemsAreAddedAndRemoved_data()
{
    QTest::addColumn<QString>("changes"); // "-1" removes, "<1" inserts before, ">1" behind, "+" appends
    QTest::addColumn<QByteArray>("list");
    QTest::newRow("nothing") << u""_s << "a b c"_ba;
    QTest::newRow("the first goes") << u"-0"_s << "b c"_ba;
    QTest::newRow("the middle one") << u"-1"_s << "a c"_ba;
    QTest::newRow("the last") << u"-2"_s << "a b"_ba;
    QTest::newRow("the first two") << u"-0 -1"_s << "c"_ba;
    QTest::newRow("the last two") << u"-2 -1"_s << "a"_ba;
    QTest::newRow("all") << u"-0 -1 -2"_s << ""_ba;
    QTest::newRow("one twice") << u"-1 -1"_s << "a c"_ba;
    QTest::newRow("before the first") << u"<0"_s << "x a b c"_ba;
    QTest::newRow("behind the last") << u">2"_s << "a b c x"_ba;
    QTest::newRow("appended") << u"+ +"_s << "a b c x x"_ba;
    QTest::newRow("around one that goes") << u"<1 -1 >1"_s << "a x x c"_ba;
    QTest::newRow("in place of all") << u"-0 -1 >1 -2"_s << "x"_ba;
    QTest::newRow("behind and before one place") << u">0 <1"_s << "a x x b c"_ba;
    QTest::newRow("all go, one comes") << u"-0 -1 -2 +"_s << "x"_ba;
}

void BodyEditsTest::itemsAreAddedAndRemoved()
{
    QFETCH(QString, changes);
    for (const QByteArray &body :
         {R"({"input":["a","b","c"],"z":1})"_ba, "{\"input\": [ \"a\" ,\n\t\"b\" , \"c\"\n ] }"_ba}) {
        BodyEdits edits(parsed(body));
        for (const QString &change : changes.split(u' ', Qt::SkipEmptyParts)) {
            const qsizetype index = change.sliced(1).toInt();
            switch (change[0].unicode()) {
            case u'-': edits.removeItem(index); break;
            case u'<': edits.insertItemBefore(index, R"({"id":"x"})"); break;
            case u'>': edits.insertItemAfter(index, R"({"id":"x"})"); break;
            default: edits.appendItem(R"({"id":"x"})");
            }
        }
        QCOMPARE(edits.isEmpty(), changes.isEmpty());
        QTEST(listOf(*edits.applied(), "input"_L1), "list");
    }
}

void BodyEditsTest::everyCombinationGivesTheRightList()
{
    // Three items, each kept or removed, with or without something before and behind it, and with or without
    // an end.
    const QByteArray body = R"({"input":[ "a" ,"b", "c" ]})";
    const ModelRequest request = parsed(body);
    for (int combination = 0; combination < 1024; ++combination) {
        BodyEdits edits(request);
        QByteArrayList expected;
        for (int i = 0; i < 3; ++i) {
            const int bits = combination >> (3 * i);
            if (bits & 1) {
                edits.insertItemBefore(i, "\"<\"");
                expected.append("<");
            }
            if (bits & 2)
                edits.removeItem(i);
            else
                expected.append(QByteArray(1, char('a' + i)));
            if (bits & 4) {
                edits.insertItemAfter(i, "\">\"");
                expected.append(">");
            }
        }
        if (combination & 512) {
            edits.appendItem("\"+\"");
            expected.append("+");
        }
        QCOMPARE(listOf(*edits.applied(), "input"_L1), expected.join(' '));
    }
}

void BodyEditsTest::whiteSpaceStays()
{
    BodyEdits edits(parsed("{ \"input\" : [ \"a\" , \"b\" ,\n \"c\" ] }"));
    edits.removeItem(1);
    QCOMPARE(*edits.applied(), "{ \"input\" : [ \"a\" ,\n \"c\" ] }");
    BodyEdits empty(parsed("{ \"input\" : [ ] }"));
    empty.appendItem("1");
    QCOMPARE(*empty.applied(), "{ \"input\" : [1 ] }");
}

void BodyEditsTest::plainInputBecomesAList_data()
{
    QTest::addColumn<QString>("changes"); // as above; "t" is a new text
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("before") << u"<"_s
                            << R"({"input":[1,{"type":"message","role":"user","content":"x"}] })"_ba;
    QTest::newRow("behind") << u">"_s
                            << R"({"input":[{"type":"message","role":"user","content":"x"},1] })"_ba;
    QTest::newRow("at the end") << u">+"_s
                                << R"({"input":[{"type":"message","role":"user","content":"x"},1,1] })"_ba;
    QTest::newRow("with a new text")
        << u"<t"_s << R"({"input":[1,{"type":"message","role":"user","content":"new"}] })"_ba;
    QTest::newRow("removed") << u"-"_s << R"({"input":[] })"_ba;
    QTest::newRow("replaced") << u"<-+"_s << R"({"input":[1,1] })"_ba;
    QTest::newRow("only a new text") << u"t"_s << R"({"input":"new" })"_ba;
}

void BodyEditsTest::plainInputBecomesAList()
{
    QFETCH(QString, changes);
    const ModelRequest request = parsed(R"({"input":"x" })");
    BodyEdits edits(request);
    for (const QChar change : changes) {
        switch (change.unicode()) {
        case u'-': edits.removeItem(0); break;
        case u'<': edits.insertItemBefore(request.prompts().first(), "1"); break;
        case u'>': edits.insertItemAfter(request.prompts().first(), "1"); break;
        case u't': edits.replaceText(request.prompts().first(), u"new"); break;
        default: edits.appendItem("1");
        }
    }
    QTEST(*edits.applied(), "body");
}

void BodyEditsTest::changesThatContradictEachOtherAreRefused()
{
    const ModelRequest request = parsed(responses({user("u", "text"), user("v", "other")}));
    const Prompt prompt = request.prompts().first();
    BodyEdits twice(request);
    twice.replaceText(prompt, u"1");
    twice.replaceText(prompt, u"2");
    QVERIFY(!twice.applied());
    BodyEdits inside(request);
    inside.replaceText(prompt, u"1");
    inside.prependText(prompt, u"2");
    QVERIFY(!inside.applied());
    BodyEdits removed(request);
    removed.appendText(prompt, u"1");
    removed.removeItem(prompt.itemIndex);
    QVERIFY(!removed.applied());
    QCOMPARE(removed.applied().error().code, Error::Code::Internal);
    BodyEdits fine(request);
    fine.removeItem(0);
    fine.appendText(request.prompts().last(), u"!");
    QCOMPARE(test::promptTexts(parsed(*fine.applied())), u"[other!]"_s);
}

void BodyEditsTest::changesOfWhatIsNotThereAreRefused()
{
    const ModelRequest request = parsed(responses({user("u", "text")}));
    const auto refused = [&](auto change) {
        BodyEdits edits(request);
        change(edits);
        return !edits.isEmpty() && !edits.applied();
    };
    QVERIFY(refused([](BodyEdits &edits) { edits.removeItem(1); }));
    QVERIFY(refused([](BodyEdits &edits) { edits.removeItem(-1); }));
    QVERIFY(refused([](BodyEdits &edits) { edits.insertItemAfter(1, "1"); }));
    QVERIFY(refused([](BodyEdits &edits) { edits.insertItemBefore(-1, "1"); }));
    QVERIFY(refused([&](BodyEdits &edits) { edits.replace({3, request.body().size() + 1}, "1"); }));
    QVERIFY(refused([](BodyEdits &edits) { edits.replace({3, 2}, "1"); }));
    QVERIFY(refused([](BodyEdits &edits) { edits.insert(-1, "1"); }));
    QVERIFY(refused([](BodyEdits &edits) {
        edits.prependText(Prompt{.textToken = {1 << 30, (1 << 30) + 2}}, u"1");
    }));
    BodyEdits nowhere(parsed("{}"));
    nowhere.appendItem("1");
    QVERIFY(!nowhere.applied());
}

void BodyEditsTest::theResultCanBeReadWithoutACopy()
{
    BodyEdits edits(parsed(responses({user("u", "text")})));
    edits.appendItem("1");
    QVERIFY(RequestLayout::hasPadding(*edits.applied()));
}

void BodyEditsTest::chatMessagesAreEditedToo()
{
    const ModelRequest request = parsed(test::chat(
        {R"({"id":"s","role":"system","content":"x"})", R"({"id":"u","role":"user","content":"y"})"}));
    BodyEdits edits(request);
    edits.insertItemBefore(0, R"({"id":"first"})");
    edits.removeItem(0);
    edits.insertItemAfter(request.prompts().first(),
                          instructionMessage(request.shape(), u"z", "msg_cplus_1"));
    const QByteArray changed = *edits.applied();
    QCOMPARE(listOf(changed, "messages"_L1), "first u ");
    QVERIFY(changed.contains(R"(,{"role":"system","content":"z"}])"));
}

QTEST_GUILESS_MAIN(BodyEditsTest)
#include "tst_bodyedits.moc"
