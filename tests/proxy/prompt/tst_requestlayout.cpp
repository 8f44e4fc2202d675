// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/proxy/prompt/samplebodies.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace cpx;
using Layout = RequestLayout;

/// Where things are, on bodies good and bad. Every body is read with and without room behind it.
class RequestLayoutTest : public QObject
{
    Q_OBJECT

private slots:
    void whatIsNoObjectIsRefused_data();
    void whatIsNoObjectIsRefused();
    void aCutBodyIsRefused();
    void aDamagedBodyIsAValueOrRefused();
    void rangesAreThoseOfQJsonDocument_data();
    void rangesAreThoseOfQJsonDocument();
    void deepNestingIsNoDanger();
    void tooManyItemsAreRefused();
    void aHugeBodyIsRefused();
    void aBodyWithRoomNeedsNoCopy();
    void repeatedMembersLeaveNothingBehind();
};

static QByteArray everything()
{
    return test::responses(
        {R"({"type":"additional_tools","role":"developer","tools":[{"type":"custom","name":"exec"}]})",
         test::environment("e", "/home/user/project"), test::user("u", "a \"b\" \\ ü\n"), test::call("c"),
         test::output("c"), test::assistant("msg_cplus_1", "x"), "null", R"({"type":"compaction_trigger"})"});
}

