// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/demo/demoreply.h"
#include "proxy/demo/demorequest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

namespace {

DemoRequest turn(const QString &prompt, DemoRequest::Tools tools = DemoRequest::Tools::ExecCommand)
{
    DemoRequest request;
    request.prompt = prompt;
    request.tools = tools;
    request.wantsReasoning = true;
    return request;
}

} // namespace

class TestDemoReply : public QObject
{
    Q_OBJECT

private slots:
    void aGreetingIsAnsweredByTheDemoModel_data();
    void aGreetingIsAnsweredByTheDemoModel();
    void aWishForACommandRunsOneThatOnlyReads_data();
    void aWishForACommandRunsOneThatOnlyReads();
    void withoutToolsNothingIsRun();
    void theOutputOfTheCommandIsInTheAnswer_data();
    void theOutputOfTheCommandIsInTheAnswer();
    void aLongOutputIsShortened();
    void aFenceInTheOutputDoesNotEndOurs();
    void aWishForMuchTextGetsAFewHundredWords();
    void anyOtherPromptIsQuoted();
    void aTitleIsJsonAndFitsTheSchema_data();
    void aTitleIsJsonAndFitsTheSchema();
    void otherSchemasGetAllTheirProperties();
    void compactionAndSummaryHaveTheirOwnAnswers();
    void thoughtsAreKeptFromThoseWhoDidNotAsk();
};

void TestDemoReply::aGreetingIsAnsweredByTheDemoModel_data()
{
    QTest::addColumn<QString>("prompt");
    for (const char *prompt : {"hi", "Hello!", "Say hi please", "hey there", "ping", "good morning"})
        QTest::newRow(prompt) << QString::fromLatin1(prompt);
}

void TestDemoReply::aGreetingIsAnsweredByTheDemoModel()
{
    QFETCH(QString, prompt);
    const DemoReply reply = DemoReply::to(turn(prompt));
    QCOMPARE(reply.kind, DemoReply::Kind::Text);
    QVERIFY(reply.text.contains(u"built-in demo model"_s));
    QVERIFY(reply.text.size() < 300);
    QVERIFY(reply.thoughts.isEmpty());
}

void TestDemoReply::aWishForACommandRunsOneThatOnlyReads_data()
{
    QTest::addColumn<QString>("prompt");
    QTest::addColumn<QString>("command");
    QTest::newRow("list") << u"List the files"_s << u"ls"_s;
    QTest::newRow("show") << u"please show me all files in this folder"_s << u"ls"_s;
    QTest::newRow("run") << u"Run the tests"_s << u"ls"_s;
    QTest::newRow("git") << u"what does git status say?"_s << u"git status --short"_s;
    QTest::newRow("directory") << u"print the working directory"_s << u"pwd"_s;
    QTest::newRow("something dangerous") << u"Do not run `rm -rf ~`"_s << u"ls"_s;
}

void TestDemoReply::aWishForACommandRunsOneThatOnlyReads()
{
    QFETCH(QString, prompt);
    const DemoReply reply = DemoReply::to(turn(prompt));
    QCOMPARE(reply.kind, DemoReply::Kind::Command);
    QTEST(reply.command, "command");
    QVERIFY(!reply.thoughts.isEmpty());
}

void TestDemoReply::withoutToolsNothingIsRun()
{
    const DemoReply reply = DemoReply::to(turn(u"List the files"_s, DemoRequest::Tools::None));
    QCOMPARE(reply.kind, DemoReply::Kind::Text);
    QVERIFY(reply.text.contains(u"List the files"_s));
}

void TestDemoReply::theOutputOfTheCommandIsInTheAnswer_data()
{
    QTest::addColumn<QString>("output");
    QTest::addColumn<QString>("shown");
    QTest::newRow("function call") << u"Chunk ID: 1\nProcess exited with code 0\nOutput:\na.txt\nb.txt\n"_s
                                   << u"\na.txt\nb.txt\n"_s;
    QTest::newRow("script") << u"Script completed\nWall time 0.4 seconds\nOutput:\na.txt\n"_s
                            << u"\na.txt\n"_s;
    QTest::newRow("script that prints the whole result")
        << u"Script completed\nOutput:\n{\"exit_code\":0,\"output\":\"a.txt\\nb.txt\\n\"}"_s
        << u"\na.txt\nb.txt\n"_s;
    QTest::newRow("anything else") << u"plain"_s << u"\nplain\n"_s;
    QTest::newRow("silence") << u"Output:\n"_s << u"without printing anything"_s;
}

void TestDemoReply::theOutputOfTheCommandIsInTheAnswer()
{
    QFETCH(QString, shown);
    QFETCH(QString, output);
    DemoRequest request = turn(u"List the files"_s);
    request.toolOutput = output;
    const DemoReply reply = DemoReply::to(request);
    QCOMPARE(reply.kind, DemoReply::Kind::Text);
    QVERIFY2(reply.text.contains(shown), qPrintable(reply.text));
    QVERIFY(!reply.text.contains(u"Output:"_s));
}

