// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/flowquery.h"
#include "tests/models/sampleflows.h"

using namespace Qt::StringLiterals;
using namespace cpx;

class FlowQueryTest : public QObject
{
    Q_OBJECT

    static bool matches(const QString &text, const FlowRecord &record)
    {
        const auto query = FlowQuery::parse(text, test::noon + 10'000);
        if (!query)
            qFatal("%s", qPrintable(query.error().message));
        return query->matches(record, FlowFacts::of(record), u"POST /v1/responses"_s, test::noon + 10'000);
    }

private slots:
    void init() { test::failOnAnyWarning(); }

    void conditionsHoldOrNot_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("holds");
        // The request: status 200, gpt-6.1-sol, a turn, done, started 10 s ago, took 3.4 s.
        QTest::newRow("status") << u"status:200"_s << true;
        QTest::newRow("other status") << u"status:400"_s << false;
        QTest::newRow("status class") << u"status:2xx"_s << true;
        QTest::newRow("same key means or") << u"status:5xx status:200"_s << true;
        QTest::newRow("different keys mean and") << u"status:200 kind:title"_s << false;
        QTest::newRow("model with wildcard") << u"model:gpt*"_s << true;
        QTest::newRow("wildcard is the whole name") << u"model:*pt"_s << false;
        QTest::newRow("part of the model") << u"model:SOL"_s << true;
        QTest::newRow("kind") << u"kind:turn"_s << true;
        QTest::newRow("state") << u"state:failed"_s << false;
        QTest::newRow("since") << u"since:1m"_s << true;
        QTest::newRow("since, too old") << u"since:5s"_s << false;
        QTest::newRow("slow") << u"slow:>2s"_s << true;
        QTest::newRow("not slow enough") << u"slow:>5s"_s << false;
        QTest::newRow("free words, all of them") << u"post RESPONSES"_s << true;
        QTest::newRow("free word missing") << u"post images"_s << false;
        QTest::newRow("quoted text with a space") << u"\"POST /v1\""_s << true;
        QTest::newRow("quoted token is text") << u"\"status:200\""_s << false;
        QTest::newRow("an address is text") << u"http://127.0.0.1"_s << false;
        QTest::newRow("nothing") << QString() << true;
    }
    void conditionsHoldOrNot()
    {
        QFETCH(QString, text);
        QTEST(matches(text, test::done(1)), "holds");
    }

    void whatTheModelSaidCanBeAskedFor_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("ofSummed"); // an incomplete answer with two changes and tools
        QTest::addColumn<bool>("ofPlain"); // nothing is known of it
        QTest::newRow("outcome") << u"outcome:Incomplete"_s << true << false;
        QTest::newRow("another outcome") << u"outcome:cut"_s << false << false;
        QTest::newRow("one of two outcomes") << u"outcome:cut outcome:incomplete"_s << true << false;
        QTest::newRow("changed") << u"changed:yes"_s << true << false;
        QTest::newRow("not changed") << u"changed:no"_s << false << true;
        QTest::newRow("tool") << u"tool:TASK"_s << true << false;
        QTest::newRow("another tool") << u"tool:shell"_s << false << false;
    }
    void whatTheModelSaidCanBeAskedFor()
    {
        QFETCH(QString, text);
        QTEST(matches(text, test::summed(1)), "ofSummed");
        QTEST(matches(text, test::done(1)), "ofPlain");
    }

    void aSessionIsFoundByTheBeginningOfItsId()
    {
        const FlowRecord record = test::flow(1, R"("request_kind":"turn","session_id":"ab12-cd")");
        QVERIFY(matches(u"session:AB12"_s, record));
        QVERIFY(!matches(u"session:cd"_s, record));
        QVERIFY(matches(u"session:x session:ab"_s, record));
    }

    void aRunningRequestIsAsSlowAsItHasBeen()
    {
        QVERIFY(matches(u"slow:>9s state:running"_s, test::flow(1)));
        QVERIFY(!matches(u"slow:>11s"_s, test::flow(1)));
    }

    void whatIsNotUnderstoodIsNamed_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("part");
        QTest::newRow("unknown key") << u"statsu:500"_s << u"statsu:"_s;
        QTest::newRow("bad status") << u"status:6xx"_s << u"status:6xx"_s;
        QTest::newRow("bad kind") << u"kind:foo"_s << u"sub-agent"_s;
        QTest::newRow("bad state") << u"state:foo"_s << u"cancelled"_s;
        QTest::newRow("bad outcome") << u"outcome:won"_s << u"incomplete"_s;
        QTest::newRow("neither yes nor no") << u"changed:perhaps"_s << u"yes or no"_s;
        QTest::newRow("bad time") << u"since:yesterday"_s << u"1h"_s;
        QTest::newRow("bad duration") << u"slow:>fast"_s << u">2s"_s;
        QTest::newRow("no value") << u"model:"_s << u"model:"_s;
    }
    void whatIsNotUnderstoodIsNamed()
    {
        QFETCH(QString, text);
        QFETCH(QString, part);
        const auto query = FlowQuery::parse(text, test::noon);
        QVERIFY(!query);
        QVERIFY2(query.error().message.contains(part), qPrintable(query.error().message));
    }
};

QTEST_GUILESS_MAIN(FlowQueryTest)
#include "tst_flowquery.moc"