void RequestLayoutTest::whatIsNoObjectIsRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("white space") << " \r\n"_ba;
    QTest::newRow("a list") << "[]"_ba;
    QTest::newRow("a text") << R"("input")"_ba;
    QTest::newRow("a number") << "1"_ba;
    QTest::newRow("something behind it") << R"({"input":[]} x)"_ba;
    QTest::newRow("two of them") << R"({"input":[]}{})"_ba;
    QTest::newRow("no colon") << R"({"input" []})"_ba;
    QTest::newRow("no comma") << R"({"input":[{} {}]})"_ba;
    QTest::newRow("a comma too many") << R"({"input":[{},]})"_ba;
    QTest::newRow("another bracket") << R"({"input":[{]}})"_ba;
    QTest::newRow("open text") << R"({"input":"x})"_ba;
    QTest::newRow("a line feed in a text") << "{\"input\":\"\n\"}"_ba;
    QTest::newRow("a bad escape in a name") << R"({"in\qput":[]})"_ba;
    QTest::newRow("bytes that are no UTF-8") << "{\"input\":\"\xff\"}"_ba;
    QTest::newRow("an overlong form") << "{\"x\":\"\xc0\xaf\"}"_ba;
    QTest::newRow("a surrogate in UTF-8") << "{\"x\":\"\xed\xa0\x80\"}"_ba;
    QTest::newRow("a NUL") << QByteArray("{\"input\":\0[]}", 12);
    QTest::newRow("only brackets") << QByteArray(100'000, '[');
    QTest::newRow("only braces") << QByteArray(100'000, '{');
}

void RequestLayoutTest::whatIsNoObjectIsRefused()
{
    QFETCH(QByteArray, body);
    const auto layout = Layout::of(body);
    QVERIFY(!layout);
    QCOMPARE(layout.error().code, Error::Code::Invalid);
    QVERIFY(!layout.error().message.isEmpty());
}

void RequestLayoutTest::aCutBodyIsRefused()
{
    for (const QByteArray &body :
         {everything(), test::chat({R"({"role":"user","content":[{"type":"text","text":"x"}]})"}),
          R"({"input":"x","model":"m"})"_ba}) {
        QVERIFY(Layout::of(body));
        for (qsizetype length = 0; length < body.size(); ++length)
            QVERIFY2(!Layout::of(body.first(length)), QByteArray::number(length).constData());
        for (qsizetype from = 1; from < body.size(); ++from)
            (void)Layout::of(body.sliced(from));
    }
}

void RequestLayoutTest::aDamagedBodyIsAValueOrRefused()
{
    const QByteArray body = everything();
    for (qsizetype at = 0; at < body.size(); ++at) {
        for (const char damage : {'"', '\\', '{', '}', '[', ']', ',', ':', '0', ' ', '\0', '\x80'}) {
            QByteArray damaged = body;
            damaged[at] = damage;
            const auto request = ModelRequest::parse(damaged, {});
            if (!request)
                continue;
            for (const Layout::Item &item : request->layout().items)
                QVERIFY(item.range.begin < item.range.end && item.range.end <= damaged.size());
            (void)request->prompts();
            (void)request->newToolOutputs();
            (void)request->workingDirectory();
            (void)request->lastAssistantText();
        }
    }
}

void RequestLayoutTest::rangesAreThoseOfQJsonDocument_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("everything") << everything();
    QTest::newRow("scalars") << R"({"input":[1, -0.5e3 , "x",true,null,[ ],{ }, [[1],{"a":[]}]]})"_ba;
    QTest::newRow("one") << R"({"input":[ {"id":"x"} ]})"_ba;
    QTest::newRow("none") << R"({"input":[ ]})"_ba;
    QTest::newRow("a member called like ours inside")
        << R"({"x":{"input":["no"]},"input":[{"input":[1],"content":{"text":"no"}}]})"_ba;
}

void RequestLayoutTest::rangesAreThoseOfQJsonDocument()
{
    QFETCH(QByteArray, body);
    const QJsonArray expected = QJsonDocument::fromJson(body).object().value("input"_L1).toArray();
    const auto layout = Layout::of(body);
    QVERIFY(layout);
    QCOMPARE(QJsonDocument::fromJson(layout->list.of(body).toByteArray()).array(), expected);
    QCOMPARE(layout->items.size(), expected.size());
    for (qsizetype i = 0; i < expected.size(); ++i) {
        const QByteArray item = layout->items[i].range.of(body).toByteArray();
        QCOMPARE(item, item.trimmed());
        QCOMPARE(QJsonDocument::fromJson('[' + item + ']').array().at(0), expected.at(i));
        const QString id = expected.at(i).toObject().value("id"_L1).toString();
        QCOMPARE(stringFromJson(layout->items[i].id.of(body)), id);
    }
}

void RequestLayoutTest::deepNestingIsNoDanger()
{
    const qsizetype depth = 200'000;
    const QByteArray deep = QByteArray(depth, '[') + QByteArray(depth, ']');
    QVERIFY(Layout::of(R"({"x":)" + deep + R"(,"input":[]})"));
    const auto layout =
        Layout::of(R"({"input":[)" + deep + R"(,{"content":)" + deep + R"(,"type":)" + deep + "}]}");
    QVERIFY(layout);
    QCOMPARE(layout->items.size(), 2);
    QCOMPARE(layout->items[0].range.size(), 2 * depth);
}

void RequestLayoutTest::tooManyItemsAreRefused()
{
    const auto list = [](qsizetype count) {
        QByteArray items = QByteArray("1,").repeated(count);
        return R"({"input":[)" + items.chopped(1) + "]}";
    };
    QVERIFY(Layout::of(list(Layout::maximumItems)));
    QVERIFY(!Layout::of(list(Layout::maximumItems + 1)));
    QVERIFY(
        !Layout::of(R"({"input":[{"content":[)" + QByteArray("1,").repeated(Layout::maximumItems) + "1]}]}"));
}

void RequestLayoutTest::aHugeBodyIsRefused()
{
    const QByteArray body = R"({"input":")" + QByteArray(ModelRequest::largestBody, 'x') + "\"}";
    QVERIFY(!Layout::of(body));
}

void RequestLayoutTest::aBodyWithRoomNeedsNoCopy()
{
    QByteArray roomy = everything();
    roomy.reserve(roomy.size() + ModelRequest::padding);
    QVERIFY(Layout::hasPadding(roomy));
    const QByteArray tight = QByteArray::fromRawData(roomy.constData(), roomy.size());
    QVERIFY(!Layout::hasPadding(tight));
    const auto one = Layout::of(roomy);
    const auto other = Layout::of(tight);
    QVERIFY(one && other);
    QCOMPARE(one->items.size(), other->items.size());
    for (qsizetype i = 0; i < one->items.size(); ++i)
        QCOMPARE(one->items[i].range, other->items[i].range);
}

void RequestLayoutTest::repeatedMembersLeaveNothingBehind()
{
    const auto layout = Layout::of(
        R"({"messages":[1,2],"input":[{"type":"function_call","content":["x"],"content":"y"}],"input":[{"content":[{"text":"a","text":7}],"content":7}]})");
    QVERIFY(layout);
    QCOMPARE(layout->items.size(), 1);
    QVERIFY(layout->calls.isEmpty());
    QVERIFY(layout->parts.isEmpty());
    const auto plain = Layout::of(R"({"input":"x","input":7})");
    QVERIFY(plain);
    QCOMPARE(plain->shape, Layout::Shape::Other);
    QVERIFY(!plain->isPlainInput && plain->items.isEmpty());
}

QTEST_GUILESS_MAIN(RequestLayoutTest)
#include "tst_requestlayout.moc"
