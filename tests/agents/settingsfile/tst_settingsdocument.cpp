// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/settingsfile/settingsdocument.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Verdict = SettingsDocument::Verdict;
using Severity = SettingsProblem::Severity;

/// Settings files in Claude Code's format: what it tolerates, what makes it ignore the whole file, and what is told.
class SettingsDocumentTest : public QObject
{
    Q_OBJECT

private slots:
    void hooksAreReadWithTheirPlaces();
    void everyKeyOfAHandlerIsRead();
    void whatClaudeCodeToleratesIsTolerated_data();
    void whatClaudeCodeToleratesIsTolerated();
    void whatClaudeCodeRejectsIsRejected_data();
    void whatClaudeCodeRejectsIsRejected();
    void ofOurFilesOnlyTheWrongEntryIsLeftOut_data();
    void ofOurFilesOnlyTheWrongEntryIsLeftOut();
    void whatIsNoJsonIsToldWithItsPlace_data();
    void whatIsNoJsonIsToldWithItsPlace();
    void remarksTellWhatIsNotAsMeant_data();
    void remarksTellWhatIsNotAsMeant();
    void problemsComeInTheOrderOfTheFile();
    void manyProblemsAreBounded();
    void problemsReadAsSentences();
    void environmentIsLiteral();
    void filesAreRead();
    void whatIsNoReadableFileIsTold_data();
    void whatIsNoReadableFileIsTold();
    void aProjectsFileMustLieInTheProject();
    void realFilesAreFine_data();
    void realFilesAreFine();

private:
    static SettingsDocument read(const QByteArray &json, SettingsScope scope = SettingsScope::ClaudeProject)
    {
        return SettingsDocument::fromJson(json, u"FILE"_s, scope);
    }
    static QByteArray withHandler(const QByteArray &handler)
    {
        return "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[" + handler + ",{\"type\":\"command\",\"command\":\"good\"}]}]}}";
    }
};

void SettingsDocumentTest::hooksAreReadWithTheirPlaces()
{
    const SettingsDocument document = read(R"({
  "hooks": {
    "Stop": [ { "hooks": [ { "type": "command", "command": "a" },
                           { "type": "command", "command": "b" } ] },
              { "matcher": "", "hooks": [ { "type": "command", "command": "c" } ] } ],
    "PreToolUse": [ { "matcher": "Bash|Edit", "hooks": [ { "type": "command", "command": "d" } ] } ]
  },
  "disableAllHooks": true,
  "statusLine": { "type": "command", "command": "line", "padding": 0 }
})");
    QCOMPARE(document.verdict, Verdict::Fine);
    QCOMPARE(document.hooks.size(), 4);
    const HookDefinition &tool = document.hooks.at(0); // events in the order of their names, hooks in that of the file
    QCOMPARE(tool.event, HookEvent::PreToolUse);
    QCOMPARE(tool.matcher, u"Bash|Edit"_s);
    QCOMPARE(tool.line, 6);
    QCOMPARE(tool.file, u"FILE"_s);
    QCOMPARE(document.hooks.at(1).command, u"a"_s);
    QCOMPARE(document.hooks.at(2).command, u"b"_s);
    QCOMPARE(document.hooks.at(2).line, 4);
    QCOMPARE(document.hooks.at(2).keyPath, u"hooks.Stop[0].hooks[1]"_s);
    QCOMPARE(document.hooks.at(3).command, u"c"_s);
    QCOMPARE(document.disableAllHooks, std::optional(true));
    QCOMPARE(document.statusLine.value(u"command"_s), u"line"_s);
    QCOMPARE(document.sha256.size(), 32);
}

void SettingsDocumentTest::everyKeyOfAHandlerIsRead()
{
    const SettingsDocument document = read(R"json({"hooks":{"PreToolUse":[{"hooks":[
        {"type":"command","command":"x","args":["1","2"],"shell":"bash","if":"Bash(git *)","timeout":2.5,"async":true,"statusMessage":"m",
         "onTimeout":"deny","once":true,"description":"kept"}]}]}})json", SettingsScope::CodexPlusUser);
    QCOMPARE(document.verdict, Verdict::Fine);
    const HookDefinition &hook = document.hooks.constFirst();
    QCOMPARE(*hook.arguments, (QStringList{u"1"_s, u"2"_s}));
    QCOMPARE(hook.shell, u"bash"_s);
    QCOMPARE(hook.condition, u"Bash(git *)"_s);
    QCOMPARE(hook.wantedTimeout, std::optional<std::chrono::milliseconds>(2500ms));
    QVERIFY(hook.isAsync);
    QCOMPARE(hook.statusMessage, u"m"_s);
    QCOMPARE(hook.onTimeout, HookDefinition::OnTimeout::Deny);
    QCOMPARE(hook.commandText(), u"x 1 2"_s);
}

