// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/directaccessmanager.h"
#include "tests/support/fakeupstream.h"

#include <QBuffer>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>
#include <memory>

#ifdef __GLIBC__
#include <malloc.h>
#endif

using namespace cpx;
using namespace Qt::StringLiterals;

/// Our HTTP client behind Qt's ordinary interface.
class DirectAccessManagerTest : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void anOrdinaryGetIsAnswered();
    void aPathlessUrlAsksForTheRoot();
    void aBodyOfBytesIsPosted();
    void aBodyFromADeviceIsPosted();
    void verbsAreSent_data();
    void verbsAreSent();
    void aHeadAnswerHasNoBody();
    void rawHeadersOfTheAnswerAreReadable();
    void onlyTheHeadersAskedForAreSent();
    void aBadStatusIsNoError_data();
    void aBadStatusIsNoError();
    void redirectsAreNotFollowed();
    void aRefusedConnectionIsAnError();
    void aCutAnswerIsAnError();
    void abortClosesTheConnection();
    void abortBeforeTheStartConnectsToNobody();
    void deletingAReplyClosesTheConnection();
    void theNextRequestUsesTheSameConnection();
    void aFullBufferStopsReading();
    void itHoldsNoMoreThanIsWaiting();

private:
    QNetworkRequest to(const QString &path) const { return QNetworkRequest(m_upstream->url(path)); }
    bool hasRequest() const { return !m_upstream->requests().isEmpty() && m_upstream->requests().constLast().isComplete; }

    std::unique_ptr<FakeUpstream> m_upstream;
    std::unique_ptr<DirectAccessManager> m_manager;
};

void DirectAccessManagerTest::init()
{
    m_manager = std::make_unique<DirectAccessManager>(ConnectionOptions());
    m_upstream = std::make_unique<FakeUpstream>();
}

void DirectAccessManagerTest::anOrdinaryGetIsAnswered()
{
    m_upstream->answerAlways("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    const std::unique_ptr<QNetworkReply> reply(m_manager->get(to(u"/v1/models?a=b%20c"_s)));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    QVERIFY(!reply->isFinished());
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(reply->error(), QNetworkReply::NoError);
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
    QCOMPARE(reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray(), "OK");
    QCOMPARE(reply->readAll(), "hello");
    QCOMPARE(m_upstream->requests().constFirst().line(), "GET /v1/models?a=b%20c HTTP/1.1");
}

void DirectAccessManagerTest::aPathlessUrlAsksForTheRoot()
{
    m_upstream->answerAlways("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    for (const QString &path : {QString(), u"?a"_s}) {
        const std::unique_ptr<QNetworkReply> reply(m_manager->get(to(path)));
        QTRY_VERIFY(reply->isFinished());
    }
    QCOMPARE(m_upstream->requests().at(0).line(), "GET / HTTP/1.1");
    QCOMPARE(m_upstream->requests().at(1).line(), "GET /?a HTTP/1.1");
}

void DirectAccessManagerTest::aBodyOfBytesIsPosted()
{
    m_upstream->answerAlways("HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok");
    QNetworkRequest request = to(u"/v1/responses"_s);
    request.setRawHeader("Content-Type", "application/json");
    request.setRawHeader("Content-Length", "999"); // ours to say
    const std::unique_ptr<QNetworkReply> reply(m_manager->post(request, QByteArray("{\"a\":1}")));
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->error(), QNetworkReply::NoError);
    const FakeUpstream::Request sent = m_upstream->requests().constFirst();
    QCOMPARE(sent.body, "{\"a\":1}");
    QCOMPARE(sent.values("content-length"), {"7"});
    QCOMPARE(sent.values("content-type"), {"application/json"});
}

