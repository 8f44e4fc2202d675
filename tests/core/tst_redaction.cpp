// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redaction.h"

#include <QElapsedTimer>
#include <QTest>

using namespace cpx;

/// What leaves the gate: credentials never, everything else unchanged.
class RedactionTest : public QObject
{
    Q_OBJECT

private slots:
    void credentialsAreReplaced_data();
    void credentialsAreReplaced();
    void ordinaryTextIsUnchanged_data();
    void ordinaryTextIsUnchanged();
    void namesOfCredentialsAreKnown_data();
    void namesOfCredentialsAreKnown();
    void redactingTwiceChangesNothingMore_data() { credentialsAreReplaced_data(); }
    void redactingTwiceChangesNothingMore();
    void bytesThatAreNoTextPassWithoutCredentials();
    void aLongLineIsStillRedacted();
    void whatCostsTimeIsNoWayAround_data();
    void whatCostsTimeIsNoWayAround();
};

void RedactionTest::credentialsAreReplaced_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *text, const char *expected) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
    };
    row("bearer token", "sent Bearer abcdef123456 to it", "sent Bearer *** to it");
    row("bearer in any case", "bEARER abcdef123456", "bEARER ***");
    row("a scheme before the scheme", "Basic  Bearer abcdef123456", "Basic  Bearer ***");
    row("a name without a value before", "password= Bearer abcdef123456", "password= Bearer ***");
    row("basic", "Basic dXNlcjpwYXNzd29yZA==", "Basic ***");
    row("header with a scheme", "Authorization: Bearer opaque-token-123456", "Authorization: ***");
    row("header with a short token", "Authorization: Bearer abc", "Authorization: ***");
    row("header without a scheme", "authorization: opaque", "authorization: ***");
    row("proxy header", "Proxy-Authorization: Basic dXNlcjpw", "Proxy-Authorization: ***");
    row("header among others", "Authorization: Bearer opaque-token-123456\r\nAccept: */*",
        "Authorization: ***\r\nAccept: */*");
    row("all cookies of a header", "Cookie: a=first; b=second\nAccept: x", "Cookie: ***\nAccept: x");
    row("set-cookie", "set-cookie: session=secret; Path=/; HttpOnly", "set-cookie: ***");
    row("API key", "key sk-proj-abcDEF_123 used", "key *** used");
    row("session key", "sess-abcdef12", "***");
    row("GitHub token", "ghp_abcdefghij0123456789", "***");
    row("Slack token", "xoxb-1234567890-abc", "***");
    row("x-api-key", "x-api-key: 1234", "x-api-key: ***");
    row("JWT", "id eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl end", "id *** end");
    row("query value", "GET /v1?api_key=abc&x=1", "GET /v1?api_key=***&x=1");
    row("second query value", "GET /v1?x=1&access_token=abc HTTP", "GET /v1?x=1&access_token=*** HTTP");
    row("query code", "/callback?code=abc123&state=1", "/callback?code=***&state=1");
    row("URL with user and password", "https://user:hunter2@host/v1", "https://***@host/v1");
    row("URL with a user", "http://token@host", "http://***@host");
    row("JSON", R"({"access_token":"abc","x":1})", R"({"access_token":"***","x":1})");
    row("JSON with blanks", R"({"refresh_token" : "a b c", "x":1})", R"({"refresh_token" : "***", "x":1})");
    row("JSON authorization", R"({"authorization":"Bearer opaque-123456","x":1})", R"({"authorization":"***","x":1})");
    row("JSON with an escaped quote", R"({"password":"a\"b","x":1})", R"({"password":"***","x":1})");
    row("JSON inside JSON", R"({"x":"{\"password\":\"hunter2\"}"})", R"({"x":"{\"password\":\"***"})");
    row("quoted header of a command", R"(curl -H "Authorization: Bearer opaque1" https://a)",
        R"(curl -H "Authorization: ***" https://a)");
    row("empty header", "Authorization:\r\nAccept: x", "Authorization:\r\nAccept: x");
    row("assignment", "password=hunter2 user=x", "password=*** user=x");
    row("two in one line", "sk-abcdefgh sk-ijklmnop", "*** ***");
    row("non-ASCII around", "\xc3\xa4 sk-abcdefgh \xc3\xb6", "\xc3\xa4 *** \xc3\xb6");
}

