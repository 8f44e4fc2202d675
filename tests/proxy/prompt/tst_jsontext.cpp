// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/jsontext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace cpx;

class JsonTextTest : public QObject
{
    Q_OBJECT

private slots:
    void textIsWrittenAndReadBack_data();
    void textIsWrittenAndReadBack();
    void everyCharacterComesBack();
    void escapesAreRead_data();
    void escapesAreRead();
    void theBeginningOfATextIsTheBeginning();
    void tokensAreComparedHoweverTheyAreEscaped();
};

void JsonTextTest::textIsWrittenAndReadBack_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << u""_s << R"("")"_ba;
    QTest::newRow("plain") << u"plain text"_s << R"("plain text")"_ba;
    QTest::newRow("quotes and backslashes") << u"\"C:\\x\""_s << R"("\"C:\\x\"")"_ba;
    QTest::newRow("lines") << u"a\nb\r\n\tc"_s << R"("a\nb\r\n\tc")"_ba;
    QTest::newRow("controls") << u"\u0001\u001f\b\f\u007f"_s << "\"\\u0001\\u001f\\u0008\\u000c\x7f\""_ba;
    QTest::newRow("NUL") << QString(QChar(0)) << R"("\u0000")"_ba;
    QTest::newRow("UTF-8") << u"ü→\U0001F600"_s << "\"ü→\xf0\x9f\x98\x80\""_ba;
    QTest::newRow("a lone high surrogate") << QString(u'x') + QChar(0xd83d) + u'y' << R"("x\ud83dy")"_ba;
    QTest::newRow("a lone low surrogate at the end") << QString(QChar(0xde00)) << R"("\ude00")"_ba;
    QTest::newRow("surrogates the wrong way round")
        << QString(QChar(0xde00)) + QChar(0xd83d) << R"("\ude00\ud83d")"_ba;
    QTest::newRow("a line separator") << QString(QChar(0x2028)) << "\"\xe2\x80\xa8\""_ba;
}

void JsonTextTest::textIsWrittenAndReadBack()
{
    QFETCH(QString, text);
    QTEST(jsonString(text), "json");
    QCOMPARE(stringFromJson(jsonString(text)), text);
}

void JsonTextTest::everyCharacterComesBack()
{
    for (int unit = 0; unit <= 0xffff; ++unit) {
        const QString text = u'a' + QString(QChar(unit)) + u'b';
        QCOMPARE(stringFromJson(jsonString(text)), text);
        if (QChar(unit).isSurrogate())
            continue;
        QCOMPARE(QJsonDocument::fromJson('[' + jsonString(text) + ']').array().at(0).toString(), text);
    }
}

void JsonTextTest::escapesAreRead_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QString>("text");
    const QString bad(QChar::ReplacementCharacter);
    QTest::newRow("all") << R"("\"\\\/\b\f\n\r\t\u00fC")"_ba << u"\"\\/\b\f\n\r\tü"_s;
    QTest::newRow("a pair") << R"("\uD83D\ude00")"_ba << u"\U0001F600"_s;
    QTest::newRow("no such escape") << R"("a\qb")"_ba << u'a' + bad + u'b';
    QTest::newRow("short") << R"("\u12")"_ba << bad + u"12"_s;
    QTest::newRow("not hexadecimal") << R"("\u12g4")"_ba << bad + u"12g4"_s;
    QTest::newRow("nothing behind it") << "\"\\\""_ba << bad;
    QTest::newRow("no UTF-8") << "\"\xff\""_ba << bad;
    QTest::newRow("no token") << "7"_ba << QString();
    QTest::newRow("one quote") << "\""_ba << QString();
    QTest::newRow("nothing") << ""_ba << QString();
}

void JsonTextTest::escapesAreRead()
{
    QFETCH(QByteArray, token);
    QTEST(stringFromJson(token), "text");
}

void JsonTextTest::theBeginningOfATextIsTheBeginning()
{
    for (const QString &text : {u"plain text of some length, without anything special in it"_s,
                                u"a\nb\"c\\\u0001üüüü\U0001F600\U0001F600\U0001F600 and more of it"_s}) {
        const QByteArray token = jsonString(text);
        for (qsizetype length = 0; length <= text.size() + 1; ++length)
            QCOMPARE(stringFromJson(token, length), text.left(length));
    }
}

void JsonTextTest::tokensAreComparedHoweverTheyAreEscaped()
{
    QVERIFY(jsonStringEquals(R"("user")", "user"));
    QVERIFY(jsonStringEquals(R"("\u0075ser")", "user"));
    QVERIFY(jsonStringEquals(R"("\u00fcser")", "üser"));
    QVERIFY(jsonStringEquals(R"("üser")", "üser"));
    QVERIFY(!jsonStringEquals(R"("users")", "user"));
    QVERIFY(!jsonStringEquals(R"("use\r")", "user"));
    QVERIFY(!jsonStringEquals("user", "user"));
    QVERIFY(!jsonStringEquals("", ""));
}

QTEST_GUILESS_MAIN(JsonTextTest)
#include "tst_jsontext.moc"
