// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/codexskills/skillinstaller.h"
#include "agents/commands/commandcatalog.h"
#include "codexhome.h"
#include "codexprogram.h"
#include "codexrun.h"
#include "e2efixture.h"
#include "scriptedupstream.h"
#include "terminal.h"
#include "tests/app/clirun.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace cpx;
using namespace cpx::e2e;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000; ///< milliseconds

bool isTitle(const ScriptedUpstream::Request &request)
{
    return request.body.contains("json_schema");
}

} // namespace

#define CPX_WAIT_FOR_SCREEN(terminal, text)                                                                  \
    QVERIFY2(QTest::qWaitFor([&] { return (terminal).screen().contains(text); }, patience),                  \
             qPrintable((terminal).screen()))

#define CPX_VERIFY_CONTAINS(text, part) QVERIFY2((text).contains(part), qPrintable(text))

/// What hooks, slash commands and a status line do, as the user of the real Codex CLI sees it.
class TestCodexPrompts : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aCommandIsFilledIn();
    void aCommandFromTheTerminalIsFilledInAndItsTitleLeftAlone();
    void aCommandPickedAsASkillIsFilledIn_data();
    void aCommandPickedAsASkillIsFilledIn();
    void helpIsShownWithoutTheModel();
    void aBlockedPromptShowsItsReason();
    void addedContextReachesTheModelOnce();
    void aStatusLineIsNotTheFinalMessage();

