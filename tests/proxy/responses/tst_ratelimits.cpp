// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/responses/ratelimits.h"

#include <QTest>

using namespace cpx;

/// The limits in the head of an answer.
class RateLimitsTest : public QObject
{
    Q_OBJECT

private slots:
    void bothWindowsOfCodexAreRead();
    void aMomentIsCountedFromNow();
    void theLimitsOfAKeyAreRead();
    void spansAreSeconds_data();
    void spansAreSeconds();
    void whatIsNoNumberIsUnknown();
    void noneIsNone() { QVERIFY(rateLimits({{"content-type", "x"}}, 0).isEmpty()); }
};

void RateLimitsTest::bothWindowsOfCodexAreRead()
{
    const auto limits = rateLimits({{"X-Codex-Primary-Used-Percent", "37.5"}, {"x-codex-primary-window-minutes", "300"},
                                    {"x-codex-primary-reset-after-seconds", "1200"}, {"x-codex-secondary-used-percent", "80"}}, 0);
    QCOMPARE(limits.size(), 2);
    QVERIFY((limits.at(0) == RateLimit{"primary", 37.5, 300, 1200, {}, {}}));
    QVERIFY((limits.at(1) == RateLimit{"secondary", 80.0, {}, {}, {}, {}}));
}

void RateLimitsTest::aMomentIsCountedFromNow()
{
    QCOMPARE(rateLimits({{"x-codex-primary-reset-at", "1000600"}}, 1'000'000).constFirst().resetsInS, 600);
    QCOMPARE(rateLimits({{"x-codex-primary-reset-at", "10"}}, 1'000'000).constFirst().resetsInS, 0);
}

void RateLimitsTest::theLimitsOfAKeyAreRead()
{
    const auto limits = rateLimits({{"x-ratelimit-limit-requests", "500"}, {"x-ratelimit-remaining-requests", "499"},
                                    {"x-ratelimit-reset-requests", "120ms"}, {"x-ratelimit-remaining-tokens", "0"}}, 0);
    QCOMPARE(limits.size(), 2);
    QVERIFY((limits.at(0) == RateLimit{"requests", {}, {}, 0, 500, 499}));
    QVERIFY((limits.at(1) == RateLimit{"tokens", {}, {}, {}, {}, 0}));
}

void RateLimitsTest::spansAreSeconds_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("seconds"); // -1: unknown
    QTest::newRow("seconds") << QByteArray("6s") << 6;
    QTest::newRow("minutes and seconds") << QByteArray("6m30s") << 390;
    QTest::newRow("hours") << QByteArray("1h2m") << 3720;
    QTest::newRow("days") << QByteArray("1d") << 86'400;
    QTest::newRow("milliseconds are rounded") << QByteArray("1600ms") << 2;
    QTest::newRow("a plain number") << QByteArray("12") << 12;
    QTest::newRow("no unit at the end") << QByteArray("1m2") << -1;
    QTest::newRow("no number") << QByteArray("ms") << -1;
    QTest::newRow("another unit") << QByteArray("3w") << -1;
    QTest::newRow("endless") << QByteArray(1000, '1') << -1;
}

void RateLimitsTest::spansAreSeconds()
{
    QFETCH(QByteArray, text);
    QFETCH(int, seconds);
    const auto limits = rateLimits({{"x-ratelimit-limit-tokens", "1"}, {"x-ratelimit-reset-tokens", text}}, 0);
    QCOMPARE(limits.constFirst().resetsInS.value_or(-1), seconds);
}

void RateLimitsTest::whatIsNoNumberIsUnknown()
{
    QVERIFY(rateLimits({{"x-codex-primary-used-percent", "nan"}, {"x-codex-secondary-used-percent", "many"},
                        {"x-ratelimit-limit-tokens", "1e400"}, {"x-ratelimit-limit-requests", ""}}, 0).isEmpty());
}

QTEST_APPLESS_MAIN(RateLimitsTest)
#include "tst_ratelimits.moc"
