// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/certificate.h"
#include "tests/support/proxybench.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace cpx;
using namespace Qt::StringLiterals;

/// A TLS upstream is used only when its certificate proves that it is the configured host.
class TlsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { ProxyBench::addTransports(); }
    void initTestCase();

    void aTrustedCertificateForTheRightNameIsAccepted();
    void theNextConnectionResumesTheSession();
    void aBadCertificateIsABadGateway_data();
    void aBadCertificateIsABadGateway();
    void anUpstreamThatSpeaksNoTlsIsABadGateway();
    void anUpstreamWithoutTls12IsABadGateway_data();
    void anUpstreamWithoutTls12IsABadGateway();
    void anUpstreamThatClosesInTheHandshakeIsABadGateway_data();
    void anUpstreamThatClosesInTheHandshakeIsABadGateway();
    void aClientThatReadsInBurstsGetsEveryByteOnce();
    void onlyTheEndThatTlsAnnouncesEndsAnAnswer_data();
    void onlyTheEndThatTlsAnnouncesEndsAnAnswer();

private:
    QString file(const QString &name) const { return m_directory.filePath(name); }

    QTemporaryDir m_directory;
};

void TlsTest::initTestCase()
{
    QCOMPARE(makeCertificate(m_directory.path(), u"good"_s, u"localhost"_s), QByteArray());
    QCOMPARE(makeCertificate(m_directory.path(), u"wrongname"_s, u"example.org"_s), QByteArray());
    QCOMPARE(makeCertificate(m_directory.path(), u"untrusted"_s, u"localhost"_s), QByteArray());
    // openssl req makes no certificate that has ended: one that begins and ends in the past needs its CA tool.
    QFile index(file(u"index"_s));
    QVERIFY(index.open(QIODevice::WriteOnly));
    QFile config(file(u"ca.conf"_s));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("[ca]\ndefault_ca=d\n[d]\ndatabase=index\nnew_certs_dir=.\nrand_serial=yes\ndefault_md=sha256\npolicy=p\nx509_extensions=e\n[p]\ncommonName=supplied\n"
                    "[e]\nsubjectAltName=DNS:localhost\nbasicConstraints=CA:TRUE\n");
    config.close();
    QProcess openssl;
    openssl.start(u"sh"_s, {u"-c"_s, u"cd \"$0\" && openssl req -new -newkey rsa:2048 -nodes -subj /CN=localhost "
                                     "-keyout expired.key -out expired.csr && openssl ca -batch -config ca.conf -selfsign "
                                     "-keyfile expired.key -in expired.csr -out expired.pem -startdate 20200101000000Z "
                                     "-enddate 20200201000000Z -notext"_s, m_directory.path()});
    QVERIFY2(openssl.waitForFinished() && openssl.exitCode() == 0, openssl.readAllStandardError().constData());
}

void TlsTest::aTrustedCertificateForTheRightNameIsAccepted()
{
    FakeUpstream upstream;
    upstream.useTls(file(u"good.pem"_s), file(u"good.key"_s));
    upstream.answerAlways(plainAnswer("secret answer"));
    ProxyBench bench(ProxyBench::transport(), [&](EngineConfig &config) {
        config.upstream = upstream.url();
        config.caFile = file(u"good.pem"_s);
    });
    const auto client = bench.client();
    for (int i = 1; i <= 3; ++i) {
        client->post("{}");
        QTRY_COMPARE(client->received().count("secret answer"), i);
    }
    QCOMPARE(upstream.requests().constFirst().values("host"),
             {"localhost:" + QByteArray::number(upstream.port())});
    QCOMPARE(upstream.connectionCount(), 1);
}

