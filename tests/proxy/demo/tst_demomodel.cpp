// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zstd.h"
#include "demobodies.h"
#include "proxy/demo/demomodel.h"
#include "proxy/server/httpserver.h"

#include <QDateTime>
#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <memory>
#include <vector>

using namespace cpx;
using namespace demobodies;
using namespace Qt::StringLiterals;

/// A DemoModel behind a real server on the loopback interface, and clients that talk to it.
class TestDemoModel : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aTurnIsAStreamThatEndsWithItsCompletion();
    void theHeadNamesTheModelAndTheLimits();
    void aZstdBodyIsReadLikeAPlainOne();
    void aBodyThatArrivesInPiecesIsAnsweredOnce();
    void aToolTurnEndsWithTheOutput();
    void aClientThatDoesNotStreamGetsOneDocument();
    void theListOfModelsIsEmpty();
    void whatIsNotARequestGetsAnErrorDocument_data();
    void whatIsNotARequestGetsAnErrorDocument();
    void aWebSocketIsSentBackToHttp();
    void eventsComeOneByOneAtNormalPace();
    void aSmallBufferDoesNotStopTheAnswer();
    void aSlowReaderStillGetsEverything();
    void aClientThatLeavesEndsItsAnswer();
    void manyClientsAreAnsweredAtOnce();

private:
    void listen(double pace, const Limits &limits = {});
    QUrl url(const QString &path) const;
    QNetworkReply *post(const QByteArray &body, const QByteArray &coding = {});
    std::unique_ptr<QTcpSocket> postRaw(const QByteArray &body);
    static QByteArray waitFor(QNetworkReply *reply);

    std::unique_ptr<DemoModel> m_model;
    std::unique_ptr<HttpServer> m_server;
    std::unique_ptr<QNetworkAccessManager> m_network;
};

void TestDemoModel::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_network = std::make_unique<QNetworkAccessManager>();
    m_network->setProxy(QNetworkProxy::NoProxy);
    listen(0);
}

void TestDemoModel::cleanup()
{
    m_network.reset();
    m_server.reset();
    m_model.reset();
}

void TestDemoModel::listen(double pace, const Limits &limits)
{
    m_server.reset();
    m_model = std::make_unique<DemoModel>(pace);
    m_server = std::make_unique<HttpServer>(m_model.get(), limits);
    QVERIFY(m_server->listen(QHostAddress(QHostAddress::LocalHost), 0));
}

QUrl TestDemoModel::url(const QString &path) const
{
    return QUrl(u"http://127.0.0.1:%1%2"_s.arg(m_server->serverPort()).arg(path));
}

QNetworkReply *TestDemoModel::post(const QByteArray &body, const QByteArray &coding)
{
    QNetworkRequest request(url(u"/v1/responses"_s));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    if (!coding.isEmpty())
        request.setRawHeader("content-encoding", coding);
    return m_network->post(request, body);
}

