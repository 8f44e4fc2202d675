// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/turnmetadata.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace cpx;

Q_DECLARE_METATYPE(cpx::RequestKind)

class TurnMetadataTest : public QObject
{
    Q_OBJECT

private slots:
    void everythingIsRead();
    void theKindIsThatOfTheRequest_data();
    void theKindIsThatOfTheRequest();
    void aTriggerMakesAUsersTurn();
    void brokenMetadataSaysNothing_data();
    void brokenMetadataSaysNothing();
    void valuesOfOtherTypesAreUnknown();
    void ofRepeatedMembersTheLastCounts();
    void fieldsBesideItFillWhatIsMissing();
    void everyKindHasAName();
};

void TurnMetadataTest::everythingIsRead()
{
    const TurnMetadata metadata = TurnMetadata::of(
        "/v1/responses?a=/models",
        {{"X-Codex-Turn-Metadata",
          R"( {"installation_id":"i","session_id":"s","thread_id":"t","agent_name":"\/root","turn_id":"u","window_id":"t:0","window_number":0,"request_kind":"turn","thread_source":"user","history_initialization":"new","compaction":{"trigger":"manual","model":"no"},"turn_trigger":"exec","sandbox_mode":"workspace-write","auto_review_enabled":false,"workspaces":{"/home/user/pr\u00f6ject":{"has_changes":false,"model":"no"},"/a":{}},"model":"gpt-5.5","reasoning_effort":"low"} )"},
         {"session-id", "other"},
         {"x-working-directory", "/home/user"}});
    QVERIFY(metadata.isPresent);
    QCOMPARE(metadata.path, u"/v1/responses"_s);
    QCOMPARE(metadata.requestKind, u"turn"_s);
    QCOMPARE(metadata.threadSource, u"user"_s);
    QCOMPARE(metadata.historyInitialization, u"new"_s);
    QCOMPARE(metadata.compactionTrigger, u"manual"_s);
    QCOMPARE(metadata.turnTrigger, u"exec"_s);
    QCOMPARE(metadata.sessionId, u"s"_s);
    QCOMPARE(metadata.threadId, u"t"_s);
    QCOMPARE(metadata.turnId, u"u"_s);
    QCOMPARE(metadata.windowId, u"t:0"_s);
    QCOMPARE(metadata.model, u"gpt-5.5"_s);
    QCOMPARE(metadata.reasoningEffort, u"low"_s);
    QCOMPARE(metadata.agentName, u"/root"_s);
    QCOMPARE(metadata.sandboxMode, u"workspace-write"_s);
    QCOMPARE(metadata.workspaces, (QStringList{u"/home/user/pröject"_s, u"/a"_s}));
    QCOMPARE(metadata.workingDirectory, u"/home/user"_s);
}

void TurnMetadataTest::theKindIsThatOfTheRequest_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<RequestKind>("kind");
    const auto row = [](const char *name, QByteArrayView target, QByteArrayView json, QByteArrayView field,
                        RequestKind kind) {
        QTest::newRow(name) << target.toByteArray() << json.toByteArray() << field.toByteArray() << kind;
    };
    row("turn", "/v1/responses", R"({"request_kind":"turn","thread_source":"user","turn_trigger":"user"})",
        "", RequestKind::Turn);
    row("title", "/v1/responses", R"({"request_kind":"turn","thread_source":"thread_title"})", "",
        RequestKind::Title);
    row("compaction", "/v1/responses", R"({"request_kind":"compaction","thread_source":"user"})", "",
        RequestKind::Compaction);
    row("its own endpoint", "/v1/responses/compact", "{}", "", RequestKind::Compaction);
    row("sub-agent", "/v1/responses",
        R"({"request_kind":"turn","thread_source":"subagent","turn_trigger":"user"})", "",
        RequestKind::SubAgent);
    row("sub-agent by its field", "/v1/responses", R"({"request_kind":"turn","turn_trigger":"user"})",
        "x-openai-subagent", RequestKind::SubAgent);
    row("prewarm", "/v1/responses", R"({"request_kind":"prewarm","thread_source":"user"})", "",
        RequestKind::Prewarm);
    row("websocket", "/v1/responses", R"({"request_kind":"prewarm"})", "upgrade", RequestKind::WebSocket);
    row("models", "/v1/models?client_version=0.169.0", "", "", RequestKind::Models);
    row("something new", "/v1/responses", R"({"request_kind":"dream"})", "", RequestKind::Other);
    row("nothing said", "/v1/responses", "", "", RequestKind::Other);
}