void DirectAccessManagerTest::aBodyFromADeviceIsPosted()
{
    m_upstream->answerAlways("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    QByteArray bytes(300'000, 'x');
    QBuffer device(&bytes);
    QVERIFY(device.open(QIODevice::ReadOnly));
    const std::unique_ptr<QNetworkReply> reply(m_manager->post(to(u"/"_s), &device));
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(m_upstream->requests().constFirst().body, bytes);
}

void DirectAccessManagerTest::verbsAreSent_data()
{
    QTest::addColumn<QByteArray>("verb");
    for (const char *verb : {"GET", "PUT", "DELETE", "PATCH"})
        QTest::newRow(verb) << QByteArray(verb);
}

void DirectAccessManagerTest::verbsAreSent()
{
    QFETCH(QByteArray, verb);
    m_upstream->answerAlways("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    const std::unique_ptr<QNetworkReply> reply(verb == "GET" ? m_manager->get(to(u"/x"_s))
                                                   : verb == "PUT" ? m_manager->put(to(u"/x"_s), QByteArray("b"))
                                                   : verb == "DELETE" ? m_manager->deleteResource(to(u"/x"_s))
                                                                      : m_manager->sendCustomRequest(to(u"/x"_s), verb, QByteArray("b")));
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(m_upstream->requests().constFirst().line(), verb + " /x HTTP/1.1");
}

void DirectAccessManagerTest::aHeadAnswerHasNoBody()
{
    m_upstream->answerAlways("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
    const std::unique_ptr<QNetworkReply> reply(m_manager->head(to(u"/"_s)));
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->error(), QNetworkReply::NoError);
    QCOMPARE(reply->readAll(), "");
}

void DirectAccessManagerTest::rawHeadersOfTheAnswerAreReadable()
{
    m_upstream->answerAlways("HTTP/1.1 200 OK\r\nX-Request-Id: r1\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n");
    const std::unique_ptr<QNetworkReply> reply(m_manager->get(to(u"/"_s)));
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->rawHeader("x-request-id"), "r1");
    QCOMPARE(reply->header(QNetworkRequest::ContentTypeHeader).toString(), u"text/plain"_s);
}

void DirectAccessManagerTest::onlyTheHeadersAskedForAreSent()
{
    m_upstream->answerAlways("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    QNetworkRequest request = to(u"/"_s);
    request.setRawHeader("X-Mine", "1");
    const std::unique_ptr<QNetworkReply> reply(m_manager->get(request));
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(m_upstream->requests().constFirst().head,
             "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_upstream->port()) + "\r\nX-Mine: 1\r\n");
}

void DirectAccessManagerTest::aBadStatusIsNoError_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {400, 401, 404, 429, 500, 503, 599})
        QTest::addRow("%d", status) << status;
}

void DirectAccessManagerTest::aBadStatusIsNoError()
{
    QFETCH(int, status);
    m_upstream->answerAlways("HTTP/1.1 " + QByteArray::number(status) + " Bad\r\nContent-Length: 3\r\n\r\nwhy");
    const std::unique_ptr<QNetworkReply> reply(m_manager->get(to(u"/"_s)));
    QSignalSpy errors(reply.get(), &QNetworkReply::errorOccurred);
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->error(), QNetworkReply::NoError);
    QCOMPARE(errors.size(), 0);
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), status);
    QCOMPARE(reply->readAll(), "why");
}

void DirectAccessManagerTest::redirectsAreNotFollowed()
{
    m_upstream->answerAlways("HTTP/1.1 307 Temporary Redirect\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n");
    const std::unique_ptr<QNetworkReply> reply(m_manager->get(to(u"/"_s)));
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 307);
    QCOMPARE(m_upstream->requests().size(), 1);
}

void DirectAccessManagerTest::aRefusedConnectionIsAnError()
{
    m_upstream->stopListening();
    const std::unique_ptr<QNetworkReply> reply(m_manager->get(to(u"/"_s)));
    QSignalSpy errors(reply.get(), &QNetworkReply::errorOccurred);
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(errors.size(), 1);
    QCOMPARE(reply->error(), QNetworkReply::ConnectionRefusedError);
    QVERIFY(!reply->errorString().isEmpty());
}

void DirectAccessManagerTest::aCutAnswerIsAnError()
{
    const std::unique_ptr<QNetworkReply> reply(m_manager->get(to(u"/"_s)));
    QTRY_VERIFY(hasRequest());
    m_upstream->send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    QTRY_COMPARE(reply->bytesAvailable(), 4);
    m_upstream->close();
    QTRY_VERIFY(reply->isFinished());
    QVERIFY(reply->error() != QNetworkReply::NoError);
    QCOMPARE(reply->readAll(), "half"); // what came is not lost
}

