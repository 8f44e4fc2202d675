// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/upstream/directaccessmanager.h"
#include "proxy/upstream/upstreamfailure.h"
#include "tests/support/fakeupstream.h"

#include <QElapsedTimer>
#include <QHostInfo>
#include <QNetworkReply>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <memory>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// From the name of an upstream to a connection with one of its addresses that may be used.
class UpstreamConnectorTest : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void theAddressThatWasJudgedIsTheOneConnectedTo();
    void aNameThatTurnsIntoAForbiddenAddressIsRefused();
    void forbiddenAddressesAmongOthersAreLeftOut();
    void aNameIsNoWayToLoopback();
    void aForbiddenLiteralIsRefusedWithoutALookup();
    void literalsAndLocalhostAreNotLookedUp();
    void anUnknownNameIsToldApartFromASilentNameServer();
    void theNextAddressIsTriedWhenOneRefuses();
    void aSilentAddressDelaysOnlyForAMoment();
    void silentAddressesEndWithTheTimeForConnecting();
    void abortEndsALookup();
    void aProxyGetsTheNameAndOpensATunnel();
    void aProxyIsToldWhoWeAre();
    void aProxyThatFailsIsToldApart_data();
    void aProxyThatFailsIsToldApart();
    void aProxyIsNotAskedForAForbiddenLiteral();

private:
    struct Silent;

    /// Answers lookups with the next list of addresses, the last one again and again.
    HostLookup scripted(const QList<QStringList> &answers)
    {
        m_lookups.clear();
        return [this, answers](const QString &name, QObject *context, std::function<void(const QHostInfo &)> done) {
            QHostInfo info;
            QList<QHostAddress> addresses;
            for (const QString &text : answers[qMin(m_lookups.size(), answers.size() - 1)])
                addresses += QHostAddress(text);
            info.setAddresses(addresses);
            m_lookups += name;
            QMetaObject::invokeMethod(context, [done, info] { done(info); }, Qt::QueuedConnection);
            return -1;
        };
    }
    std::unique_ptr<QNetworkReply> get(const ConnectionOptions &options, const QString &host, const QString &scheme = u"http"_s)
    {
        m_manager = std::make_unique<DirectAccessManager>(options);
        return again(host, scheme);
    }
    std::unique_ptr<QNetworkReply> again(const QString &host, const QString &scheme = u"http"_s)
    {
        return std::unique_ptr<QNetworkReply>(
            m_manager->get(QNetworkRequest(QUrl(u"%1://%2:%3/"_s.arg(scheme, host).arg(m_upstream->port())))));
    }
    static QByteArray codeOf(const QNetworkReply &reply) { return gatewayError(failureOf(reply), reply.url()).code; }

    std::unique_ptr<FakeUpstream> m_upstream;
    std::unique_ptr<DirectAccessManager> m_manager;
    QStringList m_lookups;
};

/// An address that drops what is sent to it: its queue of connections is full, and nobody takes one out.
struct UpstreamConnectorTest::Silent
{
    QTcpServer server;
    std::vector<std::unique_ptr<QTcpSocket>> waiting;

    bool listen(const QString &address, quint16 port)
    {
        server.setListenBacklogSize(1);
        if (!server.listen(QHostAddress(address), port))
            return false;
        server.pauseAccepting();
        for (int i = 0; i < 3; ++i) {
            waiting.push_back(std::make_unique<QTcpSocket>());
            waiting.back()->connectToHost(QHostAddress(address), port);
        }
        return QTest::qWaitFor([&] { return waiting[1]->state() == QAbstractSocket::ConnectedState; });
    }
};

void UpstreamConnectorTest::init()
{
    m_upstream = std::make_unique<FakeUpstream>();
    m_upstream->answerAlways("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
}

void UpstreamConnectorTest::theAddressThatWasJudgedIsTheOneConnectedTo()
{
    ConnectionOptions options;
    options.rules.allowLoopback = true;
    options.lookup = scripted({{u"127.0.0.1"_s}, {u"169.254.169.254"_s}});
    const auto reply = get(options, u"upstream.test"_s);
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->error(), QNetworkReply::NoError);
    QCOMPARE(reply->readAll(), "ok");
    QCOMPARE(m_lookups, QStringList{u"upstream.test"_s}); // no second lookup between judging and connecting
    QCOMPARE(m_upstream->requests().constFirst().values("host"), {"upstream.test:" + QByteArray::number(m_upstream->port())});
}

