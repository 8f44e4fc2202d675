// SPDX-License-Identifier: GPL-3.0-or-later
#include "demobodies.h"
#include "proxy/demo/demorequest.h"

#include <QTest>

using namespace cpx;
using namespace demobodies;
using namespace Qt::StringLiterals;

class TestDemoRequest : public QObject
{
    Q_OBJECT

private slots:
    void thePromptIsWhatTheUserTypedLast_data();
    void thePromptIsWhatTheUserTypedLast();
    void theToolsAreFoundInEveryShape();
    void theOutputOfAToolBelongsToThePromptBeforeIt();
    void aNewPromptEndsTheToolTurn();
    void aTitleRequestIsStructured();
    void compactionIsTold_data();
    void compactionIsTold();
    void aBodyThatIsNoRequestIsRefused_data();
    void aBodyThatIsNoRequestIsRefused();
};

void TestDemoRequest::thePromptIsWhatTheUserTypedLast_data()
{
    QTest::addColumn<QJsonArray>("input");
    QTest::addColumn<QString>("prompt");

    const QJsonObject environment =
        message(u"user"_s, u"environments.environment_context"_s, u"<environment_context>"_s);
    const QJsonObject skill = message(u"user"_s, u"skills.selected_skill_instructions"_s, u"<skill>"_s);
    QTest::newRow("one prompt") << QJsonArray{environment, typed(u"hi"_s)} << u"hi"_s;
    QTest::newRow("a skill comes behind it") << QJsonArray{typed(u"use $x"_s), skill} << u"use $x"_s;
    QTest::newRow("unknown items come behind it")
        << QJsonArray{typed(u"hi"_s), item(R"({"type":"configuration_update"})")} << u"hi"_s;
    QTest::newRow("an older prompt was answered")
        << QJsonArray{typed(u"old"_s), assistant(u"done"_s), typed(u"new"_s, u"turn2"_s)} << u"new"_s;
    QTest::newRow("an older prompt was never answered")
        << QJsonArray{typed(u"old"_s), typed(u"new"_s, u"turn2"_s)} << u"new"_s;
    QTest::newRow("typed ahead in the same turn")
        << QJsonArray{typed(u"one"_s), typed(u"two"_s)} << u"one\n\ntwo"_s;
    QTest::newRow("no labels") << QJsonArray{unlabelled(u"# AGENTS.md instructions for /x"_s),
                                             unlabelled(u"<environment_context>"_s), unlabelled(u"hi"_s)}
                               << u"hi"_s;
    QTest::newRow("no labels, context behind it")
        << QJsonArray{unlabelled(u"hi"_s), unlabelled(u"<skill>\nbody"_s)} << u"hi"_s;
    QTest::newRow("the task of a sub-agent")
        << QJsonArray{item(R"({"type":"agent_message","content":[{"type":"input_text","text":"count"}]})")}
        << u"count"_s;
    QTest::newRow("content as a plain string")
        << QJsonArray{item(R"({"role":"user","content":"hi there"})")} << u"hi there"_s;
    QTest::newRow("nothing typed") << QJsonArray{environment} << QString();
}

void TestDemoRequest::thePromptIsWhatTheUserTypedLast()
{
    QFETCH(QJsonArray, input);
    const auto request = DemoRequest::fromJson(json(body(input)));
    QVERIFY(request);
    QTEST(request->prompt, "prompt");
    QCOMPARE(request->kind, DemoRequest::Kind::Turn);
    QCOMPARE(request->model, u"gpt-5.5"_s);
    QVERIFY(request->isStreaming);
}

void TestDemoRequest::theToolsAreFoundInEveryShape()
{
    const QJsonArray input{typed(u"hi"_s)};
    QCOMPARE(DemoRequest::fromJson(json(body(input)))->tools, DemoRequest::Tools::None);
    QCOMPARE(DemoRequest::fromJson(json(bodyWithTools(input)))->tools, DemoRequest::Tools::ExecCommand);
    QCOMPARE(DemoRequest::fromJson(json(body({codeModeTools(), typed(u"hi"_s)})))->tools,
             DemoRequest::Tools::CodeMode);
}

