// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/addressrules.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Which addresses may be connected to. Rows: an address, and what the rules say of it.
class AddressRulesTest : public QObject
{
    Q_OBJECT

private slots:
    void addressesAreJudged_data();
    void addressesAreJudged();
    void loopbackIsForHostsThatSaySo();
    void aRefusalNamesTheAddressAndTheRemedy();
    void literalsAreKnown();
};

void AddressRulesTest::addressesAreJudged_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("reason"); // empty: allowed
    const auto row = [](const QString &address, const QString &reason) { QTest::newRow(qPrintable(address)) << address << reason; };

    for (const QString &address :
         {u"1.1.1.1"_s, u"104.18.32.47"_s, u"9.255.255.255"_s, u"11.0.0.0"_s, u"172.15.255.255"_s, u"172.32.0.0"_s,
          u"192.167.255.255"_s, u"192.169.0.0"_s, u"100.63.255.255"_s, u"100.128.0.0"_s, u"198.17.255.255"_s, u"198.20.0.0"_s,
          u"192.0.1.0"_s, u"169.253.255.255"_s, u"169.255.0.0"_s, u"126.255.255.255"_s, u"128.0.0.0"_s, u"223.255.255.255"_s,
          u"1.0.0.0"_s, u"2606:4700::6812:202f"_s, u"2001:db8::1"_s, u"::ffff:1.1.1.1"_s, u"::1.1.1.1"_s, u"64:ff9b::1.1.1.1"_s,
          u"2002:101:101::1"_s})
        row(address, QString());

    const QString own = u"this computer"_s;
    for (const QString &address : {u"127.0.0.1"_s, u"127.255.255.255"_s, u"::1"_s, u"::ffff:127.0.0.1"_s, u"::127.0.0.1"_s,
                                   u"64:ff9b::127.0.0.1"_s, u"2002:7f00:1::"_s, u"::ffff:0:127.0.0.1"_s})
        row(address, own);
    const QString privately = u"a private network"_s;
    for (const QString &address :
         {u"10.0.0.0"_s, u"10.255.255.255"_s, u"172.16.0.0"_s, u"172.31.255.255"_s, u"192.168.0.0"_s, u"192.168.255.255"_s,
          u"100.64.0.0"_s, u"100.127.255.255"_s, u"192.0.0.8"_s, u"198.18.0.0"_s, u"198.19.255.255"_s, u"fc00::1"_s,
          u"fdff:ffff::1"_s, u"fec0::1"_s, u"feff::1"_s, u"::ffff:10.0.0.1"_s, u"2002:c0a8:1::1"_s, u"64:ff9b::a00:1"_s,
          u"64:ff9b:1::1"_s})
        row(address, privately);
    const QString link = u"the local link"_s;
    for (const QString &address : {u"169.254.0.0"_s, u"169.254.255.255"_s, u"fe80::1"_s, u"fe80::1%lo"_s, u"febf::1"_s,
                                   u"::ffff:169.254.1.1"_s})
        row(address, link);
    const QString metadata = u"metadata service"_s;
    for (const QString &address : {u"169.254.169.254"_s, u"169.254.170.2"_s, u"100.100.100.200"_s, u"168.63.129.16"_s,
                                   u"192.0.0.192"_s, u"fd00:ec2::254"_s, u"fd20:ce::254"_s, u"::ffff:169.254.169.254"_s,
                                   u"64:ff9b::a9fe:a9fe"_s, u"2002:a9fe:a9fe::"_s})
        row(address, metadata);
    for (const QString &address : {u"224.0.0.1"_s, u"239.255.255.255"_s, u"ff02::1"_s})
        row(address, u"multicast"_s);
    row(u"255.255.255.255"_s, u"broadcast"_s);
    row(u"240.0.0.1"_s, u"reserved"_s);
    for (const QString &address : {u"0.0.0.0"_s, u"0.1.2.3"_s, u"::"_s, u"::ffff:0.0.0.0"_s, u"::2"_s})
        row(address, u"no host"_s);
}

void AddressRulesTest::addressesAreJudged()
{
    QFETCH(QString, address);
    QFETCH(QString, reason);
    const auto verdict = [&](const AddressRules &rules) {
        auto good = rules.check(QHostAddress(address));
        return good ? QString() : good.error().message;
    };
    const QString said = verdict({});
    QVERIFY2(reason.isEmpty() ? said.isEmpty() : said.contains(reason), qPrintable(said));
    // Each permission is for its own kind only.
    QCOMPARE(verdict({true, false}).isEmpty(), reason.isEmpty() || reason == u"a private network");
    QCOMPARE(verdict({false, true}).isEmpty(), reason.isEmpty() || reason == u"this computer");
}

void AddressRulesTest::loopbackIsForHostsThatSaySo()
{
    for (const QString &host : {u"localhost"_s, u"LOCALHOST"_s, u"127.0.0.1"_s, u"127.9.9.9"_s, u"::1"_s, u"::ffff:127.0.0.1"_s}) {
        QVERIFY2(isLoopbackHost(host), qPrintable(host));
        QVERIFY(AddressRules().forHost(host).allowLoopback);
    }
    for (const QString &host : {u""_s, u"localhost.example"_s, u"localhost."_s, u"127.0.0.1.example"_s, u"128.0.0.1"_s, u"10.0.0.1"_s,
                                u"::"_s, u"0.0.0.0"_s, u"169.254.169.254"_s, u"api.openai.com"_s}) {
        QVERIFY2(!isLoopbackHost(host), qPrintable(host));
        QVERIFY(!AddressRules{true}.forHost(host).allowLoopback);
    }
}

void AddressRulesTest::aRefusalNamesTheAddressAndTheRemedy()
{
    auto refused = AddressRules().check(QHostAddress(u"10.1.2.3"_s));
    QCOMPARE(refused.error().code, Error::Code::Invalid);
    QVERIFY(refused.error().message.contains(u"10.1.2.3"_s));
    QVERIFY(refused.error().message.contains(u"; set upstream.allowPrivate"_s));
    refused = AddressRules().check(QHostAddress());
    QVERIFY(!refused);
}

void AddressRulesTest::literalsAreKnown()
{
    QCOMPARE(literalAddress(u"1.2.3.4"_s), QHostAddress(u"1.2.3.4"_s));
    QCOMPARE(literalAddress(u"::1"_s), QHostAddress(QHostAddress::LocalHostIPv6));
    for (const QString &host : {u""_s, u"localhost"_s, u"example.org"_s, u"1.2.3.4.example"_s, u"1.2.3.4."_s})
        QVERIFY2(!literalAddress(host), qPrintable(host));
}

QTEST_APPLESS_MAIN(AddressRulesTest)
#include "tst_addressrules.moc"
