// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/settingsfile/jsonsource.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

namespace {

/// A tree in one line: kinds, keys, and the bytes of the leaves.
QString printed(const JsonSource &text, const JsonNode &node)
{
    QStringList children;
    for (const JsonNode &child : node.children)
        children += (node.isObject() ? child.key + u'=' : QString()) + printed(text, child);
    switch (node.kind) {
    case JsonNode::Kind::Object: return u"{%1}"_s.arg(children.join(u' '));
    case JsonNode::Kind::Array: return u"[%1]"_s.arg(children.join(u' '));
    case JsonNode::Kind::String: return u'\'' + node.string + u'\'';
    case JsonNode::Kind::Other: return QString::fromUtf8(text.bytes.sliced(node.begin, node.end - node.begin));
    }
    Q_UNREACHABLE();
}

QString parsed(const QByteArray &bytes)
{
    const auto text = JsonSource::parse(bytes);
    return text ? printed(*text, text->root) : u"error: "_s + text.error().message;
}

} // namespace

/// Strict JSON, with the place of every value.
class JsonSourceTest : public QObject
{
    Q_OBJECT

private slots:
    void textsBecomeTrees_data();
    void textsBecomeTrees();
    void aCutTextIsAnErrorWhereverItIsCut();
    void theLastOfSeveralMembersCounts();
    void placesAreThoseOfTheText();
};

void JsonSourceTest::textsBecomeTrees_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QByteArray &text, const QString &expected) {
        QTest::newRow(name) << text << expected;
    };
    row("empty object", "{}", u"{}"_s);
    row("blanks", " \r\n{ \t} \n", u"{}"_s);
    row("nested", R"({"a":[1,-2.5e+3,true,false,null,{"b":[]}],"c":"d"})", u"{a=[1 -2.5e+3 true false null {b=[]}] c='d'}"_s);
    row("escapes", R"({"a\"\u00e9":"\\\n\ud83d\ude00 }]"})", u"{a\"é='\\\n😀 }]'}"_s);
    row("nothing", "", u"error: line 1, column 1: a value is expected here"_s);
    row("two documents", "{} {}", u"error: line 1, column 4: something follows the end of the document"_s);
    row("comment", "{\n  // no\n}", u"error: line 2, column 3: a key in double quotes is expected here"_s);
    row("trailing comma", "[1,\n 2,\n]", u"error: line 3, column 1: a value is expected here"_s);
    row("missing comma", "{\"a\": 1 \"b\": 2}", u"error: line 1, column 9: \",\" or \"}\" is expected here"_s);
    row("missing colon", "{\"a\" 1}", u"error: line 1, column 6: \":\" is expected here"_s);
    row("byte order mark", "\xef\xbb\xbf{}", u"error: line 1, column 1: a value is expected here"_s);
    row("no UTF-8", "{\"a\":\"\xff\"}", u"error: the text is not UTF-8"_s);
    row("control character", "[\"a\tb\"]", u"error: line 1, column 4: a control character stands inside a string; write it as \\n, \\t or \\u00…"_s);
    const QString noEscape = u"error: line 1, column 4: JSON knows no such escape; a backslash itself is written twice"_s;
    row("unknown escape", R"(["\x"])", noEscape);
    row("short escape", R"(["\u12"])", noEscape);
    row("open string", "[\"a", u"error: line 1, column 4: the text ends inside a string"_s);
    row("leading zero", "[01]", u"error: line 1, column 3: \",\" or \"]\" is expected here"_s);
    row("bare word", "[nul]", u"error: line 1, column 2: a value is expected here"_s);
    row("half a number", "[1.]", u"error: line 1, column 4: a value is expected here"_s);
    row("64 levels", QByteArray(64, '[') + QByteArray(64, ']'), QString(64, u'[') + QString(64, u']'));
    row("65 levels", QByteArray(65, '[') + QByteArray(65, ']'), u"error: line 1, column 65: more than 64 levels are open"_s);
}

void JsonSourceTest::textsBecomeTrees()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QCOMPARE(parsed(text), expected);
}

void JsonSourceTest::aCutTextIsAnErrorWhereverItIsCut()
{
    const QByteArray text = R"({"a":[1,-2.5e+3,true,{"b\u00e9":[]}],"c":"d\n"})";
    for (qsizetype cut = 0; cut < text.size(); ++cut)
        QVERIFY2(parsed(text.first(cut)).startsWith(u"error: "_s), text.first(cut).constData());
}

void JsonSourceTest::theLastOfSeveralMembersCounts()
{
    const auto text = JsonSource::parse(R"({"a":1,"b":2,"a":3})");
    QVERIFY(text);
    QCOMPARE(text->root.count(u"a"), 2);
    QCOMPARE(printed(*text, *text->root.member(u"a")), u"3"_s);
    QVERIFY(!text->root.member(u"c"));
    QVERIFY(!text->root.children.front().member(u"a"));
}

void JsonSourceTest::placesAreThoseOfTheText()
{
    const auto text = JsonSource::parse(R"( {"key" : [ 10, "é" ] })");
    QVERIFY(text);
    QCOMPARE(text->root.begin, 1);
    QCOMPARE(text->root.end, text->bytes.size());
    const JsonNode &list = text->root.children.front();
    QCOMPARE(list.keyBegin, 2);
    QCOMPARE(list.begin, 10);
    QCOMPARE(list.children[0].keyBegin, list.children[0].begin);
    QCOMPARE(text->bytes.sliced(list.children[1].begin, list.children[1].end - list.children[1].begin), "\"é\"");
}

QTEST_APPLESS_MAIN(JsonSourceTest)
#include "tst_jsonsource.moc"
