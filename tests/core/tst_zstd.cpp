// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zstd.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 roomy = 64LL * 1024 * 1024;

/// Text that does not compress to nothing: numbers of a fixed generator.
QByteArray variedText(int lines)
{
    QByteArray text;
    quint32 state = 1;
    for (int i = 0; i < lines; ++i) {
        state = state * 1664525U + 1013904223U;
        text += "{\"line\":" + QByteArray::number(i) + ",\"value\":" + QByteArray::number(state) + "}\n";
    }
    return text;
}

} // namespace

class TestZstd : public QObject
{
    Q_OBJECT

private slots:
    void whatWasCompressedComesBack_data();
    void whatWasCompressedComesBack();
    void aFrameHasNoContentSizeLikeTheOnesOfCodex();
    void severalFramesAreOneBody();
    void dataCutAtAnyByteIsAnError();
    void aDamagedFrameIsAnError();
    void garbageIsAnError_data();
    void garbageIsAnError();
    void garbageBehindAFrameIsAnError();
    void theOutputLimitIsExact();
    void aBombIsRefused();
    void smallRepetitiveTextIsNoBomb();
    void anOversizedWindowIsRefused();
};

void TestZstd::whatWasCompressedComesBack_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("one byte") << QByteArray("x");
    QTest::newRow("zero bytes") << QByteArray(3, '\0');
    QTest::newRow("a small JSON text") << QByteArray(R"({"model":"gpt-5.5","stream":true})");
    QTest::newRow("exactly one output chunk") << variedText(10'000).first(128 * 1024);
    QTest::newRow("several megabytes") << variedText(100'000);
}

void TestZstd::whatWasCompressedComesBack()
{
    QFETCH(QByteArray, data);
    const auto back = zstdDecompress(zstdCompress(data), roomy);
    QVERIFY2(back, back ? "" : qPrintable(back.error().message));
    QCOMPARE(*back, data);
}

void TestZstd::aFrameHasNoContentSizeLikeTheOnesOfCodex()
{
    const QByteArray frame = zstdCompress(variedText(100));
    QCOMPARE(frame.first(4), QByteArray::fromHex("28b52ffd"));
    // Frame_Header_Descriptor: size flag, single segment, checksum and dictionary are all off (RFC 8878
    // §3.1.1.1.1).
    QCOMPARE(frame.at(4), '\0');
}

void TestZstd::severalFramesAreOneBody()
{
    const QByteArray skippable = QByteArray::fromHex("502a4d1803000000") + "abc";
    const auto back = zstdDecompress(zstdCompress("one ") + skippable + zstdCompress("two"), roomy);
    QVERIFY(back);
    QCOMPARE(*back, QByteArray("one two"));
}

void TestZstd::dataCutAtAnyByteIsAnError()
{
    const QByteArray frame = zstdCompress(variedText(60));
    for (qsizetype cut = 0; cut < frame.size(); ++cut) {
        const auto back = zstdDecompress(QByteArrayView(frame).first(cut), roomy);
        QVERIFY2(!back, qPrintable(u"accepted the first %1 of %2 bytes"_s.arg(cut).arg(frame.size())));
        QCOMPARE(back.error().code, Error::Code::Invalid);
        QVERIFY2(back.error().message.contains(u"ends in the middle"_s), qPrintable(back.error().message));
    }
}

void TestZstd::aDamagedFrameIsAnError()
{
    QByteArray frame = zstdCompress(variedText(60));
    frame[6] = char(frame.at(6) | 0x06); // the reserved block type
    const auto back = zstdDecompress(frame, roomy);
    QVERIFY(!back);
    QCOMPARE(back.error().code, Error::Code::Invalid);
}

void TestZstd::garbageIsAnError_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("plain JSON") << QByteArray(R"({"model":"gpt-5.5"})");
    QTest::newRow("gzip") << QByteArray::fromHex("1f8b0800000000000003");
    QTest::newRow("a wrong magic number") << QByteArray::fromHex("28b52ffe00580100");
    QTest::newRow("zero bytes") << QByteArray(64, '\0');
}

void TestZstd::garbageIsAnError()
{
    QFETCH(QByteArray, data);
    const auto back = zstdDecompress(data, roomy);
    QVERIFY(!back);
    QCOMPARE(back.error().code, Error::Code::Invalid);
    QVERIFY2(back.error().message.contains(u"not zstd"_s), qPrintable(back.error().message));
}

void TestZstd::garbageBehindAFrameIsAnError()
{
    QVERIFY(!zstdDecompress(zstdCompress("one") + "{}{}{}{}", roomy));
}

void TestZstd::theOutputLimitIsExact()
{
    const QByteArray data = variedText(20'000);
    const QByteArray frame = zstdCompress(data);
    QVERIFY(zstdDecompress(frame, data.size()));
    const auto refused = zstdDecompress(frame, data.size() - 1);
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(u"the limit"_s), qPrintable(refused.error().message));
}

void TestZstd::aBombIsRefused()
{
    const QByteArray bomb = zstdCompress(QByteArray(32 * 1024 * 1024, 'a'));
    QVERIFY(bomb.size() < 16 * 1024);
    const auto refused = zstdDecompress(bomb, roomy);
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(u"bomb"_s), qPrintable(refused.error().message));
    QVERIFY(zstdDecompress(bomb, roomy, 1'000'000));
}

void TestZstd::smallRepetitiveTextIsNoBomb()
{
    const QByteArray text(zstdRatioFloor, ' ');
    const QByteArray frame = zstdCompress(text);
    QVERIFY(text.size() / frame.size() > 200);
    QVERIFY(zstdDecompress(frame, roomy));
}

void TestZstd::anOversizedWindowIsRefused()
{
    // Magic, descriptor without size, window exponent 14 (16 MiB), then an empty last raw block.
    const QByteArray frame =
        QByteArray::fromHex("28b52ffd00") + char(14 << 3) + QByteArray::fromHex("010000");
    QVERIFY(!zstdDecompress(frame, roomy));
    const QByteArray smaller =
        QByteArray::fromHex("28b52ffd00") + char(13 << 3) + QByteArray::fromHex("010000");
    QVERIFY(zstdDecompress(smaller, roomy));
}

QTEST_APPLESS_MAIN(TestZstd)
#include "tst_zstd.moc"
