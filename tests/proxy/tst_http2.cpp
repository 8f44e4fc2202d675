// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/certificate.h"
#include "tests/support/proxybench.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <cstdio>

using namespace cpx;
using namespace Qt::StringLiterals;

/// A backend that speaks HTTP/2: nginx in front of the fake upstream. Skipped where there is no nginx.
class Http2Test : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void stockSpeaksHttp2AndDirectHttp11_data();
    void stockSpeaksHttp2AndDirectHttp11();
    void eventsArriveAtOnce();
    void aCutAnswerNeverLooksWhole();

private:
    bool startNginx(quint16 port);
    std::unique_ptr<ProxyBench> bench(Transport transport) const
    {
        return std::make_unique<ProxyBench>(transport, [&](EngineConfig &config) {
            config.upstream = QUrl(u"https://localhost:%1/v1"_s.arg(m_port));
            config.caFile = m_directory.filePath(u"tls.pem"_s);
        });
    }

    QTemporaryDir m_directory;
    std::unique_ptr<FakeUpstream> m_behind;
    QProcess m_nginx;
    quint16 m_port = 0;
};

void Http2Test::initTestCase()
{
    if (QStandardPaths::findExecutable(u"nginx"_s, {u"/usr/sbin"_s, u"/usr/bin"_s}).isEmpty()) {
        std::puts("SKIPPED SUITE: HTTP/2 is tried against nginx, which is not installed");
        QSKIP("no nginx");
    }
    QCOMPARE(makeCertificate(m_directory.path(), u"tls"_s, u"localhost"_s), QByteArray());
}

bool Http2Test::startNginx(quint16 port)
{
    QFile file(m_directory.filePath(u"nginx.conf"_s));
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.write(uR"(daemon off; master_process off; pid nginx.pid; error_log stderr;
events {}
http {
    access_log off;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    server {
        listen 127.0.0.1:%1 ssl http2;
        ssl_certificate tls.pem;
        ssl_certificate_key tls.key;
        add_header x-protocol $server_protocol;
        location / {
            proxy_pass http://127.0.0.1:%2;
            proxy_http_version 1.1;
            proxy_buffering off;
        }
    }
}
)"_s.arg(port).arg(m_behind->port()).toUtf8());
    file.close();
    m_nginx.start(QStandardPaths::findExecutable(u"nginx"_s, {u"/usr/sbin"_s, u"/usr/bin"_s}),
                  {u"-p"_s, m_directory.path(), u"-c"_s, file.fileName()});
    // It listens when it takes a connection; it ends when somebody else has taken the port.
    return QTest::qWaitFor([&] {
        QTcpSocket probe;
        probe.connectToHost(QHostAddress::LocalHost, port);
        return m_nginx.state() == QProcess::NotRunning || probe.waitForConnected(50);
    }) && m_nginx.state() == QProcess::Running;
}

void Http2Test::init()
{
    m_behind = std::make_unique<FakeUpstream>();
    for (int attempt = 0; attempt < 5; ++attempt) {
        QTcpServer finder; // nginx cannot choose a port
        QVERIFY(finder.listen(QHostAddress::LocalHost));
        m_port = finder.serverPort();
        finder.close();
        if (startNginx(m_port))
            return;
        m_nginx.waitForFinished(1000);
    }
    QFAIL(m_nginx.readAllStandardError().constData());
}

void Http2Test::cleanup()
{
    m_nginx.kill();
    m_nginx.waitForFinished();
}

void Http2Test::stockSpeaksHttp2AndDirectHttp11_data()
{
    QTest::addColumn<int>("transport");
    QTest::addColumn<QByteArray>("protocol");
    QTest::newRow("stock") << int(Transport::Stock) << QByteArray("HTTP/2.0");
    QTest::newRow("direct") << int(Transport::Direct) << QByteArray("HTTP/1.1");
}

void Http2Test::stockSpeaksHttp2AndDirectHttp11()
{
    QFETCH(int, transport);
    QFETCH(QByteArray, protocol);
    m_behind->answerAlways(plainAnswer("ok"));
    const auto proxy = bench(Transport(transport));
    const auto client = proxy->client();
    for (int i = 1; i <= 3; ++i) {
        client->post("{\"a\":1}");
        QTRY_COMPARE(client->received().count("\r\n\r\nok"), i);
    }
    QCOMPARE(client->values("x-protocol"), {protocol});
    QCOMPARE(m_behind->requests().constLast().body, "{\"a\":1}");
}

void Http2Test::eventsArriveAtOnce()
{
    const auto proxy = bench(Transport::Stock);
    const auto client = proxy->client();
    client->post("{}");
    QTRY_COMPARE(m_behind->requests().size(), 1);
    m_behind->sendSseHead();
    m_behind->sendChunk("data: 1\n\n");
    QTRY_COMPARE(client->body(), "data: 1\n\n"); // the next one is not even sent
    m_behind->sendChunk("data: 2\n\n");
    m_behind->endChunks();
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(client->body(), "data: 1\n\ndata: 2\n\n");
}

void Http2Test::aCutAnswerNeverLooksWhole()
{
    const auto proxy = bench(Transport::Stock);
    const auto client = proxy->client();
    client->post("{}");
    QTRY_COMPARE(m_behind->requests().size(), 1);
    m_behind->sendSseHead();
    m_behind->sendChunk("data: 1\n\n");
    QTRY_COMPARE(client->body(), "data: 1\n\n");
    m_behind->reset();
    QTRY_VERIFY(client->isClosed());
    QVERIFY(!client->isBodyComplete());
}

QTEST_GUILESS_MAIN(Http2Test)
#include "tst_http2.moc"
