// SPDX-License-Identifier: GPL-3.0-or-later
#include "codexhome.h"
#include "codexprogram.h"
#include "codexrun.h"
#include "scriptedupstream.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

using namespace cpx;
using namespace cpx::e2e;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000; ///< milliseconds

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A script for the tool of code mode: runs a command and gives the model what it printed.
QString scriptRunning(const QString &command)
{
    const QByteArray argument = QJsonDocument(QJsonObject{{u"cmd"_s, command}}).toJson(QJsonDocument::Compact);
    return u"const r = await tools.exec_command(%1); text(JSON.stringify(r));"_s.arg(QString::fromUtf8(argument));
}

/// A model that calls one command, and then says that it is done.
class OneCommandModel : public ScriptedUpstream
{
public:
    explicit OneCommandModel(const QString &command)
    {
        setScript([this, command](const Request &request) {
            request.client->write(posts().size() == 1 ? scriptCall(scriptRunning(command)) : answer(u"done"_s));
        });
    }
    /// What the model was told of the command.
    QByteArray told() const { return posts().size() == 2 ? posts().last().body : QByteArray(); }
};

/// A home with the bridge in it, and a trusted project with a hook for every event.
class HookedProject
{
public:
    explicit HookedProject(const QUrl &base)
        : m_home(base, base)
        , m_environment(m_home.environment())
    {
        m_environment.insert(u"HOME"_s, m_home.home());
        for (const QString &name : {u"CONFIG"_s, u"DATA"_s, u"RUNTIME"_s})
            m_environment.insert(u"CODEX_PLUS_%1_DIR"_s.arg(name), m_home.home() + u"/codex-plus-"_s + name.toLower());
        m_environment.insert(u"CODEX_HOME"_s, m_home.home());
    }

    /// `judge`: shell commands that have the event in $event and may answer. Every event is noted first.
    bool prepare(const QByteArray &judge)
    {
        const QString hooks = project() + u"/.codexplus"_s;
        QJsonObject events;
        for (const QString &name : {u"SessionStart"_s, u"UserPromptSubmit"_s, u"PreToolUse"_s, u"PostToolUse"_s, u"Stop"_s, u"SessionEnd"_s}) {
            const QJsonObject hook{{u"type"_s, u"command"_s}, {u"command"_s, u"sh \"$CLAUDE_PROJECT_DIR\"/.codexplus/hook.sh"_s}};
            events.insert(name, QJsonArray{QJsonObject{{u"hooks"_s, QJsonArray{hook}}}});
        }
        const QByteArray settings = QJsonDocument(QJsonObject{{u"hooks"_s, events}}).toJson();
        // A .git of its own: the build directory this is in belongs to another project.
        return m_home.isValid() && QDir().mkpath(hooks) && QDir().mkpath(project() + u"/.git"_s)
            && m_home.writeFile(hooks + u"/settings.json"_s, settings)
            && m_home.writeFile(hooks + u"/hook.sh"_s, "event=$(cat)\nprintf '%s\\n' \"$event\" >> " + log().toUtf8() + "\n" + judge)
            && codexPlus({u"hooks"_s, u"trust"_s, project(), u"--yes"_s}) && codexPlus({u"hooks"_s, u"install"_s});
    }

    CodexRun::Launcher codex() const { return {codexProgram(), {}, m_environment}; }
    const CodexHome &home() const { return m_home; }
    QString project() const { return m_home.project(); }

    /// How often each event's hook ran.
    QString eventsSeen() const
    {
        QMap<QString, int> counts;
        const QByteArrayList lines = contentOf(log()).split('\n');
        for (const QByteArray &line : lines) {
            if (!line.isEmpty())
                ++counts[QJsonDocument::fromJson(line)[u"hook_event_name"_s].toString()];
        }
        QStringList texts;
        for (auto it = counts.cbegin(); it != counts.cend(); ++it)
            texts += u"%1 %2"_s.arg(it.key()).arg(it.value());
        return texts.join(u", "_s);
    }
    QJsonObject lastEvent(const QString &name) const
    {
        QJsonObject found;
        const QByteArrayList lines = contentOf(log()).split('\n');
        for (const QByteArray &line : lines) {
            const QJsonObject event = QJsonDocument::fromJson(line).object();
            if (event.value(u"hook_event_name"_s) == name)
                found = event;
        }
        return found;
    }

    bool codexPlus(const QStringList &arguments) const { return !printedBy(arguments).isNull(); }
    /// What it prints; null when it fails.
    QByteArray printedBy(const QStringList &arguments) const
    {
        QProcess process;
        process.setProcessEnvironment(m_environment);
        process.start(QStringLiteral(CPX_E2E_CODEX_PLUS), arguments);
        const bool isGood = process.waitForFinished(patience) && process.exitCode() == 0;
        return isGood ? QByteArray("") + process.readAllStandardOutput() : QByteArray();
    }
    const QProcessEnvironment &environment() const { return m_environment; }
    /// From now on Codex talks to the engine.
    bool attach(const QByteArray &modelUrl, const QByteArray &engineUrl)
    {
        const QString file = m_home.home() + u"/config.toml"_s;
        QByteArray text = contentOf(file);
        return !engineUrl.isEmpty() && text.contains('"' + modelUrl + '"') && m_home.writeFile(file, text.replace('"' + modelUrl + '"', '"' + engineUrl + "/v1\""));
    }

private:
    QString log() const { return m_home.home() + u"/events.log"_s; }