void TlsTest::theNextConnectionResumesTheSession()
{
    if (ProxyBench::transport() == Transport::Stock)
        QSKIP("Qt's own client sees to it by itself");
    QProcess server; // its answer tells
    server.start(u"openssl"_s, {u"s_server"_s, u"-accept"_s, u"127.0.0.1:0"_s, u"-www"_s, u"-cert"_s, file(u"good.pem"_s),
                                u"-key"_s, file(u"good.key"_s)});
    QByteArray said;
    QTRY_VERIFY((said += server.readAllStandardOutput()).contains("ACCEPT 127.0.0.1:"));
    const qsizetype at = said.indexOf("ACCEPT 127.0.0.1:") + 17;
    const QByteArray port = said.sliced(at, said.indexOf('\n', at) - at).trimmed();
    ProxyBench bench(ProxyBench::transport(), [&](EngineConfig &config) {
        config.upstream = QUrl(u"https://localhost:%1"_s.arg(QString::fromLatin1(port)));
        config.caFile = file(u"good.pem"_s);
    });
    for (const QByteArray handshake : {"New, TLSv1.3", "Reused, TLSv1.3"}) {
        const auto client = bench.client();
        client->get("/");
        QTRY_VERIFY2(client->body().contains(handshake), client->body().constData());
    }
    server.kill();
    server.waitForFinished();
}

void TlsTest::aBadCertificateIsABadGateway_data()
{
    QTest::addColumn<QString>("served");
    QTest::addColumn<QString>("trusted");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("of another host") << u"wrongname"_s << u"wrongname"_s << QByteArray("upstream_tls_name");
    QTest::newRow("expired") << u"expired"_s << u"expired"_s << QByteArray("upstream_tls_expired");
    QTest::newRow("signed by nobody we trust") << u"untrusted"_s << u"good"_s << QByteArray("upstream_tls_untrusted");
    QTest::newRow("of another host, signed by nobody we trust") << u"wrongname"_s << u"good"_s << QByteArray("upstream_tls_untrusted");
}

void TlsTest::aBadCertificateIsABadGateway()
{
    QFETCH(QString, served);
    QFETCH(QString, trusted);
    QFETCH(QByteArray, code);
    FakeUpstream upstream;
    upstream.useTls(file(served + u".pem"_s), file(served + u".key"_s));
    upstream.answerAlways(plainAnswer("never"));
    ProxyBench bench(ProxyBench::transport(), [&](EngineConfig &config) {
        config.upstream = upstream.url();
        config.caFile = file(trusted + u".pem"_s);
    });
    const auto client = bench.client();
    client->post("{}", "authorization: Bearer sk-secret\r\n");
    QTRY_COMPARE(client->status(), 502);
    QCOMPARE(client->values("x-codex-plus-error"), {code});
    QVERIFY2(client->body().contains("https://localhost:" + QByteArray::number(upstream.port())), client->body().constData());
    QCOMPARE(upstream.requests().size(), 0); // nothing was said to a stranger
}

void TlsTest::anUpstreamThatSpeaksNoTlsIsABadGateway()
{
    FakeUpstream upstream;
    upstream.answerAlways(plainAnswer("never"));
    ProxyBench bench(ProxyBench::transport(), [&](EngineConfig &config) {
        config.upstream = QUrl(u"https://localhost:%1/v1"_s.arg(upstream.port()));
    });
    const auto client = bench.client();
    client->post("{}");
    QTRY_COMPARE(upstream.connectionCount(), 1);
    upstream.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    QTRY_COMPARE(client->status(), 502);
    QCOMPARE(client->values("x-codex-plus-error"), {"upstream_tls_plain"});
}

void TlsTest::anUpstreamWithoutTls12IsABadGateway_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("says so") << QByteArray::fromHex("15030100020246"); // alert: protocol_version
    QTest::newRow("chooses TLS 1.1") << QByteArray::fromHex("160302002a02000026" "0302") + QByteArray(32, 'r') + QByteArray::fromHex("00002f00");
}

void TlsTest::anUpstreamWithoutTls12IsABadGateway()
{
    QFETCH(QByteArray, answer);
    FakeUpstream upstream;
    ProxyBench bench(ProxyBench::transport(), [&](EngineConfig &config) {
        config.upstream = QUrl(u"https://localhost:%1/v1"_s.arg(upstream.port()));
    });
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(upstream.bytesReceived(0) > 0);
    upstream.send(answer);
    QTRY_COMPARE(client->status(), 502);
    QCOMPARE(client->values("x-codex-plus-error"), {"upstream_tls_version"});
}

