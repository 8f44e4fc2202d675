// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connectionend.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <memory>
#include <sys/socket.h>

using namespace cpx;

/// How a connection ended, after Qt's socket has forgotten.
class ConnectionEndTest : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void anOpenConnectionWasNotReset();
    void anOrderlyEndIsNoReset();
    void anOrderlyEndAfterBytesIsNoReset();
    void aResetIsOne();
    void noSocketIsNoProblem();

private:
    void resetTheirs()
    {
        const linger now = {1, 0};
        QCOMPARE(::setsockopt(int(m_theirs->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now), 0);
        m_theirs->abort();
    }

    QTcpServer m_server;
    std::unique_ptr<QTcpSocket> m_ours;
    QTcpSocket *m_theirs = nullptr;
};

void ConnectionEndTest::init()
{
    if (!m_server.isListening())
        QVERIFY(m_server.listen(QHostAddress::LocalHost));
    m_ours = std::make_unique<QTcpSocket>();
    m_ours->connectToHost(QHostAddress::LocalHost, m_server.serverPort());
    QTRY_VERIFY(m_server.hasPendingConnections() && m_ours->state() == QAbstractSocket::ConnectedState);
    m_theirs = m_server.nextPendingConnection();
}

void ConnectionEndTest::anOpenConnectionWasNotReset()
{
    const ConnectionEnd end(m_ours->socketDescriptor());
    QVERIFY(!end.wasReset());
}

void ConnectionEndTest::anOrderlyEndIsNoReset()
{
    const ConnectionEnd end(m_ours->socketDescriptor());
    m_theirs->disconnectFromHost();
    QTRY_COMPARE(m_ours->state(), QAbstractSocket::UnconnectedState);
    QVERIFY(!end.wasReset());
}

void ConnectionEndTest::anOrderlyEndAfterBytesIsNoReset()
{
    const ConnectionEnd end(m_ours->socketDescriptor());
    m_theirs->write("abc");
    m_theirs->disconnectFromHost();
    QTRY_COMPARE(m_ours->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(m_ours->readAll(), "abc");
    QVERIFY(!end.wasReset());
}

void ConnectionEndTest::aResetIsOne()
{
    const ConnectionEnd end(m_ours->socketDescriptor());
    resetTheirs();
    QTRY_COMPARE(m_ours->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(m_ours->error(), QAbstractSocket::RemoteHostClosedError); // all Qt says
    QVERIFY(end.wasReset());
}

void ConnectionEndTest::noSocketIsNoProblem()
{
    const ConnectionEnd end(-1);
    QVERIFY(!end.wasReset());
}

QTEST_GUILESS_MAIN(ConnectionEndTest)
#include "tst_connectionend.moc"
