// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/clirun.h"
#include "tests/support/hookproject.h"
#include "tests/support/pseudoterminal.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// `codex-plus hooks`: what there is, whether it may run, and what it says.
class HooksCommandTest : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void withoutFilesItSaysSo();
    void theListNamesHooksAndProblems();
    void theListIsJson();
    void nothingInAFileDrivesTheTerminal();
    void trustShowsWhatItMeans();
    void trustTellsWhatHasChanged();
    void withoutATerminalTrustNeedsYes();
    void onATerminalOnlyYesTrusts_data();
    void onATerminalOnlyYesTrusts();
    void whatIsWrongCannotBeTrusted();
    void trustCanBeWithdrawn();
    void runDoesNothingUntrusted();
    void runTellsTheOutcome();
    void runTakesAPayload();
    void runDoesNothingWhenHooksAreOff();
    void badPayloadsAreFailures_data();
    void badPayloadsAreFailures();
    void wrongWordsAreMistakes_data();
    void wrongWordsAreMistakes();
    void aMissingDirectoryIsAFailure();

private:
    CliRun hooks(const QStringList &words) const
    {
        QProcessEnvironment environment;
        environment.insert(u"HOME"_s, m_project->home());
        environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
        return CliRun::of(QStringList(u"hooks"_s) + words, environment);
    }
    CliRun hooksHere(const QStringList &words) const { return hooks(words + QStringList{u"--project"_s, m_project->root()}); }
    bool isTrusted() const { return !hooksHere({u"list"_s}).out.contains(u"codex-plus hooks trust"); }

    std::unique_ptr<HookProject> m_project;
};

void HooksCommandTest::init()
{
    m_project = std::make_unique<HookProject>();
}

void HooksCommandTest::withoutFilesItSaysSo()
{
    const CliRun run = hooksHere({});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.out.contains(u"No settings files"));
}

