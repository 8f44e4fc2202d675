// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/flowfacts.h"
#include "tests/models/sampleflows.h"

using namespace Qt::StringLiterals;
using namespace cpx;

Q_DECLARE_METATYPE(cpx::RequestKind)

class FlowFactsTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnAnyWarning(); }

    void theKindComesFromTheTurnMetadata_data()
    {
        QTest::addColumn<QByteArray>("metadata");
        QTest::addColumn<RequestKind>("kind");
        QTest::newRow("user turn") << QByteArray(
            R"("request_kind":"turn","thread_source":"user","turn_trigger":"exec")")
                                   << RequestKind::Turn;
        QTest::newRow("title") << QByteArray(R"("request_kind":"turn","thread_source":"thread_title")")
                               << RequestKind::Title;
        QTest::newRow("compaction") << QByteArray(R"("request_kind":"compaction","thread_source":"user")")
                                    << RequestKind::Compaction;
        QTest::newRow("sub-agent") << QByteArray(R"("request_kind":"turn","thread_source":"subagent")")
                                   << RequestKind::SubAgent;
        QTest::newRow("own thread source")
            << QByteArray(R"("request_kind":"turn","thread_source":"ci")") << RequestKind::Turn;
        QTest::newRow("prewarm") << QByteArray(R"("request_kind":"prewarm","thread_source":"user")") << RequestKind::Prewarm;
        QTest::newRow("something new") << QByteArray(R"("request_kind":"dream")") << RequestKind::Other;
    }
    void theKindComesFromTheTurnMetadata()
    {
        QFETCH(QByteArray, metadata);
        QTEST(FlowFacts::of(test::flow(1, metadata)).kind, "kind");
    }

    void modelsAndWebSocketsAreKnownByTheirRequest()
    {
        FlowRecord record = test::flow(1);
        record.target = "/v1/models?client_version=0.169.0";
        QCOMPARE(FlowFacts::of(record).kind, RequestKind::Models);
        record = test::flow(1);
        record.requestHeaders.append("Upgrade", "WebSocket");
        QCOMPARE(FlowFacts::of(record).kind, RequestKind::WebSocket);
    }

    void theClientIsNamedAsPeopleSayIt_data()
    {
        QTest::addColumn<QByteArray>("originator");
        QTest::addColumn<QByteArray>("userAgent");
        QTest::addColumn<QString>("client");
        QTest::newRow("exec") << QByteArray("codex_exec") << QByteArray("codex_exec/0.169.0 (Debian)")
                              << u"codex exec 0.169.0"_s;
        QTest::newRow("tui") << QByteArray("codex-tui")
                             << QByteArray("codex-tui/0.169.0 (Debian) tmux (codex-tui; 0.169.0)")
                             << u"codex tui 0.169.0"_s;
        QTest::newRow("other program") << QByteArray() << QByteArray("curl/7.88.1") << u"curl 7.88.1"_s;
        QTest::newRow("no version") << QByteArray("my_tool") << QByteArray() << u"my_tool"_s;
        QTest::newRow("nobody") << QByteArray() << QByteArray() << QString();
    }
    void theClientIsNamedAsPeopleSayIt()
    {
        QFETCH(QByteArray, originator);
        QFETCH(QByteArray, userAgent);
        FlowRecord record;
        if (!originator.isEmpty())
            record.requestHeaders.append("originator", originator);
        if (!userAgent.isEmpty())
            record.requestHeaders.append("user-agent", userAgent);
        QTEST(FlowFacts::of(record).client, "client");
    }

    void brokenMetadataLeavesEverythingUnknown()
    {
        FlowRecord record;
        record.method = "POST";
        record.target = "/v1/responses";
        record.requestHeaders.append("x-codex-turn-metadata", "{\"model\":");
        QCOMPARE(FlowFacts::of(record), FlowFacts());
    }

    void namesFromTheWireCannotStretchTheTable()
    {
        const FlowFacts facts =
            FlowFacts::of(test::flow(1, R"("request_kind":"turn")", QByteArray(5000, 'x')));
        QCOMPARE(facts.model.size(), 121);
    }

    void everyKindHasAName()
    {
        QSet<QString> names;
        for (const RequestKind kind : requestKinds())
            names.insert(displayName(kind));
        QCOMPARE(names.size(), requestKinds().size());
        QVERIFY(!names.contains(QString()));
    }
};

QTEST_GUILESS_MAIN(FlowFactsTest)
#include "tst_flowfacts.moc"
