// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/epolldispatcher.h"
#include "core/hardening.h"
#include "tests/soak/proxyprocess.h"
#include "tests/soak/streamclient.h"
#include "tests/soak/streamsource.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

namespace cpx::soak {

namespace {

constexpr int patience = 30'000; ///< milliseconds; for busy machines
constexpr int descriptorsNeeded = 5000; ///< of the proxy: it lets clients have a third of them

/// With hooks and commands the whole of a body is gathered before it is sent; without, it is passed on as it comes.
QStringList settings(bool isStock, bool areBodiesGathered = true)
{
    QStringList settings{isStock ? u"upstream.transport=stock"_s : u"upstream.transport=direct"_s, u"limits.connections=1200"_s};
    if (!areBodiesGathered)
        settings += {u"hooks.enabled=false"_s, u"commands.enabled=false"_s, u"statusLine.enabled=false"_s};
    return settings;
}

} // namespace

/// Many streams at a time through the real program: all of them move, and it stays small.
class ManyStreamsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aThousandStreamsMoveTogether_data();
    void aThousandStreamsMoveTogether();
    void clientsThatStopReadingCostLittle_data();
    void clientsThatStopReadingCostLittle();
    void anUpstreamThatDoesNotReadCostsLittle_data();
    void anUpstreamThatDoesNotReadCostsLittle();
    void bodiesThatAreGatheredCostLittle_data();
    void bodiesThatAreGatheredCostLittle();

private:
    static qint64 settled(const std::function<qint64()> &bytes);
    using Clients = std::vector<std::unique_ptr<StreamClient>>;
    static bool open(Clients &clients, int count, const ProxyProcess &proxy);
    static void checkDescriptors(const ProxyProcess &proxy, int before);
};

void ManyStreamsTest::initTestCase()
{
    if (raiseDescriptorLimit() < descriptorsNeeded)
        QSKIP("this needs 5000 file descriptors (raise the hard limit, ulimit -Hn)");
}

/// A few at a time, as a backlog of connections that wait would be a measurement of its own.
bool ManyStreamsTest::open(Clients &clients, int count, const ProxyProcess &proxy)
{
    const auto isOpen = [](const auto &client) { return client->status() == 200; };
    while (int(clients.size()) < count) {
        for (int i = 0; i < 100 && int(clients.size()) < count; ++i)
            clients.push_back(std::make_unique<StreamClient>(proxy.port()));
        if (!QTest::qWaitFor([&] { return std::all_of(clients.begin(), clients.end(), isOpen); }, patience))
            return false;
    }
    return true;
}

void ManyStreamsTest::checkDescriptors(const ProxyProcess &proxy, int before)
{
    constexpr int threads = 8; // descriptors of threads that Qt starts when they are first needed
    QTRY_VERIFY2_WITH_TIMEOUT(proxy.descriptors() <= before + threads,
                              qPrintable(u"%1 descriptors, %2 before"_s.arg(proxy.descriptors()).arg(before)), patience);
    QTRY_COMPARE_WITH_TIMEOUT(proxy.health().value(u"in_flight"_s).toInt(-1), 0, patience);
}

/// The number when it no longer changes.
qint64 ManyStreamsTest::settled(const std::function<qint64()> &bytes)
{
    qint64 last = -1;
    while (last != bytes()) {
        last = bytes();
        QTest::qWait(1000);
    }
    return last;
}

void ManyStreamsTest::aThousandStreamsMoveTogether_data()
{
    QTest::addColumn<bool>("isStock");
    QTest::addColumn<int>("limitMib");
    QTest::newRow("direct") << false << 120;
    QTest::newRow("stock") << true << 200;
}

