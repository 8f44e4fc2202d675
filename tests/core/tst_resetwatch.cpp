// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resetwatch.h"
#include "core/socketoptions.h"

#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <sys/socket.h>
#include <unistd.h>

using namespace cpx;

/// What is known of a connection after Qt has reported its end.
class ResetWatchTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void anOpenConnectionWasNotReset();
    void anOrderlyEndIsNoReset();
    void aResetIsOneAlsoBehindUnreadBytes();
    void theConnectionEndsWhenTheWatchDoes();
    void noSocketIsNoProblem();

private:
    std::unique_ptr<QTcpSocket> m_ours;
    int m_theirs = -1;
};

void ResetWatchTest::init()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    m_ours = std::make_unique<QTcpSocket>();
    m_ours->connectToHost(QHostAddress(QHostAddress::LocalHost), server.serverPort());
    m_theirs = ::accept(int(server.socketDescriptor()), nullptr, nullptr);
    QVERIFY(m_theirs >= 0);
    QTRY_COMPARE(m_ours->state(), QAbstractSocket::ConnectedState);
}

void ResetWatchTest::cleanup()
{
    ::close(m_theirs);
    m_ours.reset();
}

void ResetWatchTest::anOpenConnectionWasNotReset()
{
    const ResetWatch watch(m_ours->socketDescriptor());
    QCOMPARE(::send(m_theirs, "x", 1, 0), 1);
    QTRY_COMPARE(m_ours->bytesAvailable(), 1);
    QVERIFY(!watch.wasReset());
}

void ResetWatchTest::anOrderlyEndIsNoReset()
{
    const ResetWatch watch(m_ours->socketDescriptor());
    ::close(std::exchange(m_theirs, -1));
    QTRY_COMPARE(m_ours->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(m_ours->socketDescriptor(), -1);
    QVERIFY(!watch.wasReset());
}

void ResetWatchTest::aResetIsOneAlsoBehindUnreadBytes()
{
    const ResetWatch watch(m_ours->socketDescriptor());
    QCOMPARE(::send(m_theirs, "x", 1, 0), 1);
    resetOnClose(m_theirs);
    ::close(std::exchange(m_theirs, -1));
    QTRY_COMPARE(m_ours->state(), QAbstractSocket::UnconnectedState);
    QVERIFY(watch.wasReset());
}

void ResetWatchTest::theConnectionEndsWhenTheWatchDoes()
{
    ResetWatch watch(m_ours->socketDescriptor());
    m_ours->abort();
    char byte = 0;
    QCOMPARE(::recv(m_theirs, &byte, 1, MSG_DONTWAIT), -1); // still open
    watch.release();
    QCOMPARE(::recv(m_theirs, &byte, 1, 0), 0);
    QCOMPARE(watch.descriptor(), -1);
    QVERIFY(!watch.wasReset());
}

void ResetWatchTest::noSocketIsNoProblem()
{
    ResetWatch watch(-1);
    QVERIFY(!watch.wasReset());
    watch.release();
}

QTEST_GUILESS_MAIN(ResetWatchTest)
#include "tst_resetwatch.moc"
