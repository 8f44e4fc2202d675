// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lowdelay.h"
#include "core/socketoptions.h"

#include <QTest>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace cpx;

/// What the kernel does when told, on a pair of connected TCP sockets.
class SocketOptionsTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void anIdleConnectionIsQuiet();
    void oneWithBytesWaitingIsNotQuiet();
    void oneThePeerClosedIsNotQuiet();
    void lookingTakesNothingAway();
    void resetOnCloseSendsAReset();
    void withoutItTheEndIsOrderly();
    void oneDirectionCanEnd();
    void keepAliveAndNoDelayAreSet();
    void noSocketIsNoProblem();

private:
    static int option(int socket, int level, int name)
    {
        int value = -1;
        socklen_t size = sizeof value;
        return ::getsockopt(socket, level, name, &value, &size) == 0 ? value : -1;
    }
    /// What reading says: the number of bytes, or minus errno. Waits for something to happen.
    static int readResult(int socket)
    {
        char buffer[16];
        const auto length = ::recv(socket, buffer, sizeof buffer, 0);
        return length >= 0 ? int(length) : -errno;
    }
    void closeOurs()
    {
        ::close(m_ours);
        m_ours = -1;
    }

    int m_ours = -1;
    int m_theirs = -1;
};

void SocketOptionsTest::init()
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    QCOMPARE(::bind(listener, reinterpret_cast<sockaddr *>(&address), size), 0);
    QCOMPARE(::listen(listener, 1), 0);
    QCOMPARE(::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size), 0);
    m_ours = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    QCOMPARE(::connect(m_ours, reinterpret_cast<sockaddr *>(&address), size), 0);
    m_theirs = ::accept(listener, nullptr, nullptr);
    ::close(listener);
    QVERIFY(m_theirs >= 0);
}

void SocketOptionsTest::cleanup()
{
    ::close(m_ours);
    ::close(m_theirs);
}

void SocketOptionsTest::anIdleConnectionIsQuiet()
{
    QVERIFY(isQuiet(m_ours));
}

void SocketOptionsTest::oneWithBytesWaitingIsNotQuiet()
{
    QCOMPARE(::send(m_theirs, "x", 1, 0), 1);
    QTRY_VERIFY(!isQuiet(m_ours));
}

void SocketOptionsTest::oneThePeerClosedIsNotQuiet()
{
    ::shutdown(m_theirs, SHUT_WR);
    QTRY_VERIFY(!isQuiet(m_ours));
}

void SocketOptionsTest::lookingTakesNothingAway()
{
    QCOMPARE(::send(m_theirs, "x", 1, 0), 1);
    QTRY_VERIFY(!isQuiet(m_ours));
    QVERIFY(!isQuiet(m_ours));
    QCOMPARE(readResult(m_ours), 1);
    QVERIFY(isQuiet(m_ours));
}

void SocketOptionsTest::resetOnCloseSendsAReset()
{
    resetOnClose(m_ours);
    closeOurs();
    QCOMPARE(readResult(m_theirs), -ECONNRESET);
}

void SocketOptionsTest::withoutItTheEndIsOrderly()
{
    closeOurs();
    QCOMPARE(readResult(m_theirs), 0);
}

void SocketOptionsTest::oneDirectionCanEnd()
{
    shutdownWriting(m_ours);
    QCOMPARE(readResult(m_theirs), 0);
    QCOMPARE(::send(m_theirs, "x", 1, 0), 1);
    QCOMPARE(readResult(m_ours), 1);
}

void SocketOptionsTest::keepAliveAndNoDelayAreSet()
{
    QCOMPARE(option(m_ours, SOL_SOCKET, SO_KEEPALIVE), 0);
    enableTcpKeepAlive(m_ours);
    QCOMPARE(option(m_ours, SOL_SOCKET, SO_KEEPALIVE), 1);
    QCOMPARE(option(m_ours, IPPROTO_TCP, TCP_KEEPIDLE), 60);
    QCOMPARE(option(m_ours, IPPROTO_TCP, TCP_NODELAY), 0);
    setLowDelay(m_ours);
    QCOMPARE(option(m_ours, IPPROTO_TCP, TCP_NODELAY), 1);
}

void SocketOptionsTest::noSocketIsNoProblem()
{
    resetOnClose(-1);
    shutdownWriting(-1);
    enableTcpKeepAlive(-1);
    setLowDelay(-1);
    QVERIFY(!isQuiet(-1));
}

QTEST_GUILESS_MAIN(SocketOptionsTest)
#include "tst_socketoptions.moc"
