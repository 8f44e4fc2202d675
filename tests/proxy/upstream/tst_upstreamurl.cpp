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
    void aMessageShowsWhichLettersAHostReallyHas();
    void aPrivateAddressNeedsPermission();
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

    // Addresses are judged in whatever spelling.
    const QString privately = u"!a private network"_s;
    row(u"https://10.0.0.1"_s, privately);
    row(u"https://10.1"_s, privately);
    row(u"https://0x0a000001/v1"_s, privately);
    row(u"https://012.0.0.1"_s, privately);
    row(u"https://167772161"_s, privately);
    row(u"https://192.168.1"_s, privately);
    row(u"https://[::ffff:10.0.0.1]"_s, privately);
    row(u"https://[fd12:3456::1]"_s, privately);
    row(u"https://[64:ff9b::10.0.0.1]"_s, privately);
    row(u"https://[2002:0a00:0001::1]"_s, privately);
    const QString metadata = u"!metadata service"_s;
    row(u"https://169.254.169.254/latest"_s, metadata);
    row(u"https://0xa9fea9fe"_s, metadata);
    row(u"https://2852039166"_s, metadata);
    row(u"https://0251.0376.0251.0376"_s, metadata);
    row(u"https://0xa9.254.43518"_s, metadata);
    row(u"https://[::ffff:169.254.169.254]"_s, metadata);
    row(u"https://[::ffff:a9fe:a9fe]"_s, metadata);
    row(u"https://[fd00:ec2::254]"_s, metadata);
    row(u"https://\uff11\uff16\uff19.254.169.254"_s, metadata); // full-width digits
    row(u"https://[fe80::1]"_s, u"!the local link"_s);
    row(u"https://[fe80::1%25lo]"_s, u"!the local link"_s);
    row(u"https://0.0.0.0"_s, u"!no host"_s);
    row(u"https://0"_s, u"!no host"_s);
    row(u"https://[::]"_s, u"!no host"_s);
    row(u"https://224.0.0.1"_s, u"!multicast"_s);
    row(u"https://255.255.255.255"_s, u"!broadcast"_s);
    row(u"https://4294967295"_s, u"!broadcast"_s);
    row(u"https://127.1/v1"_s, u"https://127.0.0.1/v1"_s);
    row(u"https://[::ffff:127.0.0.1]"_s, u"https://[::ffff:127.0.0.1]"_s);
    // A resolver may read these as addresses.
    const QString noAddress = u"!neither a name nor a valid address"_s;
    row(u"https://256.1.1.1"_s, noAddress);
    row(u"https://1.2.3.4.5"_s, noAddress);
    row(u"https://4294967296"_s, noAddress);
    row(u"https://example.1"_s, noAddress);
    row(u"https://0x7f.0.0.0x"_s, noAddress);
    row(u"https://example.0x1"_s, noAddress);

    const QString dot = u"!ends with a dot"_s;
    row(u"https://api.openai.com."_s, dot);
    row(u"https://api.openai.com.:443/v1"_s, dot);
    row(u"https://10.0.0.1."_s, dot);
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

void UpstreamUrlTest::aMessageShowsWhichLettersAHostReallyHas()
{
    auto url = parseUpstreamUrl(u"http://\u0430pi.openai.com/v1"_s); // begins with a Cyrillic letter
    QVERIFY(!url);
    QVERIFY2(url.error().message.contains(u"http://xn--pi-6kc.openai.com/v1"_s), qPrintable(url.error().message));
    QCOMPARE(originText(QUrl(u"https://\u0430pi.openai.com/v1"_s)), u"https://xn--pi-6kc.openai.com"_s);
}

void UpstreamUrlTest::aPrivateAddressNeedsPermission()
{
    QVERIFY(!parseUpstreamUrl(u"https://10.0.0.1"_s, false));
    QVERIFY(parseUpstreamUrl(u"https://10.0.0.1"_s, true));
    QVERIFY(!parseUpstreamUrl(u"http://10.0.0.1"_s, true)); // in the clear still not
    QVERIFY(!parseUpstreamUrl(u"https://169.254.169.254"_s, true));
}

void UpstreamUrlTest::originsHaveNoPathAndNoUser()
{
    QCOMPARE(originText(QUrl(u"https://a:b@h:8443/v1?c#d"_s)), u"https://h:8443"_s);
    QCOMPARE(originText(QUrl(u"http://[::1]:80/"_s)), u"http://[::1]:80"_s);
}

QTEST_APPLESS_MAIN(UpstreamUrlTest)
#include "tst_upstreamurl.moc"
