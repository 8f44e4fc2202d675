// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/recordingtap.h"

#include <QTest>

using namespace cpx;
using State = RecordedBody::State;

/// What is gathered of an exchange, and how much of it at most.
class RecordingTapTest : public QObject
{
    Q_OBJECT

private slots:
    void itGathersHeadsAndPieces()
    {
        const auto tap = make(true);
        tap->onRequestBody("one ");
        tap->onRequestBody("two");
        http::ResponseHead head;
        head.headers = {{"Set-Cookie", "secret"}, {"X", "1"}};
        tap->onResponseHead(head);
        tap->onResponseBody("answer");
        const GatheredExchange exchange = end(*tap);
        QCOMPARE(exchange.request.pieces, (QByteArrayList{"one ", "two"}));
        QCOMPARE(exchange.request.state, State::Kept);
        QCOMPARE(exchange.response.pieces, QByteArrayList{"answer"});
        QCOMPARE(exchange.record.id, 7);
        QCOMPARE(exchange.record.requestHeaders.first("authorization"), "***"); // no credential waits in memory
        QCOMPARE(exchange.record.responseHeaders.first("set-cookie"), "***");
        QCOMPARE(exchange.record.responseHeaders.first("x"), "1");
        QCOMPARE(exchange.allTaken(), m_memory.taken());
        m_memory.give(exchange.allTaken());
    }

    void metadataGathersNoBodies()
    {
        const auto tap = make(false);
        const qint64 before = m_memory.taken();
        tap->onRequestBody("body");
        tap->onResponseBody("body");
        QCOMPARE(m_memory.taken(), before);
        const GatheredExchange exchange = end(*tap);
        QVERIFY(exchange.request.pieces.isEmpty() && exchange.response.pieces.isEmpty());
        QCOMPARE(exchange.response.state, State::NotWanted);
        m_memory.give(exchange.allTaken());
    }

    void whatIsSentInsteadIsGatheredToo()
    {
        const auto tap = make(true);
        tap->onRequestBody("received");
        tap->onSentBody("sent");
        const GatheredExchange exchange = end(*tap);
        QCOMPARE(exchange.sent->pieces, QByteArrayList{"sent"});
        QCOMPARE(exchange.sent->state, State::Kept);
        QCOMPARE(exchange.allTaken(), m_memory.taken());
        m_memory.give(exchange.allTaken());
        // Without bodies at least that there was one.
        const auto other = make(false);
        other->onSentBody("sent");
        const GatheredExchange metadata = end(*other);
        QCOMPARE(metadata.sent->state, State::NotWanted);
        QVERIFY(metadata.sent->pieces.isEmpty());
        m_memory.give(metadata.allTaken());
    }

    void theTimesOfAnAnswerAreNoted()
    {
        const auto tap = make(true);
        tap->onRequestBody("no times of a request");
        tap->onResponseHead({});
        tap->onResponseBody("1");
        QTest::qSleep(3); // time itself is what is measured
        tap->onResponseBody("2");
        const GatheredExchange exchange = end(*tap);
        QVERIFY(exchange.request.arrivedUs.isEmpty());
        QCOMPARE(exchange.response.arrivedUs.size(), 2);
        QVERIFY(exchange.response.arrivedUs.at(0) >= 0);
        QVERIFY(exchange.response.arrivedUs.at(1) >= exchange.response.arrivedUs.at(0) + 3000);
        m_memory.give(exchange.allTaken());
    }

    void aLargeBodyIsTruncatedExactlyAtTheLimit()
    {
        const auto tap = make(true);
        const QByteArray piece(5'000'000, 'x');
        for (int i = 0; i < 4; ++i)
            tap->onResponseBody(piece);
        const GatheredExchange exchange = end(*tap);
        QCOMPARE(exchange.response.state, State::Truncated);
        QCOMPARE(exchange.response.size, RecordingTap::maximumBody);
        QCOMPARE(exchange.response.pieces.join().size(), RecordingTap::maximumBody);
        QVERIFY(m_memory.taken() < RecordingTap::maximumBody + 10'000);
        m_memory.give(exchange.allTaken());
    }

    void withoutMemoryBodiesAreDroppedAndItsPartGivenBack()
    {
        const auto tap = make(true);
        tap->onResponseBody(QByteArray(1000, 'x'));
        const qint64 others = RecordingMemory::bodyLimit - m_memory.taken();
        QVERIFY(m_memory.takeForBody(others));
        tap->onRequestBody("request");
        tap->onResponseBody("y");
        tap->onResponseBody("z");
        const GatheredExchange exchange = end(*tap);
        QCOMPARE(exchange.request.state, State::Dropped);
        QCOMPARE(exchange.response.state, State::Dropped);
        QVERIFY(exchange.response.pieces.isEmpty());
        QCOMPARE(m_memory.taken(), others + exchange.allTaken());
        QVERIFY(make(true)); // its head would still be recorded
        m_memory.give(exchange.allTaken() + others);
        m_memory.give(m_memory.taken());
    }

    void withNoMemoryAtAllThereIsNoTap()
    {
        QVERIFY(m_memory.takeForHead(RecordingMemory::limit));
        QVERIFY(!make(true));
        m_memory.give(RecordingMemory::limit);
        QVERIFY(make(true));
        m_memory.give(m_memory.taken());
    }

private:
    std::unique_ptr<RecordingTap> make(bool wantsBodies)
    {
        http::RequestHead head;
        head.headers = {{"Authorization", "Bearer secret"}};
        return RecordingTap::make(head, wantsBodies, m_memory, [this](GatheredExchange exchange) { m_done = std::move(exchange); });
    }
    GatheredExchange end(RecordingTap &tap)
    {
        FlowRecord record;
        record.id = 7;
        tap.onEnd(record);
        return std::exchange(m_done, {});
    }

    RecordingMemory m_memory;
    GatheredExchange m_done;
};

QTEST_APPLESS_MAIN(RecordingTapTest)
#include "tst_recordingtap.moc"
