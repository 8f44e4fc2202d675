// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/upstreamproxy.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Which HTTP proxy leads to which upstream.
class UpstreamProxyTest : public QObject
{
    Q_OBJECT

private slots:
    void settingsAreTakenOrRefused_data();
    void settingsAreTakenOrRefused();
    void theEnvironmentIsReadAsCurlDoes_data();
    void theEnvironmentIsReadAsCurlDoes();
    void noProxyIsUsedForLoopback();
    void aMessageNeverShowsThePassword();

private:
    static QString shown(const std::optional<ProxyServer> &server)
    {
        return server ? u"%1 %2 %3 %4"_s.arg(server->host).arg(server->port).arg(server->user, server->password).trimmed() : u"none"_s;
    }
};

void UpstreamProxyTest::settingsAreTakenOrRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const QString &text, const QString &expected) {
        QTest::newRow(qPrintable(text.isEmpty() ? u"nothing"_s : text)) << text << expected;
    };
    row(QString(), u"none"_s);
    row(u"http://proxy.example:3128"_s, u"proxy.example 3128"_s);
    row(u"http://proxy.example:3128/"_s, u"proxy.example 3128"_s);
    row(u"http://10.0.0.1:80"_s, u"10.0.0.1 80"_s);
    row(u"http://[::1]:3128"_s, u"::1 3128"_s);
    row(u"http://me:p%40ss%3A@proxy:1"_s, u"proxy 1 me p@ss:"_s);
    row(u"http://me@proxy:1"_s, u"proxy 1 me"_s);
    row(u"http://proxy.example"_s, u"!port is missing"_s);
    row(u"http://proxy.example:0"_s, u"!port is missing"_s);
    row(u"http://proxy.example:99999"_s, u"!no URL"_s);
    row(u"https://proxy.example:443"_s, u"!not https"_s);
    row(u"socks5://proxy.example:1080"_s, u"!not socks5"_s);
    row(u"proxy.example:3128"_s, u"!no URL"_s);
    row(u"http://proxy:1/path"_s, u"!after the port"_s);
    row(u"http://proxy:1?a"_s, u"!after the port"_s);
    row(u"Environment"_s, u"!no URL"_s);
}

void UpstreamProxyTest::settingsAreTakenOrRefused()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    auto proxy = UpstreamProxy::fromText(text, {});
    if (expected.startsWith(u'!')) {
        QVERIFY(!proxy);
        QVERIFY2(proxy.error().message.startsWith(u"upstream.httpProxy: "_s), qPrintable(proxy.error().message));
        QVERIFY2(proxy.error().message.contains(expected.sliced(1)), qPrintable(proxy.error().message));
        return;
    }
    QVERIFY2(bool(proxy), proxy ? "" : qPrintable(proxy.error().message));
    QCOMPARE(shown(proxy->serverFor(QUrl(u"https://api.openai.com/v1"_s))), expected);
}

