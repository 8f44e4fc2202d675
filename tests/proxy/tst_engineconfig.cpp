// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings.h"
#include "proxy/engineconfig.h"

#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// From settings to what an engine needs.
class EngineConfigTest : public QObject
{
    Q_OBJECT

private slots:
    void defaultSettingsGiveTheDefaultConfiguration();
    void everySettingArrives();
    void aTokenThatIsNoFieldValueIsRefusedAndNotRepeated_data();
    void aTokenThatIsNoFieldValueIsRefusedAndNotRepeated();
    void aBadUpstreamIsRefused();
    void nothingIsGainedByConnectingToThisComputerAhead();
    void aPrivateUpstreamIsRefused();
    void aBadProxyIsRefusedWithoutItsPassword();
    void aFileWithoutCertificatesIsRefused_data();
    void aFileWithoutCertificatesIsRefused();
    void endpointsAreUrls();
};

void EngineConfigTest::defaultSettingsGiveTheDefaultConfiguration()
{
    auto config = EngineConfig::fromSettings(Settings());
    QVERIFY(config);
    const EngineConfig defaults;
    QCOMPARE(config->host, defaults.host);
    QCOMPARE(config->port, defaults.port);
    QVERIFY(!config->upstream);
    QCOMPARE(config->transport, defaults.transport);
    QCOMPARE(config->connectTimeout, defaults.connectTimeout);
    QCOMPARE(config->firstByteTimeout, defaults.firstByteTimeout);
    QCOMPARE(config->silenceTimeout, defaults.silenceTimeout);
    QCOMPARE(config->caFile, defaults.caFile);
    QCOMPARE(config->webSocket, WebSocketMode::Refuse);
    QCOMPARE(config->allowPrivate, defaults.allowPrivate);
    QVERIFY(!config->httpProxy.serverFor(QUrl(u"https://h"_s)));
    QCOMPARE(config->preconnect, defaults.preconnect);
    QCOMPARE(config->passthrough, defaults.passthrough);
    QCOMPARE(config->recording.mode, RecordingMode::Off);
    QVERIFY(!config->isRecording());
    QCOMPARE(config->recording.maximumBytes, defaults.recording.maximumBytes);
    QCOMPARE(config->recording.maximumDays, defaults.recording.maximumDays);
    QCOMPARE(config->promptStore.days, defaults.promptStore.days);
    QVERIFY(!config->promptStore.isWanted()); // without a directory
    QCOMPARE(config->limits.headerRead, defaults.limits.headerRead);
    QCOMPARE(config->limits.bodySilence, defaults.limits.bodySilence);
    QCOMPARE(config->limits.keepAlive, defaults.limits.keepAlive);
    QCOMPARE(config->limits.drain, defaults.limits.drain);
    QCOMPARE(config->limits.body, defaults.limits.body);
    QCOMPARE(config->limits.connections, defaults.limits.connections);
    QCOMPARE(config->limits.requestsInFlight, defaults.limits.requestsInFlight);
    QCOMPARE(config->limits.clientStall, defaults.limits.clientStall);
    QCOMPARE(config->clientToken, "");
}