void ManyStreamsTest::aThousandStreamsMoveTogether()
{
    QFETCH(bool, isStock);
    QFETCH(int, limitMib);
    constexpr int streams = 1000;
    constexpr int rounds = 20;
    StreamSource upstream;
    ProxyProcess proxy(upstream.serverPort(), settings(isStock));
    QVERIFY2(proxy.port() != 0, proxy.errors().constData());
    const int descriptors = proxy.descriptors();

    Clients clients;
    QVERIFY(open(clients, streams, proxy));
    QCOMPARE(upstream.streamCount(), streams);
    QByteArray expected;
    qint64 residentEarly = 0;
    qint64 slowest = 0;
    for (int round = 1; round <= rounds; ++round) {
        // Everybody has this event before anybody gets the next one.
        const QByteArray event = "event: delta\ndata: {\"round\":" + QByteArray::number(round) + "}\n\n";
        expected += event;
        QElapsedTimer clock;
        clock.start();
        upstream.sendToAll(event);
        const auto hasIt = [&](const auto &client) { return client->received() == expected; };
        const bool haveAll = QTest::qWaitFor([&] { return std::all_of(clients.begin(), clients.end(), hasIt); }, patience);
        QVERIFY2(haveAll, qPrintable(u"not everybody got event %1"_s.arg(round)));
        slowest = qMax(slowest, clock.elapsed());
        if (round == 3)
            residentEarly = proxy.residentKib();
    }
    const qint64 resident = proxy.residentKib();
    qInfo().noquote() << u"%1 streams, %2 rounds, slowest %3 ms; resident %4 -> %5 MiB"_s.arg(streams)
                             .arg(rounds)
                             .arg(slowest)
                             .arg(residentEarly / 1024)
                             .arg(resident / 1024);
    QVERIFY(std::none_of(clients.begin(), clients.end(), [](const auto &client) { return client->hasEnded(); }));
    if (!ProxyProcess::isSanitized()) {
        QVERIFY2(resident <= limitMib * 1024, "too much memory");
        QVERIFY2(resident - residentEarly <= 8 * 1024, "memory grows from round to round");
    }

    clients.clear();
    QTRY_COMPARE_WITH_TIMEOUT(upstream.openCount(), 0, patience); // nobody reads these answers any more
    checkDescriptors(proxy, descriptors);
    QCOMPARE(proxy.terminate(), 0);
    QCOMPARE(proxy.errors(), "");
}

void ManyStreamsTest::clientsThatStopReadingCostLittle_data()
{
    QTest::addColumn<bool>("isStock");
    QTest::addColumn<int>("limitMib");
    QTest::newRow("direct") << false << 250;
    QTest::newRow("stock") << true << 300; // Qt's client has a buffer in its own thread as well
}

void ManyStreamsTest::clientsThatStopReadingCostLittle()
{
    QFETCH(bool, isStock);
    QFETCH(int, limitMib);
    constexpr int streams = 500;
    constexpr qint64 flood = 64 * 1024 * 1024;
    StreamSource upstream;
    upstream.setFlood(flood);
    ProxyProcess proxy(upstream.serverPort(), settings(isStock));
    QVERIFY2(proxy.port() != 0, proxy.errors().constData());
    const int descriptors = proxy.descriptors();

    Clients clients;
    for (int i = 0; i < streams; ++i) {
        clients.push_back(std::make_unique<StreamClient>(proxy.port(), 32 * 1024));
        clients.back()->setReading(false);
    }
    QTRY_COMPARE_WITH_TIMEOUT(upstream.streamCount(), streams, patience);
    const qint64 accepted = settled([&] { return upstream.bytesSent(); });
    const qint64 resident = proxy.residentKib();
    qInfo().noquote() << u"%1 clients that do not read: resident %2 MiB, %3 KiB accepted per stream, at most %4"_s.arg(streams)
                             .arg(resident / 1024)
                             .arg(accepted / streams / 1024)
                             .arg(upstream.mostBytesSent() / 1024);
    QVERIFY2(upstream.mostBytesSent() <= 16 * 1024 * 1024, "too much was accepted of one stream");
    if (!ProxyProcess::isSanitized())
        QVERIFY2(resident <= limitMib * 1024, "too much memory");

    clients.clear();
    QTRY_COMPARE_WITH_TIMEOUT(upstream.openCount(), 0, patience);
    checkDescriptors(proxy, descriptors);
    QCOMPARE(proxy.terminate(), 0);
    QCOMPARE(proxy.errors(), "");
}