void HooksCommandTest::theListNamesHooksAndProblems()
{
    m_project->write(u".claude/settings.json"_s, HookProject::hooks("PreToolUse", {HookProject::command("check.sh"), HookProject::command("slow", ",\"timeout\":99999")}, "Bash"));
    m_project->writeAtHome(u".claude/settings.json"_s, HookProject::hooks("Stop", {R"({"type":"http","url":"http://x"})"}));
    m_project->writeAtHome(u".codexplus/settings.json"_s, "{,}");
    const CliRun run = hooksHere({u"list"_s});
    QCOMPARE(run.exitCode, 0);
    for (const QString &part : {u"/project/.claude/settings.json (not trusted; fine, with remarks)"_s, u"PreToolUse"_s, u"Bash"_s, u"check.sh"_s,
                                u"looks like milliseconds"_s, u"[http]"_s, u"not run by Codex-Plus"_s, u"no JSON"_s, u"line 1, column 2"_s,
                                u"codex-plus hooks trust"_s})
        QVERIFY2(run.out.contains(part), qPrintable(part + u"\n"_s + run.out));
}

void HooksCommandTest::theListIsJson()
{
    m_project->write(u".claude/settings.json"_s, HookProject::hooks("PreToolUse", {HookProject::command("check.sh")}, "Bash"));
    const CliRun run = hooksHere({u"list"_s, u"--json"_s});
    const QJsonObject json = QJsonDocument::fromJson(run.out.toUtf8()).object();
    QCOMPARE(json.value(u"project"_s), m_project->root());
    const QJsonObject file = json.value(u"files"_s).toArray().at(0).toObject();
    QCOMPARE(file.value(u"trust"_s), u"new"_s);
    QCOMPARE(file.value(u"in_force"_s), false);
    QCOMPARE(file.value(u"verdict"_s), u"fine"_s);
    const QJsonObject hook = file.value(u"hooks"_s).toArray().at(0).toObject();
    QCOMPARE(hook.value(u"event"_s), u"PreToolUse"_s);
    QCOMPARE(hook.value(u"command"_s), u"check.sh"_s);
    QCOMPARE(hook.value(u"timeout_ms"_s), 10'000);
}

void HooksCommandTest::nothingInAFileDrivesTheTerminal()
{
    m_project->write(u".claude/settings.json"_s, HookProject::hooks("St\\u001b[2Jop", {HookProject::command("x\\u001b[2J\\nforged line")}, "\\u009b"));
    for (const QStringList &words : {QStringList{u"list"_s}, QStringList{u"list"_s, u"--json"_s}, QStringList{u"trust"_s, u"--yes"_s}}) {
        const CliRun run = hooksHere(words);
        QVERIFY(!run.out.contains(u'\x1b') && !run.out.contains(QChar(0x9b)));
        QVERIFY(!run.out.contains(u"\nforged"));
    }
}

void HooksCommandTest::trustShowsWhatItMeans()
{
    m_project->write(u".claude/settings.json"_s, HookProject::hooks("Stop", {HookProject::command("sh .claude/hooks/x.sh --fix"), HookProject::command("tool", ",\"args\":[\"a b\"]")}));
    m_project->write(u".claude/hooks/x.sh"_s, "true");
    const CliRun run = hooks({u"trust"_s, m_project->root(), u"--yes"_s});
    QCOMPARE(run.exitCode, 0);
    for (const QString &part : {u"sh .claude/hooks/x.sh --fix"_s, u"tool 'a b'"_s, m_project->root(), m_project->root() + u"/.claude/hooks/x.sh"_s,
                                u"b5bea41b6c623f7c09f1bf24dcae58ebab3c0cdd90ad966bc43a45b44867e12b"_s, u"Trusted until"_s}) // sha256 of "true"
        QVERIFY2(run.out.contains(part), qPrintable(part + u"\n"_s + run.out));
    QVERIFY(isTrusted());
    QVERIFY(hooks({u"trust"_s, m_project->root(), u"--yes"_s}).out.contains(u"nothing to trust"));
}

void HooksCommandTest::trustTellsWhatHasChanged()
{
    m_project->write(u".claude/settings.json"_s, HookProject::hooks("Stop", {HookProject::command("sh x.sh")}));
    m_project->write(u"x.sh"_s, "true");
    QVERIFY(m_project->trust());
    m_project->write(u"x.sh"_s, "false");
    QVERIFY(!isTrusted());
    const CliRun run = hooks({u"trust"_s, m_project->root(), u"--yes"_s});
    QVERIFY2(run.out.contains(u"CHANGED  "_s + m_project->root() + u"/x.sh"_s), qPrintable(run.out));
    QVERIFY2(run.out.contains(u"as before  "_s + m_project->root() + u"/.claude/settings.json"_s), qPrintable(run.out));
    QVERIFY(isTrusted());
}

void HooksCommandTest::withoutATerminalTrustNeedsYes()
{
    m_project->write(u".claude/settings.json"_s, HookProject::hooks("Stop", {HookProject::command("true")}));
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::setsid();
        const CliRun run = hooks({u"trust"_s, m_project->root()});
        ::_exit(run.err.contains(u"--yes") ? 10 + run.exitCode : 0);
    }
    int status = -1;
    QCOMPARE(::waitpid(pid, &status, 0), pid);
    QCOMPARE(WEXITSTATUS(status), 11);
    QVERIFY(!isTrusted());
}

void HooksCommandTest::onATerminalOnlyYesTrusts_data()
{
    QTest::addColumn<QByteArray>("keys");
    QTest::addColumn<bool>("trusts");
    QTest::newRow("y") << QByteArray("y\n") << true;
    QTest::newRow("Yes") << QByteArray("Yes\n") << true;
    QTest::newRow("n") << QByteArray("n\n") << false;
    QTest::newRow("return") << QByteArray("\n") << false;
    QTest::newRow("something") << QByteArray("yesterday\n") << false;
}

void HooksCommandTest::onATerminalOnlyYesTrusts()
{
    QFETCH(QByteArray, keys);
    QFETCH(bool, trusts);
    m_project->write(u".claude/settings.json"_s, HookProject::hooks("Stop", {HookProject::command("true")}));
    PseudoTerminal terminal([this] { return hooks({u"trust"_s, m_project->root()}).exitCode; });
    QVERIFY(terminal.shows("[y/N]"));
    terminal.type(keys);
    QCOMPARE(terminal.exitCode(), trusts ? 0 : 1);
    QCOMPARE(isTrusted(), trusts);
    QFile log(m_project->data() + u"/audit.jsonl"_s);
    QVERIFY(log.open(QIODevice::ReadOnly));
    const QJsonObject record = QJsonDocument::fromJson(log.readAll()).object();
    QCOMPARE(record.value(u"event"_s), u"trust"_s);
    QCOMPARE(record.value(u"what"_s), m_project->root() + u"/.claude/settings.json"_s);
    QCOMPARE(record.value(u"decision"_s), trusts ? u"trusted"_s : u"denied"_s);
}

void HooksCommandTest::whatIsWrongCannotBeTrusted()
{
    m_project->write(u".claude/settings.json"_s, HookProject::hooks("Stop", {HookProject::command("true"), "5"}));
    const CliRun run = hooks({u"trust"_s, m_project->root(), u"--yes"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.out.contains(u"rejected"));
    QVERIFY(run.out.contains(u"nothing to trust"));
}

void HooksCommandTest::trustCanBeWithdrawn()
{
    const QString nothing = u"Nothing in %1 is trusted.\n"_s.arg(m_project->root());
    QCOMPARE(hooksHere({u"revoke"_s}).out, nothing);
    m_project->write(u".claude/check.sh"_s, "#!/bin/sh\ntouch marker\n");
    m_project->write(u".claude/settings.json"_s, HookProject::hooks("Stop", {HookProject::command("sh .claude/check.sh")}));
    QCOMPARE(hooksHere({u"trust"_s, u"--yes"_s}).exitCode, 0);
    QVERIFY(isTrusted());
    // Also when a file has changed since: it could change back.
    m_project->write(u".claude/check.sh"_s, "#!/bin/sh\n");
    const CliRun revoked = hooks({u"revoke"_s, m_project->root()});
    QCOMPARE(revoked.exitCode, 0);
    QVERIFY2(revoked.out.contains(u"No longer trusted: %1/.claude/settings.json\n"_s.arg(m_project->root()))
                 && revoked.out.contains(u"No longer trusted: %1/.claude/check.sh\n"_s.arg(m_project->root())),
             qPrintable(revoked.out));
    m_project->write(u".claude/check.sh"_s, "#!/bin/sh\ntouch marker\n");
    QVERIFY(!isTrusted());
    hooksHere({u"run"_s, u"Stop"_s});
    QVERIFY(!m_project->has(u"marker"_s));
    QCOMPARE(hooksHere({u"revoke"_s}).out, nothing);
    QFile audit(m_project->home() + u"/.local/state/codex-plus/audit.jsonl"_s);
    QVERIFY(audit.open(QIODevice::ReadOnly));
    QCOMPARE(audit.readAll().count("\"revoked\""), 2);
}

void HooksCommandTest::runDoesNothingUntrusted()
{
    m_project->write(u".codexplus/settings.json"_s, HookProject::hooks("Stop", {HookProject::command("touch marker")}));
    const CliRun run = hooksHere({u"run"_s, u"Stop"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.err.contains(u"codex-plus hooks trust"));
    QVERIFY(run.out.contains(u"No hook ran"));
    QVERIFY(!m_project->has(u"marker"_s));
}

void HooksCommandTest::runTellsTheOutcome()
{
    m_project->write(u"block.sh"_s, "echo some output; echo 'not now' >&2; exit 2");
    m_project->write(u".codexplus/settings.json"_s, HookProject::hooks("Stop", {HookProject::command("sh block.sh"), HookProject::command("exec sleep 1000", ",\"timeout\":0.1")}));
    QVERIFY(m_project->trust());
    const CliRun run = hooksHere({u"run"_s, u"Stop"_s});
    QCOMPARE(run.exitCode, 0);
    for (const QString &part : {u"exited with 2"_s, u"sh block.sh"_s, u"output: some output"_s, u"errors: not now"_s, u"effect: blocked"_s,
                                u"timed out"_s, u"\nblocked: not now"_s})
        QVERIFY2(run.out.contains(part), qPrintable(part + u"\n"_s + run.out));
    const QJsonObject json = QJsonDocument::fromJson(hooksHere({u"run"_s, u"Stop"_s, u"--json"_s}).out.toUtf8()).object();
    QCOMPARE(json.value(u"blocked"_s), true);
    QCOMPARE(json.value(u"reason"_s), u"not now"_s);
    QCOMPARE(json.value(u"runs"_s).toArray().size(), 2);
    QCOMPARE(json.value(u"runs"_s).toArray().at(1).toObject().value(u"ending"_s), u"timed_out"_s);
}

void HooksCommandTest::runTakesAPayload()
{
    m_project->write(u"payload.json"_s, R"({"tool_name":"Bash","tool_input":{"command":"ls"},"session_id":"s9"})");
    m_project->write(u".codexplus/settings.json"_s, HookProject::hooks("PreToolUse", {HookProject::command("cat > input")}, "Bash"));
    QVERIFY(m_project->trust());
    QCOMPARE(hooksHere({u"run"_s, u"PreToolUse"_s, u"--payload"_s, m_project->root() + u"/payload.json"_s}).exitCode, 0);
    const QJsonObject input = QJsonDocument::fromJson(m_project->read(u"input"_s)).object();
    QCOMPARE(input.value(u"tool_name"_s), u"Bash"_s);
    QCOMPARE(input.value(u"session_id"_s), u"s9"_s);
    QFile::remove(m_project->root() + u"/input"_s);
    hooksHere({u"run"_s, u"PreToolUse"_s});
    QVERIFY(!m_project->has(u"input"_s)); // no tool_name, no match
}

void HooksCommandTest::runDoesNothingWhenHooksAreOff()
{
    m_project->writeAtHome(u".claude/settings.json"_s, HookProject::hooks("Stop", {HookProject::command("touch marker")}));
    m_project->writeAtHome(u".config/codex-plus/settings.json"_s, R"({"hooks":{"enabled":false}})");
    const CliRun run = hooksHere({u"run"_s, u"Stop"_s});
    QCOMPARE(run.exitCode, 1);
    QVERIFY(run.err.contains(u"hooks.enabled"));
    QVERIFY(!m_project->has(u"marker"_s));
    QCOMPARE(hooksHere({u"list"_s}).exitCode, 0);
    m_project->writeAtHome(u".config/codex-plus/settings.json"_s, "{}");
    QCOMPARE(hooksHere({u"run"_s, u"Stop"_s}).exitCode, 0);
    QVERIFY(m_project->has(u"marker"_s));
}

void HooksCommandTest::badPayloadsAreFailures_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("no JSON") << QByteArray("{");
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("no file") << QByteArray();
}

void HooksCommandTest::badPayloadsAreFailures()
{
    QFETCH(QByteArray, payload);
    if (!payload.isEmpty())
        m_project->write(u"payload.json"_s, payload);
    const CliRun run = hooksHere({u"run"_s, u"Stop"_s, u"--payload"_s, m_project->root() + u"/payload.json"_s});
    QCOMPARE(run.exitCode, 1);
    QVERIFY(run.err.contains(u"payload.json"));
}

void HooksCommandTest::wrongWordsAreMistakes_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("unknown") << QStringList{u"show"_s};
    QTest::newRow("list of") << QStringList{u"list"_s, u"x"_s};
    QTest::newRow("run nothing") << QStringList{u"run"_s};
    QTest::newRow("run unknown") << QStringList{u"run"_s, u"stop"_s};
    QTest::newRow("too many") << QStringList{u"run"_s, u"Stop"_s, u"x"_s};
}

void HooksCommandTest::wrongWordsAreMistakes()
{
    QFETCH(QStringList, words);
    QCOMPARE(hooksHere(words).exitCode, 2);
}

void HooksCommandTest::aMissingDirectoryIsAFailure()
{
    const CliRun run = hooks({u"trust"_s, u"/no/such/directory"_s, u"--yes"_s});
    QCOMPARE(run.exitCode, 1);
    QVERIFY(run.err.contains(u"/no/such/directory"));
}

QTEST_GUILESS_MAIN(HooksCommandTest)
#include "tst_hookscommand.moc"
