// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/loopbackpost.h"

#include <QElapsedTimer>
#include <QSemaphore>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QThread>
#include <functional>
#include <memory>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A server in a thread of its own, with one step per thing it says: it waits for a text to arrive and writes.
class ScriptedServer
{
public:
    struct Step
    {
        QByteArray awaited;
        QByteArray said;
        bool closes = false;
    };

    explicit ScriptedServer(const QList<Step> &steps)
        : m_steps(steps)
    {
        m_thread.reset(QThread::create([this] {
            QTcpServer server;
            server.listen(QHostAddress::LocalHost);
            m_port = server.serverPort();
            m_ready.release();
            if (!server.waitForNewConnection(5000))
                return;
            const std::unique_ptr<QTcpSocket> client(server.nextPendingConnection());
            for (const Step &step : m_steps) {
                while (!m_received.contains(step.awaited) && client->waitForReadyRead(5000))
                    m_received += client->readAll();
                client->write(step.said);
                client->flush();
                if (step.closes) {
                    client->disconnectFromHost();
                    return;
                }
            }
            while (client->waitForReadyRead(5000)) // until the other side leaves
                m_received += client->readAll();
        }));
        m_thread->start();
        m_ready.acquire();
    }
    ~ScriptedServer() { m_thread->wait(); }

    quint16 port() const { return m_port; }
    QByteArray received()
    {
        m_thread->wait();
        return m_received;
    }

private:
    QList<Step> m_steps;
    quint16 m_port = 0;
    QByteArray m_received;
    QSemaphore m_ready;
    std::unique_ptr<QThread> m_thread;
};

LoopbackPost postTo(quint16 port)
{
    LoopbackPost post;
    post.port = port;
    post.target = "/a";
    post.bearerToken = "secret";
    post.body = R"({"x":1})";
    return post;
}

const QByteArray goOn = "HTTP/1.1 100 Continue\r\n\r\n";

} // namespace

using Outcome = LoopbackAnswer::Outcome;

/// One POST over a blocking socket.
class LoopbackPostTest : public QObject
{
    Q_OBJECT

private slots:
    void theBodyFollowsWhenItIsAskedFor();
    void answersAreRead_data();
    void answersAreRead();
    void anAnswerMayArriveByteByByte();
    void aRefusalCostsNoBody();
    void whoDoesNotSpeakUpGetsNoBody();
    void whoIsNotThereIsNoticedAtOnce();
    void anAnswerThatDoesNotComeIsLost();
    void aLargeBodyArrives();
};

void LoopbackPostTest::theBodyFollowsWhenItIsAskedFor()
{
    ScriptedServer server({{"\r\n\r\n", goOn}, {R"({"x":1})", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"}});
    const LoopbackAnswer answer = postToLoopback(postTo(server.port()));
    QCOMPARE(answer.outcome, Outcome::Answered);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, "{}");
    QCOMPARE(server.received(),
             "POST /a HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(server.port())
                 + "\r\nAuthorization: Bearer secret\r\nContent-Type: application/json\r\nContent-Length: 7\r\n"
                   "Expect: 100-continue\r\nConnection: close\r\n\r\n{\"x\":1}");
}

void LoopbackPostTest::answersAreRead_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, const QByteArray &wire, Outcome outcome, int status, const QByteArray &body) {
        QTest::newRow(name) << wire << outcome << status << body;
    };
    row("of known length", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", Outcome::Answered, 200, "abc");
    row("until the end", "HTTP/1.1 200 OK\r\n\r\nabc", Outcome::Answered, 200, "abc");
    row("without a body", "HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n", Outcome::Answered, 204, "");
    row("after an interim one", "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 400 Bad\r\nContent-Length: 1\r\n\r\nx", Outcome::Answered, 400, "x");
    row("cut", "HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\nabc", Outcome::Lost, 0, "");
    row("chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Outcome::Lost, 0, "");
    row("too long", "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", Outcome::Lost, 0, "");
    row("no HTTP", "SSH-2.0-x\r\n\r\n", Outcome::Lost, 0, "");
    row("nothing", "", Outcome::Lost, 0, "");
}

void LoopbackPostTest::answersAreRead()
{
    QFETCH(QByteArray, wire);
    QFETCH(Outcome, outcome);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    ScriptedServer server({{"\r\n\r\n", goOn}, {R"({"x":1})", wire, true}});
    const LoopbackAnswer answer = postToLoopback(postTo(server.port()));
    QCOMPARE(answer.outcome, outcome);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.body, body);
}

void LoopbackPostTest::anAnswerMayArriveByteByByte()
{
    const QByteArray wire = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
    QList<ScriptedServer::Step> steps = {{"\r\n\r\n", goOn.first(9)}, {"\r\n\r\n", goOn.sliced(9)}};
    for (const char byte : wire)
        steps += {R"({"x":1})", QByteArray(1, byte)};
    ScriptedServer server(steps);
    QCOMPARE(postToLoopback(postTo(server.port())).body, "abc");
}

void LoopbackPostTest::aRefusalCostsNoBody()
{
    ScriptedServer server(QList<ScriptedServer::Step>{{"\r\n\r\n", "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n"}});
    const LoopbackAnswer answer = postToLoopback(postTo(server.port()));
    QCOMPARE(answer.outcome, Outcome::NotSent);
    QCOMPARE(answer.status, 413);
    QVERIFY(!server.received().contains("{"));
}

void LoopbackPostTest::whoDoesNotSpeakUpGetsNoBody()
{
    ScriptedServer server(QList<ScriptedServer::Step>{});
    LoopbackPost post = postTo(server.port());
    post.promptness = 100ms;
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(postToLoopback(post).outcome, Outcome::NotSent);
    QVERIFY(clock.elapsed() >= 100);
    QVERIFY(!server.received().contains("{"));
}

void LoopbackPostTest::whoIsNotThereIsNoticedAtOnce()
{
    quint16 port = 0;
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        port = server.serverPort();
    }
    LoopbackPost post = postTo(port);
    post.promptness = 60s;
    QCOMPARE(postToLoopback(post).outcome, Outcome::NotSent);
    post.host = "no address";
    QCOMPARE(postToLoopback(post).outcome, Outcome::NotSent);
}

void LoopbackPostTest::anAnswerThatDoesNotComeIsLost()
{
    ScriptedServer server(QList<ScriptedServer::Step>{{"\r\n\r\n", goOn}});
    LoopbackPost post = postTo(server.port());
    post.patience = 100ms;
    QCOMPARE(postToLoopback(post).outcome, Outcome::Lost);
    QVERIFY(server.received().endsWith(post.body));
}

void LoopbackPostTest::aLargeBodyArrives()
{
    LoopbackPost post;
    post.body = QByteArray(8 * 1024 * 1024, 'x') + "end";
    ScriptedServer server({{"\r\n\r\n", goOn}, {"end", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"}});
    post.port = server.port();
    QCOMPARE(postToLoopback(post).status, 200);
    QVERIFY(server.received().endsWith(post.body));
}

QTEST_GUILESS_MAIN(LoopbackPostTest)
#include "tst_loopbackpost.moc"
