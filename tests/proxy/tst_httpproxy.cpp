// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/certificate.h"
#include "tests/support/proxybench.h"

#include <QTcpServer>
#include <QTemporaryDir>

using namespace cpx;
using namespace Qt::StringLiterals;

namespace {

/// An HTTP proxy that knows CONNECT, and leads everything to one port here.
class TunnelProxy : public QObject
{
public:
    explicit TunnelProxy(quint16 leadsTo)
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this, leadsTo] {
            QTcpSocket *client = m_server.nextPendingConnection();
            auto *behind = new QTcpSocket(client);
            connect(behind, &QTcpSocket::readyRead, client, [client, behind] { client->write(behind->readAll()); });
            connect(behind, &QTcpSocket::disconnected, client, [client] { client->disconnectFromHost(); });
            connect(client, &QTcpSocket::readyRead, this, [this, client, behind, leadsTo] { read(client, behind, leadsTo); });
        });
        m_server.listen(QHostAddress::LocalHost);
    }

    QString url(const QString &user = {}) const { return u"http://"_s + user + u"127.0.0.1:%1"_s.arg(m_server.serverPort()); }
    void close() { m_server.close(); }

    bool asksWho = false; ///< tunnels are for those who say who they are
    QByteArray answer = "HTTP/1.1 200 Connection established\r\n\r\n";
    QList<QByteArray> heads;

private:
    void read(QTcpSocket *client, QTcpSocket *behind, quint16 leadsTo)
    {
        if (behind->state() != QAbstractSocket::UnconnectedState) {
            behind->write(client->readAll());
            return;
        }
        heads += client->readAll(); // small enough to come in one piece
        if (asksWho && !heads.constLast().contains("Proxy-Authorization")) {
            client->write("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        client->write(answer);
        if (answer.startsWith("HTTP/1.1 200"))
            behind->connectToHost(QHostAddress::LocalHost, leadsTo);
        else
            client->disconnectFromHost();
    }

    QTcpServer m_server;
};

} // namespace

/// Requests to https upstreams can go through an HTTP proxy.
class HttpProxyTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { ProxyBench::addTransports(); }
    void initTestCase() { QCOMPARE(makeCertificate(m_directory.path(), u"tls"_s, u"upstream.test"_s), QByteArray()); }

    void requestsGoThroughTheTunnel();
    void theCertificateBehindTheProxyIsChecked();
    void aLoopbackUpstreamIsReachedDirectly();
    void aProxyThatRefusesIsABadGateway_data();
    void aProxyThatRefusesIsABadGateway();

private:
    std::unique_ptr<ProxyBench> bench(const QString &proxy, const QString &host = u"upstream.test"_s) const
    {
        return std::make_unique<ProxyBench>(ProxyBench::transport(), [&](EngineConfig &config) {
            config.upstream = QUrl(u"https://%1/v1"_s.arg(host));
            config.caFile = m_directory.filePath(u"tls.pem"_s);
            config.httpProxy = *UpstreamProxy::fromText(proxy, {});
        });
    }

    QTemporaryDir m_directory;
};

void HttpProxyTest::requestsGoThroughTheTunnel()
{
    FakeUpstream upstream;
    upstream.useTls(m_directory.filePath(u"tls.pem"_s), m_directory.filePath(u"tls.key"_s));
    upstream.answerAlways(plainAnswer("ok"));
    TunnelProxy proxy(upstream.port());
    proxy.asksWho = true;
    const auto through = bench(proxy.url(u"me:hunter2@"_s));
    const auto client = through->client();
    for (int i = 1; i <= 3; ++i) {
        client->post("{}");
        QTRY_COMPARE(client->received().count("\r\n\r\nok"), i);
    }
    QCOMPARE(upstream.requests().constFirst().values("host"), {"upstream.test"});
    QCOMPARE(upstream.connectionCount(), 1);
    QVERIFY2(proxy.heads.constLast().startsWith("CONNECT upstream.test:443 HTTP/1.1\r\n"), proxy.heads.constLast().constData());
    QVERIFY(proxy.heads.constLast().contains("Proxy-Authorization: Basic " + QByteArray("me:hunter2").toBase64()));
    QVERIFY(!upstream.requests().constFirst().head.toLower().contains("proxy"));
}

void HttpProxyTest::theCertificateBehindTheProxyIsChecked()
{
    FakeUpstream upstream;
    upstream.useTls(m_directory.filePath(u"tls.pem"_s), m_directory.filePath(u"tls.key"_s));
    TunnelProxy proxy(upstream.port());
    const auto through = bench(proxy.url(), u"other.test"_s);
    const auto client = through->client();
    client->post("{}");
    QTRY_COMPARE(client->status(), 502);
    QCOMPARE(client->values("x-codex-plus-error"), {"upstream_tls_name"});
    QCOMPARE(upstream.requests().size(), 0);
}

void HttpProxyTest::aLoopbackUpstreamIsReachedDirectly()
{
    TunnelProxy proxy(1);
    ProxyBench direct(ProxyBench::transport(), [&](EngineConfig &config) { config.httpProxy = *UpstreamProxy::fromText(proxy.url(), {}); });
    direct.upstream.answerAlways(plainAnswer("ok"));
    const auto client = direct.client();
    client->post("{}");
    QTRY_COMPARE(client->body(), "ok");
    QVERIFY(proxy.heads.isEmpty());
}

void HttpProxyTest::aProxyThatRefusesIsABadGateway_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("nobody listens") << QByteArray();
    QTest::newRow("forbidden") << QByteArray("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("wrong password") << QByteArray("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
}

void HttpProxyTest::aProxyThatRefusesIsABadGateway()
{
    QFETCH(QByteArray, answer);
    TunnelProxy proxy(1);
    proxy.answer = answer;
    const QString url = proxy.url(u"me:hunter2@"_s);
    if (answer.isEmpty())
        proxy.close();
    const auto through = bench(url);
    const auto client = through->client();
    client->post("{}");
    QTRY_COMPARE(client->status(), 502);
    QCOMPARE(client->values("x-codex-plus-error"), {"upstream_proxy"});
    QVERIFY(!client->received().contains("hunter2"));
    QTRY_VERIFY(!through->engine->flows().isEmpty() && !through->engine->flows().constFirst().errorText.isEmpty());
    QVERIFY(!through->engine->flows().constFirst().errorText.contains(u"hunter2"_s));
}

QTEST_GUILESS_MAIN(HttpProxyTest)
#include "tst_httpproxy.moc"