void UpstreamConnectorTest::aNameThatTurnsIntoAForbiddenAddressIsRefused()
{
    ConnectionOptions options;
    options.rules = {true, true};
    options.lookup = scripted({{u"127.0.0.1"_s}, {u"169.254.169.254"_s}});
    const auto first = get(options, u"upstream.test"_s);
    QTRY_VERIFY(first->isFinished());
    QCOMPARE(first->error(), QNetworkReply::NoError);
    const auto second = again(u"upstream.test"_s);
    QTRY_VERIFY(second->isFinished());
    QCOMPARE(second->error(), QNetworkReply::ContentAccessDenied);
    const http::HttpError error = gatewayError(failureOf(*second), second->url());
    QCOMPARE(error.status, 502);
    QCOMPARE(error.code, "upstream_forbidden");
    QVERIFY2(error.message.contains(u"169.254.169.254"_s), qPrintable(error.message));
    QVERIFY(error.message.contains(u"upstream.test"_s));
    QCOMPARE(m_upstream->connectionCount(), 1);
}

void UpstreamConnectorTest::forbiddenAddressesAmongOthersAreLeftOut()
{
    ConnectionOptions options;
    options.rules.allowLoopback = true;
    options.lookup = scripted({{u"10.0.0.1"_s, u"fe80::1"_s, u"127.0.0.1"_s}});
    const auto reply = get(options, u"upstream.test"_s);
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->readAll(), "ok");
}

void UpstreamConnectorTest::aNameIsNoWayToLoopback()
{
    ConnectionOptions options;
    options.lookup = scripted({{u"127.0.0.1"_s, u"::1"_s}});
    const auto reply = get(options, u"upstream.test"_s);
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(codeOf(*reply), "upstream_forbidden");
    QCOMPARE(m_upstream->connectionCount(), 0);
}

void UpstreamConnectorTest::aForbiddenLiteralIsRefusedWithoutALookup()
{
    ConnectionOptions options;
    options.lookup = scripted({{u"127.0.0.1"_s}});
    for (const QString &host : {u"169.254.169.254"_s, u"10.0.0.1"_s, u"[::ffff:10.0.0.1]"_s, u"0.0.0.0"_s}) {
        const auto reply = get(options, host);
        QVERIFY(!reply->isFinished());
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(codeOf(*reply), "upstream_forbidden");
    }
    QCOMPARE(m_lookups, QStringList());
}

void UpstreamConnectorTest::literalsAndLocalhostAreNotLookedUp()
{
    ConnectionOptions options;
    options.lookup = scripted({{}});
    for (const QString &host : {u"127.0.0.1"_s, u"localhost"_s, u"LOCALHOST"_s}) {
        const auto reply = get(options, host);
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->readAll(), "ok");
    }
    QCOMPARE(m_lookups, QStringList());
}

void UpstreamConnectorTest::anUnknownNameIsToldApartFromASilentNameServer()
{
    ConnectionOptions options;
    options.lookup = scripted({{}});
    {
        const auto reply = get(options, u"upstream.test"_s);
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(codeOf(*reply), "upstream_dns");
    }
    options.lookup = [](const QString &, QObject *, const std::function<void(const QHostInfo &)> &) { return -1; };
    options.lookupTimeout = 50ms;
    const auto reply = get(options, u"upstream.test"_s);
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(codeOf(*reply), "upstream_dns_timeout");
    QCOMPARE(gatewayError(failureOf(*reply), reply->url()).status, 504);
}

void UpstreamConnectorTest::theNextAddressIsTriedWhenOneRefuses()
{
    ConnectionOptions options;
    options.rules.allowLoopback = true;
    options.lookup = scripted({{u"127.0.0.2"_s, u"127.0.0.3"_s, u"127.0.0.1"_s}});
    {
        const auto reply = get(options, u"upstream.test"_s);
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->readAll(), "ok");
    }
    options.lookup = scripted({{u"127.0.0.2"_s, u"127.0.0.3"_s}});
    const auto reply = get(options, u"upstream.test"_s);
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(codeOf(*reply), "upstream_refused");
}

void UpstreamConnectorTest::aSilentAddressDelaysOnlyForAMoment()
{
    Silent silent;
    QVERIFY(silent.listen(u"127.0.0.2"_s, m_upstream->port()));
    ConnectionOptions options;
    options.rules.allowLoopback = true;
    options.lookup = scripted({{u"127.0.0.2"_s, u"127.0.0.1"_s}});
    QElapsedTimer clock;
    clock.start();
    const auto reply = get(options, u"upstream.test"_s);
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->readAll(), "ok");
    QVERIFY2(clock.elapsed() >= 250, qPrintable(QString::number(clock.elapsed()))); // the first one had its chance
}

void UpstreamConnectorTest::silentAddressesEndWithTheTimeForConnecting()
{
    Silent silent;
    QVERIFY(silent.listen(u"127.0.0.2"_s, m_upstream->port()));
    ConnectionOptions options;
    options.rules.allowLoopback = true;
    options.connectTimeout = 400ms;
    options.lookup = scripted({{u"127.0.0.2"_s, u"127.0.0.2"_s, u"127.0.0.2"_s}});
    const auto reply = get(options, u"upstream.test"_s);
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(codeOf(*reply), "upstream_connect_timeout");
}

