// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/format.h"
#include "tests/models/sampleflows.h"

using namespace Qt::StringLiterals;
using namespace cpx;

class FormatTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        test::failOnAnyWarning();
        QLocale::setDefault(QLocale(u"en_US"_s));
    }

    void durationsAreAsExactAsPeopleCanUse_data()
    {
        QTest::addColumn<qint64>("microseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("below ten milliseconds one digit") << qint64(400) << u"0.4 ms"_s;
        QTest::newRow("milliseconds") << qint64(340'000) << u"340 ms"_s;
        QTest::newRow("never 1000 ms") << qint64(999'700) << u"1.0 s"_s;
        QTest::newRow("seconds") << qint64(2'100'000) << u"2.1 s"_s;
        QTest::newRow("never 100.0 s") << qint64(99'960'000) << u"1 min 40 s"_s;
        QTest::newRow("minutes") << qint64(200'000'000) << u"3 min 20 s"_s;
        QTest::newRow("hours") << qint64(7'500'000'000) << u"2 h 5 min"_s;
        QTest::newRow("a measured zero is a zero") << qint64(0) << u"0.0 ms"_s;
    }
    void durationsAreAsExactAsPeopleCanUse()
    {
        QFETCH(qint64, microseconds);
        QTEST(format::duration(microseconds), "text");
    }

    void whatWasNotMeasuredIsADash()
    {
        QCOMPARE(format::duration(std::nullopt), u"—"_s);
        QCOMPARE(format::size(std::nullopt), u"—"_s);
        QCOMPARE(format::time(0, test::noon), u"—"_s);
    }

    void numbersFollowTheLanguage()
    {
        QLocale::setDefault(QLocale(u"de_DE"_s));
        QCOMPARE(format::duration(2'100'000), u"2,1 s"_s);
    }

    void sizesCountInPowersOfTen()
    {
        QCOMPARE(format::size(812), u"812 bytes"_s);
        QCOMPARE(format::size(74'200), u"74.2 kB"_s);
    }

    void onlyAnotherDayIsNamed()
    {
        QCOMPARE(format::time(test::noon, test::noon), u"12:00:00"_s);
        QCOMPARE(format::time(test::noon - 86'400'000, test::noon), u"1/1/26 12:00:00"_s);
    }

    void messagesOfTheEngineBecomeSentences()
    {
        QCOMPARE(format::sentence(u"port 1 is used; stop it"_s), u"Port 1 is used; stop it."_s);
        QCOMPARE(format::sentence(u"It ended."_s), u"It ended."_s);
        QCOMPARE(format::sentence(u"proxy.port is too large"_s), u"proxy.port is too large."_s);
        QCOMPARE(format::sentence({}), QString());
    }

    void textFromTheWireStaysOnOneLine()
    {
        QCOMPARE(format::singleLine(u"a\nb\u202Ec"_s), u"a b c"_s);
        QCOMPARE(format::singleLine(u"abcdef"_s, 3), u"abc…"_s);
    }

    void requestsAreNamedAsFarAsTheyAreKnown()
    {
        QCOMPARE(format::requestLine("POST", "/v1/responses?key=sk-secret-secret"), u"POST /v1/responses?key=***"_s);
        QCOMPARE(format::requestLine("GET", ""), u"GET"_s);
        QCOMPARE(format::requestLine("", ""), u"unreadable request"_s);
        QCOMPARE(format::requestLine("GET", "/abcdef", 6), u"GET /a…"_s);
    }
};

QTEST_GUILESS_MAIN(FormatTest)
#include "tst_format.moc"
