// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookrunner.h"
#include "tests/support/hookproject.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTest>
#include <signal.h>

using namespace cpx;
using namespace Qt::StringLiterals;
using Ending = ChildResult::Ending;

/// Hooks that really run: what they get, what they may, and that nothing of them stays.
class HookRunnerTest : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void withoutHooksTheOutcomeIsEmpty();
    void aHookReadsItsEventAndAnswers();
    void plainWordsAndShellsWork();
    void matchersAndConditionsChoose();
    void hooksOfOneEventRunAtTheSameTime();
    void identicalCommandsRunOnce();
    void atMostEightRunAtATime();
    void destroyingTheRunEndsItsHooks();
    void destroyingTheRunnerFirstIsHarmless();
    void theRunMayBeDestroyedByItsListener();
    void aHookThatHangsIsEndedAndDecidesNothing();
    void onTimeoutDenyBlocks();
    void floodsAreCutOff();
    void whatAHookLeavesBehindIsEnded();
    void badAnswersAreReportedAndIgnored_data();
    void badAnswersAreReportedAndIgnored();
    void exitCode2WithBinaryErrorsBlocks();
    void hooksGetNoSecrets();
    void nothingOfAnEventBecomesACommand_data();
    void nothingOfAnEventBecomesACommand();
    void asyncHooksAreNotWaitedFor();
    void unsupportedHooksDoNotRun();
    void nothingOfAProjectRunsBeforeItIsTrusted();
    void theLogKeepsEveryRun();