std::unique_ptr<QTcpSocket> TestDemoModel::postRaw(const QByteArray &body)
{
    auto socket = std::make_unique<QTcpSocket>();
    socket->setProxy(QNetworkProxy::NoProxy);
    socket->connectToHost(QHostAddress(QHostAddress::LocalHost), m_server->serverPort());
    socket->write("POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                  + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    return socket;
}

QByteArray TestDemoModel::waitFor(QNetworkReply *reply)
{
    if (!QTest::qWaitFor([reply] { return reply->isFinished(); }, 20'000))
        return "no answer in time";
    return reply->readAll(); // replies live as long as m_network
}

void TestDemoModel::aTurnIsAStreamThatEndsWithItsCompletion()
{
    QNetworkReply *reply = post(json(body({typed(u"Say hi"_s)})));
    const QByteArray answer = waitFor(reply);
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
    QVERIFY(reply->rawHeader("content-type").startsWith("text/event-stream"));
    QVERIFY(answer.startsWith("event: response.created\n"));
    QVERIFY(answer.contains("demo model"));
    const qsizetype last = answer.lastIndexOf("event: ");
    QVERIFY(answer.sliced(last).startsWith("event: response.completed\n"));
    QVERIFY(answer.endsWith("\n\n"));
}

void TestDemoModel::theHeadNamesTheModelAndTheLimits()
{
    QNetworkReply *first = post(json(body({typed(u"hi"_s)})));
    waitFor(first);
    QCOMPARE(first->rawHeader("openai-model"), QByteArray("gpt-5.5"));
    QVERIFY(first->rawHeader("x-request-id").startsWith("req_"));
    QCOMPARE(first->rawHeader("x-codex-primary-window-minutes"), QByteArray("300"));
    QCOMPARE(first->rawHeader("x-codex-secondary-window-minutes"), QByteArray("10080"));
    QVERIFY(first->rawHeader("x-codex-primary-reset-at").toLongLong() > QDateTime::currentSecsSinceEpoch());
    const double used = first->rawHeader("x-codex-primary-used-percent").toDouble();
    QVERIFY(used > 0 && used < 100);

    QNetworkReply *second = post(json(body({typed(u"hi"_s)})));
    waitFor(second);
    QVERIFY(second->rawHeader("x-codex-primary-used-percent").toDouble() > used);
    QVERIFY(second->rawHeader("x-request-id") != first->rawHeader("x-request-id"));
}

void TestDemoModel::aZstdBodyIsReadLikeAPlainOne()
{
    QNetworkReply *reply = post(zstdCompress(json(body({typed(u"What is zstd?"_s)}))), "zstd");
    QVERIFY(waitFor(reply).contains("What is zstd?"));
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
}

void TestDemoModel::aBodyThatArrivesInPiecesIsAnsweredOnce()
{
    const QByteArray request = json(body({typed(u"What about pieces?"_s)}));
    QTcpSocket client;
    client.setProxy(QNetworkProxy::NoProxy);
    client.connectToHost(QHostAddress(QHostAddress::LocalHost), m_server->serverPort());
    QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState); // flush() complains before
    client.write("POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                 + QByteArray::number(request.size()) + "\r\n\r\n");
    for (const char byte : request) {
        client.write(&byte, 1);
        client.flush();
        QCoreApplication::processEvents();
    }
    QByteArray answer;
    QTRY_VERIFY((answer += client.readAll()).endsWith("\r\n0\r\n\r\n"));
    QCOMPARE(answer.count("HTTP/1.1 200"), 1);
    QCOMPARE(answer.count("event: response.completed"), 1);
}

void TestDemoModel::aToolTurnEndsWithTheOutput()
{
    const QByteArray call = waitFor(post(json(bodyWithTools({typed(u"List the files"_s)}))));
    QVERIFY(call.contains(R"("name":"exec_command")"));
    QVERIFY(!call.contains("response.output_text.delta"));

    const QJsonObject output =
        item(R"({"type":"function_call_output","call_id":"c","output":"Output:\nneedle.txt\n"})");
    const QByteArray text = waitFor(post(json(bodyWithTools({typed(u"List the files"_s), output}))));
    QVERIFY(text.contains("needle.txt"));
    QVERIFY(!text.contains("function_call"));
}

void TestDemoModel::aClientThatDoesNotStreamGetsOneDocument()
{
    QJsonObject request = body({typed(u"hi"_s)});
    request.insert(u"stream"_s, false);
    QNetworkReply *reply = post(json(request));
    const QJsonObject answer = QJsonDocument::fromJson(waitFor(reply)).object();
    QCOMPARE(reply->rawHeader("content-type"), QByteArray("application/json"));
    QCOMPARE(answer.value("status"_L1).toString(), u"completed"_s);
}

void TestDemoModel::theListOfModelsIsEmpty()
{
    QNetworkReply *reply = m_network->get(QNetworkRequest(url(u"/v1/models?client_version=1"_s)));
    QCOMPARE(waitFor(reply), QByteArray(R"({"models":[]})"));
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
}

void TestDemoModel::whatIsNotARequestGetsAnErrorDocument_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("coding");
    QTest::addColumn<int>("status");
    QTest::newRow("broken JSON") << QByteArray("POST") << u"/v1/responses"_s << QByteArray("{")
                                 << QByteArray() << 400;
    QTest::newRow("no body") << QByteArray("POST") << u"/v1/responses"_s << QByteArray() << QByteArray()
                             << 400;
    QTest::newRow("broken zstd") << QByteArray("POST") << u"/v1/responses"_s << QByteArray("{}")
                                 << QByteArray("zstd") << 400;
    QTest::newRow("unknown coding") << QByteArray("POST") << u"/v1/responses"_s << QByteArray("{}")
                                    << QByteArray("br") << 415;
    QTest::newRow("unknown path") << QByteArray("POST") << u"/v1/nothing"_s << QByteArray("{}")
                                  << QByteArray() << 404;
    QTest::newRow("wrong method") << QByteArray("GET") << u"/v1/responses"_s << QByteArray() << QByteArray()
                                  << 404;
}

void TestDemoModel::whatIsNotARequestGetsAnErrorDocument()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, coding);
    QNetworkRequest request(url(path));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    if (!coding.isEmpty())
        request.setRawHeader("content-encoding", coding);
    QNetworkReply *reply = m_network->sendCustomRequest(request, method, sent);
    const QJsonObject error = QJsonDocument::fromJson(waitFor(reply)).object().value("error"_L1).toObject();
    QTEST(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), "status");
    QVERIFY(!error.value("message"_L1).toString().isEmpty());
    QCOMPARE(error.value("type"_L1).toString(), u"invalid_request_error"_s);
}