void TestDemoReply::aLongOutputIsShortened()
{
    DemoRequest request = turn(u"List the files"_s);
    request.toolOutput = u"Output:\n"_s + u"file\n"_s.repeated(100);
    const DemoReply reply = DemoReply::to(request);
    QCOMPARE(reply.text.count(u"file\n"_s), 30);
    QVERIFY(reply.text.contains(u"… and 70 more lines"_s));
}

void TestDemoReply::aFenceInTheOutputDoesNotEndOurs()
{
    DemoRequest request = turn(u"List the files"_s);
    request.toolOutput = u"Output:\n```\ncode\n```\n"_s;
    QVERIFY(DemoReply::to(request).text.contains(u"\n````text\n```\ncode\n```\n````\n"_s));
}

void TestDemoReply::aWishForMuchTextGetsAFewHundredWords()
{
    const DemoReply reply = DemoReply::to(turn(u"Write a long story about proxies"_s));
    QCOMPARE(reply.kind, DemoReply::Kind::Text);
    const qsizetype words = reply.text.simplified().count(u' ') + 1;
    QVERIFY2(words > 300 && words < 1000, qPrintable(QString::number(words)));
    QVERIFY(reply.text.contains(u"\n## "_s));
}

void TestDemoReply::anyOtherPromptIsQuoted()
{
    const DemoReply reply = DemoReply::to(turn(u"Why is the sky blue?\nAnd water?"_s));
    QVERIFY(reply.text.contains(u"“Why is the sky blue?”"_s));
    QVERIFY(reply.text.contains(u"Traffic"_s));
    const DemoReply toLongPrompt = DemoReply::to(turn(u"why "_s.repeated(100)));
    QVERIFY(toLongPrompt.text.contains(u"…”"_s));
    QVERIFY(!DemoReply::to(turn(QString())).text.isEmpty());
}

void TestDemoReply::aTitleIsJsonAndFitsTheSchema_data()
{
    QTest::addColumn<QString>("prompt");
    QTest::addColumn<QString>("title");
    const QString lead = u"Generate a title. Do not answer.\n\nUser prompt:\n"_s;
    QTest::newRow("short") << lead + u"fix the login test"_s << u"Fix the login test"_s;
    QTest::newRow("long") << lead + u"explain internationalisation considerations thoroughly"_s
                          << u"Explain internationalisation"_s;
    QTest::newRow("one endless word") << lead + u"x"_s.repeated(100) << u"X"_s + u"x"_s.repeated(35);
    QTest::newRow("punctuation") << lead + u"what is this?"_s << u"What is this"_s;
    QTest::newRow("nothing") << lead << u"Try the demo model"_s;
}

void TestDemoReply::aTitleIsJsonAndFitsTheSchema()
{
    QFETCH(QString, prompt);
    DemoRequest request = turn(prompt);
    request.kind = DemoRequest::Kind::Structured;
    request.schema = QJsonDocument::fromJson(
                         R"({"type":"object","properties":{"title":{"type":"string","maxLength":36}}})")
                         .object();
    const DemoReply reply = DemoReply::to(request);
    const QJsonObject answer = QJsonDocument::fromJson(reply.text.toUtf8()).object();
    QCOMPARE(answer.keys(), QStringList{u"title"_s});
    QTEST(answer.value("title"_L1).toString(), "title");
    QVERIFY(reply.thoughts.isEmpty());
}

void TestDemoReply::otherSchemasGetAllTheirProperties()
{
    DemoRequest request = turn(u"review"_s);
    request.kind = DemoRequest::Kind::Structured;
    request.schema = QJsonDocument::fromJson(R"({"type":"object","properties":{
        "note":{"type":"string"},"count":{"type":"integer","minimum":2},"ok":{"type":"boolean"},
        "list":{"type":"array"},"level":{"enum":["low","high"]},"maybe":{"type":["null","string"]},
        "inner":{"type":"object","properties":{"x":{"type":"number"}}}}})")
                         .object();
    const QJsonObject answer = QJsonDocument::fromJson(DemoReply::to(request).text.toUtf8()).object();
    const QJsonObject expected = QJsonDocument::fromJson(R"({"note":"review","count":2,"ok":false,"list":[],
        "level":"low","maybe":null,"inner":{"x":0}})")
                                     .object();
    QCOMPARE(answer, expected);
}

void TestDemoReply::compactionAndSummaryHaveTheirOwnAnswers()
{
    DemoRequest request = turn(u"hi"_s);
    request.kind = DemoRequest::Kind::Compaction;
    QCOMPARE(DemoReply::to(request).kind, DemoReply::Kind::Compaction);
    request.kind = DemoRequest::Kind::Summary;
    QVERIFY(DemoReply::to(request).text.startsWith(u"Summary"_s));
}

void TestDemoReply::thoughtsAreKeptFromThoseWhoDidNotAsk()
{
    DemoRequest request = turn(u"List the files"_s);
    request.wantsReasoning = false;
    QVERIFY(DemoReply::to(request).thoughts.isEmpty());
}

QTEST_APPLESS_MAIN(TestDemoReply)
#include "tst_demoreply.moc"
