// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gzip.h"

#include <QTest>
#include <zlib.h>

using namespace cpx;

/// Bodies in gzip, from senders nobody vouches for.
class GzipTest : public QObject
{
    Q_OBJECT

private slots:
    void whatWasPackedComesBack_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("short") << QByteArray("hello");
        QTest::newRow("larger than a chunk") << QByteArray(300'000, 'a') + QByteArray(300'000, 'b');
        QTest::newRow("exactly a chunk") << QByteArray(64 * 1024, 'c');
    }

    void whatWasPackedComesBack()
    {
        QFETCH(QByteArray, bytes);
        auto result = gzipDecompress(packed(bytes), 10'000'000);
        QVERIFY(result);
        QCOMPARE(*result, bytes);
    }

    void membersAreJoined()
    {
        auto result = gzipDecompress(packed("one ") + packed("two"), 1000);
        QVERIFY(result);
        QCOMPARE(*result, "one two");
    }

    void everyCutIsAnError()
    {
        const QByteArray whole = packed("some text that is long enough to be cut in many places");
        for (qsizetype cut = 0; cut < whole.size(); ++cut)
            QVERIFY2(!gzipDecompress(whole.first(cut), 1000), qPrintable(QString::number(cut)));
    }

    void damageIsAnError_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("text") << QByteArray("no gzip at all");
        QByteArray damaged = packed("some text");
        damaged[damaged.size() - 6] = char(damaged[damaged.size() - 6] ^ 1); // in the checksum
        QTest::newRow("checksum") << damaged;
        QTest::newRow("something behind it") << packed("x") + "more";
    }

    void damageIsAnError()
    {
        QFETCH(QByteArray, bytes);
        auto result = gzipDecompress(bytes, 1000);
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::Invalid);
    }

    void outputIsBounded()
    {
        QVERIFY(gzipDecompress(packed(QByteArray(1000, 'x')), 1000));
        QVERIFY(!gzipDecompress(packed(QByteArray(1001, 'x')), 1000));
        // A thousandfold: fine while small, refused as a bomb when large.
        QVERIFY(gzipDecompress(packed(QByteArray(1'000'000, 'x')), 100'000'000));
        QVERIFY(!gzipDecompress(packed(QByteArray(30'000'000, 'x')), 100'000'000));
        QVERIFY(gzipDecompress(packed(QByteArray(30'000'000, 'x')), 100'000'000, 2000));
    }

private:
    static QByteArray packed(const QByteArray &bytes)
    {
        z_stream stream = {};
        if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
            return {};
        QByteArray result(qsizetype(deflateBound(&stream, uLong(bytes.size()))), '\0');
        stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.constData()));
        stream.avail_in = uInt(bytes.size());
        stream.next_out = reinterpret_cast<Bytef *>(result.data());
        stream.avail_out = uInt(result.size());
        deflate(&stream, Z_FINISH);
        result.truncate(qsizetype(stream.total_out));
        deflateEnd(&stream);
        return result;
    }
};

QTEST_APPLESS_MAIN(GzipTest)
#include "tst_gzip.moc"