void EngineConfigTest::everySettingArrives()
{
    Settings settings;
    for (const QString &assignment : {u"proxy.host=::1"_s, u"proxy.port=0"_s, u"upstream.url=https://10.0.0.1/v1/"_s,
                                      u"upstream.allowPrivate=true"_s,
                                      u"upstream.httpProxy=http://me:pw@p:8"_s, u"upstream.preconnect=false"_s, u"upstream.transport=stock"_s, u"upstream.connectTimeoutMs=101"_s,
                                      u"upstream.firstByteTimeoutMs=102"_s, u"upstream.silenceTimeoutMs=103"_s,
                                      u"limits.headerReadMs=104"_s, u"limits.bodySilenceMs=105"_s, u"limits.keepAliveMs=106"_s,
                                      u"limits.drainMs=0"_s, u"limits.bodyBytes=4294967296"_s, u"limits.connections=7"_s,
                                      u"limits.requestsInFlight=8"_s, u"limits.clientStallMs=107"_s, u"proxy.clientToken=a=b"_s,
                                      u"websocket=tunnel"_s, u"recording=redacted"_s,
                                      u"recording.maxBytes=1048576"_s, u"recording.maxDays=3"_s, u"prompts.rememberDays=4"_s})
        QVERIFY2(bool(settings.applyOverride(assignment)), qPrintable(assignment));
    auto config = EngineConfig::fromSettings(settings);
    QVERIFY(config);
    QCOMPARE(config->host, QHostAddress(QHostAddress::LocalHostIPv6));
    QCOMPARE(config->port, 0);
    QCOMPARE(config->webSocket, WebSocketMode::Tunnel);
    QCOMPARE(config->upstream->toString(), u"https://10.0.0.1/v1"_s);
    QCOMPARE(config->transport, Transport::Stock);
    QVERIFY(config->allowPrivate);
    QCOMPARE(config->httpProxy.serverFor(QUrl(u"https://h"_s)), (ProxyServer{u"p"_s, 8, u"me"_s, u"pw"_s}));
    QVERIFY(!config->preconnect);
    QCOMPARE(config->connectTimeout, 101ms);
    QCOMPARE(config->firstByteTimeout, 102ms);
    QCOMPARE(config->silenceTimeout, 103ms);
    QCOMPARE(config->limits.headerRead, 104ms);
    QCOMPARE(config->limits.bodySilence, 105ms);
    QCOMPARE(config->limits.keepAlive, 106ms);
    QCOMPARE(config->limits.drain, 0ms);
    QCOMPARE(config->limits.body, 4'294'967'296);
    QCOMPARE(config->limits.connections, 7);
    QCOMPARE(config->limits.requestsInFlight, 8);
    QCOMPARE(config->limits.clientStall, 107ms);
    QCOMPARE(config->clientToken, "a=b");
    QCOMPARE(config->recording.mode, RecordingMode::Redacted);
    QCOMPARE(config->recording.maximumBytes, 1'048'576);
    QCOMPARE(config->recording.maximumDays, 3);
    QCOMPARE(config->promptStore.days, 4);
    QVERIFY(config->isRecording());
    config->passthrough = true; // changes nothing, but records
    QVERIFY(config->isRecording());
}

void EngineConfigTest::aTokenThatIsNoFieldValueIsRefusedAndNotRepeated_data()
{
    QTest::addColumn<QString>("token");
    QTest::newRow("blank") << u"secret word"_s;
    QTest::newRow("line end") << u"secret\r\nX: y"_s;
    QTest::newRow("not ASCII") << u"secret\u00e4"_s;
    QTest::newRow("beyond Latin-1") << u"secret\u0142"_s;
}

void EngineConfigTest::aTokenThatIsNoFieldValueIsRefusedAndNotRepeated()
{
    QFETCH(QString, token);
    Settings settings;
    QVERIFY(settings.set(u"proxy.clientToken"_s, token));
    auto config = EngineConfig::fromSettings(settings);
    QVERIFY(!config);
    QCOMPARE(config.error().code, Error::Code::Invalid);
    QVERIFY(config.error().message.contains(u"proxy.clientToken"_s));
    QVERIFY(!config.error().message.contains(u"secret"_s));
}

void EngineConfigTest::aBadUpstreamIsRefused()
{
    Settings settings;
    QVERIFY(settings.applyOverride(u"upstream.url=ftp://h"_s));
    auto config = EngineConfig::fromSettings(settings);
    QVERIFY(!config);
    QCOMPARE(config.error().code, Error::Code::Invalid);
    QVERIFY(config.error().message.contains(u"ftp://h"_s));
}

void EngineConfigTest::nothingIsGainedByConnectingToThisComputerAhead()
{
    Settings settings;
    QVERIFY(settings.applyOverride(u"upstream.url=http://127.0.0.1:1"_s));
    auto config = EngineConfig::fromSettings(settings);
    QVERIFY(config);
    QVERIFY(!config->preconnect);
    QVERIFY(settings.applyOverride(u"upstream.url=https://127.0.0.1:1"_s));
    config = EngineConfig::fromSettings(settings);
    QVERIFY(config);
    QVERIFY(config->preconnect);
}

void EngineConfigTest::aPrivateUpstreamIsRefused()
{
    Settings settings;
    QVERIFY(settings.applyOverride(u"upstream.url=https://10.0.0.1"_s));
    auto config = EngineConfig::fromSettings(settings);
    QVERIFY(!config);
    QVERIFY2(config.error().message.contains(u"upstream.allowPrivate"_s), qPrintable(config.error().message));
}

void EngineConfigTest::aBadProxyIsRefusedWithoutItsPassword()
{
    Settings settings;
    QVERIFY(settings.applyOverride(u"upstream.httpProxy=socks5://me:hunter2@p:8"_s));
    auto config = EngineConfig::fromSettings(settings);
    QVERIFY(!config);
    QVERIFY2(config.error().message.contains(u"upstream.httpProxy"_s), qPrintable(config.error().message));
    QVERIFY2(!config.error().message.contains(u"hunter2"_s), qPrintable(config.error().message));
}

void EngineConfigTest::aFileWithoutCertificatesIsRefused_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"missing.pem", "text.pem", "."})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void EngineConfigTest::aFileWithoutCertificatesIsRefused()
{
    QFETCH(QString, name);
    QTemporaryDir dir;
    QFile file(dir.filePath(u"text.pem"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("-----BEGIN CERTIFICATE-----\nnot one\n-----END CERTIFICATE-----\n");
    file.close();
    Settings settings;
    QVERIFY(settings.applyOverride(u"upstream.caFile="_s + dir.filePath(name)));
    auto config = EngineConfig::fromSettings(settings);
    QVERIFY(!config);
    QVERIFY2(config.error().message.contains(u"upstream.caFile"_s), qPrintable(config.error().message));
    QVERIFY2(config.error().message.contains(dir.filePath(name)), qPrintable(config.error().message));
}

void EngineConfigTest::endpointsAreUrls()
{
    EngineStatus status;
    status.host = QHostAddress(QHostAddress::LocalHost);
    status.port = 10000;
    QCOMPARE(endpointUrl(status), u"http://127.0.0.1:10000"_s);
    status.host = QHostAddress(QHostAddress::LocalHostIPv6);
    QCOMPARE(endpointUrl(status), u"http://[::1]:10000"_s);
}

QTEST_GUILESS_MAIN(EngineConfigTest)
#include "tst_engineconfig.moc"
