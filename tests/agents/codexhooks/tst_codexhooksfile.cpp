// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/codexhooks/codexhooksfile.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

namespace {

const QString command = u"/opt/codex-plus hook-bridge"_s;

CodexHooksFile fileOf(const QByteArray &text)
{
    auto file = CodexHooksFile::parse(text, u"hooks.json"_s);
    Q_ASSERT(file);
    return *file;
}

/// A file as people write it, with CRLF, tabs and odd blanks.
const QByteArray writtenByHand = "{\r\n"
                                 "\t\"description\" : \"mine\",\r\n"
                                 "\t\"hooks\": {\r\n"
                                 "\t\t\"Stop\": [ { \"hooks\": [ { \"type\": \"command\", \"command\": \"beep\" } ] } ],\r\n"
                                 "\t\t\"PreToolUse\": [\r\n"
                                 "\t\t\t{ \"matcher\": \"Bash\", \"hooks\": [ { \"type\": \"command\",\"command\":\"check\",  \"timeout\":5 } ] }\r\n"
                                 "\t\t],\r\n"
                                 "\t\t\"PostCompact\": []\r\n"
                                 "\t}\r\n"
                                 "}";

} // namespace

/// The bridge in a hooks.json of Codex.
class CodexHooksFileTest : public QObject
{
    Q_OBJECT

private slots:
    void everyBridgedEventGetsOneHandler();
    void whatWasThereStaysByteForByte_data();
    void whatWasThereStaysByteForByte();
    void ofAChangedFileOnlyOurHandlersGo();
    void aHandlerAmongOthersGoesAlone();
    void whatCodexWouldRefuseIsRefused_data();
    void whatCodexWouldRefuseIsRefused();
    void whatCodexToleratesIsTolerated();
    void bridgeCommandsAreKnown_data();
    void bridgeCommandsAreKnown();
};

void CodexHooksFileTest::everyBridgedEventGetsOneHandler()
{
    const QByteArray text = fileOf("{}\n").withBridge(command).text;
    const QJsonObject hooks = QJsonDocument::fromJson(text)[u"hooks"_s].toObject();
    QCOMPARE(hooks.size(), qsizetype(bridgedEvents().size()));
    for (const BridgedEvent &event : bridgedEvents()) {
        const QJsonObject handler{{u"type"_s, u"command"_s}, {u"command"_s, command}, {u"timeout"_s, event.timeout}};
        QCOMPARE(hooks.value(QLatin1StringView(event.name)).toArray(), QJsonArray{(QJsonObject{{u"hooks"_s, QJsonArray{handler}}})});
    }
    QVERIFY(hooks.contains(u"SessionEnd"_s) && hooks[u"SessionEnd"_s][0][u"hooks"_s][0][u"timeout"_s].toInt() <= 3);
    QVERIFY(text.startsWith("{\n  \"hooks\": {\n    \"SessionStart\": [\n      {\n        \"hooks\": [\n          {\n            \"type\": \"command\",\n"));
    const BridgePresence presence = fileOf(text).bridge();
    QVERIFY(presence.isComplete);
    QCOMPARE(presence.commands, QStringList{command});
    QVERIFY(fileOf(text).withBridge(command).splices.isEmpty());
    QVERIFY(!fileOf(text).isEmpty());
}

void CodexHooksFileTest::whatWasThereStaysByteForByte_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::newRow("nothing in it") << QByteArray("{}");
    QTest::newRow("a description only") << QByteArray("{\n  \"description\": \"x\"\n}\n");
    QTest::newRow("empty hooks") << QByteArray("{\"hooks\":{ }}");
    QTest::newRow("in one line") << QByteArray(R"({"hooks": {"Stop": [{"hooks":[{"type":"command","command":"x"}]}], "Other": 1}})");
    QTest::newRow("written by hand") << writtenByHand;
}

void CodexHooksFileTest::whatWasThereStaysByteForByte()
{
    QFETCH(QByteArray, before);
    const CodexHooksFile::Edit edit = fileOf(before).withBridge(command);
    QVERIFY(fileOf(edit.text).bridge().isComplete);
    const auto back = withoutSplices(edit.text, edit.splices);
    QVERIFY(back);
    QCOMPARE(*back, before);
    QVERIFY(!withoutSplices(edit.text + ' ', {{edit.text.size(), 0, "xx"}}));
    QVERIFY(!withoutSplices(edit.text.chopped(9).prepend('x'), edit.splices));
    // The events that were there have ours behind theirs.
    const QJsonValue old = QJsonDocument::fromJson(before)[u"hooks"_s][u"Stop"_s][0];
    if (old.isObject())
        QCOMPARE(QJsonDocument::fromJson(edit.text)[u"hooks"_s][u"Stop"_s][0], old);
}