void ManyStreamsTest::anUpstreamThatDoesNotReadCostsLittle_data()
{
    clientsThatStopReadingCostLittle_data();
}

void ManyStreamsTest::anUpstreamThatDoesNotReadCostsLittle()
{
    QFETCH(bool, isStock);
    QFETCH(int, limitMib);
    constexpr int uploads = 500;
    constexpr qint64 size = 64 * 1024 * 1024;
    StreamSource upstream;
    upstream.stopReading();
    ProxyProcess proxy(upstream.serverPort(), settings(isStock, false));
    QVERIFY2(proxy.port() != 0, proxy.errors().constData());
    const int descriptors = proxy.descriptors();

    Clients clients;
    for (int i = 0; i < uploads; ++i)
        clients.push_back(std::make_unique<StreamClient>(proxy.port(), 0, size));
    QTRY_COMPARE_WITH_TIMEOUT(upstream.openCount(), uploads, patience);
    const qint64 accepted = settled([&] {
        qint64 sum = 0;
        for (const auto &client : clients)
            sum += client->bytesSent();
        return sum;
    });
    const qint64 resident = proxy.residentKib();
    qInfo().noquote() << u"%1 uploads nobody takes: resident %2 MiB, %3 KiB accepted per upload"_s.arg(uploads)
                             .arg(resident / 1024)
                             .arg(accepted / uploads / 1024);
    QVERIFY2(accepted / uploads <= 16 * 1024 * 1024, "too much was accepted");
    if (!ProxyProcess::isSanitized())
        QVERIFY2(resident <= limitMib * 1024, "too much memory");

    clients.clear();
    upstream.dropAll();
    checkDescriptors(proxy, descriptors);
    QCOMPARE(proxy.terminate(), 0);
    QCOMPARE(proxy.errors(), "");
}

void ManyStreamsTest::bodiesThatAreGatheredCostLittle_data()
{
    clientsThatStopReadingCostLittle_data();
}

/// More of them at a time than may be held: the rest wait their turn.
void ManyStreamsTest::bodiesThatAreGatheredCostLittle()
{
    QFETCH(bool, isStock);
    QFETCH(int, limitMib);
    constexpr int uploads = 500;
    constexpr qint64 size = 4 * 1024 * 1024;
    StreamSource upstream;
    upstream.stopReading();
    ProxyProcess proxy(upstream.serverPort(), settings(isStock));
    QVERIFY2(proxy.port() != 0, proxy.errors().constData());
    const int descriptors = proxy.descriptors();

    Clients clients;
    for (int i = 0; i < uploads; ++i)
        clients.push_back(std::make_unique<StreamClient>(proxy.port(), 0, size));
    QTRY_VERIFY_WITH_TIMEOUT(upstream.openCount() >= 8, patience); // some have had their turn
    const qint64 accepted = settled([&] {
        qint64 sum = 0;
        for (const auto &client : clients)
            sum += client->bytesSent();
        return sum;
    });
    const qint64 resident = proxy.residentKib();
    qInfo().noquote() << u"%1 bodies to gather: resident %2 MiB, %3 KiB accepted per upload"_s.arg(uploads)
                             .arg(resident / 1024)
                             .arg(accepted / uploads / 1024);
    if (!ProxyProcess::isSanitized())
        QVERIFY2(resident <= limitMib * 1024, "too much memory");

    clients.clear();
    upstream.dropAll();
    checkDescriptors(proxy, descriptors);
    QCOMPARE(proxy.terminate(), 0);
    QCOMPARE(proxy.errors(), "");
}

} // namespace cpx::soak

int main(int argc, char **argv)
{
    QCoreApplication::setEventDispatcher(new cpx::EpollDispatcher); // thousands of sockets in one thread
    QCoreApplication application(argc, argv);
    cpx::soak::ManyStreamsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_manystreams.moc"