private:
    std::unique_ptr<HookRun> start(HookEvent event, const QJsonObject &payload = {})
    {
        m_isDone = false;
        return m_runner->run(event, payload, {m_project->root(), u"s1"_s, {}, {}}, [this](const HookOutcome &outcome) {
            m_outcome = outcome;
            m_isDone = true;
        });
    }
    HookOutcome outcomeOf(HookEvent event, const QJsonObject &payload = {})
    {
        const auto run = start(event, payload);
        m_outcome = HookOutcome();
        if (!QTest::qWaitFor([this] { return m_isDone; }, 20'000))
            qWarning("the hooks gave no outcome");
        return m_outcome;
    }
    /// Handlers of the user, who needs no trust.
    void user(const QByteArray &event, const QByteArrayList &handlers, const QByteArray &matcher = {})
    {
        m_project->writeAtHome(u".codexplus/settings.json"_s, HookProject::hooks(event, handlers, matcher));
    }
    static QByteArray command(const QByteArray &text, const QByteArray &more = {}) { return HookProject::command(text, more); }
    bool isAlive(const QString &pidFile) const { return ::kill(m_project->read(pidFile).toInt(), 0) == 0; }

    void useProject(std::unique_ptr<HookProject> project)
    {
        m_runner.reset();
        m_project = std::move(project);
        m_store = std::make_unique<TrustStore>(m_project->data());
        m_catalog = std::make_unique<HookCatalog>(m_project->home(), m_store.get());
        QProcessEnvironment environment;
        environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
        environment.insert(u"HOME"_s, m_project->home());
        environment.insert(u"OPENAI_API_KEY"_s, u"canary"_s);
        environment.insert(u"SSH_AUTH_SOCK"_s, u"canary"_s);
        environment.insert(u"https_proxy"_s, u"canary"_s);
        m_runner = std::make_unique<HookRunner>(m_catalog.get(), environment);
    }

    std::unique_ptr<HookProject> m_project;
    std::unique_ptr<TrustStore> m_store;
    std::unique_ptr<HookCatalog> m_catalog;
    std::unique_ptr<HookRunner> m_runner;
    HookOutcome m_outcome;
    bool m_isDone = false;
};

void HookRunnerTest::init()
{
    useProject(std::make_unique<HookProject>());
}

void HookRunnerTest::withoutHooksTheOutcomeIsEmpty()
{
    const auto run = start(HookEvent::Stop);
    QVERIFY(!m_isDone); // from the event loop only
    QTRY_VERIFY(m_isDone);
    QCOMPARE(m_outcome, HookOutcome());
}

void HookRunnerTest::aHookReadsItsEventAndAnswers()
{
    user("UserPromptSubmit", {command("cat > input; pwd > place; echo context")});
    const HookOutcome outcome = outcomeOf(HookEvent::UserPromptSubmit, {{u"prompt"_s, u"hello"_s}});
    QCOMPARE(outcome.additionalContexts, QStringList{u"context"_s});
    const QJsonObject input = QJsonDocument::fromJson(m_project->read(u"input"_s)).object();
    QCOMPARE(input.value(u"prompt"_s), u"hello"_s);
    QCOMPARE(input.value(u"hook_event_name"_s), u"UserPromptSubmit"_s);
    QCOMPARE(input.value(u"session_id"_s), u"s1"_s);
    QCOMPARE(input.value(u"cwd"_s), m_project->root());
    QCOMPARE(m_project->read(u"place"_s).trimmed(), m_project->root().toUtf8());
    QCOMPARE(outcome.runs.size(), 1);
    const HookRecord &record = outcome.runs.constFirst();
    QCOMPARE(record.ending, Ending::Exited);
    QCOMPARE(record.output, u"context\n"_s);
    QCOMPARE(record.effect, HookRecord::Effect::Context);
    QVERIFY(record.duration.count() > 0);
    QVERIFY(record.startedAt.isValid());
    QCOMPARE(record.line, 1);
}

void HookRunnerTest::plainWordsAndShellsWork()
{
    useProject(std::make_unique<HookProject>(u"a 'b' $(touch marker)"_s));
    m_project->write(u".codexplus/hooks/bare.sh"_s, "printf %s \"$1\" >> ran");
    m_project->write(u".codexplus/settings.json"_s,
                     HookProject::hooks("Stop", {command("bare.sh 1"), command("$CLAUDE_PROJECT_DIR/.codexplus/hooks/bare.sh 2"),
                                                 command("sh '${CLAUDE_PROJECT_DIR}/.codexplus/hooks/bare.sh' 3"),
                                                 command("/bin/sh", ",\"args\":[\"${CLAUDE_PROJECT_DIR}/.codexplus/hooks/bare.sh\",\"4\"]"),
                                                 command("true && sh .codexplus/hooks/bare.sh 5 | cat")}));
    QVERIFY(m_project->trust());
    const HookOutcome outcome = outcomeOf(HookEvent::Stop);
    for (const HookRecord &record : outcome.runs)
        QVERIFY2(record.exitCode == 0, qPrintable(record.command + u": "_s + record.errors));
    QByteArray ran = m_project->read(u"ran"_s);
    std::sort(ran.begin(), ran.end());
    QCOMPARE(ran, QByteArray("12345"));
    QVERIFY(!m_project->has(u"marker"_s));
}

void HookRunnerTest::matchersAndConditionsChoose()
{
    m_project->writeAtHome(u".codexplus/settings.json"_s, R"json({"hooks":{"PreToolUse":[
        {"matcher":"Bash","hooks":[{"type":"command","command":"true 1"},{"type":"command","command":"true 2","if":"Bash(git *)"}]},
        {"matcher":"Edit|Write","hooks":[{"type":"command","command":"true 3"}]},
        {"hooks":[{"type":"command","command":"true 4"}]}],
        "Stop":[{"hooks":[{"type":"command","command":"true 5"},{"type":"command","command":"true 6","if":"Bash"}]}]}})json");
    const auto ran = [this](HookEvent event, const QString &tool, const QString &line) {
        QString numbers;
        for (const HookRecord &record : outcomeOf(event, {{u"tool_name"_s, tool}, {u"tool_input"_s, QJsonObject{{u"command"_s, line}}}}).runs)
            numbers += record.command.back();
        return numbers;
    };
    QCOMPARE(ran(HookEvent::PreToolUse, u"Bash"_s, u"git push"_s), u"124"_s);
    QCOMPARE(ran(HookEvent::PreToolUse, u"Bash"_s, u"ls"_s), u"14"_s);
    QCOMPARE(ran(HookEvent::PreToolUse, u"Write"_s, {}), u"34"_s);
    QCOMPARE(ran(HookEvent::PreToolUse, u"Read"_s, {}), u"4"_s);
    QCOMPARE(ran(HookEvent::Stop, {}, {}), u"5"_s);
    QCOMPARE(ran(HookEvent::SessionEnd, {}, {}), QString());
}

