// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/documentredaction.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace cpx;

/// Whole documents without their credentials.
class DocumentRedactionTest : public QObject
{
    Q_OBJECT

private slots:
    void secretsAreReplacedAndTheRestStays_data();
    void secretsAreReplacedAndTheRestStays();
    void largeDocumentsAreSearchedToTheirEnd();
    void aSecretIsFoundWhereverItStands();
    void everyCutOfADocumentHidesTheSecret();
};

void DocumentRedactionTest::secretsAreReplacedAndTheRestStays_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &expected) {
        QTest::newRow(name) << text << expected;
    };
    row("empty", "", "");
    row("nothing secret", R"({"a": [1, "b", {"c": null}]})", R"({"a": [1, "b", {"c": null}]})");
    row("a member", R"({"token": "abc", "n": 1})", R"({"token": "***", "n": 1})");
    row("any case", R"({"API_Key":"abc"})", R"({"API_Key":"***"})");
    row("a number", R"({"password":1234})", R"({"password":"***"})");
    row("whatever the value", R"({"password":null,"token":true})", R"({"password":"***","token":"***"})");
    row("a list", R"({"secrets":["a,b",["c"]],"x":1})", R"({"secrets":"***","x":1})");
    row("an object", R"({"authorization":{"type":"x","value":"a}b"},"x":1})", R"({"authorization":"***","x":1})");
    row("an escaped quote", R"({"token":"a\"b","x":1})", R"({"token":"***","x":1})");
    row("an escaped name", R"({"tok\u0065n":"abc"})", R"({"tok\u0065n":"***"})");
    row("counters are no secrets", R"({"max_output_tokens":5,"total_tokens":7})", R"({"max_output_tokens":5,"total_tokens":7})");
    row("a key in a text", R"({"input":"my key is sk-abcdef123456 ok"})", R"({"input":"my key is *** ok"})");
    row("white space", "{\"token\"\n :\t\"abc\"}", "{\"token\"\n :\t\"***\"}");
    row("JSON in a string", R"({"arguments":"{\"my_token\":\"abc\",\"n\":1}"})", R"({"arguments":"{\"my_token\":\"***\",\"n\":1}"})");
    row("JSON in JSON in a string", R"({"a":"{\"b\":\"{\\\"secret\\\":\\\"abc\\\"}\"}"})",
        R"({"a":"{\"b\":\"{\\\"secret\\\":\\\"***\\\"}\"}"})");
    row("an escape behind a key", R"({"a":"see ?key=abc\"","b":"Authorization: Bearer abcdefgh\n\u0041 next"})",
        R"({"a":"see ?key=***\"","b":"Authorization: ***\nA next"})");
    row("escapes stay as they are", R"({"a":"\u0041\/\n\ud83d\ude00 fine"})", R"({"a":"\u0041\/\n\ud83d\ude00 fine"})");
    row("source text", R"(["password = \"abc\\\"def\"\nx"])", R"(["password = \"***\"\nx"])");
    row("a setting in a text", "password = \"ab\\ncd\"\n", "password = \"***\"\n");
    row("events", "event: x\ndata: {\"token\":\"abc\"}\n\ndata: {\"n\":1}\n\n", "event: x\ndata: {\"token\":\"***\"}\n\ndata: {\"n\":1}\n\n");
    row("a form", "grant=x&client_secret=abcdef&n=1", "grant=x&client_secret=***&n=1");
    row("a header", "Authorization: Bearer abcdefgh\r\nX: 1", "Authorization: ***\r\nX: 1");
    row("quotes that are no strings", "it is 5\" long\nand {\"token\":\"abc\"}", "it is 5\" long\nand {\"token\":\"***\"}");
    row("a quote and a backslash before a line end", "say \"a\\\n{\"token\":\"abc\"}", "say \"a\\\n{\"token\":\"***\"}");
    row("cut in a value", R"({"token":"ab)", R"({"token":"***")");
    row("cut in a nested value", R"({"arguments":"{\"my_token\":\"ab)", R"({"arguments":"{\"my_token\":\"***\"")");
    row("cut in an escape of a nested value", R"({"arguments":"{\"my_token\":\"ab\u00)", R"({"arguments":"{\"my_token\":\"***\"")");
    row("cut behind a name", R"({"token":)", R"({"token":)");
}

void DocumentRedactionTest::secretsAreReplacedAndTheRestStays()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(redactedDocument(text), expected);
}

void DocumentRedactionTest::largeDocumentsAreSearchedToTheirEnd()
{
    QByteArray text = "[";
    while (text.size() < 5'000'000)
        text += R"({"text":"some words that fill the space","call_id":"c1"},)";
    const qsizetype size = text.size();
    text += R"({"token":"abc","x":"sk-abcdef123456"}])";
    const QByteArray result = redactedDocument(text);
    QCOMPARE(result.first(size), text.first(size));
    QCOMPARE(result.sliced(size), R"({"token":"***","x":"***"}])");
}

void DocumentRedactionTest::aSecretIsFoundWhereverItStands()
{
    // Around the places where a long text is divided.
    const QByteArray filler(R"("filler",)");
    for (int shift = 0; shift < 64; ++shift) {
        QByteArray text = "[\"" + QByteArray(shift, 'x') + "\",";
        while (text.size() < 1024 * 1024 - 200)
            text += filler;
        for (int i = 0; i < 20; ++i)
            text += R"({"token":"canary","url":"https://h/?key=canary"},)";
        QVERIFY2(!redactedDocument(text).contains("canary"), qPrintable(QString::number(shift)));
    }
}

void DocumentRedactionTest::everyCutOfADocumentHidesTheSecret()
{
    const QByteArray text = R"({"a":"{\"access_token\":\"canary-1\"}","token":["canary-2"],"u":"Bearer canary-3"})";
    for (qsizetype cut = 0; cut <= text.size(); ++cut) {
        const QByteArray result = redactedDocument(text.first(cut));
        QVERIFY2(!result.contains("canary-1") && !result.contains("canary-2") && !result.contains("canary-3"), result.constData());
    }
    QVERIFY(QJsonDocument::fromJson(redactedDocument(text)).isObject());
}

QTEST_APPLESS_MAIN(DocumentRedactionTest)
#include "tst_documentredaction.moc"