void TlsTest::anUpstreamThatClosesInTheHandshakeIsABadGateway_data()
{
    QTest::addColumn<bool>("withReset");
    QTest::newRow("in order") << false;
    QTest::newRow("by a reset") << true;
}

void TlsTest::anUpstreamThatClosesInTheHandshakeIsABadGateway()
{
    QFETCH(bool, withReset);
    FakeUpstream upstream;
    ProxyBench bench(ProxyBench::transport(), [&](EngineConfig &config) {
        config.upstream = QUrl(u"https://localhost:%1/v1"_s.arg(upstream.port()));
    });
    const auto client = bench.client();
    client->post("{}");
    QTRY_VERIFY(upstream.bytesReceived(0) > 0);
    if (withReset)
        upstream.reset();
    else
        upstream.close();
    QTRY_COMPARE(client->status(), 502);
    // Qt's own client does not say that the handshake was not over.
    const bool isStock = ProxyBench::transport() == Transport::Stock;
    QCOMPARE(client->values("x-codex-plus-error"), {isStock ? "upstream_closed" : "upstream_tls_closed"});
}

void TlsTest::aClientThatReadsInBurstsGetsEveryByteOnce()
{
    FakeUpstream upstream;
    upstream.useTls(file(u"good.pem"_s), file(u"good.key"_s));
    ProxyBench bench(ProxyBench::transport(), [&](EngineConfig &config) {
        config.upstream = upstream.url();
        config.caFile = file(u"good.pem"_s);
    });
    QByteArray body(12 * 1024 * 1024, Qt::Uninitialized);
    for (qsizetype i = 0; i < body.size(); ++i)
        body[i] = char('a' + (i * 7 + i / 1000 + i / 65'536) % 26);
    const auto client = bench.client();
    client->post("{}");
    QTRY_COMPARE(upstream.requests().size(), 1);
    client->setReading(false);
    upstream.send("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n");
    qsizetype sent = 8 * 1024 * 1024; // more than fits on the way: from here on somebody waits at every place
    upstream.send(body.first(sent));
    QTest::qWait(300);
    for (int burst = 0; sent < body.size(); ++burst) {
        client->takeSome(5'000 + burst * 7'919 % 90'000);
        const qsizetype length = qMin<qsizetype>(10'000 + burst % 5 * 11'000, body.size() - sent);
        upstream.send(body.sliced(sent, length));
        sent += length;
        QCoreApplication::processEvents(QEventLoop::AllEvents, 2);
    }
    client->setReading(true);
    QTRY_VERIFY_WITH_TIMEOUT(client->isBodyComplete(), 30'000);
    QVERIFY(client->body() == body);
}

void TlsTest::onlyTheEndThatTlsAnnouncesEndsAnAnswer_data()
{
    QTest::addColumn<bool>("isAnnounced");
    QTest::newRow("close_notify") << true;
    QTest::newRow("connection closed") << false;
}

void TlsTest::onlyTheEndThatTlsAnnouncesEndsAnAnswer()
{
    QFETCH(bool, isAnnounced);
    if (ProxyBench::transport() == Transport::Stock)
        QSKIP("Qt's own client does not tell the two apart");
    FakeUpstream upstream;
    upstream.useTls(file(u"good.pem"_s), file(u"good.key"_s));
    ProxyBench bench(ProxyBench::transport(), [&](EngineConfig &config) {
        config.upstream = upstream.url();
        config.caFile = file(u"good.pem"_s);
    });
    const auto client = bench.client();
    client->post("{}");
    QTRY_COMPARE(upstream.requests().size(), 1);
    upstream.send("HTTP/1.1 200 OK\r\n\r\nhello");
    QTRY_COMPARE(client->body(), "hello");
    if (isAnnounced)
        upstream.close();
    else
        upstream.closeTransport();
    if (isAnnounced) {
        QTRY_VERIFY(client->isBodyComplete());
    } else {
        QTRY_VERIFY(client->isClosed());
        QVERIFY(!client->isBodyComplete());
    }
}

QTEST_GUILESS_MAIN(TlsTest)
#include "tst_tls.moc"