void TurnMetadataTest::theKindIsThatOfTheRequest()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, field);
    http::HeaderList headers;
    if (!json.isEmpty())
        headers.append("x-codex-turn-metadata", json);
    if (!field.isEmpty())
        headers.append(field, "WebSocket");
    const TurnMetadata metadata = TurnMetadata::of(target, headers);
    QTEST(metadata.kind(), "kind");
    QCOMPARE(metadata.isUserTurn(), metadata.kind() == RequestKind::Turn);
}

void TurnMetadataTest::aTriggerMakesAUsersTurn()
{
    TurnMetadata metadata =
        TurnMetadata::of("/v1/responses", {{"x-codex-turn-metadata", R"({"request_kind":"turn"})"}});
    QCOMPARE(metadata.kind(), RequestKind::Turn);
    QVERIFY(!metadata.isUserTurn());
    metadata.turnTrigger = u"exec"_s;
    QVERIFY(metadata.isUserTurn());
    for (const QString &path :
         {u"/v1/alpha/search"_s, u"/v1/images/generations"_s, u"/v1/embeddings"_s, QString()}) {
        metadata.path = path;
        QVERIFY(!metadata.isUserTurn());
    }
    metadata.path = u"/agent/1/v1/chat/completions"_s;
    QVERIFY(metadata.isUserTurn());
}

void TurnMetadataTest::brokenMetadataSaysNothing_data()
{
    QTest::addColumn<QByteArray>("json");
    const QByteArray good = R"({"model":"m","workspaces":{"/a":{"x":[1]}},"request_kind":"turn"})";
    for (qsizetype length = 0; length < good.size(); ++length)
        QTest::addRow("cut at %d", int(length)) << good.first(length);
    QTest::newRow("a list") << "[]"_ba;
    QTest::newRow("something behind it") << good + "x";
    QTest::newRow("no UTF-8") << "{\"model\":\"\xff\"}"_ba;
}

void TurnMetadataTest::brokenMetadataSaysNothing()
{
    QFETCH(QByteArray, json);
    const TurnMetadata metadata = TurnMetadata::of("/x", {{"x-codex-turn-metadata", json}});
    TurnMetadata expected;
    expected.path = u"/x"_s;
    QCOMPARE(metadata, expected);
}

void TurnMetadataTest::valuesOfOtherTypesAreUnknown()
{
    const TurnMetadata metadata = TurnMetadata::of(
        "/x",
        {{"x-codex-turn-metadata",
          R"({"model":7,"request_kind":{"turn":"x"},"workspaces":["/a"],"turn_trigger":null,"turn_id":"t"})"}});
    QVERIFY(metadata.isPresent);
    QVERIFY(metadata.model.isEmpty() && metadata.requestKind.isEmpty() && metadata.turnTrigger.isEmpty());
    QVERIFY(metadata.workspaces.isEmpty());
    QCOMPARE(metadata.turnId, u"t"_s);
}

void TurnMetadataTest::ofRepeatedMembersTheLastCounts()
{
    const TurnMetadata metadata =
        TurnMetadata::of("/x",
                         {{"x-codex-turn-metadata",
                           R"({"model":"a","model":"b","workspaces":{"/a":1},"workspaces":{"/b":1}})"}});
    QCOMPARE(metadata.model, u"b"_s);
    QCOMPARE(metadata.workspaces, QStringList{u"/b"_s});
}

void TurnMetadataTest::fieldsBesideItFillWhatIsMissing()
{
    const TurnMetadata metadata = TurnMetadata::of(
        "/x", {{"session-id", "s"}, {"thread-id", "t"}, {"x-openai-internal-codex-responses-lite", "true"}});
    QVERIFY(!metadata.isPresent);
    QVERIFY(metadata.usesLiteShape);
    QCOMPARE(metadata.sessionId, u"s"_s);
    QCOMPARE(metadata.threadId, u"t"_s);
}

void TurnMetadataTest::everyKindHasAName()
{
    QStringList names;
    for (const RequestKind kind : requestKinds())
        names.append(requestKindName(kind));
    QCOMPARE(names.size(), 8);
    QVERIFY(!names.contains(QString()));
    QCOMPARE(names.removeDuplicates(), 0);
}

QTEST_GUILESS_MAIN(TurnMetadataTest)
#include "tst_turnmetadata.moc"