void SettingsDocumentTest::whatClaudeCodeToleratesIsTolerated_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("hasRemark");
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf{}") << false;
    QTest::newRow("repeated keys") << QByteArray(R"({"model":5,"model":"x"})") << false;
    QTest::newRow("unknown keys") << QByteArray(R"({"x":1,"hooks":{"Stop":[{"y":2,"hooks":[{"type":"command","command":"c","z":[]}]}]}})") << false;
    QTest::newRow("unknown event") << QByteArray(R"({"hooks":{"NoSuchEvent":[{"hooks":[{"type":"command","command":"c"}]}]}})") << true;
    QTest::newRow("unknown event of any shape") << QByteArray(R"({"hooks":{"NoSuchEvent":5}})") << true;
    QTest::newRow("bad expression") << QByteArray(R"({"hooks":{"PreToolUse":[{"matcher":"(","hooks":[]}]}})") << true;
    QTest::newRow("odd permission rule") << QByteArray(R"({"permissions":{"allow":["Bash(", "/bare/path", ""]}})") << false;
    QTest::newRow("numbers in env") << QByteArray(R"({"env":{"A":5,"B":true}})") << false;
    QTest::newRow("no hooks") << QByteArray(R"({"hooks":{"Stop":[]}})") << false;
    QTest::newRow("other types") << QByteArray(R"({"hooks":{"Stop":[{"hooks":[{"type":"http","url":"http://x"},{"type":"prompt","prompt":"p"},
        {"type":"agent","prompt":"p"},{"type":"mcp_tool","server":"s","tool":"t"}]}]}})") << true;
    QTest::newRow("empty object") << QByteArray("{}") << false;
}

void SettingsDocumentTest::whatClaudeCodeToleratesIsTolerated()
{
    QFETCH(QByteArray, json);
    QFETCH(bool, hasRemark);
    for (const auto scope : {SettingsScope::ClaudeProject, SettingsScope::CodexPlusProject}) {
        const SettingsDocument document = read(json, scope);
        QCOMPARE(document.verdict, hasRemark ? Verdict::FineWithRemarks : Verdict::Fine);
        for (const SettingsProblem &problem : document.problems)
            QCOMPARE(problem.severity, Severity::Remark);
    }
}

void SettingsDocumentTest::whatClaudeCodeRejectsIsRejected_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("keyPath");
    const auto row = [](const char *name, const QByteArray &json, const char *keyPath) {
        QTest::newRow(name) << json << QString::fromLatin1(keyPath);
    };
    const char *handler = "hooks.PreToolUse[0].hooks[0]";
    row("unknown type", withHandler(R"({"type":"python","command":"c"})"), "hooks.PreToolUse[0].hooks[0].type");
    row("no type", withHandler(R"({"command":"c"})"), handler);
    row("no command", withHandler(R"({"type":"command"})"), handler);
    row("empty command", withHandler(R"({"type":"command","command":""})"), "hooks.PreToolUse[0].hooks[0].command");
    row("timeout is a text", withHandler(R"({"type":"command","command":"c","timeout":"5"})"), "hooks.PreToolUse[0].hooks[0].timeout");
    row("timeout is 0", withHandler(R"({"type":"command","command":"c","timeout":0})"), "hooks.PreToolUse[0].hooks[0].timeout");
    row("async is a text", withHandler(R"({"type":"command","command":"c","async":"yes"})"), "hooks.PreToolUse[0].hooks[0].async");
    row("args is a text", withHandler(R"({"type":"command","command":"c","args":"x"})"), "hooks.PreToolUse[0].hooks[0].args");
    row("args hold a number", withHandler(R"({"type":"command","command":"c","args":[1]})"), "hooks.PreToolUse[0].hooks[0].args");
    row("if is a list", withHandler(R"({"type":"command","command":"c","if":[]})"), "hooks.PreToolUse[0].hooks[0].if");
    row("unknown shell", withHandler(R"({"type":"command","command":"c","shell":"zsh"})"), "hooks.PreToolUse[0].hooks[0].shell");
    row("handler is a text", withHandler(R"("c")"), handler);
    row("no url", withHandler(R"({"type":"http"})"), handler);
    row("no prompt", withHandler(R"({"type":"prompt"})"), handler);
    row("matcher is null", R"({"hooks":{"PreToolUse":[{"matcher":null,"hooks":[]}]}})", "hooks.PreToolUse[0].matcher");
    row("event is no list", R"({"hooks":{"Stop":{"hooks":[]}}})", "hooks.Stop");
    row("handler in the event's list", R"({"hooks":{"Stop":[{"type":"command","command":"c"}]}})", "hooks.Stop[0]");
    row("group is a text", R"({"hooks":{"Stop":["c"]}})", "hooks.Stop[0]");
    row("hooks is a list", R"({"hooks":[]})", "hooks");
    row("model is a number", R"({"model":5})", "model");
    row("permissions.allow is a text", R"({"permissions":{"allow":"Bash"}})", "permissions.allow");
    row("permissions is a list", R"({"permissions":[]})", "permissions");
    row("status line without a command", R"({"statusLine":{"type":"command"}})", "statusLine");
    row("status line with a text for a number", R"({"statusLine":{"type":"command","command":"c","padding":"0"}})", "statusLine");
    row("status line too often", R"({"statusLine":{"type":"command","command":"c","refreshInterval":0}})", "statusLine");
    row("status line is a text", R"({"statusLine":"c"})", "statusLine");
    row("disableAllHooks is a text", R"({"disableAllHooks":"true"})", "disableAllHooks");
    row("env is a list", R"({"env":[]})", "env");
    row("env holds an object", R"({"env":{"A":{}}})", "env.A");
}

