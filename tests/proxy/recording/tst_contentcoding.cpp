// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/contentcoding.h"

#include "core/zstd.h"

#include <QTest>

using namespace cpx;

/// Bodies without their content coding.
class ContentCodingTest : public QObject
{
    Q_OBJECT

private slots:
    void knownCodingsAreRemoved_data()
    {
        QTest::addColumn<QByteArray>("coding");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("wasCoded");
        // "hello" as gzip writes it
        const QByteArray gzip = QByteArray::fromHex("1f8b0800000000000003cb48cdc9c9070086a6103605000000");
        QTest::newRow("none") << QByteArray() << QByteArray("hello") << false;
        QTest::newRow("identity") << QByteArray("Identity") << QByteArray("hello") << false;
        QTest::newRow("zstd") << QByteArray("ZSTD") << zstdCompress("hello") << true;
        QTest::newRow("gzip") << QByteArray("gzip") << gzip << true;
        QTest::newRow("x-gzip") << QByteArray("x-gzip") << gzip << true;
    }

    void knownCodingsAreRemoved()
    {
        QFETCH(QByteArray, coding);
        QFETCH(QByteArray, body);
        QFETCH(bool, wasCoded);
        auto content = decodedContent(body, headers(coding));
        QVERIFY2(bool(content), content ? "" : qPrintable(content.error().message));
        QCOMPARE(content->bytes, "hello");
        QCOMPARE(content->wasCoded, wasCoded);
    }

    void anythingElseIsRefused_data()
    {
        QTest::addColumn<QByteArray>("coding");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("unknown") << QByteArray("br") << QByteArray("hello");
        QTest::newRow("twice") << QByteArray("gzip, zstd") << zstdCompress("hello");
        QTest::newRow("not what it says") << QByteArray("zstd") << QByteArray("hello");
        QTest::newRow("cut") << QByteArray("zstd") << zstdCompress("hello").chopped(1);
        QTest::newRow("a bomb") << QByteArray("zstd") << zstdCompress(QByteArray(50'000'000, 'x'));
        QTest::newRow("too large") << QByteArray() << QByteArray(64 * 1024 * 1024 + 1, 'x');
    }

    void anythingElseIsRefused()
    {
        QFETCH(QByteArray, coding);
        QFETCH(QByteArray, body);
        auto content = decodedContent(body, headers(coding));
        QVERIFY(!content);
        QCOMPARE(content.error().code, Error::Code::Invalid);
    }

    void twoFieldsAreRefused()
    {
        QVERIFY(!decodedContent("x", {{"Content-Encoding", "identity"}, {"content-encoding", "zstd"}}));
    }

    void nothingIsNothing() { QCOMPARE(decodedContent({}, headers("zstd"))->bytes, ""); }

private:
    static http::HeaderList headers(const QByteArray &coding)
    {
        return coding.isEmpty() ? http::HeaderList() : http::HeaderList{{"Content-Encoding", coding}};
    }
};

QTEST_APPLESS_MAIN(ContentCodingTest)
#include "tst_contentcoding.moc"
