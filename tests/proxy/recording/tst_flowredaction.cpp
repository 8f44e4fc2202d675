// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/flowredaction.h"

#include "core/zstd.h"
#include "proxy/changes/bodychange.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;
using State = RecordedBody::State;

/// What of an exchange may be kept.
class FlowRedactionTest : public QObject
{
    Q_OBJECT

private slots:
    void noModeKeepsACredentialOfTheHeads_data() { modes(); }
    void noModeKeepsACredentialOfTheHeads()
    {
        QFETCH(int, mode);
        GatheredExchange exchange = exchangeWith("{}", "{}");
        FlowRecord &record = exchange.record;
        record.target = "/v1/responses?api_key=canary&code=canary&x=1";
        record.errorText = u"could not reach https://user:canary@host/"_s;
        record.requestHeaders = {{"Authorization", "Bearer canary"}, {"authorization", "canary"}, {"Proxy-Authorization", "canary"},
                                 {"Cookie", "a=canary"}, {"x-api-key", "canary"}, {"api-key", "canary"},
                                 {"Referer", "https://user:canary@host/?token=canary"}, {"X-Note", "uses sk-canary-123"},
                                 {"X-Id", "eyJcanarycanary.canary.canary"}, {"Accept", "*/*"}};
        record.responseHeaders = {{"Set-Cookie", "session=canary"}, {"X-Refresh-Token", "canary"}, {"Content-Type", "text/plain"}};
        const RecordedFlow flow = keptOf(exchange, RecordingMode(mode));
        QByteArray all = flow.record.target + flow.record.errorText.toUtf8();
        flow.record.requestHeaders.writeTo(all);
        flow.record.responseHeaders.writeTo(all);
        QVERIFY2(!all.contains("canary"), all.constData());
        QCOMPARE(flow.record.target, "/v1/responses?api_key=***&code=***&x=1");
        QCOMPARE(flow.record.requestHeaders.size(), 10);
        QCOMPARE(flow.record.requestHeaders.first("accept"), "*/*");
        QCOMPARE(flow.mode, RecordingMode(mode));
    }

    void fullKeepsBodiesAsTheyWere()
    {
        const QByteArray packed = zstdCompress("{\"token\":\"abc\"}");
        GatheredExchange exchange = exchangeWith(packed, "\xff\xfe");
        exchange.record.requestHeaders = {{"Content-Encoding", "zstd"}};
        const RecordedFlow flow = keptOf(exchange, RecordingMode::Full);
        QCOMPARE(*flow.request.bytes(), packed);
        QVERIFY(!flow.request.isDecoded);
        QCOMPARE(*flow.response.bytes(), "\xff\xfe");
        QCOMPARE(flow.response.state, State::Kept);
    }