    CodexHome m_home;
    QProcessEnvironment m_environment;
};

/// `codex-plus serve` in front of a model, for one home, until this object ends.
class Served
{
public:
    Served(const QUrl &upstream, const QProcessEnvironment &environment)
    {
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(QStringLiteral(CPX_E2E_CODEX_PLUS), {u"serve"_s, u"--port"_s, u"0"_s, u"--upstream"_s, upstream.toString(), u"--set"_s, u"recording=full"_s});
    }
    ~Served()
    {
        m_process.terminate();
        if (!m_process.waitForFinished(patience)) {
            m_process.kill();
            m_process.waitForFinished(patience);
        }
    }
    /// From the one line that says where it listens; empty until then.
    QByteArray url()
    {
        m_printed += m_process.readAll();
        const qsizetype at = m_printed.indexOf("http://");
        return at >= 0 && m_printed.endsWith('\n') ? m_printed.sliced(at).trimmed() : QByteArray();
    }

private:
    QByteArray m_printed;
    QProcess m_process;
};

const QStringList trustingHooks = {u"--dangerously-bypass-hook-trust"_s};
const QString everyEventOnce = u"PostToolUse 1, PreToolUse 1, SessionEnd 1, SessionStart 1, Stop 1, UserPromptSubmit 1"_s;

} // namespace

/// Hooks of settings files, called by the real Codex through its own hooks and the bridge.
class TestCodexHooks : public QObject
{
    Q_OBJECT

private slots:
    void aDeniedCommandDoesNotRunAndTheModelHearsWhy();
    void aChangedCommandRunsInstead();
    void whatAHookSaysOfAnOutputReachesTheModel();
    void withoutTheUsersTrustCodexCallsNobody();
    void throughAnEngineADeniedCommandDoesNotRun();
    void throughAnEngineAChangedCommandRunsInstead();
};

void TestCodexHooks::aDeniedCommandDoesNotRunAndTheModelHearsWhy()
{
    OneCommandModel upstream(u"rm needle.txt"_s);
    HookedProject project(upstream.url(u"/v1"_s));
    QVERIFY(project.prepare(R"(case "$event" in *'"hook_event_name":"PreToolUse"'*'rm needle.txt'*) echo 'deleting is not for you' >&2; exit 2;; esac)"));
    QVERIFY(project.home().writeFile(project.project() + u"/needle.txt"_s, "still here"));

    const CodexRun run(project.home(), u"Delete the needle"_s, trustingHooks, project.codex());
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.exitCode() == 0, run.printed().constData());
    QCOMPARE(contentOf(project.project() + u"/needle.txt"_s), "still here");
    QVERIFY2(upstream.told().contains("deleting is not for you"), upstream.told().constData());
    QCOMPARE(project.eventsSeen(), u"PreToolUse 1, SessionEnd 1, SessionStart 1, Stop 1, UserPromptSubmit 1"_s);
    QCOMPARE(project.lastEvent(u"UserPromptSubmit"_s).value(u"prompt"_s).toString(), u"Delete the needle"_s);
}

void TestCodexHooks::aChangedCommandRunsInstead()
{
    OneCommandModel upstream(u"echo as asked > result.txt"_s);
    HookedProject project(upstream.url(u"/v1"_s));
    QVERIFY(project.prepare(R"(case "$event" in *'"hook_event_name":"PreToolUse"'*) echo '{"hookSpecificOutput":{"hookEventName":"PreToolUse",)"
                            R"("permissionDecision":"allow","updatedInput":{"command":"echo as changed > result.txt"}}}';; esac)"));

    const CodexRun run(project.home(), u"Write it down"_s, trustingHooks, project.codex());
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.exitCode() == 0, run.printed().constData());
    QCOMPARE(contentOf(project.project() + u"/result.txt"_s), "as changed\n");
    QCOMPARE(project.eventsSeen(), everyEventOnce);
}

