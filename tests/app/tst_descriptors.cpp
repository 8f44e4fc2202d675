// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <memory>
#include <unistd.h>
#include <vector>

using namespace cpx;
using namespace Qt::StringLiterals;

/// `codex-plus serve` with fewer file descriptors than clients (LIM-8 of docs/conformance.md).
class DescriptorsTest : public QObject
{
    Q_OBJECT

private slots:
    void moreClientsThanDescriptorsAreSurvived_data();
    void moreClientsThanDescriptorsAreSurvived();

private:
    /// Processor time the process has used, milliseconds.
    static qint64 processorTime(qint64 pid)
    {
        QFile file(u"/proc/%1/stat"_s.arg(pid));
        if (!file.open(QIODevice::ReadOnly))
            return 0;
        const QByteArray text = file.readAll();
        const QList<QByteArray> fields = text.sliced(text.lastIndexOf(')') + 2).split(' ');
        return (fields.value(11).toLongLong() + fields.value(12).toLongLong()) * 1000 / ::sysconf(_SC_CLK_TCK);
    }
    static qsizetype openDescriptors(qint64 pid)
    {
        return QDir(u"/proc/%1/fd"_s.arg(pid)).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size();
    }
    static bool isHealthy(quint16 port)
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, port);
        if (!socket.waitForConnected(1000))
            return false;
        socket.write("GET /health HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) + "\r\nConnection: close\r\n\r\n");
        socket.waitForReadyRead(1000);
        return socket.readAll().startsWith("HTTP/1.1 200 ");
    }
};

void DescriptorsTest::moreClientsThanDescriptorsAreSurvived_data()
{
    QTest::addColumn<int>("descriptors");
    QTest::addColumn<bool>("isReserveKept"); ///< enough for a log and the settings whatever the clients do
    QTest::newRow("LIM-8 few") << 96 << true;
    QTest::newRow("LIM-8 hardly any") << 24 << false; // accepting itself fails
}

void DescriptorsTest::moreClientsThanDescriptorsAreSurvived()
{
    QFETCH(int, descriptors);
    QFETCH(bool, isReserveKept);
#ifdef __SANITIZE_ADDRESS__
    if (!isReserveKept)
        QSKIP("the sanitizer needs descriptors itself to look at an object");
#endif
    QTemporaryDir home;
    QTcpServer upstream; // takes connections and never answers
    QVERIFY(upstream.listen(QHostAddress::LocalHost));
    Program serve(home.path());
    serve.startIn(u"ulimit -n %1; exec \"$@\""_s.arg(descriptors),
                  {u"serve"_s, u"--port"_s, u"0"_s, u"--upstream"_s, u"http://127.0.0.1:%1/v1"_s.arg(upstream.serverPort())});
    QTRY_VERIFY_WITH_TIMEOUT(serve.isListening(), patience);
    const qint64 pid = serve.process.processId();
    const quint16 port = serve.port();
    QVERIFY(isHealthy(port));

    qsizetype mostOpen = 0; // stays 0 where nobody may look
    std::vector<std::unique_ptr<QTcpSocket>> clients;
    for (int i = 0; i < 300; ++i) {
        clients.push_back(std::make_unique<QTcpSocket>());
        clients.back()->connectToHost(u"127.0.0.1"_s, port);
        QVERIFY(clients.back()->waitForConnected(patience));
        clients.back()->write("GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) + "\r\n\r\n");
        clients.back()->flush();
        mostOpen = qMax(mostOpen, openDescriptors(pid));
    }
    for (int i = 0; i < 50; ++i) { // without our event loop, so that nobody closes what the proxy has ended
        QTest::qSleep(20);
        mostOpen = qMax(mostOpen, openDescriptors(pid));
    }
    // On a busy machine it still turns clients away for a while; a loop without a pause would never come to rest.
    const auto rests = [&] {
        const qint64 before = processorTime(pid);
        QElapsedTimer clock;
        clock.start();
        QTest::qWait(1000);
        return processorTime(pid) - before < clock.elapsed() * 6 / 10;
    };
    bool hasRested = false;
    for (int second = 0; second < 20 && !hasRested; ++second)
        hasRested = rests();
    QVERIFY(hasRested);
    QVERIFY(!serve.hasEnded());
    if (isReserveKept)
        QVERIFY2(mostOpen <= descriptors - 8, qPrintable(QString::number(mostOpen)));

    clients.clear();
    QTRY_VERIFY_WITH_TIMEOUT(isHealthy(port), patience);
    serve.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(serve.hasEnded(), patience);
    QCOMPARE(serve.process.exitCode(), 0);
}

QTEST_GUILESS_MAIN(DescriptorsTest)
#include "tst_descriptors.moc"
