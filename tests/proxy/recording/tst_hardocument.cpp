// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/hardocument.h"

#include "core/zstd.h"

#include <QJsonArray>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;
using State = RecordedBody::State;

/// Recorded exchanges as HTTP archives.
class HarDocumentTest : public QObject
{
    Q_OBJECT

private slots:
    void theEntryHasWhatTheFormatAsksFor()
    {
        const QJsonObject log = harDocument(flow()).value(u"log"_s).toObject();
        QCOMPARE(log.value(u"version"_s).toString(), u"1.2"_s);
        QCOMPARE(log.value(u"creator"_s).toObject().value(u"name"_s).toString(), u"Codex-Plus"_s);
        const QJsonObject entry = log.value(u"entries"_s).toArray().at(0).toObject();
        QCOMPARE(entry.value(u"startedDateTime"_s).toString(), u"2026-01-02T03:04:05.006Z"_s);
        QCOMPARE(entry.value(u"time"_s).toDouble(), 2500.5);
        const QJsonObject timings = entry.value(u"timings"_s).toObject();
        QCOMPARE(timings.value(u"wait"_s).toDouble() + timings.value(u"receive"_s).toDouble(), 2500.5);
        const QJsonObject request = entry.value(u"request"_s).toObject();
        for (const QString &key : {u"method"_s, u"url"_s, u"httpVersion"_s, u"cookies"_s, u"headers"_s, u"queryString"_s, u"headersSize"_s, u"bodySize"_s})
            QVERIFY2(request.contains(key), qPrintable(key));
        QCOMPARE(request.value(u"url"_s).toString(), u"https://a.example/v1/x?a=1"_s);
        QCOMPARE(request.value(u"queryString"_s).toArray().at(0).toObject().value(u"value"_s).toString(), u"1"_s);
        QCOMPARE(request.value(u"postData"_s).toObject().value(u"text"_s).toString(), u"{\"n\":1}"_s); // decoded
        const QJsonObject response = entry.value(u"response"_s).toObject();
        QCOMPARE(response.value(u"status"_s).toInt(), 200);
        QCOMPARE(response.value(u"statusText"_s).toString(), u"OK"_s);
        const QJsonObject content = response.value(u"content"_s).toObject();
        QCOMPARE(content.value(u"text"_s).toString(), u"data: ü\n\n"_s);
        QCOMPARE(content.value(u"mimeType"_s).toString(), u"text/event-stream"_s);
        QVERIFY(!content.contains(u"encoding"_s));
    }

    void whatIsNoTextIsBase64()
    {
        RecordedFlow binary = flow();
        binary.response = RecordedBody::of(State::Kept, "\xff\x01");
        const QJsonObject entry = harDocument(binary).value(u"log"_s).toObject().value(u"entries"_s).toArray().at(0).toObject();
        const QJsonObject content = entry.value(u"response"_s).toObject().value(u"content"_s).toObject();
        QCOMPARE(content.value(u"encoding"_s).toString(), u"base64"_s);
        QCOMPARE(QByteArray::fromBase64(content.value(u"text"_s).toString().toLatin1()), "\xff\x01");
    }

    void withoutAnAnswerThereIsStatusZero()
    {
        RecordedFlow cancelled = flow();
        cancelled.record.status.reset();
        cancelled.record.firstByteUs.reset();
        cancelled.response = RecordedBody::of(State::NotWanted, {});
        const QJsonObject entry = harDocument(cancelled).value(u"log"_s).toObject().value(u"entries"_s).toArray().at(0).toObject();
        QCOMPARE(entry.value(u"response"_s).toObject().value(u"status"_s).toInt(-1), 0);
        QVERIFY(!entry.value(u"response"_s).toObject().value(u"content"_s).toObject().contains(u"text"_s));
    }

private:
    static RecordedFlow flow()
    {
        RecordedFlow flow;
        flow.mode = RecordingMode::Full;
        FlowRecord &record = flow.record;
        record.phase = FlowRecord::Phase::Done;
        record.method = "POST";
        record.target = "/v1/x?a=1";
        record.upstream = u"https://a.example"_s;
        record.status = 200;
        record.startedMs = 1767323045006;
        record.firstByteUs = 500'000;
        record.totalUs = 2'500'500;
        record.requestHeaders = {{"Content-Encoding", "zstd"}, {"Content-Type", "application/json"}};
        record.responseHeaders = {{"Content-Type", "text/event-stream"}};
        flow.request = RecordedBody::of(State::Kept, zstdCompress("{\"n\":1}"));
        flow.response = RecordedBody::of(State::Kept, "data: ü\n\n");
        return flow;
    }
};

QTEST_APPLESS_MAIN(HarDocumentTest)
#include "tst_hardocument.moc"
