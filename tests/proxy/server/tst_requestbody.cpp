// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/server/requestbody.h"

#include <QSignalSpy>
#include <QTest>

#ifdef __GLIBC__
#include <malloc.h>
#endif

using namespace cpx;

/// A body between one writer and one reader.
class RequestBodyTest : public QObject
{
    Q_OBJECT

private slots:
    void whatIsAppendedIsRead();
    void arrivalsAreAnnounced();
    void theEndIsKnownOnlyWhenAllIsRead();
    void theEndIsAnnouncedOnce();
    void readingAnEmptyBodyWaitsOrEnds();
    void takingBytesIsAnnounced();
    void itCannotBeReadAgainNorWritten();
    void nothingIsAppendedByEmptyBytes();
    void itHoldsNoMoreThanIsWaiting();
    void aWatcherSeesWhatWaitsAndWhatComes();
    void aFullBodyMakesTheClientWait();
    void gatheredPiecesAreOneArray_data();
    void gatheredPiecesAreOneArray();
    void whatWasGatheredIsReadAsEver();
    void anotherContentTakesItsPlace_data();
    void anotherContentTakesItsPlace();
};

void RequestBodyTest::whatIsAppendedIsRead()
{
    RequestBody body;
    body.append("abc");
    body.append("defg");
    QCOMPARE(body.buffered(), 7);
    QCOMPARE(body.bytesAvailable(), 7);
    QCOMPARE(body.read(2), "ab");
    body.append("h");
    QCOMPARE(body.read(4), "cdef");
    QCOMPARE(body.readAll(), "gh");
    QCOMPARE(body.buffered(), 0);
    QCOMPARE(body.bytesReceived(), 8);
}

void RequestBodyTest::arrivalsAreAnnounced()
{
    RequestBody body;
    QSignalSpy ready(&body, &QIODevice::readyRead);
    body.append("a");
    body.append("b");
    QCOMPARE(ready.size(), 2);
}

void RequestBodyTest::theEndIsKnownOnlyWhenAllIsRead()
{
    RequestBody body;
    QVERIFY(!body.atEnd()); // more may come
    body.append("ab");
    body.setComplete();
    QVERIFY(body.isComplete());
    QVERIFY(!body.atEnd());
    QCOMPARE(body.readAll(), "ab");
    QVERIFY(body.atEnd());
}

void RequestBodyTest::theEndIsAnnouncedOnce()
{
    RequestBody body;
    QSignalSpy finished(&body, &QIODevice::readChannelFinished);
    body.setComplete();
    body.setComplete();
    QCOMPARE(finished.size(), 1);
}

void RequestBodyTest::readingAnEmptyBodyWaitsOrEnds()
{
    RequestBody body;
    char byte = 0;
    QCOMPARE(body.read(&byte, 1), 0);
    body.setComplete();
    QCOMPARE(body.read(&byte, 1), -1);
}

void RequestBodyTest::takingBytesIsAnnounced()
{
    RequestBody body;
    QSignalSpy drained(&body, &RequestBody::drained);
    char bytes[8];
    QCOMPARE(body.read(bytes, 8), 0);
    QCOMPARE(drained.size(), 0);
    body.append("abc");
    QCOMPARE(body.read(bytes, 2), 2);
    QCOMPARE(drained.size(), 1);
}

void RequestBodyTest::itCannotBeReadAgainNorWritten()
{
    RequestBody body;
    body.append("abc");
    QVERIFY(body.isSequential());
    QCOMPARE(body.readAll(), "abc");
    QVERIFY(!body.reset());
    QVERIFY(!body.seek(0));
    QVERIFY(!body.isWritable());
    QCOMPARE(body.readAll(), "");
}

void RequestBodyTest::nothingIsAppendedByEmptyBytes()
{
    RequestBody body;
    QSignalSpy ready(&body, &QIODevice::readyRead);
    body.append({});
    QCOMPARE(ready.size(), 0);
    QCOMPARE(body.bytesReceived(), 0);
}

void RequestBodyTest::itHoldsNoMoreThanIsWaiting()
{
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
    // A reader that never quite catches up: 64 KiB are always left when the next bytes come.
    constexpr qsizetype left = 64 * 1024;
    constexpr qsizetype portion = 192 * 1024;
    const auto memory = [] {
        const struct mallinfo2 info = ::mallinfo2();
        return qint64(info.uordblks + info.hblkhd);
    };
    RequestBody body;
    const QByteArray bytes(portion, 'x');
    QByteArray taken(portion, Qt::Uninitialized);
    body.append(QByteArray(left, 'x'));
    const qint64 before = memory();
    for (int i = 0; i < 500; ++i) {
        body.append(bytes);
        QCOMPARE(body.read(taken.data(), portion), portion);
        QCOMPARE(body.buffered(), left);
    }
    QVERIFY2(memory() - before < 2 * 1024 * 1024, qPrintable(QString::number(memory() - before)));
#else
    QSKIP("needs the allocator of glibc");
#endif
}