void TestDemoRequest::theOutputOfAToolBelongsToThePromptBeforeIt()
{
    const QJsonArray input{
        typed(u"list"_s), item(R"({"type":"function_call","name":"exec_command","call_id":"c"})"),
        item(R"({"type":"function_call_output","call_id":"c","output":"Output:\na.txt"})")};
    const auto request = DemoRequest::fromJson(json(bodyWithTools(input)));
    QVERIFY(request);
    QCOMPARE(request->prompt, u"list"_s);
    QCOMPARE(request->toolOutput.value_or(QString()), u"Output:\na.txt"_s);
    QVERIFY(request->hasHistory);
}

void TestDemoRequest::aNewPromptEndsTheToolTurn()
{
    const QJsonArray input{
        typed(u"list"_s),
        item(R"({"type":"custom_tool_call_output","output":[{"text":"Output:\n"},{"text":"a.txt"}]})"),
        assistant(u"done"_s), typed(u"thanks"_s, u"turn2"_s)};
    const auto request = DemoRequest::fromJson(json(body(input)));
    QVERIFY(request);
    QCOMPARE(request->prompt, u"thanks"_s);
    QVERIFY(!request->toolOutput);
}

void TestDemoRequest::aTitleRequestIsStructured()
{
    QJsonObject request = body({typed(u"Give it a title"_s)});
    request.insert(u"text"_s, item(R"({"format":{"type":"json_schema","schema":{"type":"object"}}})"));
    const auto read = DemoRequest::fromJson(json(request));
    QVERIFY(read);
    QCOMPARE(read->kind, DemoRequest::Kind::Structured);
    QCOMPARE(read->schema, item(R"({"type":"object"})"));
}

void TestDemoRequest::compactionIsTold_data()
{
    QTest::addColumn<QJsonArray>("input");
    QTest::addColumn<int>("kind");
    const QJsonObject trigger = item(R"({"type":"compaction_trigger"})");
    QTest::newRow("trigger") << QJsonArray{typed(u"hi"_s), assistant(u"hello"_s), trigger}
                             << int(DemoRequest::Kind::Compaction);
    QTest::newRow("prompt of a custom provider")
        << QJsonArray{unlabelled(u"hi"_s), assistant(u"hello"_s),
                      unlabelled(u"You are performing a CONTEXT CHECKPOINT COMPACTION. Write a summary."_s)}
        << int(DemoRequest::Kind::Summary);
    QTest::newRow("long ago") << QJsonArray{typed(u"hi"_s),
                                            item(R"({"type":"compaction","encrypted_content":"x"})"),
                                            typed(u"next"_s, u"turn2"_s)}
                              << int(DemoRequest::Kind::Turn);
}

void TestDemoRequest::compactionIsTold()
{
    QFETCH(QJsonArray, input);
    const auto request = DemoRequest::fromJson(json(body(input)));
    QVERIFY(request);
    QTEST(int(request->kind), "kind");
    QVERIFY(!request->prompt.startsWith(u"You are performing"_s));
}

void TestDemoRequest::aBodyThatIsNoRequestIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("says");
    QTest::newRow("nothing") << QByteArray() << u"not valid JSON"_s;
    QTest::newRow("cut off") << QByteArray(R"({"model":"m","input":[)") << u"not valid JSON"_s;
    QTest::newRow("an array") << QByteArray("[]") << u"JSON object"_s;
    QTest::newRow("no model") << QByteArray(R"({"input":[]})") << u"'model'"_s;
    QTest::newRow("no input") << QByteArray(R"({"model":"m"})") << u"'input'"_s;
}

void TestDemoRequest::aBodyThatIsNoRequestIsRefused()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, says);
    const auto request = DemoRequest::fromJson(json);
    QVERIFY(!request);
    QCOMPARE(request.error().code, Error::Code::Invalid);
    QVERIFY2(request.error().message.contains(says), qPrintable(request.error().message));
}

QTEST_APPLESS_MAIN(TestDemoRequest)
#include "tst_demorequest.moc"
