// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/hooktool.h"

#include "proxy/prompt/jsontext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

namespace {

QJsonObject object(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QByteArray token(const QByteArray &text)
{
    return jsonString(QString::fromUtf8(text));
}

} // namespace

class HookToolTest : public QObject
{
    Q_OBJECT

private slots:
    void callsAreNamedAsHooksKnowThem_data();
    void callsAreNamedAsHooksKnowThem();
    void rewrittenInputBecomesArguments_data();
    void rewrittenInputBecomesArguments();
    void inputWithoutWhatTheCallNeedsIsNone_data();
    void inputWithoutWhatTheCallNeedsIsNone();
    void responsesAreToldAsHooksKnowThem_data();
    void responsesAreToldAsHooksKnowThem();
    void rewrittenResponsesBecomeOutputs_data();
    void rewrittenResponsesBecomeOutputs();

private:
    static ToolCall call(const QByteArray &type, const QString &name, const QByteArray &arguments, const QString &nameSpace = {})
    {
        return {u"c1"_s, name, nameSpace, arguments, type};
    }
};

void HookToolTest::callsAreNamedAsHooksKnowThem_data()
{
    QTest::addColumn<ToolCall>("call");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("input");
    const QByteArray function = "function_call";
    const QByteArray custom = "custom_tool_call";
    const auto row = [](const char *what, const ToolCall &call, const QString &name, const QByteArray &input) {
        QTest::newRow(what) << call << name << input;
    };
    row("exec_command", call(function, u"exec_command"_s, token(R"({"cmd":"ls -l","workdir":"/tmp"})")), u"Bash"_s, R"({"command":"ls -l"})");
    row("shell_command", call(function, u"shell_command"_s, token(R"({"command":"ls"})")), u"Bash"_s, R"({"command":"ls"})");
    row("shell", call(function, u"shell"_s, token(R"({"command":["bash","-lc","ls | wc"]})")), u"Bash"_s, R"({"command":"ls | wc"})");
    row("shell, by path", call(function, u"shell"_s, token(R"({"command":["/bin/zsh","-c","ls"]})")), u"Bash"_s, R"({"command":"ls"})");
    row("shell, words", call(function, u"shell"_s, token(R"({"command":["grep","it's","a b",""]})")), u"Bash"_s,
        R"({"command":"grep 'it'\\''s' 'a b' ''"})");
    row("local shell", call("local_shell_call", {}, R"({"type":"exec","command":["ls","-l"]})"), u"Bash"_s, R"({"command":"ls -l"})");
    row("apply_patch", call(custom, u"apply_patch"_s, token("*** Begin Patch\n")), u"apply_patch"_s, R"({"command":"*** Begin Patch\n"})");
    row("apply_patch, a function", call(function, u"apply_patch"_s, token(R"({"input":"*** Begin"})")), u"apply_patch"_s, R"({"command":"*** Begin"})");
    row("MCP", call(function, u"read"_s, token(R"({"path":"a","n":1})"), u"mcp__files"_s), u"mcp__files__read"_s, R"({"path":"a","n":1})");
    row("MCP, a name of ours", call(function, u"exec_command"_s, token(R"({"cmd":"a"})"), u"mcp__x"_s), u"mcp__x__exec_command"_s, R"({"cmd":"a"})");
    row("another", call(function, u"update_plan"_s, token(R"({"plan":[]})")), u"update_plan"_s, R"({"plan":[]})");
    row("a custom tool", call(custom, u"exec"_s, token("{}")), u"exec"_s, R"({"input":"{}"})");
    row("no JSON", call(function, u"x"_s, token("nothing")), u"x"_s, R"({"input":"nothing"})");
    row("broken JSON of exec_command", call(function, u"exec_command"_s, token("{")), u"Bash"_s, R"({"input":"{"})");
    row("a list", call(function, u"x"_s, "[1]"), u"x"_s, R"({"input":[1]})");
}

void HookToolTest::callsAreNamedAsHooksKnowThem()
{
    QFETCH(ToolCall, call);
    QFETCH(QString, name);
    QFETCH(QByteArray, input);
    const HookTool tool = HookTool::of(call);
    QCOMPARE(tool.name, name);
    QCOMPARE(tool.input, object(input));
    QVERIFY(tool == HookTool::of(call));
}

void HookToolTest::rewrittenInputBecomesArguments_data()
{
    QTest::addColumn<ToolCall>("call");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("arguments");
    const QByteArray function = "function_call";
    const QByteArray custom = "custom_tool_call";
    const auto row = [](const char *what, const ToolCall &call, const QByteArray &input, const QByteArray &arguments) {
        QTest::newRow(what) << call << input << arguments;
    };
    row("exec_command", call(function, u"exec_command"_s, token(R"({"cmd":"ls","workdir":"/tmp"})")), R"({"command":"pwd","description":"x"})",
        token(R"({"cmd":"pwd","workdir":"/tmp"})"));
    row("shell", call(function, u"shell"_s, token(R"({"command":["bash","-lc","ls"]})")), R"({"command":"pwd"})",
        token(R"({"command":["bash","-lc","pwd"]})"));
    row("shell, words", call(function, u"shell"_s, token(R"({"command":["ls"]})")), R"({"command":"pwd | wc"})",
        token(R"({"command":["bash","-lc","pwd | wc"]})"));
    row("local shell", call("local_shell_call", {}, R"({"command":["ls"],"type":"exec"})"), R"({"command":"pwd"})",
        R"({"command":["bash","-lc","pwd"],"type":"exec"})");
    row("apply_patch", call(custom, u"apply_patch"_s, token("a")), R"({"command":"b\n"})", token("b\n"));
    row("apply_patch, a function", call(function, u"apply_patch"_s, token(R"({"input":"a"})")), R"({"command":"b"})", token(R"({"input":"b"})"));
    row("MCP", call(function, u"read"_s, token(R"({"path":"a"})"), u"mcp__files"_s), R"({"path":"b"})", token(R"({"path":"b"})"));
    row("an object that is none of a string", call(function, u"x"_s, R"({"a":1})"), R"({"b":2})", R"({"b":2})");
    row("a custom tool", call(custom, u"exec"_s, token("a")), R"({"input":"b"})", token("b"));
}

void HookToolTest::rewrittenInputBecomesArguments()
{
    QFETCH(ToolCall, call);
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, arguments);
    const auto result = argumentsFor(call, object(input));
    QVERIFY(result);
    QCOMPARE(*result, arguments);
    QCOMPARE(HookTool::of({{}, call.name, call.nameSpace, *result, call.type}).input.value(u"command"_s), object(input).value(u"command"_s));
}

void HookToolTest::inputWithoutWhatTheCallNeedsIsNone_data()
{
    QTest::addColumn<ToolCall>("call");
    QTest::newRow("no command") << call("function_call", u"exec_command"_s, token(R"({"cmd":"ls"})"));
    QTest::newRow("no patch") << call("custom_tool_call", u"apply_patch"_s, token("a"));
    QTest::newRow("no text") << call("custom_tool_call", u"exec"_s, token("a"));
    QTest::newRow("no arguments before") << call("function_call", u"shell"_s, token("{"));
}

void HookToolTest::inputWithoutWhatTheCallNeedsIsNone()
{
    QFETCH(ToolCall, call);
    QVERIFY(!argumentsFor(call, object(R"({"file_path":"a"})")));
}

void HookToolTest::responsesAreToldAsHooksKnowThem_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QByteArray>("response");
    const QByteArray bash = R"("stderr":"","interrupted":false,"isImage":false)";
    QTest::newRow("a program") << u"Bash"_s << QByteArray(R"("a\nb")") << QByteArray(R"([{"stdout":"a\nb",)") + bash + "}]";
    QTest::newRow("parts") << u"Bash"_s << QByteArray(R"([{"type":"input_text","text":"a"},{"type":"input_image"},{"text":"b"}])")
                           << QByteArray(R"([{"stdout":"a\nb",)") + bash + "}]";
    QTest::newRow("another") << u"mcp__a__b"_s << QByteArray(R"([{"type":"input_text","text":"a"}])")
                             << QByteArray(R"([[{"type":"input_text","text":"a"}]])");
    QTest::newRow("a text") << u"x"_s << QByteArray(R"("a")") << QByteArray(R"(["a"])");
}

void HookToolTest::responsesAreToldAsHooksKnowThem()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, output);
    QFETCH(QByteArray, response);
    QCOMPARE(toolResponse(name, output), QJsonDocument::fromJson(response).array().at(0));
}

void HookToolTest::rewrittenResponsesBecomeOutputs_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<QByteArray>("output");
    QTest::newRow("a text") << u"x"_s << QByteArray(R"(["a\nb"])") << QByteArray(R"("a\nb")");
    QTest::newRow("a program's") << u"Bash"_s << QByteArray(R"([{"stdout":"a","stderr":"b"}])") << QByteArray(R"("ab")");
    QTest::newRow("an object") << u"x"_s << QByteArray(R"([{"stdout":"a"}])") << token(R"({"stdout":"a"})");
    QTest::newRow("parts") << u"x"_s << QByteArray(R"([[{"text":"a","type":"input_text"}]])") << QByteArray(R"([{"text":"a","type":"input_text"}])");
    QTest::newRow("a list") << u"x"_s << QByteArray("[[1]]") << token("[1]");
    QTest::newRow("a number") << u"x"_s << QByteArray("[7]") << token("7");
}

void HookToolTest::rewrittenResponsesBecomeOutputs()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, response);
    QFETCH(QByteArray, output);
    QCOMPARE(outputFor(name, QJsonDocument::fromJson(response).array().at(0)), output);
}

QTEST_APPLESS_MAIN(HookToolTest)
#include "tst_hooktool.moc"
