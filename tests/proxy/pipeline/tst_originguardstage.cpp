// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/pipeline/originguardstage.h"
#include "tests/proxy/pipeline/stageprobe.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Who may talk to the proxy: programs that address it by a loopback name and its port, no web page.
class OriginGuardStageTest : public QObject
{
    Q_OBJECT

private slots:
    void hostsAreOursOrRefused_data();
    void hostsAreOursOrRefused();
    void pagesAreRefused_data();
    void pagesAreRefused();
    void onTheDefaultPortTheHostNeedsNone();
    void theHeadIsNotChanged();
};

void OriginGuardStageTest::hostsAreOursOrRefused_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QString>("expected");
    for (const char *host : {"127.0.0.1:10000", "localhost:10000", "LocalHost:10000", "[::1]:10000"})
        QTest::newRow(host) << QByteArray(host) << u"continue"_s;
    for (const char *host : {"", "localhost", "127.0.0.1", "[::1]", "localhost:1", "localhost:100000", "localhost:010000",
                             "localhost:10000 ", "localhost.:10000", "localhost.evil:10000", "evil:10000",
                             "127.0.0.1.evil:10000", "127.0.0.2:10000", "127.1:10000", "0.0.0.0:10000", "::1:10000",
                             "[::1]10000", "a@localhost:10000", "localhost:10000@evil", "localhost:10000,evil"})
        QTest::newRow(*host ? host : "empty") << QByteArray(host) << u"refuse 403 wrong_host"_s;
}

void OriginGuardStageTest::hostsAreOursOrRefused()
{
    QFETCH(QByteArray, host);
    QFETCH(QString, expected);
    OriginGuardStage stage(10000);
    QCOMPARE(askStage(stage, headOf("POST", "/v1/responses", {{"Host", host}})), expected);
}

void OriginGuardStageTest::pagesAreRefused_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *value, const QString &expected) {
        QTest::addRow("%s: %s", name, value) << QByteArray(name) << QByteArray(value) << expected;
    };
    const QString refused = u"refuse 403 browser_origin"_s;
    row("Origin", "https://evil.example", refused);
    row("origin", "http://localhost:10000", refused);
    row("Origin", "null", refused);
    row("Origin", "", refused);
    row("Access-Control-Request-Method", "POST", refused);
    row("Sec-Fetch-Site", "cross-site", refused);
    row("sec-fetch-site", "same-site", refused);
    row("Sec-Fetch-Site", "", refused);
    row("Sec-Fetch-Site", "none", u"continue"_s);
    row("Sec-Fetch-Site", "Same-Origin", u"continue"_s);
    row("User-Agent", "Mozilla/5.0", u"continue"_s);
    row("Referer", "https://evil.example", u"continue"_s);
}

void OriginGuardStageTest::pagesAreRefused()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(QString, expected);
    OriginGuardStage stage(10000);
    QCOMPARE(askStage(stage, headOf("GET", "/health", {{"Host", "localhost:10000"}, {name, value}})), expected);
    QCOMPARE(askStage(stage, headOf("GET", "/health", {{name, value}})), expected); // HTTP/1.0 without Host
}

void OriginGuardStageTest::onTheDefaultPortTheHostNeedsNone()
{
    OriginGuardStage stage(80);
    QCOMPARE(askStage(stage, headOf("GET", "/", {{"Host", "localhost"}})), u"continue"_s);
    QCOMPARE(askStage(stage, headOf("GET", "/", {{"Host", "[::1]:80"}})), u"continue"_s);
    QCOMPARE(askStage(stage, headOf("GET", "/", {{"Host", "localhostx"}})), u"refuse 403 wrong_host"_s);
}

void OriginGuardStageTest::theHeadIsNotChanged()
{
    OriginGuardStage stage(10000);
    StageRequest request{headOf("GET", "/x", {{"Host", "localhost:10000"}, {"A", "1"}})};
    const http::HeaderList before = request.head.headers;
    stage.handle(request, [](const StageOutcome &) { });
    QVERIFY(request.head.headers == before);
    QCOMPARE(request.head.target, "/x");
}

QTEST_GUILESS_MAIN(OriginGuardStageTest)
#include "tst_originguardstage.moc"