void HookRunnerTest::hooksOfOneEventRunAtTheSameTime()
{
    // Each waits for the other.
    user("Stop", {command("touch one; while ! test -e two; do sleep 0.02; done"), command("touch two; while ! test -e one; do sleep 0.02; done")});
    const HookOutcome outcome = outcomeOf(HookEvent::Stop);
    QCOMPARE(outcome.runs.size(), 2);
    for (const HookRecord &record : outcome.runs)
        QCOMPARE(record.ending, Ending::Exited);
}

void HookRunnerTest::identicalCommandsRunOnce()
{
    const QByteArray same = command("echo x >> ran");
    user("Stop", {same, same, command("echo y >> ran")});
    m_project->writeAtHome(u".claude/settings.json"_s, HookProject::hooks("Stop", {same}));
    QCOMPARE(outcomeOf(HookEvent::Stop).runs.size(), 2);
    QCOMPARE(m_project->read(u"ran"_s).count('x'), 1);
}

void HookRunnerTest::atMostEightRunAtATime()
{
    QByteArrayList handlers;
    for (int i = 0; i < 12; ++i)
        handlers += command("touch started" + QByteArray::number(i) + "; while ! test -e go; do sleep 0.02; done");
    user("Stop", handlers);
    const auto started = [this] { return QDir(m_project->root()).entryList({u"started*"_s}).size(); };
    const auto run = start(HookEvent::Stop);
    QTRY_COMPARE_WITH_TIMEOUT(started(), 8, 20'000);
    QTest::qWait(200); // no ninth starts
    QCOMPARE(started(), 8);
    m_project->write(u"go"_s, {});
    QTRY_VERIFY_WITH_TIMEOUT(m_isDone, 20'000);
    QCOMPARE(started(), 12);
    QCOMPARE(m_outcome.runs.size(), 12);
}

void HookRunnerTest::destroyingTheRunEndsItsHooks()
{
    QByteArrayList handlers{command("echo $$ > pid; exec sleep 1000")};
    for (int i = 0; i < 9; ++i)
        handlers += command("sleep 100" + QByteArray::number(i));
    user("Stop", handlers);
    auto run = start(HookEvent::Stop);
    QTRY_VERIFY_WITH_TIMEOUT(!m_project->read(u"pid"_s).trimmed().isEmpty(), 20'000);
    QVERIFY(isAlive(u"pid"_s));
    run.reset();
    QTRY_VERIFY_WITH_TIMEOUT(!isAlive(u"pid"_s), 20'000);
    user("Stop", {command("true")}); // and their places are free again
    QCOMPARE(outcomeOf(HookEvent::Stop).runs.size(), 1);
}

void HookRunnerTest::destroyingTheRunnerFirstIsHarmless()
{
    user("Stop", {command("echo $$ > pid; exec sleep 1000"), command("sleep 1000", ",\"async\":true")});
    auto run = start(HookEvent::Stop);
    QTRY_VERIFY_WITH_TIMEOUT(!m_project->read(u"pid"_s).trimmed().isEmpty(), 20'000);
    m_runner.reset();
    run.reset();
    QTRY_VERIFY_WITH_TIMEOUT(!isAlive(u"pid"_s), 20'000);
    QVERIFY(!m_isDone);
}

void HookRunnerTest::theRunMayBeDestroyedByItsListener()
{
    user("Stop", {command("true 1"), command("true 2")});
    std::unique_ptr<HookRun> run;
    bool isDone = false;
    run = m_runner->run(HookEvent::Stop, {}, {m_project->root(), {}, {}, {}}, [&](const HookOutcome &outcome) {
        run.reset();
        isDone = outcome.runs.size() == 2;
    });
    QTRY_VERIFY_WITH_TIMEOUT(isDone, 20'000);
    run = m_runner->run(HookEvent::SessionEnd, {}, {m_project->root(), {}, {}, {}}, [&](const HookOutcome &) {
        run.reset();
        isDone = false;
    });
    QTRY_VERIFY_WITH_TIMEOUT(!isDone, 20'000);
}

void HookRunnerTest::aHookThatHangsIsEndedAndDecidesNothing()
{
    user("PreToolUse", {command("echo $$ > pid; echo {} ; exec sleep 1000", ",\"timeout\":0.3"), command("true")});
    const HookOutcome outcome = outcomeOf(HookEvent::PreToolUse, {{u"tool_name"_s, u"Bash"_s}});
    QVERIFY(!outcome.blocked);
    QCOMPARE(outcome.permissionDecision, PermissionDecision::None);
    QCOMPARE(outcome.runs.at(0).ending, Ending::TimedOut);
    QCOMPARE(outcome.runs.at(0).effect, HookRecord::Effect::Failed);
    QCOMPARE(outcome.runs.at(1).ending, Ending::Exited);
    QTRY_VERIFY_WITH_TIMEOUT(!isAlive(u"pid"_s), 20'000);
}

void HookRunnerTest::onTimeoutDenyBlocks()
{
    user("PreToolUse", {command("exec sleep 1000", ",\"timeout\":0.2,\"onTimeout\":\"deny\"")});
    const HookOutcome outcome = outcomeOf(HookEvent::PreToolUse, {{u"tool_name"_s, u"Bash"_s}});
    QVERIFY(outcome.blocked);
    QCOMPARE(outcome.permissionDecision, PermissionDecision::Deny);
    QVERIFY(outcome.reason.contains(u"sleep 1000"));
}

void HookRunnerTest::floodsAreCutOff()
{
    user("UserPromptSubmit", {command("exec yes"), command("exec yes >&2"), command("head -c 10000000 /dev/zero; exit 2")});
    const HookOutcome outcome = outcomeOf(HookEvent::UserPromptSubmit);
    QVERIFY(!outcome.blocked);
    QVERIFY(outcome.additionalContexts.isEmpty());
    for (const HookRecord &record : outcome.runs)
        QCOMPARE(record.ending, Ending::TooMuchOutput);
}

void HookRunnerTest::whatAHookLeavesBehindIsEnded()
{
    user("Stop", {command("setsid sh -c 'echo $$ > one; exec sleep 1000' >/dev/null 2>&1 & (sleep 1000 & echo $! > two) >/dev/null 2>&1; "
                          "while ! test -s one; do sleep 0.02; done")});
    const HookOutcome outcome = outcomeOf(HookEvent::Stop);
    QCOMPARE(outcome.runs.constFirst().exitCode, 0);
    QVERIFY(m_project->read(u"one"_s).toInt() > 0 && m_project->read(u"two"_s).toInt() > 0);
    QTRY_VERIFY_WITH_TIMEOUT(!isAlive(u"one"_s) && !isAlive(u"two"_s), 20'000);
}

void HookRunnerTest::badAnswersAreReportedAndIgnored_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<bool>("isReported");
    QTest::newRow("malformed JSON") << QByteArray("echo '{\"continue\": false'") << false; // plain text, which Stop ignores
    QTest::newRow("wrong word") << QByteArray("echo '{\"decision\": \"zzz\"}'") << true;
    QTest::newRow("another event") << QByteArray("echo '{\"hookSpecificOutput\":{\"hookEventName\":\"PreToolUse\",\"permissionDecision\":\"deny\"}}'") << true;
    QTest::newRow("unknown key") << QByteArray("echo '{\"unknown\": true}'") << false;
    QTest::newRow("binary") << QByteArray("head -c 1000 /dev/urandom") << false;
    QTest::newRow("failure") << QByteArray("exit 1") << false;
    QTest::newRow("not there") << QByteArray("/no/such/program") << false;
    QTest::newRow("closed input") << QByteArray("exec <&-; exit 0") << false;
    QTest::newRow("killed") << QByteArray("kill -9 $$") << false;
}

void HookRunnerTest::badAnswersAreReportedAndIgnored()
{
    QFETCH(QByteArray, script);
    QFETCH(bool, isReported);
    m_project->writeAtHome(u"x.sh"_s, script);
    user("Stop", {command("sh ../x.sh")});
    const HookOutcome outcome = outcomeOf(HookEvent::Stop, {{u"last_assistant_message"_s, QString(200'000, u'x')}});
    QCOMPARE(outcome.runs.size(), 1);
    QCOMPARE(!outcome.runs.constFirst().problem.isEmpty(), isReported);
    HookOutcome nothing;
    nothing.runs = outcome.runs;
    QCOMPARE(outcome, nothing);
}

void HookRunnerTest::exitCode2WithBinaryErrorsBlocks()
{
    user("UserPromptSubmit", {command("head -c 3000 /dev/urandom >&2; echo NO >&2; exit 2")});
    const HookOutcome outcome = outcomeOf(HookEvent::UserPromptSubmit);
    QVERIFY(outcome.blocked);
    QVERIFY(outcome.reason.endsWith(u"NO"));
    QVERIFY(!outcome.reason.contains(QChar::Null) && !outcome.reason.contains(u'\x1b'));
}

void HookRunnerTest::hooksGetNoSecrets()
{
    m_project->writeAtHome(u".codexplus/settings.json"_s,
                           R"({"env":{"MINE":"1"},"hooks":{"UserPromptSubmit":[{"hooks":[{"type":"command","command":"env > env; cat > input"}]}]}})");
    outcomeOf(HookEvent::UserPromptSubmit, {{u"prompt"_s, u"call it with Authorization: Bearer canarycanary"_s}});
    const QByteArray environment = m_project->read(u"env"_s);
    QVERIFY(environment.contains("CLAUDE_PROJECT_DIR=" + m_project->root().toUtf8() + '\n'));
    QVERIFY(environment.contains("MINE=1\n"));
    QVERIFY(environment.contains("HOME="));
    QVERIFY2(!environment.contains("canary"), environment.constData());
    QVERIFY(m_project->read(u"input"_s).contains("prompt"));
    QVERIFY(!m_project->read(u"input"_s).contains("canary"));
}

void HookRunnerTest::nothingOfAnEventBecomesACommand_data()
{
    QTest::addColumn<QString>("text");
    const char *texts[] = {"$(touch marker)", "`touch marker`", "; touch marker", "&& touch marker", "|| touch marker", "| touch marker",
                           "& touch marker", "\ntouch marker\n", "' ; touch marker ; '", "\" ; touch marker ; \"", "$(touch marker", "${x:-$(touch marker)}",
                           "-e touch marker", "--help; touch marker", "> marker", ">> marker", "2> marker", "<(touch marker)", ">(touch marker)",
                           "\\; touch marker", "\\\n touch marker", "$'\\n'touch marker", "{touch,marker}", "() { :; }; touch marker",
                           "*; touch marker", "~; touch marker", "!touch marker", "#\ntouch marker", "\r\ntouch marker\r\n", "\x01; touch marker",
                           "'$(touch marker)'", "\"`touch marker`\"", "\\$(touch marker)", "%s; touch marker", "${IFS}touch${IFS}marker"};
    for (const char *text : texts)
        QTest::newRow(text) << QString::fromLatin1(text);
}

void HookRunnerTest::nothingOfAnEventBecomesACommand()
{
    QFETCH(QString, text);
    QString name = text; // also as the name of the project's directory
    useProject(std::make_unique<HookProject>(name.replace(u'/', u'_')));
    m_project->write(u"x.sh"_s, "cat > /dev/null");
    m_project->write(u".codexplus/settings.json"_s,
                     HookProject::hooks("PreToolUse", {command("cat > input"), command("sh x.sh"), command("sh $CLAUDE_PROJECT_DIR/x.sh"),
                                                       command("sh ${CLAUDE_PROJECT_DIR}/x.sh | cat"),
                                                       command("/bin/sh", ",\"args\":[\"${CLAUDE_PROJECT_DIR}/x.sh\"]")}));
    QVERIFY(m_project->trust());
    m_isDone = false;
    const auto run = m_runner->run(HookEvent::PreToolUse, {{u"tool_name"_s, text}, {u"tool_input"_s, QJsonObject{{u"command"_s, text}, {text, text}}}},
                                   {m_project->root(), text, text, text}, [this](const HookOutcome &outcome) {
                                       m_outcome = outcome;
                                       m_isDone = true;
                                   });
    QTRY_VERIFY_WITH_TIMEOUT(m_isDone, 20'000);
    QCOMPARE(m_outcome.runs.size(), 5);
    QVERIFY(m_project->has(u"input"_s)); // it did run
    QVERIFY(!m_project->has(u"marker"_s));
    QVERIFY(!QFileInfo::exists(m_project->home() + u"/marker"_s));
    QVERIFY(!QFileInfo::exists(u"marker"_s));
}

void HookRunnerTest::asyncHooksAreNotWaitedFor()
{
    user("Stop", {command("while ! test -e go; do sleep 0.02; done; echo {} ; exit 2", ",\"async\":true"), command("true")});
    const HookOutcome outcome = outcomeOf(HookEvent::Stop);
    QCOMPARE(outcome.runs.size(), 1);
    QVERIFY(!outcome.blocked);
    QCOMPARE(m_runner->log().records().size(), 1);
    m_project->write(u"go"_s, {});
    QTRY_COMPARE_WITH_TIMEOUT(m_runner->log().records().size(), 2, 20'000);
    QCOMPARE(m_runner->log().records().constLast().effect, HookRecord::Effect::Background);
    QCOMPARE(m_runner->log().records().constLast().exitCode, 2);
}

void HookRunnerTest::unsupportedHooksDoNotRun()
{
    user("Stop", {R"({"type":"http","url":"http://127.0.0.1:9/"})", R"({"type":"prompt","prompt":"p"})", R"({"type":"agent","prompt":"p"})",
                  R"({"type":"mcp_tool","server":"s","tool":"t"})", command("touch marker", ",\"shell\":\"powershell\"")});
    QCOMPARE(outcomeOf(HookEvent::Stop), HookOutcome());
    QVERIFY(!m_project->has(u"marker"_s));
}

void HookRunnerTest::nothingOfAProjectRunsBeforeItIsTrusted()
{
    for (const char *path : {".codexplus/settings.json", ".claude/settings.json", ".claude/settings.local.json"})
        m_project->write(QString::fromLatin1(path), HookProject::hooks("SessionStart", {command(QByteArray("echo ") + path + " >> ran")}));
    HookOutcome outcome = outcomeOf(HookEvent::SessionStart, {{u"source"_s, u"startup"_s}});
    QVERIFY(outcome.runs.isEmpty());
    QVERIFY(!m_project->has(u"ran"_s));
    QVERIFY(outcome.notice.contains(u"codex-plus hooks trust"));
    QVERIFY(!outcome.noticeKey.isEmpty());
    QVERIFY(m_project->trust());
    outcome = outcomeOf(HookEvent::SessionStart, {{u"source"_s, u"startup"_s}});
    QCOMPARE(outcome.runs.size(), 3);
    QCOMPARE(outcome.notice, QString());
    QCOMPARE(m_project->read(u"ran"_s).count('\n'), 3);
}

void HookRunnerTest::theLogKeepsEveryRun()
{
    user("PostToolUse", {command("true 1"), command("true 2")});
    outcomeOf(HookEvent::PostToolUse, {{u"tool_name"_s, u"Bash"_s}});
    outcomeOf(HookEvent::PostToolUse, {{u"tool_name"_s, u"Edit"_s}});
    const QList<HookRecord> &records = m_runner->log().records();
    QCOMPARE(records.size(), 4);
    QCOMPARE(records.at(0).matched, u"Bash"_s);
    QCOMPARE(records.at(3).matched, u"Edit"_s);
    QCOMPARE(records.at(3).sessionId, u"s1"_s);
    QCOMPARE(records.at(3).command, u"true 2"_s);
}

QTEST_GUILESS_MAIN(HookRunnerTest)
#include "tst_hookrunner.moc"