void SettingsDocumentTest::whatClaudeCodeRejectsIsRejected()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, keyPath);
    const SettingsDocument document = read(json);
    QCOMPARE(document.verdict, Verdict::Rejected);
    QVERIFY(!document.isUsable());
    QCOMPARE(document.problems.size(), 1);
    const SettingsProblem &problem = document.problems.constFirst();
    QCOMPARE(problem.severity, Severity::Rejects);
    QCOMPARE(problem.keyPath, keyPath);
    QCOMPARE(problem.line, 1);
    QVERIFY(problem.column > 1);
    QVERIFY2(problem.message.contains(u';'), qPrintable(problem.message));
}

void SettingsDocumentTest::ofOurFilesOnlyTheWrongEntryIsLeftOut_data()
{
    whatClaudeCodeRejectsIsRejected_data();
}

void SettingsDocumentTest::ofOurFilesOnlyTheWrongEntryIsLeftOut()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, keyPath);
    const SettingsDocument document = read(json, SettingsScope::CodexPlusProject);
    QCOMPARE(document.verdict, Verdict::FineWithRemarks);
    QCOMPARE(document.problems.size(), 1);
    QCOMPARE(document.problems.constFirst().severity, Severity::LeftOut);
    QCOMPARE(document.problems.constFirst().keyPath, keyPath);
    QCOMPARE(document.hooks.size(), json.contains("good") ? 1 : 0);
    QVERIFY(document.statusLine.isEmpty());
}

