// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/server/httpserver.h"
#include "proxy/server/httptransaction.h"
#include "proxy/server/requestbody.h"
#include "tests/support/testclient.h"

#include <QPointer>
#include <QTest>
#include <functional>

using namespace cpx;

/// What goes out to a client that takes it by fits and starts. (How requests are read: tst_requestguard.)
class ServerConnectionTest : public QObject, private RequestHandler
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_server.reset(); }
    void whatIsWrittenWhileFlushingGoesOutOnce();
    void onlyTheFirstOfManyConnectionsReadMuchAtATime();

private:
    void handle(HttpTransaction *transaction) override
    {
        m_transaction = transaction;
        m_bodies.append(transaction->body());
    }

    std::unique_ptr<HttpServer> m_server;
    QPointer<HttpTransaction> m_transaction;
    QList<RequestBody *> m_bodies; ///< in the order of the requests
};

void ServerConnectionTest::init()
{
    m_bodies.clear();
    m_server.reset(new HttpServer(this, Limits()));
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
}

/// A flush that makes room says so, and whoever hears it writes more: in the middle of the flush.
void ServerConnectionTest::whatIsWrittenWhileFlushingGoesOutOnce()
{
    TestClient client(m_server->serverPort());
    client.get("/");
    QTRY_VERIFY(m_transaction);
    client.setReading(false);
    http::ResponseHead head;
    head.body = {http::BodyFraming::Kind::Chunked, 0};
    m_transaction->writeHead(head);
    QByteArray expected;
    const auto write = [&](qsizetype size) {
        QByteArray text;
        while (text.size() < size)
            text += QByteArray::number(expected.size() + text.size()) + ' ';
        expected += text;
        m_transaction->write(text);
    };
    int heard = 0;
    connect(m_transaction, &HttpTransaction::writable, this, [&] {
        if (++heard == 1) {
            write(1000);
            m_transaction->flush();
        }
    });
    while (m_transaction->isWritable()) {
        write(20'000);
        m_transaction->flush();
        QCoreApplication::processEvents();
    }
    // A little is taken, so that there is room although it was not announced; then the rest, without a turn of the event loop.
    while (!m_transaction->isWritable()) {
        client.takeSome(10'000);
        QCoreApplication::processEvents();
    }
    QCOMPARE(heard, 0);
    client.takeSome(expected.size());
    write(500);
    m_transaction->flush();
    client.setReading(true);
    m_transaction->finish();
    QTRY_VERIFY(client.isBodyComplete());
    QVERIFY(client.body() == expected);
}

void ServerConnectionTest::onlyTheFirstOfManyConnectionsReadMuchAtATime()
{
    std::vector<std::unique_ptr<TestClient>> clients;
    for (qsizetype i = 1; i <= 34; ++i) {
        clients.push_back(std::make_unique<TestClient>(m_server->serverPort()));
        clients.back()->send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4000000\r\n\r\n" + QByteArray(2'000'000, 'x'));
        QTRY_COMPARE(m_bodies.size(), i);
    }
    // Nobody takes the bodies. What is read beyond a full one stays in the socket.
    QTRY_VERIFY(m_bodies.first()->buffered() >= 256 * 1024);
    QTRY_VERIFY(m_bodies.last()->buffered() >= 64 * 1024);
    QTest::qWait(100);
    for (qsizetype i = 0; i < m_bodies.size(); ++i) {
        const qint64 most = (i < 32 ? 256 + 256 : 64 + 64) * 1024;
        QVERIFY2(m_bodies[i]->buffered() <= most, qPrintable(QString::number(m_bodies[i]->buffered())));
    }
}

QTEST_GUILESS_MAIN(ServerConnectionTest)
#include "tst_serverconnection.moc"