void TestCodexHooks::whatAHookSaysOfAnOutputReachesTheModel()
{
    OneCommandModel upstream(u"echo the output"_s);
    HookedProject project(upstream.url(u"/v1"_s));
    QVERIFY(project.prepare(R"(case "$event" in
*'"hook_event_name":"SessionStart"'*) echo 'context of the session';;
*'"hook_event_name":"PostToolUse"'*) echo '{"decision":"block","reason":"that is not enough",)"
                            R"("hookSpecificOutput":{"hookEventName":"PostToolUse","additionalContext":"context of the tool"}}';; esac)"));

    const CodexRun run(project.home(), u"Say something"_s, trustingHooks, project.codex());
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.exitCode() == 0, run.printed().constData());
    for (const QByteArray &text : {QByteArray("that is not enough"), QByteArray("context of the tool"), QByteArray("context of the session")})
        QVERIFY2(upstream.told().contains(text), text.constData());
    QCOMPARE(project.eventsSeen(), everyEventOnce);
    const QJsonObject event = project.lastEvent(u"PostToolUse"_s);
    QCOMPARE(event.value(u"tool_name"_s).toString(), u"Bash"_s);
    QCOMPARE(event[u"tool_response"_s][u"stdout"_s].toString().trimmed(), u"the output"_s);
}

void TestCodexHooks::withoutTheUsersTrustCodexCallsNobody()
{
    OneCommandModel upstream(u"echo the output"_s);
    HookedProject project(upstream.url(u"/v1"_s));
    QVERIFY(project.prepare("exit 0\n"));
    const CodexRun run(project.home(), u"Say something"_s, {}, project.codex());
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.exitCode() == 0, run.printed().constData());
    QCOMPARE(project.eventsSeen(), QString());

    // And after uninstalling there is nothing left to call.
    QVERIFY(project.codexPlus({u"hooks"_s, u"uninstall"_s}));
    QVERIFY(!QFileInfo::exists(project.home().home() + u"/hooks.json"_s));
}

// With an engine, the bridge tells it of every event, and what it sees on the wire of the same turn fires nothing again: a
// bridge that ran the hooks by itself would leave prompts and the end of turns to be seen twice.

void TestCodexHooks::throughAnEngineADeniedCommandDoesNotRun()
{
    OneCommandModel upstream(u"rm needle.txt"_s);
    HookedProject project(upstream.url(u"/v1"_s));
    QVERIFY(project.prepare(R"(case "$event" in *'"hook_event_name":"PreToolUse"'*'rm needle.txt'*) echo 'deleting is not for you' >&2; exit 2;; esac)"));
    QVERIFY(project.home().writeFile(project.project() + u"/needle.txt"_s, "still here"));
    Served engine(upstream.url({}), project.environment());
    QTRY_VERIFY_WITH_TIMEOUT(!engine.url().isEmpty(), patience);
    QVERIFY(project.attach(upstream.url(u"/v1"_s).toEncoded(), engine.url()));

    const CodexRun run(project.home(), u"Delete the needle"_s, trustingHooks, project.codex());
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.exitCode() == 0, run.printed().constData());
    QCOMPARE(contentOf(project.project() + u"/needle.txt"_s), "still here");
    QVERIFY2(upstream.told().contains("deleting is not for you"), upstream.told().constData());
    QCOMPARE(project.eventsSeen(), u"PreToolUse 1, SessionEnd 1, SessionStart 1, Stop 1, UserPromptSubmit 1"_s);
    const auto recorded = [&project] { return QJsonDocument::fromJson(project.printedBy({u"requests"_s, u"list"_s, u"--kind"_s, u"turn"_s, u"--json"_s})).array().size(); };
    QTRY_COMPARE_WITH_TIMEOUT(recorded(), 2, patience); // it did go through the engine
}

void TestCodexHooks::throughAnEngineAChangedCommandRunsInstead()
{
    OneCommandModel upstream(u"echo as asked > result.txt"_s);
    HookedProject project(upstream.url(u"/v1"_s));
    QVERIFY(project.prepare(R"(case "$event" in
*'"hook_event_name":"UserPromptSubmit"'*) echo 'context of the prompt';;
*'"hook_event_name":"PreToolUse"'*) echo '{"hookSpecificOutput":{"hookEventName":"PreToolUse",)"
                            R"("permissionDecision":"allow","updatedInput":{"command":"echo as changed > result.txt"}}}';; esac)"));
    Served engine(upstream.url({}), project.environment());
    QTRY_VERIFY_WITH_TIMEOUT(!engine.url().isEmpty(), patience);
    QVERIFY(project.attach(upstream.url(u"/v1"_s).toEncoded(), engine.url()));

    const CodexRun run(project.home(), u"Write it down"_s, trustingHooks, project.codex());
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.exitCode() == 0, run.printed().constData());
    QCOMPARE(contentOf(project.project() + u"/result.txt"_s), "as changed\n");
    QCOMPARE(project.eventsSeen(), everyEventOnce);
    QCOMPARE(upstream.told().count("context of the prompt"), 1);
}

int main(int argc, char **argv)
{
    if (codexProgram().isEmpty())
        return skipSuite(u"the Codex CLI"_s, u"run: npm ci --prefix tests/e2e, or set CPX_CODEX"_s);
    QCoreApplication app(argc, argv);
    TestCodexHooks test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_codexhooks.moc"