void RedactionTest::credentialsAreReplaced()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(redacted(text), expected);
}

void RedactionTest::ordinaryTextIsUnchanged_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"", "listening on http://127.0.0.1:10000", "max_output_tokens: 4096", "a task-list of 3",
                             "https://api.openai.com/v1/responses?x=1", "the token was refused", "risk-averse",
                             "basic tests", "mail someone@example.org", "\"tokens\":12"})
        QTest::newRow(text) << QByteArray(text);
}

void RedactionTest::ordinaryTextIsUnchanged()
{
    QFETCH(QByteArray, text);
    QCOMPARE(redacted(text), text);
}

void RedactionTest::namesOfCredentialsAreKnown_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("isSecret");
    for (const char *name : {"Authorization", "proxy-authorization", "COOKIE", "Set-Cookie", "x-api-key", "api_key",
                             "apikey", "access_token", "X-Auth-Token", "client_secret", "password", "code", "key",
                             "chatgpt-account-id", "x-goog-api-key"})
        QTest::newRow(name) << QByteArray(name) << true;
    for (const char *name : {"Accept", "content-type", "x-ratelimit-remaining-tokens", "max_tokens", "monkey",
                             "status_code", "x-request-id", "", "keyboard"})
        QTest::newRow(name) << QByteArray(name) << false;
}

void RedactionTest::namesOfCredentialsAreKnown()
{
    QFETCH(QByteArray, name);
    QFETCH(bool, isSecret);
    QCOMPARE(isSecretName(name), isSecret);
}

void RedactionTest::redactingTwiceChangesNothingMore()
{
    QFETCH(QByteArray, expected);
    QCOMPARE(redacted(expected), expected);
}

void RedactionTest::bytesThatAreNoTextPassWithoutCredentials()
{
    const QByteArray bytes("\xff\xfe\x80 text");
    QCOMPARE(redacted(bytes), bytes);
    QVERIFY(!redacted(bytes + " Bearer abcdef123456").contains("abcdef"));
}

void RedactionTest::aLongLineIsStillRedacted()
{
    const QByteArray text = QByteArray(200'000, 'a') + " Bearer abcdef123456 " + QByteArray(200'000, '.');
    QVERIFY(!redacted(text).contains("abcdef123456"));
    const QByteArray token = "Bearer " + QByteArray(300'000, 'x');
    QCOMPARE(redacted(token), "Bearer ***");
    const QByteArray begin("\"password\":\"");
    const QByteArray expected = begin + "***\"";
    QCOMPARE(redacted(begin + QByteArray(300'000, 'x') + '"'), expected);
    QCOMPARE(redacted(begin + QByteArray("\\\"").repeated(150'000) + '"'), expected);
}

void RedactionTest::whatCostsTimeIsNoWayAround_data()
{
    QTest::addColumn<QByteArray>("filler");
    QTest::newRow("names of a query") << "?" + QByteArray("key").repeated(60'000);
    QTest::newRow("many queries") << QByteArray("?a").repeated(60'000);
    QTest::newRow("schemes") << QByteArray("a.").repeated(60'000);
    QTest::newRow("user information") << QByteArray("a://").repeated(60'000);
    QTest::newRow("token parts") << QByteArray("eyJabcdefg.").repeated(20'000);
    QTest::newRow("blanks") << "password" + QByteArray(200'000, ' ');
}

void RedactionTest::whatCostsTimeIsNoWayAround()
{
    QFETCH(QByteArray, filler);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!redacted(filler + " Bearer abcdef123456").contains("abcdef123456"));
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_APPLESS_MAIN(RedactionTest)
#include "tst_redaction.moc"