    void changesAreTreatedLikeBodies_data() { modes(); }
    void changesAreTreatedLikeBodies()
    {
        QFETCH(int, mode);
        BodyChange change;
        change.attribution = {ChangeAttribution::Kind::Hook, u"lint"_s, u"/p/settings.json"_s, u"Bearer canary123"_s};
        change.location = "/input/0";
        change.before = ChangeText::of("key sk-canary-123");
        change.after = ChangeText::of(R"({"token":"canary"})" + QByteArray(70'000, 'x'));
        GatheredExchange exchange = exchangeWith("{}", "{}");
        exchange.record.changes = std::make_shared<const QList<BodyChange>>(QList{change});
        const RecordedFlow flow = keptOf(exchange, RecordingMode(mode));
        QCOMPARE(flow.changeCount, 1);
        const BodyChange kept = flow.record.changes->constFirst();
        QCOMPARE(kept.attribution.name, u"lint"_s);
        QVERIFY(!kept.attribution.detail.contains(u"canary"_s));
        QVERIFY(kept.after.isCut());
        switch (RecordingMode(mode)) {
        case RecordingMode::Metadata:
            QVERIFY(kept.before.bytes.isEmpty() && kept.after.bytes.isEmpty());
            QCOMPARE(kept.before.size, change.before.size);
            break;
        case RecordingMode::Redacted:
            QCOMPARE(kept.before.bytes, "key ***");
            QVERIFY(!kept.before.isCut());
            QVERIFY(!kept.after.bytes.contains("canary"));
            break;
        case RecordingMode::Full:
        case RecordingMode::Off:
            QVERIFY(kept.before == change.before && kept.after == change.after);
            break;
        }
        QCOMPARE(exchange.record.changes->constFirst().before.bytes, "key sk-canary-123"); // others share it
    }

    void whatWasSentIsTreatedLikeABody()
    {
        GatheredExchange exchange = exchangeWith(zstdCompress("{}"), "data: 1\n\ndata: 2\n\n");
        exchange.record.requestHeaders = {{"content-encoding", "zstd"}}; // of what was received
        exchange.record.responseHeaders = {{"content-type", "text/event-stream"}};
        exchange.response.arrivedUs = QList<qint64>(exchange.response.pieces.size(), 1234);
        exchange.sent.emplace();
        exchange.sent->state = State::Kept;
        exchange.sent->pieces = {"{\"token\":\"canary\"}"};
        exchange.sent->size = 18;
        const RecordedFlow flow = keptOf(exchange, RecordingMode::Redacted);
        QCOMPARE(*flow.sent->bytes(), "{\"token\":\"***\"}");
        QCOMPARE(flow.eventTimesUs, (QList<qint64>{1234, 1234}));
        QVERIFY(!keptOf(exchangeWith("a", "b"), RecordingMode::Full).sent);
    }

    void redactedDecodesAndHides()
    {
        GatheredExchange exchange = exchangeWith(zstdCompress("{\"token\":\"canary\",\"n\":1}"), "data: {\"key\":\"canary\"}\n\n");
        exchange.record.requestHeaders = {{"content-encoding", "zstd"}};
        const RecordedFlow flow = keptOf(exchange, RecordingMode::Redacted);
        QCOMPARE(*flow.request.bytes(), "{\"token\":\"***\",\"n\":1}");
        QVERIFY(flow.request.isDecoded);
        QCOMPARE(*flow.response.bytes(), "data: {\"key\":\"***\"}\n\n");
        QVERIFY(!flow.response.isDecoded);
    }

    void redactedKeepsNothingItCannotSearch_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("coding");
        QTest::newRow("no text") << QByteArray("\xff\xfe\x80") << QByteArray();
        QTest::newRow("UTF-16") << QByteArray("s\0k\0-\0c\0a\0n\0a\0r\0y\0", 18) << QByteArray();
        QTest::newRow("unknown coding") << QByteArray("canary") << QByteArray("br");
        QTest::newRow("a cut frame") << zstdCompress("sk-canary-123").chopped(2) << QByteArray("zstd");
        QTest::newRow("a bomb") << zstdCompress(QByteArray(40'000'000, 'x')) << QByteArray("zstd");
    }

    void redactedKeepsNothingItCannotSearch()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, coding);
        GatheredExchange exchange = exchangeWith(body, body);
        if (!coding.isEmpty()) {
            exchange.record.requestHeaders = {{"Content-Encoding", coding}};
            exchange.record.responseHeaders = {{"Content-Encoding", coding}};
        }
        const RecordedFlow flow = keptOf(exchange, RecordingMode::Redacted);
        for (const RecordedBody &kept : {flow.request, flow.response}) {
            QCOMPARE(kept.state, State::Unreadable);
            QCOMPARE(kept.size, 0);
            QVERIFY(kept.packed.isEmpty());
        }
    }

    void aCharacterThatWasCutOffIsNoHindrance()
    {
        GatheredExchange exchange = exchangeWith("a\xe4\xb8", "a\xe4\xb8");
        exchange.request.state = State::Truncated;
        const RecordedFlow whole = keptOf(exchange, RecordingMode::Redacted);
        QCOMPARE(*whole.request.bytes(), "a\xe4\xb8");
        QCOMPARE(whole.request.state, State::Truncated);
        QCOMPARE(whole.response.state, State::Unreadable); // this one is whole, so it is no text
        exchange.record.phase = FlowRecord::Phase::Cancelled;
        QCOMPARE(keptOf(exchange, RecordingMode::Redacted).response.state, State::Kept);
    }

    void bodiesThatWereNotGatheredStayAway_data() { modes(); }
    void bodiesThatWereNotGatheredStayAway()
    {
        QFETCH(int, mode);
        GatheredExchange exchange = exchangeWith({}, {});
        exchange.request = {{}, 0, 0, State::NotWanted};
        exchange.response = {{}, 0, 0, State::Dropped};
        const RecordedFlow flow = keptOf(exchange, RecordingMode(mode));
        QCOMPARE(flow.request.state, State::NotWanted);
        QCOMPARE(flow.response.state, State::Dropped);
    }

private:
    static void modes()
    {
        QTest::addColumn<int>("mode");
        for (const RecordingMode mode : {RecordingMode::Metadata, RecordingMode::Redacted, RecordingMode::Full})
            QTest::newRow(recordingModeName(mode).toLatin1().constData()) << int(mode);
    }

    /// The bodies in two pieces each.
    static GatheredExchange exchangeWith(const QByteArray &request, const QByteArray &response)
    {
        const auto pieces = [](const QByteArray &body) {
            return GatheredBody{{body.first(body.size() / 2), body.sliced(body.size() / 2)}, body.size(), 0, State::Kept};
        };
        GatheredExchange exchange;
        exchange.record.phase = FlowRecord::Phase::Done;
        exchange.request = pieces(request);
        exchange.response = pieces(response);
        return exchange;
    }
};

QTEST_APPLESS_MAIN(FlowRedactionTest)
#include "tst_flowredaction.moc"