void CodexHooksFileTest::ofAChangedFileOnlyOurHandlersGo()
{
    const CodexHooksFile::Edit edit = fileOf(writtenByHand).withBridge(command);
    QByteArray changed = edit.text;
    changed.replace("\"mine\"", "\"changed since\"");
    QByteArray expected = writtenByHand;
    expected.replace("\"mine\"", "\"changed since\"");
    QCOMPARE(fileOf(changed).withoutBridge(edit.made).text, expected);
    // What was made for it, and has got something else meanwhile, stays.
    changed.replace("\"SessionEnd\": [", "\"SessionEnd\": [ {\"hooks\":[]},");
    const QByteArray rest = fileOf(changed).withoutBridge(edit.made).text;
    QCOMPARE(QJsonDocument::fromJson(rest)[u"hooks"_s][u"SessionEnd"_s].toArray().size(), 1);
    QVERIFY(!QJsonDocument::fromJson(rest)[u"hooks"_s].toObject().contains(u"SessionStart"_s));
    QVERIFY(fileOf(rest).bridge().events.isEmpty());
}

void CodexHooksFileTest::aHandlerAmongOthersGoesAlone()
{
    const QByteArray text = R"({"hooks":{"Stop":[{"matcher":"x","hooks":[{"type":"command","command":"codex-plus hook-bridge"}]},)"
                            R"({"hooks":[{"type":"command","command":"a"},{"type":"command","command":"/x/codex-plus hook-bridge"}]}]}})";
    QCOMPARE(fileOf(text).bridge().commands.size(), 2);
    QVERIFY(!fileOf(text).bridge().isComplete);
    QCOMPARE(fileOf(text).withoutBridge({}).text,
             R"({"hooks":{"Stop":[{"matcher":"x","hooks":[]},{"hooks":[{"type":"command","command":"a"}]}]}})");
}

void CodexHooksFileTest::whatCodexWouldRefuseIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QByteArray &text, const QString &expected) {
        QTest::newRow(name) << text << u"hooks.json, "_s + expected;
    };
    row("no JSON", "{\n  \"hooks\": {},\n}", u"line 3, column 1: a key in double quotes is expected here; correct it, Codex cannot read it either"_s);
    row("no object", "[]", u"line 1, column 1: Codex expects an object here; move the file away"_s);
    row("settings", "{\n  \"permissions\": {}\n}", u"line 2, column 3: Codex ignores the whole file because of \"permissions\"; remove it"_s);
    row("hooks twice", "{\"hooks\":{},\n\"hooks\":{}}", u"line 1, column 2: \"hooks\" is there more than once; remove one"_s);
    row("hooks no object", "{\"hooks\":[]}", u"line 1, column 2: \"hooks\" must be an object; correct it"_s);
    row("event twice", "{\"hooks\":{\"Stop\":[],\"Stop\":[]}}", u"line 1, column 11: \"Stop\" is there more than once; remove one"_s);
    row("event no list", "{\"hooks\":{\"Stop\":{}}}", u"line 1, column 11: Stop must be a list of groups; correct it"_s);
    row("handler as group", "{\"hooks\":{\"Stop\":[\"beep\"]}}", u"line 1, column 19: this group must be an object with a list of hooks; correct it"_s);
    row("unknown type", "{\"hooks\":{\"Stop\":[{\"hooks\":[\n{\"type\":\"http\",\"url\":\"x\"}]}]}}",
        u"line 2, column 1: Codex ignores the whole file because of a hook of a type it does not know; remove the hook"_s);
    row("no command", "{\"hooks\":{\"Interrupt\":[{\"hooks\":[{\"type\":\"command\"}]}]}}",
        u"line 1, column 34: Codex ignores the whole file because this hook has no command; correct it"_s);
}

void CodexHooksFileTest::whatCodexWouldRefuseIsRefused()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    const auto file = CodexHooksFile::parse(text, u"hooks.json"_s);
    QVERIFY(!file);
    QCOMPARE(file.error().message, expected);
}

void CodexHooksFileTest::whatCodexToleratesIsTolerated()
{
    const QByteArray text = R"({"hooks":{"Notification":{"odd":1},"Stop":[{"matcher":null,"hooks":[{"type":"prompt","prompt":"x","if":1}],"note":"x"},{}]}})";
    const auto file = CodexHooksFile::parse(text, u"hooks.json"_s);
    QVERIFY2(file.hasValue(), file ? "" : qPrintable(file.error().message));
    QVERIFY(file->bridge().events.isEmpty());
}

void CodexHooksFileTest::bridgeCommandsAreKnown_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("expected");
    QTest::newRow("absolute") << u"/usr/bin/codex-plus hook-bridge"_s << true;
    QTest::newRow("by PATH") << u"codex-plus  hook-bridge"_s << true;
    QTest::newRow("a path with blanks and quotes") << bridgeCommand(u"/home/o'neil/my apps/codex-plus"_s) << true;
    QTest::newRow("with a version") << u"/opt/codex-plus-1.2 hook-bridge"_s << true;
    QTest::newRow("another program") << u"/usr/bin/my-codex-plus hook-bridge"_s << false;
    QTest::newRow("another command") << u"codex-plus hooks run Stop"_s << false;
    QTest::newRow("more arguments") << u"codex-plus hook-bridge --x"_s << false;
    QTest::newRow("part of a line") << u"codex-plus hook-bridge && beep"_s << false;
    QTest::newRow("nothing") << QString() << false;
}

void CodexHooksFileTest::bridgeCommandsAreKnown()
{
    QFETCH(QString, text);
    QFETCH(bool, expected);
    QCOMPARE(isBridgeCommand(text), expected);
}

QTEST_APPLESS_MAIN(CodexHooksFileTest)
#include "tst_codexhooksfile.moc"
