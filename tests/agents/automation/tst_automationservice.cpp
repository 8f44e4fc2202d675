// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/automation/automationservice.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What a user's set-up makes of prompts, with real hooks and commands in a home directory of its own.
class AutomationServiceTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_service.reset(); }

    void withoutAnythingSetUpNothingHappens();
    void everyPromptGoesThroughTheHooksAndCommands();
    void theFirstRefusalEndsIt();
    void continueFalseRefusesWithItsReason();
    void hooksThatRanElsewhereAreNotRunAgain();
    void whatIsSwitchedOffDoesNotHappen_data();
    void whatIsSwitchedOffDoesNotHappen();
    void questionsForOthersAreHandedOn();
    void onlyTheNewestPromptIsAnsweredHere();
    void messagesOfHooksAreNotices();
    void withoutADirectoryTheUsersOwnCounts();
    void hooksOfAnEventRun();
    void hooksOfAnEventRunWithoutADirectory();
    void hooksInForceAreFoundOut();
    void whatLooksAtPromptsIsNotAtRest_data();
    void whatLooksAtPromptsIsNotAtRest();
    void destroyingItEndsWhatRuns();

private:
    void start(AutomationOptions options = {})
    {
        options.homeDirectory = m_directory->path();
        options.dataDirectory = m_directory->filePath(u"data"_s);
        options.environment = QProcessEnvironment::systemEnvironment();
        m_service = std::make_unique<AutomationService>(options);
    }
    PreparedPrompt prepare(PromptInput input)
    {
        std::optional<PreparedPrompt> result;
        if (input.workingDirectory.isNull())
            input.workingDirectory = m_directory->path();
        m_service->prepare(input, [&](PreparedPrompt prepared) { result = std::move(prepared); });
        if (!QTest::qWaitFor([&] { return result.has_value(); }, 10'000))
            qFatal("nothing was prepared");
        return *result;
    }
    PreparedPrompt prepareTexts(const QStringList &texts)
    {
        PromptInput input;
        input.sessionId = u"s1"_s;
        input.texts = texts;
        return prepare(input);
    }
    void put(const QString &name, const QByteArray &bytes) const
    {
        const QString path = m_directory->filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    void putHooks(const QByteArray &hooks) const { put(u".codexplus/settings.json"_s, "{\"hooks\":{" + hooks + "}}"); }
    static QByteArray hook(const QByteArray &event, const QByteArray &command)
    {
        return "\"" + event + "\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"" + command + "\"}]}]";
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<AutomationService> m_service;
};

void AutomationServiceTest::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    start();
}

void AutomationServiceTest::withoutAnythingSetUpNothingHappens()
{
    const PreparedPrompt prepared = prepareTexts({u"hello"_s});
    QVERIFY(!prepared.refusal && !prepared.answer && prepared.contexts.isEmpty() && prepared.statusLine.isEmpty());
    QCOMPARE(prepared.replacements.size(), 1);
    QVERIFY(!prepared.replacements.constFirst());
    QVERIFY(prepared.notices.isEmpty());
}

void AutomationServiceTest::everyPromptGoesThroughTheHooksAndCommands()
{
    put(u".codexplus/commands/a.md"_s, "A: $ARGUMENTS");
    putHooks(hook("UserPromptSubmit", "echo seen"));
    const PreparedPrompt prepared = prepareTexts({u"/a one"_s, u"plain"_s, u"/a two"_s});
    QCOMPARE(prepared.contexts.size(), 3);
    QCOMPARE(prepared.contexts.constFirst().text, u"seen"_s);
    QCOMPARE(prepared.contexts.constFirst().attribution.name, u"echo seen"_s);
    QCOMPARE(prepared.contexts.constFirst().attribution.detail, u"UserPromptSubmit"_s);
    QVERIFY(prepared.replacements[0]->text.contains(u"A: one"_s));
    QVERIFY(!prepared.replacements[1]);
    QVERIFY(prepared.replacements[2]->text.contains(u"A: two"_s));
    QCOMPARE(prepared.replacements[2]->attribution.name, u"a"_s);
}

void AutomationServiceTest::theFirstRefusalEndsIt()
{
    const QString log = m_directory->filePath(u"log"_s);
    putHooks(hook("UserPromptSubmit", "echo x >> " + log.toUtf8() + "; echo no >&2; exit 2"));
    const PreparedPrompt prepared = prepareTexts({u"one"_s, u"two"_s});
    QVERIFY(prepared.refusal);
    QCOMPARE(prepared.refusal->text, u"no"_s);
    QVERIFY(prepared.refusal->attribution.source.endsWith(u"settings.json"_s));
    QFile file(log);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), "x\n");
}