void UpstreamConnectorTest::abortEndsALookup()
{
    ConnectionOptions options;
    QPointer<QObject> asked;
    options.lookup = [&](const QString &, QObject *context, const std::function<void(const QHostInfo &)> &) {
        asked = context;
        return -1;
    };
    const auto reply = get(options, u"upstream.test"_s);
    QTRY_VERIFY(asked);
    reply->abort();
    QTRY_VERIFY(!asked);
    QCOMPARE(m_upstream->connectionCount(), 0);
}

void UpstreamConnectorTest::aProxyGetsTheNameAndOpensATunnel()
{
    // The fake upstream is the proxy, and then what is behind it.
    m_upstream->answerAlways("HTTP/1.1 200 Connection established\r\n\r\n");
    ConnectionOptions options;
    options.lookup = scripted({{}});
    options.proxy = *UpstreamProxy::fromText(u"http://127.0.0.1:%1"_s.arg(m_upstream->port()), {});
    m_manager = std::make_unique<DirectAccessManager>(options);
    const std::unique_ptr<QNetworkReply> reply(m_manager->get(QNetworkRequest(QUrl(u"http://upstream.test/x"_s))));
    QTRY_COMPARE(m_upstream->requests().size(), 2);
    QCOMPARE(m_upstream->requests().at(0).head, "CONNECT upstream.test:80 HTTP/1.1\r\nHost: upstream.test:80\r\n");
    QCOMPARE(m_upstream->requests().at(1).head, "GET /x HTTP/1.1\r\nHost: upstream.test\r\n");
    QCOMPARE(m_upstream->connectionCount(), 1);
    QCOMPARE(m_lookups, QStringList()); // the name is the proxy's to look up
}

void UpstreamConnectorTest::aProxyIsToldWhoWeAre()
{
    ConnectionOptions options;
    options.proxy = *UpstreamProxy::fromText(u"http://me:p%40ss@127.0.0.1:%1"_s.arg(m_upstream->port()), {});
    m_manager = std::make_unique<DirectAccessManager>(options);
    const std::unique_ptr<QNetworkReply> reply(m_manager->get(QNetworkRequest(QUrl(u"https://upstream.test/x"_s))));
    QTRY_COMPARE(m_upstream->requests().size(), 1);
    QCOMPARE(m_upstream->requests().at(0).line(), "CONNECT upstream.test:443 HTTP/1.1");
    QCOMPARE(m_upstream->requests().at(0).values("proxy-authorization"), {"Basic " + QByteArray("me:p@ss").toBase64()});
}

void UpstreamConnectorTest::aProxyThatFailsIsToldApart_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("why");
    QTest::newRow("forbidden") << QByteArray("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno") << u"status 403"_s;
    QTest::newRow("who are you") << QByteArray("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic\r\n\r\n") << u"asks for a user"_s;
    QTest::newRow("no HTTP") << QByteArray("SSH-2.0-x\r\n\r\n") << u"not valid HTTP"_s;
    QTest::newRow("speaks for the upstream") << QByteArray("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n") << u"more than its answer"_s;
    QTest::newRow("refuses") << QByteArray() << QString();
}

void UpstreamConnectorTest::aProxyThatFailsIsToldApart()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, why);
    if (answer.isEmpty())
        m_upstream->stopListening();
    else
        m_upstream->answerAlways(answer);
    ConnectionOptions options;
    options.proxy = *UpstreamProxy::fromText(u"http://127.0.0.1:%1"_s.arg(m_upstream->port()), {});
    m_manager = std::make_unique<DirectAccessManager>(options);
    const std::unique_ptr<QNetworkReply> reply(m_manager->get(QNetworkRequest(QUrl(u"https://upstream.test/x"_s))));
    QTRY_VERIFY(reply->isFinished());
    const http::HttpError error = gatewayError(failureOf(*reply), reply->url());
    QCOMPARE(error.code, "upstream_proxy");
    QCOMPARE(error.status, 502);
    QVERIFY2(error.message.contains(why), qPrintable(error.message));
}

void UpstreamConnectorTest::aProxyIsNotAskedForAForbiddenLiteral()
{
    ConnectionOptions options;
    options.proxy = *UpstreamProxy::fromText(u"http://127.0.0.1:%1"_s.arg(m_upstream->port()), {});
    m_manager = std::make_unique<DirectAccessManager>(options);
    const std::unique_ptr<QNetworkReply> reply(m_manager->get(QNetworkRequest(QUrl(u"https://169.254.169.254/x"_s))));
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(codeOf(*reply), "upstream_forbidden");
    QCOMPARE(m_upstream->connectionCount(), 0);
}

QTEST_GUILESS_MAIN(UpstreamConnectorTest)
#include "tst_upstreamconnector.moc"
