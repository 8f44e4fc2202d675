// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/eventtimes.h"

#include <QTest>
#include <limits>

using namespace cpx;

/// When the events of a stream came.
class EventTimesTest : public QObject
{
    Q_OBJECT

private slots:
    void anEventCameWithItsLastPiece();
    void otherBodiesHaveNone();
    void theyArePackedAndUnpacked();
    void whatIsDamagedIsReadAsFarAsItGoes();

private:
    static GatheredBody stream(const QByteArrayList &pieces)
    {
        GatheredBody body;
        for (const QByteArray &piece : pieces) {
            body.pieces.append(piece);
            body.arrivedUs.append(body.pieces.size() * 100);
        }
        return body;
    }
};

void EventTimesTest::anEventCameWithItsLastPiece()
{
    const GatheredBody body = stream({"data: 1\n\ndata: 2\n", "\n: comment\n\n", "data: 3\n\nda", "ta: 4\n\n", "data: cut"});
    QCOMPARE(eventTimes(body, {{"Content-Type", "Text/Event-Stream; charset=utf-8"}}), (QList<qint64>{100, 200, 300, 400}));
}

void EventTimesTest::otherBodiesHaveNone()
{
    QVERIFY(eventTimes(stream({"data: 1\n\n"}), {{"Content-Type", "application/json"}}).isEmpty());
    QVERIFY(eventTimes(stream({"data: 1\n\n"}), {}).isEmpty());
    GatheredBody withoutTimes = stream({"data: 1\n\n"});
    withoutTimes.arrivedUs.clear();
    QVERIFY(eventTimes(withoutTimes, {{"Content-Type", "text/event-stream"}}).isEmpty());
}

void EventTimesTest::theyArePackedAndUnpacked()
{
    const QList<qint64> times{0, 0, 127, 128, 20'000, 20'000'000'000, std::numeric_limits<qint64>::max()};
    QCOMPARE(unpackedTimes(packedTimes(times)), times);
    QVERIFY(packedTimes({}).isEmpty());
    QCOMPARE(unpackedTimes(packedTimes({10, 5})), (QList<qint64>{10, 10})); // a clock does not run backwards
}

void EventTimesTest::whatIsDamagedIsReadAsFarAsItGoes()
{
    QCOMPARE(unpackedTimes(QByteArray("\x05\x80", 2)), QList<qint64>{5});
    for (const qint64 time : unpackedTimes(QByteArray(100, '\xff') + '\x01'))
        QVERIFY(time >= 0);
}

QTEST_APPLESS_MAIN(EventTimesTest)
#include "tst_eventtimes.moc"
