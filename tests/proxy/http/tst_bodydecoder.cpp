// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/http/bodydecoder.h"

#include <QTest>

using namespace cpx;
using http::BodyDecoder;
using http::BodyFraming;

/// Every row is decoded whole and cut in two at every byte, with the same result.
class BodyDecoderTest : public QObject
{
    Q_OBJECT

private slots:
    void bodiesAreDecodedOrRefusedHoweverTheyAreCut_data();
    void bodiesAreDecodedOrRefusedHoweverTheyAreCut();
    void announcedSizesAreNotAllocated();
    void floodsAreBounded_data();
    void floodsAreBounded();

private:
    static QString decode(const BodyFraming &framing, const QList<QByteArrayView> &pieces);
};

/// "payload|rest" when complete, "payload…" when more is needed, "payload!code" when refused.
QString BodyDecoderTest::decode(const BodyFraming &framing, const QList<QByteArrayView> &pieces)
{
    BodyDecoder decoder(framing, Limits());
    QByteArray payload;
    QByteArray rest;
    for (QByteArrayView piece : pieces) {
        bool isStuck = false;
        while (!isStuck) {
            QByteArrayView part;
            switch (decoder.feed(piece, part)) {
            case BodyDecoder::Progress::NeedMore:
                isStuck = true;
                break;
            case BodyDecoder::Progress::Payload:
                payload += part;
                break;
            case BodyDecoder::Progress::Complete:
                rest += piece;
                isStuck = true;
                break;
            case BodyDecoder::Progress::Failed:
                return QString::fromLatin1(payload + '!' + decoder.error().code);
            }
        }
    }
    return QString::fromLatin1(decoder.isComplete() ? payload + '|' + rest : payload + "...");
}

void BodyDecoderTest::bodiesAreDecodedOrRefusedHoweverTheyAreCut_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("length");
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, BodyFraming::Kind kind, int length, const QByteArray &wire, const char *expected) {
        QTest::newRow(name) << int(kind) << length << wire << QString::fromLatin1(expected);
    };
    const auto chunked = [&](const char *name, const QByteArray &wire, const char *expected) {
        row(name, BodyFraming::Kind::Chunked, 0, wire, expected);
    };
    row("none", BodyFraming::Kind::None, 0, "next", "|next");
    row("sized", BodyFraming::Kind::Sized, 3, "abcnext", "abc|next");
    row("sized zero", BodyFraming::Kind::Sized, 0, "next", "|next");
    row("sized, not all", BodyFraming::Kind::Sized, 5, "abc", "abc...");
    row("until close", BodyFraming::Kind::UntilClose, 0, "abc", "abc...");
    chunked("chunks", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\nnext", "abcde|next");
    chunked("upper and lower case sizes", "A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789|");
    chunked("leading zeros", "003\r\nabc\r\n000\r\n\r\n", "abc|");
    chunked("extensions", "3;a=b;c=\"d\"\r\nabc\r\n0;last\r\n\r\n", "abc|");
    chunked("trailers", "3\r\nabc\r\n0\r\nA: b\r\nC: d\r\n\r\nnext", "abc|next");
    chunked("CRLF inside the data", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n|");
    chunked("not all", "5\r\nabc", "abc...");
    chunked("no last chunk", "3\r\nabc\r\n", "abc...");
    chunked("0x", "0x3\r\nabc\r\n0\r\n\r\n", "!bad_chunk");
    chunked("sign", "+3\r\nabc\r\n", "!bad_chunk");
    chunked("minus", "-1\r\n", "!bad_chunk");
    chunked("blank before", " 3\r\nabc\r\n", "!bad_chunk");
    chunked("blank after", "3 \r\nabc\r\n", "!bad_chunk");
    chunked("no size", "\r\n", "!bad_chunk");
    chunked("only an extension", ";a\r\n", "!bad_chunk");
    chunked("bare LF after the size", "3\nabc\r\n0\r\n\r\n", "!bad_chunk");
    chunked("bare LF after the data", "3\r\nabc\n0\r\n\r\n", "abc!bad_chunk");
    chunked("data longer than its size", "3\r\nabcd\r\n0\r\n\r\n", "abc!bad_chunk");
    chunked("no digit", "g\r\n", "!bad_chunk");
    chunked("sixteen digits", "0000000000000001\r\na\r\n", "!bad_chunk");
    chunked("bare LF at the end", "0\r\n\n", "!bad_trailer");
    chunked("trailer without colon", "0\r\nabc\r\n\r\n", "!bad_trailer");
    chunked("NUL in an extension", "3;" + QByteArray(1, '\0') + "\r\nabc\r\n", "!bad_chunk");
    chunked("CR in an extension", "3;\ra\r\nabc\r\n", "!bad_chunk");
}

void BodyDecoderTest::bodiesAreDecodedOrRefusedHoweverTheyAreCut()
{
    QFETCH(int, kind);
    QFETCH(int, length);
    QFETCH(QByteArray, wire);
    QFETCH(QString, expected);
    const BodyFraming framing{BodyFraming::Kind(kind), quint64(length)};
    const QByteArrayView view(wire);
    for (qsizetype cut = 0; cut <= wire.size(); ++cut)
        QCOMPARE(decode(framing, {view.first(cut), view.sliced(cut)}), expected);
}

void BodyDecoderTest::announcedSizesAreNotAllocated()
{
    BodyDecoder sized({BodyFraming::Kind::Sized, (quint64(1) << 63) - 1}, Limits());
    QByteArrayView input("abc");
    QByteArrayView payload;
    QCOMPARE(sized.feed(input, payload), BodyDecoder::Progress::Payload);
    QCOMPARE(payload, "abc");
    QVERIFY(!sized.endOfStream());

    BodyDecoder chunked({BodyFraming::Kind::Chunked, 0}, Limits());
    input = "fffffffffffffff\r\nabc";
    QCOMPARE(chunked.feed(input, payload), BodyDecoder::Progress::Payload);
    QCOMPARE(payload, "abc");
}

void BodyDecoderTest::floodsAreBounded_data()
{
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<QByteArray>("repeated");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("one extension") << QByteArray("1;") << QByteArray(1024, 'a') << QByteArray("bad_chunk");
    QTest::newRow("many extensions") << QByteArray() << "1;" + QByteArray(1024, 'a') + "\r\nx\r\n" << QByteArray("bad_chunk");
    QTest::newRow("one trailer") << QByteArray("0\r\n") << QByteArray(1024, 'a') << QByteArray("bad_chunk");
    QTest::newRow("many trailers") << QByteArray("0\r\n") << "A: " + QByteArray(1024, 'a') + "\r\n" << QByteArray("bad_trailer");
}

void BodyDecoderTest::floodsAreBounded()
{
    QFETCH(QByteArray, begin);
    QFETCH(QByteArray, repeated);
    QFETCH(QByteArray, code);
    BodyDecoder decoder({BodyFraming::Kind::Chunked, 0}, Limits());
    QByteArrayView input(begin);
    QByteArrayView payload;
    decoder.feed(input, payload);
    auto progress = BodyDecoder::Progress::NeedMore;
    for (int i = 0; i < 100 && progress != BodyDecoder::Progress::Failed; ++i) {
        input = repeated;
        do {
            progress = decoder.feed(input, payload);
        } while (progress == BodyDecoder::Progress::Payload);
    }
    QCOMPARE(progress, BodyDecoder::Progress::Failed);
    QCOMPARE(decoder.error().code, code);
}

QTEST_APPLESS_MAIN(BodyDecoderTest)
#include "tst_bodydecoder.moc"
