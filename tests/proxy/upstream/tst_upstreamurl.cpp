// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/upstreamurl.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Where credentials may be sent. Rows: what the user wrote, and the URL in force or the rule it breaks.
class UpstreamUrlTest : public QObject
{
    Q_OBJECT

private slots:
    void urlsAreTakenOrRefused_data();
    void urlsAreTakenOrRefused();
    void aMessageNeverRepeatsASecret_data();
    void aMessageNeverRepeatsASecret();
    void aMessageShowsWhatWasWritten();
    void originsHaveNoPathAndNoUser();
};

void UpstreamUrlTest::urlsAreTakenOrRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const QString &text, const QString &expected) {
        QTest::newRow(qPrintable(text.isEmpty() ? u"nothing"_s : text)) << text << expected;
    };
    row(u"https://api.openai.com/v1"_s, u"https://api.openai.com/v1"_s);
    row(u"https://api.openai.com"_s, u"https://api.openai.com"_s);
    row(u"https://api.openai.com/"_s, u"https://api.openai.com"_s);
    row(u"https://api.openai.com/v1///"_s, u"https://api.openai.com/v1"_s);
    row(u"HTTPS://API.OpenAI.com/V1"_s, u"https://api.openai.com/V1"_s);
    row(u"https://h:1"_s, u"https://h:1"_s);
    row(u"https://h:65535/x"_s, u"https://h:65535/x"_s);
    row(u"https://h/a%2Fb%20c"_s, u"https://h/a%2Fb%20c"_s);
    row(u"https://h/a/../b"_s, u"https://h/a/../b"_s);
    row(u"https://192.0.2.1/v1"_s, u"https://192.0.2.1/v1"_s);
    row(u"https://[2001:db8::1]:8443"_s, u"https://[2001:db8::1]:8443"_s);
    row(u"https://b\u00fccher.example/v1"_s, u"https://xn--bcher-kva.example/v1"_s);

    row(u"http://127.0.0.1:8080/v1"_s, u"http://127.0.0.1:8080/v1"_s);
    row(u"http://localhost"_s, u"http://localhost"_s);
    row(u"http://LOCALHOST:1"_s, u"http://localhost:1"_s);
    row(u"http://[::1]:8080"_s, u"http://[::1]:8080"_s);
    row(u"http://127.255.255.254"_s, u"http://127.255.255.254"_s);
    // Other spellings of the same address are read once, checked and used in the canonical form.
    row(u"http://127.1"_s, u"http://127.0.0.1"_s);
    row(u"http://0x7f000001"_s, u"http://127.0.0.1"_s);
    row(u"http://2130706433"_s, u"http://127.0.0.1"_s);
    row(u"http://0177.0.0.1"_s, u"http://127.0.0.1"_s);

    const QString clear = u"!http would send"_s;
    row(u"http://api.openai.com/v1"_s, clear);
    row(u"http://128.1"_s, clear);
    row(u"http://0.0.0.0"_s, clear);
    row(u"http://0"_s, clear);
    row(u"http://[::]"_s, clear);
    row(u"http://192.168.0.1"_s, clear);
    row(u"http://169.254.169.254/latest"_s, clear);
    row(u"http://0xa9fea9fe"_s, clear);
    row(u"http://[::ffff:169.254.169.254]"_s, clear);
    row(u"http://[fe80::1]"_s, clear);
    row(u"http://localhost.example"_s, clear);
    row(u"http://127.0.0.1.example"_s, clear);
    row(u"http://localhost."_s, clear);
    row(u"http://\u217docalhost"_s, clear);

    const QString user = u"!user name"_s;
    row(u"https://a@h"_s, user);
    row(u"https://a:b@h"_s, user);
    row(u"https://:b@h"_s, user);
    row(u"https://@h"_s, user);
    row(u"https://:@h"_s, user);
    row(u"https://api.openai.com@evil.example"_s, user);
    row(u"http://localhost:80@evil.example"_s, user);
    row(u"https://h%40x@evil"_s, user);

    const QString query = u"!query or fragment"_s;
    row(u"https://h?a=b"_s, query);
    row(u"https://h/v1?"_s, query);
    row(u"https://h/v1#a"_s, query);
    row(u"https://h#"_s, query);
    row(u"https://h#@evil"_s, query);

    const QString noUrl = u"!no URL of a host"_s;
    row(QString(), noUrl);
    row(u"https://"_s, noUrl);
    row(u"https:///v1"_s, noUrl);
    row(u"https:/h"_s, noUrl);
    row(u"https:h"_s, noUrl);
    row(u"api.openai.com/v1"_s, noUrl);
    row(u"/v1"_s, noUrl);
    row(u"localhost:8080"_s, noUrl);
    row(u"https://h:65536"_s, noUrl);
    row(u"https://h:-1"_s, noUrl);
    row(u"https://h:x"_s, noUrl);
    row(u"https://h:1:2"_s, noUrl);
    row(u"https://a b"_s, noUrl);
    row(u"https://h/a b"_s, noUrl);
    row(u"https://h\\@evil"_s, noUrl);
    row(u"https://h\n.example"_s, noUrl);
    row(u"https://[::1"_s, noUrl);
    row(u"https://[::g]"_s, noUrl);
    row(u"https://h%2eexample%zz"_s, noUrl);
    row(u" https://h"_s, noUrl);
    row(u"https://300.1.1.1.1.1/%"_s, noUrl);

    const QString scheme = u"!neither https nor http"_s;
    row(u"ftp://h/v1"_s, scheme);
    row(u"file://h/etc/passwd"_s, scheme);
    row(u"ws://h"_s, scheme);
    row(u"unix://h"_s, scheme);
    row(u"//h/v1"_s, scheme);

    row(u"https://h:0"_s, u"!port is 0"_s);
}