private:
    QByteArray lastTurn() const
    {
        for (auto post = m_upstream->posts().crbegin(); post != m_upstream->posts().crend(); ++post) {
            if (!isTitle(*post))
                return post->body;
        }
        return {};
    }
    bool put(const QString &name, const QByteArray &bytes) const
    {
        const QString path = userHome() + u'/' + name;
        return QDir().mkpath(QFileInfo(path).path()) && m_home->writeFile(path, bytes);
    }
    /// What `codex-plus requests show ID --changes` prints of the newest request of a turn, once all of them are recorded.
    QString lastChanges(int requests = 1) const
    {
        QProcessEnvironment environment;
        environment.insert(u"HOME"_s, userHome());
        environment.insert(u"CODEX_PLUS_DATA_DIR"_s, dataDirectory());
        QJsonArray turns;
        const auto areRecorded = [&] {
            turns = QJsonDocument::fromJson(CliRun::of({u"requests"_s, u"list"_s, u"--kind"_s, u"turn"_s, u"--json"_s}, environment).out.toUtf8()).array();
            return turns.size() == requests;
        };
        if (!QTest::qWaitFor(areRecorded, patience))
            return u"%1 requests are recorded"_s.arg(turns.size());
        const QString id = QString::number(turns.at(0)[u"id"_s].toInteger());
        return CliRun::of({u"requests"_s, u"show"_s, id, u"--changes"_s}, environment).out;
    }
    QString dataDirectory() const { return m_home->home() + u"/data"_s; }
    QString userHome() const { return m_home->home() + u"/user"_s; }
    QByteArray read(const QString &name) const
    {
        QFile file(userHome() + u'/' + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<ScriptedUpstream> m_upstream;
    std::unique_ptr<EngineUnderTest> m_engine;
    std::unique_ptr<CodexHome> m_home;
};

void TestCodexPrompts::init()
{
    m_upstream = std::make_unique<ScriptedUpstream>();
    m_upstream->setScript([](const auto &request) {
        request.client->write(ScriptedUpstream::answer(isTitle(request) ? uR"({"title":"A title"})"_s : u"The model's answer"_s));
    });
    EngineConfig config;
    config.upstream = m_upstream->url(u"/v1"_s);
    AutomationOptions options;
    // The home of Codex is not known before the engine's port is: the user's files lie beside it.
    m_home = std::make_unique<CodexHome>(QUrl(u"http://127.0.0.1:1/v1"_s), m_upstream->url(u"/backend-api/"_s));
    QVERIFY(m_home->isValid() && QDir().mkpath(userHome()));
    options.homeDirectory = userHome();
    options.dataDirectory = dataDirectory();
    config.recording.mode = RecordingMode::Full;
    config.recording.directory = dataDirectory();
    options.environment = QProcessEnvironment::systemEnvironment();
    config.automation = options;
    m_engine = std::make_unique<EngineUnderTest>(config);
    QVERIFY2(m_engine->error().isEmpty(), qPrintable(m_engine->error()));
    QFile file(m_home->home() + u"/config.toml"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray toml = file.readAll();
    QVERIFY(m_home->writeFile(file.fileName(), toml.replace("http://127.0.0.1:1/v1", m_engine->baseUrl().toString().toUtf8())));
}

void TestCodexPrompts::cleanup()
{
    m_engine.reset();
    m_home.reset();
    m_upstream.reset();
}

void TestCodexPrompts::aCommandIsFilledIn()
{
    QVERIFY(put(u".codexplus/commands/greet.md"_s, "---\ndescription: greets\n---\nGreet $ARGUMENTS in verse."));
    const CodexRun run(*m_home, u"/greet Ann and Bob"_s);
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.message() == u"The model's answer"_s, run.printed().constData());
    QVERIFY2(lastTurn().contains("Greet Ann and Bob in verse."), lastTurn().constData());
    QCOMPARE(m_upstream->posts().size(), 1);
    const QString changes = lastChanges();
    CPX_VERIFY_CONTAINS(changes, u"command greet (%1/.codexplus/commands/greet.md)"_s.arg(userHome()));
    CPX_VERIFY_CONTAINS(changes, u"-/greet Ann and Bob\n"_s);
    CPX_VERIFY_CONTAINS(changes, u"+Greet Ann and Bob in verse.\n"_s);
    QVERIFY2(!changes.contains(u"not attributed"_s), qPrintable(changes));
}

void TestCodexPrompts::aCommandFromTheTerminalIsFilledInAndItsTitleLeftAlone()
{
    if (Terminal::tmux().isEmpty())
        QSKIP("tmux is not installed");
    QVERIFY(put(u".codexplus/commands/greet.md"_s, "Greet $ARGUMENTS in verse."));
    Terminal terminal({codexProgram(), u"--no-daemon"_s}, m_home->project(), m_home->environment());
    CPX_WAIT_FOR_SCREEN(terminal, u"Ask Codex"_s);
    terminal.type(u" /greet Ann"_s);
    CPX_WAIT_FOR_SCREEN(terminal, u"/greet Ann"_s);
    terminal.press(u"Enter"_s);
    CPX_WAIT_FOR_SCREEN(terminal, u"The model's answer"_s);
    QVERIFY2(lastTurn().contains("Greet Ann in verse."), lastTurn().constData());
    const auto hasTitle = [this] {
        return std::any_of(m_upstream->posts().begin(), m_upstream->posts().end(), isTitle);
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasTitle(), patience);
    for (const auto &post : m_upstream->posts()) {
        if (isTitle(post))
            QVERIFY2(!post.body.contains("in verse"), post.body.constData());
    }
}

void TestCodexPrompts::aCommandPickedAsASkillIsFilledIn_data()
{
    QTest::addColumn<bool>("isTerminal");
    QTest::newRow("codex exec") << false;
    QTest::newRow("terminal interface") << true;
}

void TestCodexPrompts::aCommandPickedAsASkillIsFilledIn()
{
    QFETCH(bool, isTerminal);
    if (isTerminal && Terminal::tmux().isEmpty())
        QSKIP("tmux is not installed");
    QVERIFY(put(u".codexplus/commands/verse/greet.md"_s, "---\ndescription: Greets somebody\nargument-hint: \"[who]\"\n---\nGreet $ARGUMENTS in verse."));
    const auto listing = CommandCatalog(userHome()).commands(userHome());
    const SkillInstaller installer(m_home->home(), userHome());
    const auto plan = installer.planInstall({{*CommandCatalog::read(listing->commands.constFirst()), {}}}, {});
    QVERIFY(plan && installer.apply(*plan));
    if (isTerminal) {
        Terminal terminal({codexProgram(), u"--no-daemon"_s}, m_home->project(), m_home->environment());
        CPX_WAIT_FOR_SCREEN(terminal, u"Ask Codex"_s);
        terminal.type(u"$verse"_s);
        CPX_WAIT_FOR_SCREEN(terminal, u"Greets somebody [who]"_s);
        terminal.press(u"Tab"_s);
        CPX_WAIT_FOR_SCREEN(terminal, u"› $verse-greet"_s);
        terminal.type(u"Ann"_s);
        CPX_WAIT_FOR_SCREEN(terminal, u"$verse-greet Ann"_s);
        terminal.press(u"Enter"_s);
        CPX_WAIT_FOR_SCREEN(terminal, u"The model's answer"_s);
    } else {
        const CodexRun run(*m_home, u"$verse-greet Ann"_s);
        QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
        QVERIFY2(run.message() == u"The model's answer"_s, run.printed().constData());
    }
    QVERIFY2(lastTurn().count("Greet Ann in verse.") == 1, lastTurn().constData());
    // Neither what was typed nor the skill reaches the model, and it is not told of the skill before.
    QVERIFY2(!lastTurn().contains("verse-greet"), lastTurn().constData());
    const QString changes = lastChanges();
    QCOMPARE(changes.count(u"command verse:greet (%1/.codexplus/commands/verse/greet.md)"_s.arg(userHome())), 2);
    CPX_VERIFY_CONTAINS(changes, u"-$verse-greet Ann\n"_s);
    QVERIFY2(!changes.contains(u"not attributed"_s), qPrintable(changes));
}

void TestCodexPrompts::helpIsShownWithoutTheModel()
{
    QVERIFY(put(u".codexplus/commands/greet.md"_s, "---\ndescription: greets in verse\nargument-hint: NAME\n---\nGreet $ARGUMENTS."));
    const CodexRun run(*m_home, u"/help"_s);
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.exitCode() == 0 && run.message().contains(u"greets in verse"_s), run.printed().constData());
    QVERIFY2(run.errors().isEmpty(), run.printed().constData());
    QCOMPARE(m_upstream->posts().size(), 0);
    const QString changes = lastChanges();
    CPX_VERIFY_CONTAINS(changes, u"command help\n"_s);
}

