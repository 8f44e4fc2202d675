// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/portowner.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Who listens on a port, as the kernel tells it.
class PortOwnerTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();

    void aListenerIsFoundByPort_data();
    void aListenerIsFoundByPort();
    void aPortNobodyListensOnHasNoOwner();
    void aConnectionIsNoListener();
    void aListenerOfOursIsOurs();
};

void PortOwnerTest::initTestCase()
{
    if (!QFileInfo::exists(u"/proc/net/tcp"_s))
        QSKIP("no /proc/net/tcp here");
}

void PortOwnerTest::aListenerIsFoundByPort_data()
{
    QTest::addColumn<QHostAddress>("address");
    QTest::newRow("IPv4") << QHostAddress(QHostAddress::LocalHost);
    QTest::newRow("IPv6") << QHostAddress(QHostAddress::LocalHostIPv6);
    QTest::newRow("every address") << QHostAddress(QHostAddress::Any);
}

void PortOwnerTest::aListenerIsFoundByPort()
{
    QFETCH(QHostAddress, address);
    QTcpServer server;
    if (!server.listen(address))
        QSKIP("this machine has no such address");
    const auto owner = findPortOwner(server.serverPort());
    QVERIFY(owner);
    QCOMPARE(owner->pid, QCoreApplication::applicationPid());
    // The kernel keeps 15 characters of the name.
    QVERIFY2(!owner->program.isEmpty() && QFileInfo(QCoreApplication::applicationFilePath()).fileName().startsWith(owner->program),
             qPrintable(owner->program));
}

void PortOwnerTest::aPortNobodyListensOnHasNoOwner()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const quint16 port = server.serverPort();
    server.close();
    QVERIFY(!findPortOwner(port));
    QVERIFY(!findPortOwner(0));
}

void PortOwnerTest::aConnectionIsNoListener()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QTcpSocket client;
    client.connectToHost(server.serverAddress(), server.serverPort());
    QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
    QVERIFY(!findPortOwner(client.localPort()));
}

void PortOwnerTest::aListenerOfOursIsOurs()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QVERIFY(isListeningPortOurs(server.serverPort()));
    QProcess other; // somebody else's can only be had by a user who may become somebody else
    other.start(u"setpriv"_s, {u"--reuid=65534"_s, u"--clear-groups"_s, u"/usr/bin/python3"_s, u"-c"_s,
                              u"import socket,sys,time; s=socket.socket(); s.bind(('127.0.0.1',0)); s.listen(); "
                              "print(s.getsockname()[1],flush=True); sys.stdin.read()"_s});
    if (!other.waitForStarted() || !other.waitForReadyRead(10'000))
        QSKIP("cannot become another user here");
    QVERIFY(!isListeningPortOurs(other.readLine().trimmed().toUShort()));
    other.closeWriteChannel();
    QVERIFY(other.waitForFinished());
}

QTEST_GUILESS_MAIN(PortOwnerTest)
#include "tst_portowner.moc"