void AutomationServiceTest::continueFalseRefusesWithItsReason()
{
    putHooks(hook("UserPromptSubmit", R"(echo '{\"continue\":false,\"stopReason\":\"enough for today\"}')"));
    const PreparedPrompt prepared = prepareTexts({u"one"_s});
    QVERIFY(prepared.refusal);
    QCOMPARE(prepared.refusal->text, u"enough for today"_s);
}

void AutomationServiceTest::hooksThatRanElsewhereAreNotRunAgain()
{
    putHooks(hook("UserPromptSubmit", "exit 2"));
    PromptInput input;
    input.texts = QStringList{u"one"_s};
    input.runsHooks = false;
    QVERIFY(!prepare(input).refusal);
}

void AutomationServiceTest::whatIsSwitchedOffDoesNotHappen_data()
{
    QTest::addColumn<bool>("hooks");
    QTest::addColumn<bool>("commands");
    QTest::addColumn<bool>("statusLine");
    QTest::newRow("all on") << true << true << true;
    QTest::newRow("no hooks") << false << true << true;
    QTest::newRow("no commands") << true << false << true;
    QTest::newRow("no status line") << true << true << false;
}

void AutomationServiceTest::whatIsSwitchedOffDoesNotHappen()
{
    QFETCH(bool, hooks);
    QFETCH(bool, commands);
    QFETCH(bool, statusLine);
    AutomationOptions options;
    options.hooks = hooks;
    options.commands = commands;
    options.statusLine = statusLine;
    start(options);
    put(u".codexplus/commands/a.md"_s, "A");
    put(u".codexplus/settings.json"_s, "{\"hooks\":{" + hook("UserPromptSubmit", "echo seen")
                                           + R"(},"statusLine":{"type":"command","command":"echo line"}})");
    const PreparedPrompt prepared = prepareTexts({u"/a"_s});
    QCOMPARE(!prepared.contexts.isEmpty(), hooks);
    QCOMPARE(prepared.replacements.constFirst().has_value(), commands);
    QCOMPARE(prepared.statusLine, statusLine ? u"line"_s : QString());
}

void AutomationServiceTest::questionsForOthersAreHandedOn()
{
    QCOMPARE(prepareTexts({u"/status"_s}).question, u"status"_s);
    QCOMPARE(prepareTexts({u" /history"_s}).question, u"history"_s);
    const PreparedPrompt help = prepareTexts({u"/help"_s});
    QVERIFY(help.answer && help.question.isEmpty());
    QVERIFY(!help.answer->text.isEmpty());
    put(u".codexplus/commands/status.md"_s, "Mine"); // the user's own comes first
    const PreparedPrompt own = prepareTexts({u"/status"_s});
    QVERIFY(own.question.isEmpty() && own.replacements.constFirst());
}

void AutomationServiceTest::onlyTheNewestPromptIsAnsweredHere()
{
    const PreparedPrompt prepared = prepareTexts({u"/help"_s, u"go on"_s});
    QVERIFY(!prepared.answer);
}

void AutomationServiceTest::messagesOfHooksAreNotices()
{
    putHooks(hook("UserPromptSubmit", R"(echo '{\"systemMessage\":\"mind the gap\"}')"));
    QCOMPARE(prepareTexts({u"one"_s}).notices, QStringList{u"mind the gap"_s});
}

void AutomationServiceTest::withoutADirectoryTheUsersOwnCounts()
{
    put(u".codexplus/commands/a.md"_s, "A");
    PromptInput input;
    input.texts = QStringList{u"/a"_s};
    input.workingDirectory = u""_s;
    QVERIFY(prepare(input).replacements.constFirst());
}

void AutomationServiceTest::hooksOfAnEventRun()
{
    putHooks(hook("Stop", "echo enough >&2; exit 2"));
    HookContext context;
    context.workingDirectory = m_directory->path();
    std::optional<HookOutcome> outcome;
    m_service->runHooks(HookEvent::Stop, {}, context, [&](const HookOutcome &result) { outcome = result; });
    QTRY_VERIFY(outcome);
    QVERIFY(outcome->blocked);
    QCOMPARE(outcome->reason, u"enough"_s);
}