void UpstreamProxyTest::theEnvironmentIsReadAsCurlDoes_data()
{
    QTest::addColumn<QString>("variables");
    QTest::addColumn<QString>("upstream");
    QTest::addColumn<QString>("expected");
    const QString openAi = u"https://api.openai.com/v1"_s;
    const auto row = [](const char *name, const QString &variables, const QString &upstream, const QString &expected) {
        QTest::newRow(name) << variables << upstream << expected;
    };
    row("nothing", QString(), openAi, u"none"_s);
    row("upper case", u"HTTPS_PROXY=http://a:1"_s, openAi, u"a 1"_s);
    row("lower case first", u"HTTPS_PROXY=http://a:1 https_proxy=http://b:2"_s, openAi, u"b 2"_s);
    row("empty is not set", u"https_proxy= HTTPS_PROXY=http://a:1"_s, openAi, u"a 1"_s);
    row("for everything", u"ALL_PROXY=http://a:1"_s, openAi, u"a 1"_s);
    row("the special one first", u"all_proxy=http://a:1 HTTPS_PROXY=http://b:2"_s, openAi, u"b 2"_s);
    row("not for us", u"HTTP_PROXY=http://a:1 http_proxy=http://a:1"_s, openAi, u"none"_s);
    row("without a scheme", u"HTTPS_PROXY=a:1"_s, openAi, u"a 1"_s);
    row("without a port", u"HTTPS_PROXY=http://a"_s, openAi, u"a 1080"_s);
    row("unsupported", u"HTTPS_PROXY=socks5://a:1"_s, openAi, u"!HTTPS_PROXY: "_s);
    row("exception", u"HTTPS_PROXY=a:1 NO_PROXY=api.openai.com"_s, openAi, u"none"_s);
    row("exception by domain", u"HTTPS_PROXY=a:1 NO_PROXY=x.example,openai.com"_s, openAi, u"none"_s);
    row("exception by domain with a dot", u"HTTPS_PROXY=a:1 NO_PROXY=.OpenAI.com"_s, openAi, u"none"_s);
    row("part of a label", u"HTTPS_PROXY=a:1 NO_PROXY=nai.com"_s, openAi, u"a 1"_s);
    row("longer name", u"HTTPS_PROXY=a:1 NO_PROXY=x.api.openai.com"_s, openAi, u"a 1"_s);
    row("everything", u"HTTPS_PROXY=a:1 NO_PROXY=*"_s, openAi, u"none"_s);
    row("a star among others is a name", u"HTTPS_PROXY=a:1 NO_PROXY=*,x"_s, openAi, u"a 1"_s);
    row("lower case exceptions first", u"HTTPS_PROXY=a:1 NO_PROXY=openai.com no_proxy=x"_s, openAi, u"a 1"_s);
    row("address", u"HTTPS_PROXY=a:1 NO_PROXY=192.0.2.1"_s, u"https://192.0.2.1"_s, u"none"_s);
    row("network", u"HTTPS_PROXY=a:1 NO_PROXY=192.0.2.0/24"_s, u"https://192.0.2.1"_s, u"none"_s);
    row("other network", u"HTTPS_PROXY=a:1 NO_PROXY=192.0.3.0/24"_s, u"https://192.0.2.1"_s, u"a 1"_s);
    row("IPv6 network", u"HTTPS_PROXY=a:1 NO_PROXY=2001:db8::/32"_s, u"https://[2001:db8::1]"_s, u"none"_s);
    row("part of an address", u"HTTPS_PROXY=a:1 NO_PROXY=2.1"_s, u"https://192.0.2.1"_s, u"a 1"_s);
}

void UpstreamProxyTest::theEnvironmentIsReadAsCurlDoes()
{
    QFETCH(QString, variables);
    QFETCH(QString, upstream);
    QFETCH(QString, expected);
    QProcessEnvironment environment;
    const QStringList assignments = variables.split(u' ', Qt::SkipEmptyParts);
    for (const QString &assignment : assignments)
        environment.insert(assignment.section(u'=', 0, 0), assignment.section(u'=', 1));
    auto proxy = UpstreamProxy::fromText(u"environment"_s, environment);
    if (expected.startsWith(u'!')) {
        QVERIFY(!proxy);
        QVERIFY2(proxy.error().message.startsWith(expected.sliced(1)), qPrintable(proxy.error().message));
        return;
    }
    QVERIFY(proxy);
    QCOMPARE(shown(proxy->serverFor(QUrl(upstream))), expected);
    QCOMPARE(shown(UpstreamProxy::fromText(QString(), environment)->serverFor(QUrl(upstream))), u"none"_s); // unless asked for
}

void UpstreamProxyTest::noProxyIsUsedForLoopback()
{
    auto proxy = UpstreamProxy::fromText(u"http://a:1"_s, {});
    QVERIFY(proxy);
    for (const QString &url : {u"http://localhost:1"_s, u"https://127.0.0.1"_s, u"https://[::1]:8443/v1"_s, u"https://LOCALHOST"_s})
        QCOMPARE(shown(proxy->serverFor(QUrl(url))), u"none"_s);
}

void UpstreamProxyTest::aMessageNeverShowsThePassword()
{
    QProcessEnvironment environment;
    environment.insert(u"HTTPS_PROXY"_s, u"http://me:hunter2@a:99999"_s);
    for (const QString &text : {u"http://me:hunter2@a"_s, u"http://me:hunter2@a:99999"_s, u"me:hunter2@a:1"_s, u"ftp://me:hunter2@a:1"_s,
                                u"http://me:hunter2"_s, u"http://a:1/hunter2"_s, u"environment"_s}) {
        auto proxy = UpstreamProxy::fromText(text, environment);
        QVERIFY(!proxy);
        QVERIFY2(!proxy.error().message.contains(u"hunter2"_s), qPrintable(proxy.error().message));
    }
}

QTEST_APPLESS_MAIN(UpstreamProxyTest)
#include "tst_upstreamproxy.moc"
