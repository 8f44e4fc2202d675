// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/flowdetails.h"
#include "tests/models/sampleflows.h"

using namespace Qt::StringLiterals;
using namespace cpx;

class FlowDetailsTest : public QObject
{
    Q_OBJECT

    static FlowDetails details(const FlowRecord &record, qint64 now = test::noon)
    {
        return FlowDetails::of(record, FlowFacts::of(record), now);
    }
    static QString all(const FlowDetails &details)
    {
        QString text = details.title + details.sentence + details.error;
        for (const auto *lines :
             {&details.facts, &details.timing, &details.requestHeaders, &details.responseHeaders}) {
            for (const FlowDetails::Line &line : *lines)
                text += line.label + u'=' + line.value + u'\n';
        }
        return text;
    }

private slots:
    void init()
    {
        test::failOnAnyWarning();
        QLocale::setDefault(QLocale(u"en_US"_s));
    }

    void theSentenceSaysWhatHappened_data()
    {
        QTest::addColumn<FlowRecord>("record");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("done")
            << test::done(1)
            << u"codex exec 0.169.0 asked gpt-6.1-sol for a turn. The answer (status 200) began after 1.2 s and was complete after 3.4 s, 74.2 kB in all."_s;
        QTest::newRow("sending") << test::flow(
            1) << u"codex exec 0.169.0 asked gpt-6.1-sol for a turn. No answer yet after 2.0 s."_s;
        QTest::newRow("failed") << test::failed(
            1) << u"codex exec 0.169.0 asked gpt-6.1-sol for a turn. It failed after 80 ms."_s;
        FlowRecord local = test::done(1, 426);
        local.isLocal = true;
        local.requestHeaders.append("upgrade", "websocket");
        QTest::newRow("local")
            << local
            << u"codex exec 0.169.0 tried to open a WebSocket. Codex-Plus answered by itself with status 426; nothing was sent upstream."_s;
        FlowRecord tunnel = test::done(1, 101);
        tunnel.requestHeaders.append("upgrade", "websocket");
        tunnel.requestBytes = 51'000;
        QTest::newRow("closed WebSocket")
            << tunnel << u"codex exec 0.169.0 opened a WebSocket. It was open for 3.4 s: 51.0 kB sent, 74.2 kB received."_s;
        tunnel.phase = FlowRecord::Phase::Streaming;
        tunnel.totalUs.reset();
        QTest::newRow("open WebSocket")
            << tunnel << u"codex exec 0.169.0 opened a WebSocket. It has been open for 2.0 s: 51.0 kB sent, 74.2 kB received so far."_s;
    }
    void theSentenceSaysWhatHappened()
    {
        QFETCH(FlowRecord, record);
        QTEST(details(record, test::noon + 2000).sentence, "sentence");
    }

    void whatTheModelSaidIsThere()
    {
        const QString text = all(details(test::summed(1)));
        for (const QString &line :
             {u"Outcome=Incomplete: max_output_tokens"_s, u"Tokens=18,200 in (92 % cached), 640 out (120 of them reasoning)"_s,
              u"Answered by=gpt-6.1-sol-2026"_s, u"Tools called=exec, mcp__x.task"_s, u"primary: 40 % used, reset in 20 min"_s,
              u"First output after=1.9 s"_s, u"Longest gap=6.1 s"_s, u"Stalls=1"_s,
              u"Changed by=hook lint (UserPromptSubmit) · /input/3"_s})
            QVERIFY2(text.contains(line), qPrintable(line + u"\n"_s + text));
        QVERIFY(!all(details(test::done(1))).contains(u"Outcome"_s)); // unknown is not shown
    }

    void manyChangesAreCounted()
    {
        FlowRecord record = test::summed(1);
        record.changes = std::make_shared<const QList<BodyChange>>(20, record.changes->constFirst());
        const QString text = all(details(record));
        QCOMPARE(text.count(u"Changed by=hook"_s), 8);
        QVERIFY(text.contains(u"12 more"_s));
    }

    void noSecretGetsThrough()
    {
        FlowRecord record = test::done(1);
        record.target = "/v1/responses?api_key=sk-FAKE-0123456789abcdef0123456789";
        const QString text = all(details(record));
        QVERIFY2(!text.contains(u"sk-FAKE"_s), qPrintable(text));
        QVERIFY2(!text.contains(u"session=secret"_s), qPrintable(text));
        QVERIFY(text.contains(u"authorization=***"_s) || text.contains(u"authorization=Bearer ***"_s));
    }

    void timesThatWereNotMeasuredAreDashes()
    {
        const FlowDetails waiting = details(test::flow(1), test::noon + 2000);
        QCOMPARE(waiting.timing.at(1).value, u"—"_s);
        QCOMPARE(waiting.timing.at(2).value, u"—"_s);
        QCOMPARE(waiting.timing.at(3).value, u"2.0 s so far"_s);
        QVERIFY(!waiting.firstByteShare);
    }

    void theShareOfWaitingIsAPartOfTheTotal()
    {
        QCOMPARE(details(test::done(1, 200, 1'000'000, 4'000'000)).firstByteShare, std::optional(0.25));
    }

    void onlyAnErrorHasAnErrorText()
    {
        QVERIFY(details(test::done(1)).error.isEmpty());
        QCOMPARE(details(test::failed(1)).errorCode, u"upstream_refused"_s);
    }
};

QTEST_GUILESS_MAIN(FlowDetailsTest)
#include "tst_flowdetails.moc"
