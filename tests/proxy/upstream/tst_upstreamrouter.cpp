// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/upstreamrouter.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Host by configuration and kind of login only; paths byte for byte.
class UpstreamRouterTest : public QObject
{
    Q_OBJECT

private slots:
    void theKindOfLoginDecides_data();
    void theKindOfLoginDecides();
    void aConfiguredUpstreamIsAlwaysTaken();
    void thePathIsJoinedByteForByte_data();
    void thePathIsJoinedByteForByte();
    void noTargetCanChooseTheHost_data();
    void noTargetCanChooseTheHost();
};

void UpstreamRouterTest::theKindOfLoginDecides_data()
{
    QTest::addColumn<http::HeaderList>("headers");
    QTest::addColumn<QString>("expected");
    const QString chatGpt = u"https://chatgpt.com/backend-api/codex"_s;
    const QString openAi = u"https://api.openai.com/v1"_s;
    QTest::newRow("nothing") << http::HeaderList() << openAi;
    QTest::newRow("API key") << http::HeaderList{{"Authorization", "Bearer sk-x"}} << openAi;
    QTest::newRow("ChatGPT account") << http::HeaderList{{"chatgpt-account-id", "1"}} << chatGpt;
    QTest::newRow("in any case") << http::HeaderList{{"ChatGPT-Account-ID", "1"}} << chatGpt;
    QTest::newRow("names that look alike") << http::HeaderList{{"x-chatgpt-account-id", "1"}, {"chatgpt_account_id", "1"}}
                                           << openAi;
    QTest::newRow("headers that name hosts")
        << http::HeaderList{{"Host", "evil"}, {"X-Forwarded-Host", "evil"}, {"Forwarded", "host=evil"},
                            {"X-Original-URL", "https://evil/"}, {"Referer", "https://evil/"}, {"Origin", "https://evil"},
                            {"X-Upstream", "https://evil"}}
        << openAi;
    QTest::newRow("an account that names a host") << http::HeaderList{{"chatgpt-account-id", "https://evil/"}} << chatGpt;
}

void UpstreamRouterTest::theKindOfLoginDecides()
{
    QFETCH(http::HeaderList, headers);
    QFETCH(QString, expected);
    QCOMPARE(UpstreamRouter(std::nullopt).baseFor(headers).url.toString(), expected);
}

void UpstreamRouterTest::aConfiguredUpstreamIsAlwaysTaken()
{
    const QUrl configured(u"http://127.0.0.1:9/x"_s);
    const UpstreamRouter router(configured);
    QCOMPARE(router.baseFor({}).url, configured);
    QCOMPARE(router.baseFor({{"chatgpt-account-id", "1"}, {"Host", "evil"}}).url, configured);
}

void UpstreamRouterTest::thePathIsJoinedByteForByte_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QByteArray>("received");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QString &base, const char *received, const char *expected) {
        QTest::newRow(name) << base << QByteArray(received) << QByteArray(expected);
    };
    const QString v1 = u"https://h/v1"_s;
    row("v1 stands for the base", v1, "/v1/responses", "/v1/responses");
    row("v1 alone", v1, "/v1", "/v1");
    row("v1 with a slash", v1, "/v1/", "/v1/");
    row("v1 with a query", v1, "/v1?a=b", "/v1?a=b");
    row("v1beta is another name", v1, "/v1beta/x", "/v1/v1beta/x");
    row("v10 is another name", v1, "/v10", "/v1/v10");
    row("only the first v1", v1, "/v1/v1/x", "/v1/v1/x");
    row("V1 is another name", v1, "/V1/x", "/v1/V1/x");
    row("no v1", v1, "/responses", "/v1/responses");
    row("other base path", u"https://h/backend-api/codex"_s, "/v1/responses?x", "/backend-api/codex/responses?x");
    row("base without a path", u"https://h"_s, "/v1/responses", "/responses");
    row("base without a path, v1 alone", u"https://h"_s, "/v1", "/");
    row("base without a path, only a query", u"https://h"_s, "/v1?a", "/?a");
    row("base path is sent encoded", u"https://h/a b/\u00e4"_s, "/v1/x", "/a%20b/%C3%A4/x");
    row("dots stay", v1, "/v1/../../x/./y", "/v1/../../x/./y");
    row("slashes stay", v1, "/v1//x///", "/v1//x///");
    row("escapes stay", v1, "/v1/%2e%2E/%2f%00%zz%", "/v1/%2e%2E/%2f%00%zz%");
    row("an escaped v1 is another name", v1, "/%76%31/x", "/v1/%76%31/x");
    row("odd characters stay", v1, "/v1/{a}|\\^`\"<>?q=[1]&r={}", "/v1/{a}|\\^`\"<>?q=[1]&r={}");
    row("the server itself", v1, "*", "*");
    row("the server itself, base without a path", u"https://h"_s, "*", "*");
}

void UpstreamRouterTest::thePathIsJoinedByteForByte()
{
    QFETCH(QString, base);
    QFETCH(QByteArray, received);
    QFETCH(QByteArray, expected);
    QCOMPARE(UpstreamBase(QUrl(base)).targetFor(received), expected);
}

void UpstreamRouterTest::noTargetCanChooseTheHost_data()
{
    QTest::addColumn<QByteArray>("received");
    for (const char *target : {"//evil/x", "/v1//evil/x", "/v1/@evil", "/@evil/", "/\\evil", "/v1https://evil/",
                               "/v1/https://evil/", "/v1?url=https://evil", "/v1.evil", "/v1:80@evil"})
        QTest::newRow(target) << QByteArray(target);
}

void UpstreamRouterTest::noTargetCanChooseTheHost()
{
    // The connection goes to the base whatever the target says; the target always begins with a slash.
    QFETCH(QByteArray, received);
    for (const QString &base : {u"https://h"_s, u"https://h/v1"_s})
        QVERIFY(UpstreamBase(QUrl(base)).targetFor(received).startsWith('/'));
}

QTEST_APPLESS_MAIN(UpstreamRouterTest)
#include "tst_upstreamrouter.moc"