void UpstreamUrlTest::urlsAreTakenOrRefused()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    auto url = parseUpstreamUrl(text);
    if (!expected.startsWith(u'!')) {
        QVERIFY2(bool(url), url ? "" : qPrintable(url.error().message));
        QCOMPARE(QString::fromLatin1(url->toEncoded()), expected);
        return;
    }
    QVERIFY2(!url, url ? url->toEncoded().constData() : "");
    QCOMPARE(url.error().code, Error::Code::Invalid);
    QVERIFY2(url.error().message.contains(expected.sliced(1)), qPrintable(url.error().message));
}

void UpstreamUrlTest::aMessageNeverRepeatsASecret_data()
{
    QTest::addColumn<QString>("text");
    for (const QString &text : {
             u"https://user:hunter2@h"_s, u"http://hunter2@evil"_s, u"ftp://user:hunter2@h"_s, u"user:hunter2@h/v1"_s,
             u"hunter2@h"_s, u"https:user:hunter2@h"_s, u"https:///user:hunter2@h"_s, u"https://user:hun ter2 hunter2@h"_s,
             u"https://user:a#hunter2@h"_s, u"https://user:a?hunter2@h"_s, u"https://user:a/hunter2@h"_s,
             u"https://user:hunter2@h:99999"_s, u"https://user:a@hunter2@h"_s, u"https://h?key=hunter2"_s,
             u"https://h#token=hunter2"_s, u"https://h:0?hunter2"_s, u"https://h x?hunter2"_s, u"h?hunter2"_s,
             u"https://user:hunter2%40h"_s, u"https://user:hunter2"_s})
        QTest::newRow(qPrintable(text)) << text;
}

void UpstreamUrlTest::aMessageNeverRepeatsASecret()
{
    QFETCH(QString, text);
    auto url = parseUpstreamUrl(text);
    QVERIFY(!url);
    QVERIFY2(!url.error().message.contains(u"hunter2"_s), qPrintable(url.error().message));
}

void UpstreamUrlTest::aMessageShowsWhatWasWritten()
{
    for (const QString &text : {u"http://api.openai.com/v1"_s, u"ftp://h/v1"_s, u"api.openai.com/v1"_s, u"https://h:65536/v1"_s}) {
        auto url = parseUpstreamUrl(text);
        QVERIFY(!url);
        QVERIFY2(url.error().message.contains(u'"' + text + u'"'), qPrintable(url.error().message));
    }
}

void UpstreamUrlTest::originsHaveNoPathAndNoUser()
{
    QCOMPARE(originText(QUrl(u"https://a:b@h:8443/v1?c#d"_s)), u"https://h:8443"_s);
    QCOMPARE(originText(QUrl(u"http://[::1]:80/"_s)), u"http://[::1]:80"_s);
}

QTEST_APPLESS_MAIN(UpstreamUrlTest)
#include "tst_upstreamurl.moc"
