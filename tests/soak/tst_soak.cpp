// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/epolldispatcher.h"
#include "tests/soak/proxyprocess.h"
#include "tests/soak/soakrun.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace cpx::soak {

namespace {

int number(const char *variable, int fallback)
{
    return qEnvironmentVariableIsSet(variable) ? qEnvironmentVariableIntValue(variable) : fallback;
}

} // namespace

/// Thousands of requests, three in ten of them ill-fated, and every byte of them checked. What happens to a request depends
/// on its seed and number alone. For longer or narrower runs: CPX_SOAK_REQUESTS (for each seed), CPX_SOAK_SEED (the first of
/// three, or the only one with CPX_SOAK_FIRST), CPX_SOAK_FIRST and CPX_SOAK_LAST (numbers of requests).
class SoakTest : public QObject
{
    Q_OBJECT

private slots:
    void nothingIsLostChangedHiddenOrSentTwice_data();
    void nothingIsLostChangedHiddenOrSentTwice();

private:
    static void checkIdle(ProxyProcess &proxy);
};

void SoakTest::nothingIsLostChangedHiddenOrSentTwice_data()
{
    QTest::addColumn<bool>("isStock");
    QTest::newRow("direct") << false;
    QTest::newRow("stock") << true;
}

void SoakTest::nothingIsLostChangedHiddenOrSentTwice()
{
    QFETCH(bool, isStock);
    const int requests = number("CPX_SOAK_REQUESTS", ProxyProcess::isSanitized() ? 500 : 2500);
    const int first = number("CPX_SOAK_FIRST", 1);
    const int last = number("CPX_SOAK_LAST", requests);
    const int firstSeed = number("CPX_SOAK_SEED", 1);
    const int seeds = qEnvironmentVariableIsSet("CPX_SOAK_FIRST") ? 1 : 3;

    FaultyUpstream upstream(isStock);
    ProxyProcess proxy(upstream.serverPort(), {isStock ? u"upstream.transport=stock"_s : u"upstream.transport=direct"_s,
                                               u"upstream.firstByteTimeoutMs=3000"_s, u"upstream.silenceTimeoutMs=3000"_s});
    QVERIFY2(proxy.port() != 0, proxy.errors().constData());
    const int descriptors = proxy.descriptors();

    for (int seed = firstSeed; seed < firstSeed + seeds; ++seed) {
        upstream.startSeed(quint64(seed));
        SoakRun run(&upstream, proxy.port(), first, last);
        qint64 residentAtHalf = 0;
        const Tally tally = run.run([&] { residentAtHalf = proxy.residentKib(); });
        const qint64 resident = proxy.residentKib();
        qInfo().noquote() << u"seed %1, %2; resident %3 -> %4 MiB, descriptors %5 -> %6"_s.arg(seed)
                                 .arg(tally.line())
                                 .arg(residentAtHalf / 1024)
                                 .arg(resident / 1024)
                                 .arg(descriptors)
                                 .arg(proxy.descriptors());
        const QStringList findings = tally.findings + upstream.strayRequests();
        for (const QString &finding : findings)
            qWarning().noquote() << finding;
        QCOMPARE(tally.wrong(), 0);
        QCOMPARE(upstream.strayRequests(), QStringList());
        QVERIFY2(tally.stale <= tally.requests / 100, "too many requests went to connections that were closed");
        constexpr qint64 growthKib = 16 * 1024;
        if (!ProxyProcess::isSanitized())
            QVERIFY2(resident - residentAtHalf < growthKib, "memory grows");
    }

    // Nobody is there any more: everything goes back to where it was.
    upstream.closeAll();
    constexpr int threads = 8; // descriptors of threads that Qt starts when they are first needed
    QTRY_VERIFY2_WITH_TIMEOUT(proxy.descriptors() <= descriptors + threads, "descriptors are lost", 10'000);
    QTRY_COMPARE_WITH_TIMEOUT(proxy.health().value(u"in_flight"_s).toInt(-1), 0, 5000);
    checkIdle(proxy);
    QCOMPARE(proxy.terminate(), 0);
    QCOMPARE(proxy.errors(), "");
}

/// No processor time for nothing.
void SoakTest::checkIdle(ProxyProcess &proxy)
{
    const auto before = proxy.cpuTime();
    QTest::qWait(1000);
    const auto used = proxy.cpuTime() - before;
    QVERIFY2(used <= std::chrono::milliseconds(30), qPrintable(u"%1 ms in an idle second"_s.arg(used.count())));
}

} // namespace cpx::soak

int main(int argc, char **argv)
{
    QCoreApplication::setEventDispatcher(new cpx::EpollDispatcher); // hundreds of sockets in one thread
    QCoreApplication application(argc, argv);
    cpx::soak::SoakTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_soak.moc"