void TestDemoModel::aWebSocketIsSentBackToHttp()
{
    QNetworkRequest request(url(u"/v1/responses"_s));
    request.setRawHeader("Upgrade", "websocket");
    QNetworkReply *reply = m_network->get(request);
    waitFor(reply);
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 426);
}

void TestDemoModel::eventsComeOneByOneAtNormalPace()
{
    listen(0.05);
    QNetworkReply *reply = post(json(body({typed(u"hi"_s)})));
    QSignalSpy arrivals(reply, &QNetworkReply::readyRead);
    const QByteArray answer = waitFor(reply);
    QVERIFY(answer.contains("event: response.completed"));
    QVERIFY2(arrivals.size() >= 5, qPrintable(QString::number(arrivals.size())));
}

void TestDemoModel::aSmallBufferDoesNotStopTheAnswer()
{
    // Every event fills the buffer, but the kernel takes it at once: no signal will ever say that there is
    // room.
    Limits limits;
    limits.bufferedPerDirection = 64;
    listen(0, limits);
    QVERIFY(waitFor(post(json(body({typed(u"write a long text"_s)})))).contains("event: response.completed"));
}

void TestDemoModel::aSlowReaderStillGetsEverything()
{
    // Far more than the kernel keeps for us, so that the answer really has to stop and go on.
    const QString output = (QString(1024 * 1024, u'x') + u' ').repeated(4);
    QJsonObject result = item(R"({"type":"function_call_output","call_id":"c"})");
    result.insert(u"output"_s, output);
    const auto socket = postRaw(json(bodyWithTools({typed(u"List the files"_s), result})));
    socket->setReadBufferSize(64 * 1024);
    QTRY_COMPARE(socket->bytesAvailable(), 64 * 1024);
    QTest::qWait(100); // the answer comes to rest

    qint64 received = 0;
    QByteArray tail;
    const auto read = [&] {
        const QByteArray bytes = socket->readAll();
        received += bytes.size();
        tail = (tail + bytes).last(std::min<qsizetype>(tail.size() + bytes.size(), 100));
    };
    connect(socket.get(), &QTcpSocket::readyRead, this, read);
    read();
    QTRY_VERIFY_WITH_TIMEOUT(tail.endsWith("\r\n0\r\n\r\n"), 20'000);
    // Deltas, the three "done" events, the completed response: five times the text.
    QVERIFY2(received > 5 * output.size(), qPrintable(QString::number(received)));
}

void TestDemoModel::aClientThatLeavesEndsItsAnswer()
{
    listen(1);
    auto socket = postRaw(json(body({typed(u"write a long text"_s)})));
    QTRY_VERIFY(socket->bytesAvailable() > 0);
    QCOMPARE(m_server->connectionCount(), 1);
    socket.reset();
    QTRY_COMPARE(m_server->connectionCount(), 0);
    // Whatever was waiting for its timer is gone with the connection: no warning, no write to a dead one.
    QTRY_VERIFY(m_server->findChildren<QTimer *>().isEmpty());
}

void TestDemoModel::manyClientsAreAnsweredAtOnce()
{
    listen(0.05);
    std::vector<std::unique_ptr<QTcpSocket>> clients;
    std::vector<QByteArray> answers(20);
    for (int i = 0; i < 20; ++i)
        clients.push_back(postRaw(json(body({typed(u"What about number %1?"_s.arg(i))}))));
    for (std::size_t i = 0; i < clients.size(); ++i) {
        QTRY_VERIFY((answers[i] += clients[i]->readAll()).endsWith("\r\n0\r\n\r\n"));
        QVERIFY(answers[i].contains("What about number " + QByteArray::number(int(i)) + "?"));
    }
}

QTEST_GUILESS_MAIN(TestDemoModel)
#include "tst_demomodel.moc"