void DirectAccessManagerTest::abortClosesTheConnection()
{
    const std::unique_ptr<QNetworkReply> reply(m_manager->get(to(u"/"_s)));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    QTRY_VERIFY(hasRequest());
    m_upstream->sendSseHead();
    QTRY_VERIFY(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid());
    reply->abort();
    QCOMPARE(finished.size(), 1);
    QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
    QTRY_VERIFY(!m_upstream->isOpen(0));
    reply->abort(); // twice is harmless
    QCOMPARE(finished.size(), 1);
}

void DirectAccessManagerTest::abortBeforeTheStartConnectsToNobody()
{
    const std::unique_ptr<QNetworkReply> reply(m_manager->get(to(u"/"_s)));
    reply->abort();
    QVERIFY(reply->isFinished());
    QTest::qWait(50);
    QCOMPARE(m_upstream->connectionCount(), 0);
}

void DirectAccessManagerTest::deletingAReplyClosesTheConnection()
{
    std::unique_ptr<QNetworkReply> reply(m_manager->get(to(u"/"_s)));
    QTRY_VERIFY(hasRequest());
    reply.reset();
    QTRY_VERIFY(!m_upstream->isOpen(0));
}

void DirectAccessManagerTest::theNextRequestUsesTheSameConnection()
{
    m_upstream->answerAlways("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    for (int i = 0; i < 5; ++i) {
        const std::unique_ptr<QNetworkReply> reply(m_manager->post(to(u"/"_s), QByteArray("x")));
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->readAll(), "ok");
    }
    QCOMPARE(m_upstream->connectionCount(), 1);
    QCOMPARE(m_upstream->requests().size(), 5);
}

void DirectAccessManagerTest::aFullBufferStopsReading()
{
    constexpr qint64 bufferSize = 64 * 1024;
    constexpr qint64 total = 32 * 1024 * 1024;
    const std::unique_ptr<QNetworkReply> reply(m_manager->get(to(u"/"_s)));
    reply->setReadBufferSize(bufferSize);
    QTRY_VERIFY(hasRequest());
    m_upstream->send("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(total) + "\r\n\r\n" + QByteArray(total, 'x'));
    QTRY_VERIFY(reply->bytesAvailable() >= bufferSize);
    QTest::qWait(100);
    QVERIFY2(reply->bytesAvailable() < 1024 * 1024, qPrintable(QString::number(reply->bytesAvailable())));
    QVERIFY(m_upstream->bytesToWrite(0) > total / 4); // the rest stayed with the sender
    qint64 read = reply->readAll().size();
    connect(reply.get(), &QNetworkReply::readyRead, this, [&] { read += reply->readAll().size(); });
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->error(), QNetworkReply::NoError);
    QCOMPARE(read + reply->readAll().size(), total);
}

void DirectAccessManagerTest::itHoldsNoMoreThanIsWaiting()
{
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
    constexpr qint64 total = 32 * 1024 * 1024;
    const auto memory = [] {
        const struct mallinfo2 info = ::mallinfo2();
        return qint64(info.uordblks + info.hblkhd);
    };
    const std::unique_ptr<QNetworkReply> reply(m_manager->get(to(u"/"_s)));
    reply->setReadBufferSize(64 * 1024);
    QTRY_VERIFY(hasRequest());
    const qint64 before = memory();
    connect(reply.get(), &QNetworkReply::readyRead, this, [&] { // a reader that never quite catches up
        reply->read(reply->bytesAvailable() - 1000);
    });
    m_upstream->send("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(total) + "\r\n\r\n" + QByteArray(total, 'x'));
    QTRY_VERIFY(reply->isFinished());
    QVERIFY2(memory() - before < 4 * 1024 * 1024, qPrintable(QString::number(memory() - before)));
#else
    QSKIP("needs the allocator of glibc");
#endif
}

QTEST_GUILESS_MAIN(DirectAccessManagerTest)
#include "tst_directaccessmanager.moc"