void AutomationServiceTest::hooksOfAnEventRunWithoutADirectory()
{
    putHooks(hook("Stop", "exit 2"));
    std::optional<HookOutcome> outcome;
    m_service->runHooks(HookEvent::Stop, {}, {}, [&](const HookOutcome &result) { outcome = result; });
    QTRY_VERIFY(outcome);
    QVERIFY(outcome->blocked);
}

void AutomationServiceTest::hooksInForceAreFoundOut()
{
    QCOMPARE(m_service->hookPresence(m_directory->path()), HookPresence());
    putHooks(hook("SessionStart", "true"));
    QCOMPARE(m_service->hookPresence(m_directory->path()), HookPresence());
    putHooks(hook("SubagentStop", "true"));
    QCOMPARE(m_service->hookPresence(m_directory->path()), (HookPresence{false, false, true}));
    put(u".claude/hooks/x.py"_s, "");
    QCOMPARE(m_service->hookPresence(m_directory->path()), (HookPresence{false, false, true, true}));
    QVERIFY(QFile::remove(m_directory->filePath(u".claude/hooks/x.py"_s)));
    putHooks(hook("PreToolUse", "true"));
    QCOMPARE(m_service->hookPresence(m_directory->path()), (HookPresence{true, false}));
    putHooks(hook("PreToolUse", "true") + ',' + hook("PostToolUse", "true"));
    QCOMPARE(m_service->hookPresence({}), (HookPresence{true, true}));
    QCOMPARE(prepareTexts({u"hi"_s}).hookPresence, (HookPresence{true, true}));
    AutomationOptions options;
    options.hooks = false;
    start(options);
    QCOMPARE(m_service->hookPresence({}), HookPresence());
}

void AutomationServiceTest::whatLooksAtPromptsIsNotAtRest_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isAtRest");
    const QString user = u".claude/settings.json"_s;
    const QString project = u"project/.claude/settings.json"_s;
    const auto hooks = [](const QByteArray &event) { return "{\"hooks\":{" + hook(event, "true") + "}}"; };
    QTest::newRow("nothing") << u"x"_s << QByteArray() << true;
    QTest::newRow("a command") << u".claude/commands/a.md"_s << QByteArray("A") << true;
    QTest::newRow("hooks of tools") << user << hooks("PreToolUse") << true;
    QTest::newRow("a hook of prompts") << user << hooks("UserPromptSubmit") << false;
    QTest::newRow("a hook of sessions") << user << hooks("SessionStart") << false;
    QTest::newRow("a status line") << user << QByteArray(R"({"statusLine":{"type":"command","command":"echo x"}})") << false;
    QTest::newRow("something to tell") << project << hooks("PreToolUse") << false;
}

void AutomationServiceTest::whatLooksAtPromptsIsNotAtRest()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, text);
    QFETCH(bool, isAtRest);
    QVERIFY(QDir().mkpath(m_directory->filePath(u"project/.git"_s)));
    put(path, text);
    PromptInput input;
    input.texts = QStringList{u"hello"_s};
    input.workingDirectory = m_directory->filePath(u"project"_s);
    const PreparedPrompt prepared = prepare(input);
    QCOMPARE(prepared.atRest.has_value(), isAtRest);
    QCOMPARE(prepared.hookPresence, m_service->hookPresence(input.workingDirectory));
    if (!isAtRest)
        return;
    QVERIFY(prepared.atRest->holds());
    QCOMPARE(prepared.atRest->hookPresence, prepared.hookPresence);
    put(u".codexplus/settings.json"_s, "{}");
    QTRY_VERIFY(!prepared.atRest->holds());
}

void AutomationServiceTest::destroyingItEndsWhatRuns()
{
    const QString pidFile = m_directory->filePath(u"pid"_s);
    putHooks(hook("UserPromptSubmit", "echo $$ > " + pidFile.toUtf8() + ".new; mv " + pidFile.toUtf8() + ".new " + pidFile.toUtf8() + "; sleep 60"));
    PromptInput input;
    input.texts = QStringList{u"one"_s};
    input.workingDirectory = m_directory->path();
    m_service->prepare(input, [](const PreparedPrompt &) { QFAIL("it was given up"); });
    QTRY_VERIFY(QFile::exists(pidFile));
    QFile file(pidFile);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString process = u"/proc/"_s + QString::fromLatin1(file.readAll().trimmed());
    QVERIFY(QFile::exists(process));
    m_service.reset();
    QTRY_VERIFY(!QFile::exists(process));
}

QTEST_GUILESS_MAIN(AutomationServiceTest)
#include "tst_automationservice.moc"
