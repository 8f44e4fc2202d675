// SPDX-License-Identifier: GPL-3.0-or-later
#include "demobodies.h"
#include "proxy/demo/demohost.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QTest>

#include <memory>

using namespace cpx;
using namespace demobodies;
using namespace Qt::StringLiterals;

class TestDemoHost : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void theUrlLeadsToTheDemoModel();
    void startingTwiceGivesTheSameUrl();
    void itStopsWhileAnAnswerIsRunning();
    void itCanBeMadeAndDroppedAgainAndAgain();
};

void TestDemoHost::theUrlLeadsToTheDemoModel()
{
    DemoHost host;
    auto url = host.start();
    QTRY_VERIFY(url.isFinished());
    QVERIFY(url.result());
    QCOMPARE(url.result()->host(), u"127.0.0.1"_s);
    QCOMPARE(url.result()->path(), u"/v1"_s);

    QNetworkAccessManager network;
    network.setProxy(QNetworkProxy::NoProxy);
    const std::unique_ptr<QNetworkReply> reply(
        network.get(QNetworkRequest(QUrl(url.result()->toString() + u"/models"_s))));
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->readAll(), QByteArray(R"({"models":[]})"));
}

void TestDemoHost::startingTwiceGivesTheSameUrl()
{
    DemoHost host;
    auto first = host.start();
    auto second = host.start();
    QTRY_VERIFY(first.isFinished() && second.isFinished());
    QVERIFY(first.result());
    QCOMPARE(*second.result(), *first.result());
}

void TestDemoHost::itStopsWhileAnAnswerIsRunning()
{
    auto host = std::make_unique<DemoHost>();
    auto url = host->start();
    QTRY_VERIFY(url.isFinished());
    QNetworkAccessManager network;
    network.setProxy(QNetworkProxy::NoProxy);
    QNetworkRequest request(QUrl(url.result()->toString() + u"/responses"_s));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    const std::unique_ptr<QNetworkReply> reply(
        network.post(request, json(body({typed(u"write a long text"_s)}))));
    QTRY_VERIFY(reply->bytesAvailable() > 0);

    QElapsedTimer time;
    time.start();
    host.reset();
    QVERIFY2(time.elapsed() < 1000, qPrintable(QString::number(time.elapsed())));
    QTRY_VERIFY(reply->isFinished());
    QVERIFY(reply->error() != QNetworkReply::NoError);
}

void TestDemoHost::itCanBeMadeAndDroppedAgainAndAgain()
{
    for (int i = 0; i < 100; ++i) {
        DemoHost host;
        if (i % 3 == 0)
            continue; // never started
        auto url = host.start();
        if (i % 3 == 1)
            continue; // dropped while it starts
        QTRY_VERIFY(url.isFinished());
        QVERIFY(url.result());
    }
}

QTEST_GUILESS_MAIN(TestDemoHost)
#include "tst_demohost.moc"