void TestCodexPrompts::aBlockedPromptShowsItsReason()
{
    QVERIFY(put(u".codexplus/settings.json"_s,
                R"({"hooks":{"UserPromptSubmit":[{"hooks":[{"type":"command","command":"echo x >> )" + userHome().toUtf8()
                    + R"(/log; echo 'Not on a Sunday.' >&2; exit 2"}]}]}})"));
    const CodexRun run(*m_home, u"Say hi"_s);
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QCOMPARE(run.exitCode(), 1);
    QVERIFY2(run.errors().contains(u"Not on a Sunday."_s), run.printed().constData());
    QCOMPARE(m_upstream->posts().size(), 0);
    QCOMPARE(read(u"log"_s), "x\n");
    const QString changes = lastChanges();
    CPX_VERIFY_CONTAINS(changes, u"/.codexplus/settings.json, UserPromptSubmit)"_s);
    CPX_VERIFY_CONTAINS(changes, u"echo 'Not on a Sunday.'"_s);
}

void TestCodexPrompts::addedContextReachesTheModelOnce()
{
    // The answer's stream is cut once, so that Codex asks again: the hook does not run again.
    int requests = 0;
    m_upstream->setScript([&requests](const auto &request) {
        if (++requests > 1) {
            request.client->write(ScriptedUpstream::answer(u"The model's answer"_s));
            return;
        }
        request.client->write(ScriptedUpstream::sseHead() + ScriptedUpstream::chunk(ScriptedUpstream::created()));
        request.client->disconnectFromHost();
    });
    QVERIFY(put(u".codexplus/settings.json"_s,
                R"({"hooks":{"UserPromptSubmit":[{"hooks":[{"type":"command","command":"echo x >> )" + userHome().toUtf8()
                    + R"(/log; echo 'It is a Monday.'"}]}]}})"));
    const CodexRun run(*m_home, u"Say hi"_s);
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.message() == u"The model's answer"_s, run.printed().constData());
    QCOMPARE(m_upstream->posts().size(), 2);
    QCOMPARE(m_upstream->posts().at(0).body.count("It is a Monday."), 1);
    QCOMPARE(m_upstream->posts().at(1).body.count("It is a Monday."), 1);
    QCOMPARE(read(u"log"_s), "x\n");
    const QString changes = lastChanges(2);
    CPX_VERIFY_CONTAINS(changes, u"/.codexplus/settings.json, UserPromptSubmit)"_s);
    CPX_VERIFY_CONTAINS(changes, u"It is a Monday."_s);
    QVERIFY2(!changes.contains(u"not attributed"_s), qPrintable(changes));
}

void TestCodexPrompts::aStatusLineIsNotTheFinalMessage()
{
    QVERIFY(put(u".codexplus/settings.json"_s, R"({"statusLine":{"type":"command","command":"echo all is well"}})"));
    const CodexRun run(*m_home, u"Say hi"_s);
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished(), patience);
    QVERIFY2(run.message() == u"The model's answer"_s, run.printed().constData());
    QVERIFY2(run.printed().contains("all is well"), run.printed().constData());
    const QString changes = lastChanges();
    CPX_VERIFY_CONTAINS(changes, u"status line echo all is well (%1/.codexplus/settings.json)"_s.arg(userHome()));
}

int main(int argc, char **argv)
{
    if (codexProgram().isEmpty())
        return skipSuite(u"the Codex CLI"_s, u"run: npm ci --prefix tests/e2e, or set CPX_CODEX"_s);
    QCoreApplication app(argc, argv);
    TestCodexPrompts test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_codexprompts.moc"
