// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/demo/demoreply.h"
#include "proxy/demo/demorequest.h"
#include "proxy/demo/demoscript.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

DemoRequest request(const QString &prompt)
{
    DemoRequest result;
    result.prompt = prompt;
    result.model = u"gpt-5.5"_s;
    result.tools = DemoRequest::Tools::ExecCommand;
    result.wantsReasoning = true;
    result.bytes = 40'000;
    return result;
}

DemoScript scriptFor(const DemoRequest &request)
{
    return DemoScript::write(request, DemoReply::to(request), u"t1"_s, 1'700'000'000);
}

/// The data of each event; fails the test when one is not framed as an event.
QList<QJsonObject> dataOf(const DemoScript &script)
{
    QList<QJsonObject> result;
    for (const auto &event : script.events) {
        const QList<QByteArray> lines = event.wire.split('\n');
        if (lines.size() != 4 || !lines.at(0).startsWith("event: ") || !lines.at(1).startsWith("data: "))
            return {};
        const QJsonObject data = QJsonDocument::fromJson(lines.at(1).sliced(6)).object();
        if (data.value("type"_L1).toString().toUtf8() != lines.at(0).sliced(7))
            return {};
        result += data;
    }
    return result;
}

QStringList typesOf(const DemoScript &script)
{
    QStringList types;
    for (const QJsonObject &data : dataOf(script)) {
        const QString type = data.value("type"_L1).toString();
        if (types.isEmpty() || types.last() != type) // deltas repeat
            types += type;
    }
    return types;
}

} // namespace

class TestDemoScript : public QObject
{
    Q_OBJECT

private slots:
    void aMessageHasAllTheEventsOfARealBackend();
    void theDeltasAddUpToTheText();
    void thoughtsComeFirst();
    void aCommandIsACallOfTheOfferedTool();
    void compactionIsExactlyOneItem();
    void sequenceNumbersRise();
    void theUsageAddsUp();
    void theSamePromptHasTheSameWaits();
    void theWaitsAreThoseOfAModel();
};

void TestDemoScript::aMessageHasAllTheEventsOfARealBackend()
{
    const QStringList expected = {
        u"response.created"_s,           u"response.in_progress"_s,
        u"response.output_item.added"_s, u"response.content_part.added"_s,
        u"response.output_text.delta"_s, u"response.output_text.done"_s,
        u"response.content_part.done"_s, u"response.output_item.done"_s,
        u"response.completed"_s,
    };
    QCOMPARE(typesOf(scriptFor(request(u"hi"_s))), expected);
}

void TestDemoScript::theDeltasAddUpToTheText()
{
    const DemoRequest prompt = request(u"write a long text"_s);
    const DemoReply reply = DemoReply::to(prompt);
    QString text;
    int deltas = 0;
    for (const QJsonObject &data : dataOf(scriptFor(prompt))) {
        if (data.value("type"_L1).toString() == "response.output_text.delta"_L1) {
            text += data.value("delta"_L1).toString();
            ++deltas;
        }
    }
    QCOMPARE(text, reply.text);
    QVERIFY2(deltas > 300, qPrintable(QString::number(deltas)));
}

void TestDemoScript::thoughtsComeFirst()
{
    const QJsonArray output = scriptFor(request(u"Why?"_s)).response.value("output"_L1).toArray();
    QCOMPARE(output.size(), 2);
    QCOMPARE(output.at(0)["type"_L1].toString(), u"reasoning"_s);
    QVERIFY(!output.at(0)["summary"_L1][0]["text"_L1].toString().isEmpty());
    QVERIFY(!output.at(0)["encrypted_content"_L1].toString().isEmpty());
    QCOMPARE(output.at(1)["type"_L1].toString(), u"message"_s);
    QVERIFY(output.at(0)["id"_L1] != output.at(1)["id"_L1]);
}

