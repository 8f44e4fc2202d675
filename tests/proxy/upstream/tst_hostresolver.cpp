// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/hostresolver.h"

#include <QHostInfo>
#include <QTest>
#include <optional>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Hosts become addresses.
class HostResolverTest : public QObject
{
    Q_OBJECT

private slots:
    void someHostsNeedNoLookup_data();
    void someHostsNeedNoLookup();
    void aNameIsLookedUp();
    void anUnknownNameHasNoAddresses();
    void aCancelledLookupSaysNothing();
    void aLookupEndsWithItsResolver();
    void theNextLookupReplacesTheFirst();
    void aLookupMayFollowFromTheAnswer();
};

void HostResolverTest::someHostsNeedNoLookup_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("addresses");
    QTest::newRow("IPv4") << u"192.0.2.1"_s << u"192.0.2.1"_s;
    QTest::newRow("IPv6") << u"2001:db8::1"_s << u"2001:db8::1"_s;
    QTest::newRow("localhost") << u"localhost"_s << u"127.0.0.1 ::1"_s;
    QTest::newRow("any case") << u"LocalHost"_s << u"127.0.0.1 ::1"_s;
    QTest::newRow("name") << u"api.openai.com"_s << QString();
    QTest::newRow("longer name") << u"localhost.example"_s << QString();
}

void HostResolverTest::someHostsNeedNoLookup()
{
    QFETCH(QString, host);
    QFETCH(QString, addresses);
    QStringList texts;
    const auto known = HostResolver::known(host);
    for (const QHostAddress &address : known)
        texts += address.toString();
    QCOMPARE(texts.join(u' '), addresses);
}

void HostResolverTest::aNameIsLookedUp()
{
    HostResolver resolver; // by the system, which knows this one without a network
    std::optional<QList<QHostAddress>> addresses;
    resolver.resolve(u"localhost"_s, [&](const QList<QHostAddress> &found) { addresses = found; });
    QVERIFY(!addresses);
    QVERIFY(resolver.isActive());
    QTRY_VERIFY(addresses);
    QVERIFY(!resolver.isActive());
    QVERIFY(!addresses->isEmpty());
    QVERIFY(addresses->constFirst().isLoopback());
}

void HostResolverTest::anUnknownNameHasNoAddresses()
{
    HostResolver resolver;
    std::optional<QList<QHostAddress>> addresses;
    resolver.resolve(u"no-such-host.invalid"_s, [&](const QList<QHostAddress> &found) { addresses = found; });
    QTRY_VERIFY_WITH_TIMEOUT(addresses, 15000);
    QVERIFY(addresses->isEmpty());
}

void HostResolverTest::aCancelledLookupSaysNothing()
{
    HostResolver resolver;
    bool called = false;
    resolver.resolve(u"localhost"_s, [&](const QList<QHostAddress> &) { called = true; });
    resolver.cancel();
    QVERIFY(!resolver.isActive());
    QTest::qWait(100);
    QVERIFY(!called);
}

void HostResolverTest::aLookupEndsWithItsResolver()
{
    bool called = false;
    {
        HostResolver resolver;
        resolver.resolve(u"localhost"_s, [&](const QList<QHostAddress> &) { called = true; });
    }
    QTest::qWait(100);
    QVERIFY(!called);
}

void HostResolverTest::theNextLookupReplacesTheFirst()
{
    HostResolver resolver;
    QStringList said;
    resolver.resolve(u"localhost"_s, [&](const QList<QHostAddress> &) { said += u"first"_s; });
    resolver.resolve(u"localhost"_s, [&](const QList<QHostAddress> &) { said += u"second"_s; });
    QTRY_COMPARE(said, QStringList{u"second"_s});
}

void HostResolverTest::aLookupMayFollowFromTheAnswer()
{
    HostResolver resolver;
    int answers = 0;
    resolver.resolve(u"localhost"_s, [&](const QList<QHostAddress> &) {
        ++answers;
        resolver.resolve(u"localhost"_s, [&](const QList<QHostAddress> &) { ++answers; });
    });
    QTRY_COMPARE(answers, 2);
    QVERIFY(!resolver.isActive());
}

QTEST_GUILESS_MAIN(HostResolverTest)
#include "tst_hostresolver.moc"