void SettingsDocumentTest::whatIsNoJsonIsToldWithItsPlace_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("hint");
    QTest::newRow("comment") << QByteArray("{\n  // no\n}") << 2 << 3 << u"no comments"_s;
    QTest::newRow("comma at the end") << QByteArray("{\"a\": 1,\n}") << 2 << 1 << u"remove the comma"_s;
    QTest::newRow("comma in a list") << QByteArray("{\"a\": [1,]}") << 1 << 10 << u"remove the comma"_s;
    QTest::newRow("empty") << QByteArray() << 1 << 1 << u";"_s;
    QTest::newRow("cut") << QByteArray("{\"a\": ") << 1 << 6 << u";"_s;
    QTest::newRow("a list") << QByteArray("[]") << 1 << 1 << u"must begin with {"_s;
    QTest::newRow("text after it") << QByteArray("{} x") << 1 << 4 << u";"_s;
    QTest::newRow("line end in a text") << QByteArray("{\"a\":\n\"b\nc\"}") << 2 << 3 << u"\\n"_s;
    QTest::newRow("binary") << QByteArray("\x00\xff\x00", 3) << 1 << 1 << u";"_s;
    QTest::newRow("too deep") << "{\"a\":" + QByteArray(64, '[') + QByteArray(64, ']') + '}' << 0 << 0 << u"64 levels"_s;
    QTest::newRow("far too deep") << "{\"a\":" + QByteArray(500'000, '[') << 1 << -1 << u";"_s;
}

void SettingsDocumentTest::whatIsNoJsonIsToldWithItsPlace()
{
    QFETCH(QByteArray, json);
    QFETCH(int, column);
    for (const auto scope : {SettingsScope::ClaudeUser, SettingsScope::CodexPlusUser}) {
        const SettingsDocument document = read(json, scope);
        QCOMPARE(document.verdict, Verdict::NotJson);
        QCOMPARE(document.problems.size(), 1);
        const SettingsProblem &problem = document.problems.constFirst();
        QTEST(problem.line, "line");
        if (column >= 0)
            QCOMPARE(problem.column, column);
        QFETCH(QString, hint);
        QVERIFY2(problem.message.contains(hint), qPrintable(problem.message));
        QVERIFY(document.hooks.isEmpty());
    }
    QCOMPARE(read("{\"a\":" + QByteArray(63, '[') + QByteArray(63, ']') + '}').verdict, Verdict::Fine);
}

void SettingsDocumentTest::remarksTellWhatIsNotAsMeant_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("keyPath");
    QTest::addColumn<QString>("hint");
    const auto row = [](const char *name, const QByteArray &json, const char *keyPath, const char *hint) {
        QTest::newRow(name) << json << QString::fromLatin1(keyPath) << QString::fromUtf8(hint);
    };
    row("looks like milliseconds", withHandler(R"({"type":"command","command":"c","timeout":5000})"), "hooks.PreToolUse[0].hooks[0].timeout", "write 5");
    row("more than a project may", withHandler(R"({"type":"command","command":"c","timeout":61})"), "hooks.PreToolUse[0].hooks[0].timeout", "60 seconds");
    row("http", withHandler(R"({"type":"http","url":"http://x"})"), "hooks.PreToolUse[0].hooks[0]", "type http");
    row("powershell", withHandler(R"({"type":"command","command":"c","shell":"powershell"})"), "hooks.PreToolUse[0].hooks[0]", "PowerShell");
    row("if with a path", withHandler(R"json({"type":"command","command":"c","if":"Edit(*.ts)"})json"), "hooks.PreToolUse[0].hooks[0].if", "not judged");
    row("onTimeout of Claude's file", withHandler(R"({"type":"command","command":"c","onTimeout":"deny"})"), "hooks.PreToolUse[0].hooks[0].onTimeout",
        ".codexplus");
    row("if without a tool", R"({"hooks":{"Stop":[{"hooks":[{"type":"command","command":"c","if":"Bash"}]}]}})", "hooks.Stop[0].hooks[0].if", "never runs");
    row("matcher without use", R"({"hooks":{"Stop":[{"matcher":"x","hooks":[]}]}})", "hooks.Stop[0].matcher", "ignored");
    row("unknown event", R"({"hooks":{"stop":[]}})", "hooks.stop", "no event stop");
    row("looking around", R"json({"hooks":{"PreToolUse":[{"matcher":"^(?!x)","hooks":[]}]}})json", "hooks.PreToolUse[0].matcher", "compared as a whole");
    row("variable with a strange name", R"({"env":{"A=B":"c"}})", "env.A=B", "left out");
}

void SettingsDocumentTest::remarksTellWhatIsNotAsMeant()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, hint);
    const SettingsDocument document = read(json);
    QCOMPARE(document.verdict, Verdict::FineWithRemarks);
    QVERIFY(!document.problems.isEmpty());
    const SettingsProblem &problem = document.problems.constFirst();
    QTEST(problem.keyPath, "keyPath");
    QVERIFY2(problem.message.contains(hint) && problem.message.contains(u';'), qPrintable(problem.message));
    QVERIFY(problem.line == 1 && problem.column > 1);
}

void SettingsDocumentTest::problemsComeInTheOrderOfTheFile()
{
    const SettingsDocument document = read("{\"model\": 5,\n\"statusLine\": 5,\n\"hooks\": 5,\n\"env\": 5}");
    QStringList paths;
    for (const SettingsProblem &problem : document.problems)
        paths += problem.keyPath;
    QCOMPARE(paths, (QStringList{u"model"_s, u"statusLine"_s, u"hooks"_s, u"env"_s}));
}

void SettingsDocumentTest::manyProblemsAreBounded()
{
    QByteArray handlers = "5";
    for (int i = 0; i < 1000; ++i)
        handlers += ",5";
    const SettingsDocument document = read(withHandler(handlers));
    QCOMPARE(document.verdict, Verdict::Rejected);
    QCOMPARE(document.problems.size(), 100);
}