void TestDemoScript::aCommandIsACallOfTheOfferedTool()
{
    DemoRequest prompt = request(u"List the files"_s);
    prompt.wantsReasoning = false;
    QJsonValue call = scriptFor(prompt).response.value("output"_L1).toArray().at(0);
    QCOMPARE(call["type"_L1].toString(), u"function_call"_s);
    QCOMPARE(call["name"_L1].toString(), u"exec_command"_s);
    QCOMPARE(call["arguments"_L1].toString(), uR"({"cmd":"ls"})"_s);
    QVERIFY(!call["call_id"_L1].toString().isEmpty());

    prompt.tools = DemoRequest::Tools::CodeMode;
    call = scriptFor(prompt).response.value("output"_L1).toArray().at(0);
    QCOMPARE(call["type"_L1].toString(), u"custom_tool_call"_s);
    QCOMPARE(call["name"_L1].toString(), u"exec"_s);
    QVERIFY(call["input"_L1].toString().contains(uR"(tools.exec_command({cmd:"ls"}))"_s));
}

void TestDemoScript::compactionIsExactlyOneItem()
{
    DemoRequest prompt = request(u"hi"_s);
    prompt.kind = DemoRequest::Kind::Compaction;
    const DemoScript script = scriptFor(prompt);
    const QJsonArray output = script.response.value("output"_L1).toArray();
    QCOMPARE(output.size(), 1);
    QCOMPARE(output.at(0)["type"_L1].toString(), u"compaction"_s);
    QCOMPARE(typesOf(script).count(u"response.output_item.done"_s), 1);
}

void TestDemoScript::sequenceNumbersRise()
{
    int expected = 0;
    for (const QJsonObject &data : dataOf(scriptFor(request(u"Why?"_s))))
        QCOMPARE(data.value("sequence_number"_L1).toInt(-1), expected++);
    QVERIFY(expected > 20);
}

void TestDemoScript::theUsageAddsUp()
{
    DemoRequest prompt = request(u"Why?"_s);
    QJsonObject usage = scriptFor(prompt).response.value("usage"_L1).toObject();
    QCOMPARE(usage.value("input_tokens"_L1).toInt(), 10'000);
    QCOMPARE(usage.value("input_tokens_details"_L1)["cached_tokens"_L1].toInt(-1), 0);
    const int output = usage.value("output_tokens"_L1).toInt();
    const int reasoning = usage.value("output_tokens_details"_L1)["reasoning_tokens"_L1].toInt();
    QVERIFY(reasoning > 0 && reasoning < output);
    QCOMPARE(usage.value("total_tokens"_L1).toInt(), 10'000 + output);

    prompt.hasHistory = true;
    usage = scriptFor(prompt).response.value("usage"_L1).toObject();
    const int cached = usage.value("input_tokens_details"_L1)["cached_tokens"_L1].toInt();
    QVERIFY(cached > 8'000 && cached < 10'000);
    QCOMPARE(cached % 128, 0);
}

void TestDemoScript::theSamePromptHasTheSameWaits()
{
    const auto waits = [](const QString &prompt) {
        QList<std::chrono::milliseconds::rep> result;
        for (const auto &event : scriptFor(request(prompt)).events)
            result += event.wait.count();
        return result;
    };
    QCOMPARE(waits(u"Why is it so?"_s), waits(u"Why is it so?"_s));
    QVERIFY(waits(u"Why is it so?"_s) != waits(u"Why is it not?"_s));
}

void TestDemoScript::theWaitsAreThoseOfAModel()
{
    const DemoScript script = scriptFor(request(u"hi"_s));
    auto thinking = 0ms;
    bool isTalking = false;
    for (const auto &event : script.events) {
        if (event.wire.startsWith("event: response.output_text.delta")) {
            isTalking = true;
            QVERIFY(event.wait >= 15ms && event.wait <= 40ms);
        } else if (!isTalking) {
            thinking += event.wait;
        }
    }
    QVERIFY(thinking >= 300ms && thinking <= 1100ms);
}

QTEST_APPLESS_MAIN(TestDemoScript)
#include "tst_demoscript.moc"
