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

QTEST_APPLESS_MAIN(RequestBodyTest)
#include "tst_requestbody.moc"