void SettingsDocumentTest::problemsReadAsSentences()
{
    const SettingsDocument document = read("{\n  \"model\": 5\n}");
    QCOMPARE(settingsProblemText(document.problems.constFirst()),
             u"FILE, line 2, column 3: model: must be a text in double quotes; correct it, or remove it"_s);
    QCOMPARE(settingsVerdictText(document.verdict), u"rejected as a whole, as by Claude Code"_s);
}

void SettingsDocumentTest::environmentIsLiteral()
{
    const SettingsDocument document = read(R"({"env":{"A":"${HOME}","B":5,"C":true,"D":1.5}})");
    QCOMPARE(document.environment,
             (QMap<QString, QString>{{u"A"_s, u"${HOME}"_s}, {u"B"_s, u"5"_s}, {u"C"_s, u"true"_s}, {u"D"_s, u"1.5"_s}}));
}

void SettingsDocumentTest::filesAreRead()
{
    QTemporaryDir directory;
    const QString root = QDir(directory.path()).canonicalPath();
    const QString path = root + u"/settings.json"_s;
    for (const auto scope : {SettingsScope::ClaudeProject, SettingsScope::ClaudeUser}) {
        QFile::remove(path);
        QVERIFY(!SettingsDocument::read(path, scope, root));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"disableAllHooks\": false}");
        file.close();
        const auto document = SettingsDocument::read(path, scope, root);
        QVERIFY(document);
        QCOMPARE(document->disableAllHooks, std::optional(false));
        QCOMPARE(document->path, path);
        QCOMPARE(document->scope, scope);
        QCOMPARE(document->sha256, QCryptographicHash::hash("{\"disableAllHooks\": false}", QCryptographicHash::Sha256));
    }
}

void SettingsDocumentTest::whatIsNoReadableFileIsTold_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"directory", "pipe", "large"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void SettingsDocumentTest::whatIsNoReadableFileIsTold()
{
    QFETCH(QString, kind);
    QTemporaryDir directory;
    const QString root = QDir(directory.path()).canonicalPath();
    const QString path = root + u"/settings.json"_s;
    if (kind == u"directory") {
        QVERIFY(QDir().mkdir(path));
    } else if (kind == u"pipe") {
        QCOMPARE(::mkfifo(QFile::encodeName(path).constData(), 0600), 0);
    } else {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"a\":\"" + QByteArray(1024 * 1024, 'x') + "\"}");
    }
    for (const auto scope : {SettingsScope::ClaudeProject, SettingsScope::ClaudeUser}) {
        const auto document = SettingsDocument::read(path, scope, root);
        QVERIFY(document);
        QCOMPARE(document->verdict, Verdict::Unreadable);
        QVERIFY(!document->problems.constFirst().message.isEmpty());
    }
}

void SettingsDocumentTest::aProjectsFileMustLieInTheProject()
{
    QTemporaryDir directory;
    const QString root = QDir(directory.path()).canonicalPath();
    QVERIFY(QDir(root).mkpath(u"project/.claude"_s));
    QFile file(root + u"/outside.json"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{}");
    file.close();
    const QString path = root + u"/project/.claude/settings.json"_s;
    QVERIFY(QFile::link(root + u"/outside.json"_s, path));
    const auto document = SettingsDocument::read(path, SettingsScope::ClaudeProject, root + u"/project"_s);
    QVERIFY(document);
    QCOMPARE(document->verdict, Verdict::Unreadable);
    QCOMPARE(SettingsDocument::read(path, SettingsScope::ClaudeUser, root + u"/project"_s)->verdict, Verdict::Fine);
}

void SettingsDocumentTest::realFilesAreFine_data()
{
    QTest::addColumn<QString>("path");
    const QFileInfoList files = QDir(QStringLiteral(CPX_CORPUS) + u"/settings"_s).entryInfoList({u"*.json"_s}, QDir::Files);
    for (const QFileInfo &info : files)
        QTest::newRow(qPrintable(info.fileName())) << info.filePath();
    if (files.isEmpty())
        QTest::newRow("no corpus") << QString();
}

void SettingsDocumentTest::realFilesAreFine()
{
    QFETCH(QString, path);
    if (path.isEmpty())
        QSKIP("there is no directory with real settings files");
    const auto document = SettingsDocument::read(path, SettingsScope::ClaudeUser, {});
    QVERIFY(document);
    for (const SettingsProblem &problem : document->problems)
        QVERIFY2(problem.severity == Severity::Remark, qPrintable(settingsProblemText(problem)));
    for (const HookDefinition &hook : document->hooks)
        QVERIFY(hook.line > 0 && !hook.command.isEmpty());
}

QTEST_GUILESS_MAIN(SettingsDocumentTest)
#include "tst_settingsdocument.moc"