void RequestBodyTest::aWatcherSeesWhatWaitsAndWhatComes()
{
    RequestBody body;
    body.append("ab");
    QByteArrayList seen;
    body.watch([&](const QByteArray &chunk) { seen += chunk; });
    QCOMPARE(seen, QByteArrayList{"ab"});
    QCOMPARE(body.takeChunk(), "ab");
    const QByteArray chunk("cd");
    body.append(chunk);
    QCOMPARE(seen, (QByteArrayList{"ab", "cd"}));
    QVERIFY(seen.constLast().constData() == chunk.constData()); // shared, not copied
}

void RequestBodyTest::aFullBodyMakesTheClientWait()
{
    RequestBody body;
    QVERIFY(body.hasRoom());
    body.setCapacity(4);
    body.append("abc");
    QVERIFY(body.hasRoom());
    body.append("d");
    QVERIFY(!body.hasRoom());
    QSignalSpy room(&body, &RequestBody::drained);
    body.setCapacity(4);
    QCOMPARE(room.size(), 0);
    body.setCapacity(5);
    QVERIFY(body.hasRoom());
    QCOMPARE(room.size(), 1);
    body.setCapacity(6); // there was room before
    QCOMPARE(room.size(), 1);
}

void RequestBodyTest::gatheredPiecesAreOneArray_data()
{
    QTest::addColumn<QByteArrayList>("before");
    QTest::addColumn<QByteArrayList>("after");
    QTest::addColumn<int>("expected");
    QTest::newRow("nothing") << QByteArrayList{} << QByteArrayList{} << 0;
    QTest::newRow("one piece") << QByteArrayList{} << QByteArrayList{"abc"} << 3;
    QTest::newRow("pieces") << QByteArrayList{} << QByteArrayList{"a", "bc", "d"} << 4;
    QTest::newRow("pieces of an unknown number") << QByteArrayList{} << QByteArrayList{"a", "bc", "d"} << 0;
    QTest::newRow("more than was said") << QByteArrayList{} << QByteArrayList{"a", "bc", "d"} << 2;
    QTest::newRow("some were here") << QByteArrayList{"x", "yz"} << QByteArrayList{"a", "bc"} << 6;
    QTest::newRow("all were here") << QByteArrayList{"x", "yz"} << QByteArrayList{} << 3;
}

void RequestBodyTest::gatheredPiecesAreOneArray()
{
    QFETCH(QByteArrayList, before);
    QFETCH(QByteArrayList, after);
    QFETCH(int, expected);
    RequestBody body;
    body.setCapacity(1);
    for (const QByteArray &piece : before)
        body.append(piece);
    body.gather(100, expected);
    QVERIFY(body.hasRoom());
    for (const QByteArray &piece : after)
        body.append(piece);
    body.setComplete();
    QCOMPARE(body.content(), before.join() + after.join());
    QCOMPARE(body.buffered(), body.content().size());
}

void RequestBodyTest::whatWasGatheredIsReadAsEver()
{
    RequestBody body;
    body.gather(100, 6);
    body.append("abc");
    body.append("def");
    body.setComplete();
    QCOMPARE(body.content(), "abcdef");
    const char *bytes = body.content().constData();
    const QByteArray taken = body.takeChunk();
    QCOMPARE(taken, "abcdef");
    QCOMPARE(static_cast<const void *>(taken.constData()), static_cast<const void *>(bytes)); // not a copy
    QVERIFY(body.atEnd());
}

void RequestBodyTest::anotherContentTakesItsPlace_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("longer") << QByteArray("abcdefghij");
    QTest::newRow("shorter") << QByteArray("x");
    QTest::newRow("empty") << QByteArray();
}

void RequestBodyTest::anotherContentTakesItsPlace()
{
    QFETCH(QByteArray, content);
    RequestBody body;
    body.gather(100);
    body.append("abc");
    body.append("def");
    body.setComplete();
    body.replaceContent(content);
    QCOMPARE(body.bytesAvailable(), content.size());
    QCOMPARE(body.bytesReceived(), 6); // from the client
    QCOMPARE(body.readAll(), content);
    QVERIFY(body.atEnd());
}

QTEST_APPLESS_MAIN(RequestBodyTest)
#include "tst_requestbody.moc"
