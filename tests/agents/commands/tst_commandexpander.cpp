// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandexpander.h"
#include "agents/trust/truststore.h"
#include "tests/agents/commands/commandfiles.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>
#include <memory>

using namespace cpx;
using namespace Qt::StringLiterals;
using Shell = ExpansionContext::Shell;

/// Prompts with slash commands become what the model is to read, or stay as they are and say why.
class CommandExpanderTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aCommandBecomesItsBody();
    void severalCommandsFollowEachOther();
    void filesComeBehindTheText();
    void programsRunWhereTheUserIs();
    void argumentsOfProgramsStayData_data();
    void argumentsOfProgramsStayData();
    void programsOfAProjectNeedTrust();
    void programsNeedARule();
    void aFailureExpandsNothing_data();
    void aFailureExpandsNothing();
    void aSearchMayFindNothing();
    void nothingRunsWhenItIsOnlyShown();
    void theEnvironmentHoldsNoSecrets();
    void whatProgramsWriteIsNotLookedThrough();
    void destroyingItEndsEverything();
    void doneMayDestroyIt();

private:
    /// Waits for the end. Null for neither: then the test fails.
    std::optional<Result<ExpandedPrompt>> expand(const QString &prompt, Shell shell = Shell::Run);
    std::unique_ptr<CommandExpander> start(const QString &prompt, CommandExpander::Done done, Shell shell = Shell::Run);
    QString textOf(const QString &prompt)
    {
        const auto result = expand(prompt);
        return result && *result ? (*result)->text : result ? u"error: "_s + result->error().message : u"no answer"_s;
    }
    QString errorOf(const QString &prompt)
    {
        const auto result = expand(prompt);
        return result && !*result ? result->error().message : QString();
    }

    std::unique_ptr<CommandFiles> m_files;
    std::unique_ptr<TrustStore> m_trust;
    QProcessEnvironment m_environment;
};

void CommandExpanderTest::init()
{
    m_files = std::make_unique<CommandFiles>();
    QDir().mkpath(m_files->root() + u"/data"_s);
    m_trust = std::make_unique<TrustStore>(m_files->root() + u"/data"_s);
    m_environment = QProcessEnvironment::systemEnvironment();
}

void CommandExpanderTest::cleanup()
{
    m_trust.reset();
    m_files.reset();
}

std::unique_ptr<CommandExpander> CommandExpanderTest::start(const QString &prompt, CommandExpander::Done done, Shell shell)
{
    const auto listing = CommandCatalog(m_files->home()).commands(m_files->project());
    auto commands = CommandPrompt::of(prompt, *listing);
    if (!commands)
        return nullptr;
    ExpansionContext context;
    context.workingDirectory = m_files->project();
    context.projectRoot = listing->projectRoot;
    context.environment = m_environment;
    context.shell = shell;
    return std::make_unique<CommandExpander>(*std::move(commands), context, *m_trust, std::move(done));
}

std::optional<Result<ExpandedPrompt>> CommandExpanderTest::expand(const QString &prompt, Shell shell)
{
    std::optional<Result<ExpandedPrompt>> outcome;
    const auto expander = start(prompt, [&outcome](Result<ExpandedPrompt> result) { outcome = std::move(result); }, shell);
    if (!expander || outcome) // never from within the constructor
        return std::nullopt;
    (void)QTest::qWaitFor([&outcome] { return outcome.has_value(); }, 20'000);
    return outcome;
}

void CommandExpanderTest::aCommandBecomesItsBody()
{
    const QString path = m_files->writeProjectCommand(u"sub/greet"_s, "---\nmodel: small\nallowed-tools: Read\ndisallowed-tools: Write\n---\nHello $ARGUMENTS in ${CLAUDE_PROJECT_DIR}.\n");
    const auto result = expand(u"/sub/greet you \"and me\""_s);
    QVERIFY(result && *result);
    QCOMPARE((*result)->text, u"<command-message>sub:greet</command-message>\n<command-name>/sub:greet</command-name>\n"
                              "<command-args>you \"and me\"</command-args>\n\nHello you \"and me\" in %1.\n"_s.arg(m_files->project()));
    QCOMPARE((*result)->commands.size(), 1);
    const ExpandedPrompt::UsedCommand &used = (*result)->commands.constFirst();
    QCOMPARE(used.name, u"sub:greet"_s);
    QCOMPARE(used.arguments, u"you \"and me\""_s);
    QCOMPARE(used.path, path);
    QCOMPARE(used.sha256, TrustSubject::ofFile(path)->sha256);
    QCOMPARE(used.model, u"small"_s);
    QCOMPARE(used.allowedTools, QStringList{u"Read"_s});
    QCOMPARE(used.disallowedTools, QStringList{u"Write"_s});
    QVERIFY((*result)->shell.isEmpty());
    QVERIFY((*result)->files.isEmpty());
}

void CommandExpanderTest::severalCommandsFollowEachOther()
{
    m_files->writeProjectCommand(u"a"_s, "A $1");
    m_files->writeUserCommand(u"b"_s, "B");
    QCOMPARE(textOf(u"Please /a one and /b"_s),
             u"Please\n\n<command-message>a</command-message>\n<command-name>/a</command-name>\n<command-args>one and</command-args>\n\nA one\n\n"
             "<command-message>b</command-message>\n<command-name>/b</command-name>\n\nB"_s);
}

void CommandExpanderTest::filesComeBehindTheText()
{
    m_files->write(u"project/in.txt"_s, "content\n");
    m_files->writeProjectCommand(u"a"_s, "Look at @$0 and @missing.");
    const auto result = expand(u"/a in.txt"_s);
    QVERIFY(result && *result);
    QVERIFY2((*result)->text.endsWith(u"Look at @in.txt and @missing.\n\n<attached-file path=\"in.txt\">\n     1\tcontent\n</attached-file>\n"_s), qPrintable((*result)->text));
    QCOMPARE((*result)->files, (QList<AttachedFile>{{u"in.txt"_s, 8}}));
}

void CommandExpanderTest::programsRunWhereTheUserIs()
{
    m_files->writeUserCommand(u"a"_s, "---\nallowed-tools: Bash(pwd), Bash(echo:*)\n---\nIn !`pwd` with !`echo one; echo two >&2`\n```!\necho three\n```\nend");
    const auto result = expand(u"/a"_s);
    QVERIFY(result && *result);
    QVERIFY2((*result)->text.endsWith(u"In %1 with one\ntwo\nthree\nend"_s.arg(m_files->project())), qPrintable((*result)->text));
    QCOMPARE((*result)->shell.size(), 3);
    for (const ExpandedPrompt::UsedShell &shell : (*result)->shell)
        QVERIFY(shell.hasRun && shell.exitCode == 0 && shell.command == u"a");
    QCOMPARE((*result)->shell.constFirst().program, u"pwd"_s);
}

void CommandExpanderTest::argumentsOfProgramsStayData_data()
{
    QTest::addColumn<QString>("arguments");
    for (const char *arguments : {"$(touch MARK)", "`touch MARK`", "; touch MARK", "| touch MARK", "&& touch MARK", "& touch MARK", "\n touch MARK\n", "'; touch MARK; '", "\"; touch MARK; \"",
                                  "\"$(touch MARK)\"", "'$(touch MARK)'", "> MARK", ">> MARK", "x > MARK", "${IFS}touch${IFS}MARK", "$((touch MARK))", "<(touch MARK)", "\\$(touch MARK)",
                                  "\\\\$(touch MARK)", "a\"; touch MARK #", "a'; touch MARK #", "!`touch MARK`", "```!\ntouch MARK\n```", "} ; touch MARK", ") ; touch MARK", "-o MARK --output=MARK",
                                  "x\\", "${CODEX_PLUS_ARGUMENTS@P}", "\r\ntouch MARK", "\xe2\x80\x99; touch MARK", "%s; touch MARK", "*; touch MARK"})
        QTest::newRow(arguments) << QString::fromUtf8(arguments).replace(u"MARK"_s, u"%MARK%"_s);
}

void CommandExpanderTest::argumentsOfProgramsStayData()
{
    QFETCH(QString, arguments);
    const QString mark = m_files->root() + u"/mark"_s;
    arguments.replace(u"%MARK%"_s, mark);
    m_files->writeUserCommand(u"a"_s, "---\nallowed-tools: Bash(*)\narguments: first second\n---\n"
                                      "!`echo $ARGUMENTS` !`echo \"$ARGUMENTS\" '$ARGUMENTS'` !`echo $0 \"$1\" $first \"$second\" $ARGUMENTS[2]` !`echo \"$(echo \"$ARGUMENTS\")\"` !`echo $(echo $1)`\n"
                                      "```!\necho x$ARGUMENTS # $ARGUMENTS\nprintf '%s\\n' \"$ARGUMENTS\"\n```\n");
    const auto result = expand(u"/a "_s + arguments);
    QVERIFY(result);
    QVERIFY2(*result, qPrintable(*result ? QString() : result->error().message));
    QCOMPARE((*result)->shell.size(), 6);
    QVERIFY(!QFile::exists(mark));
    const QString body = (*result)->text.section(u"</command-args>"_s, -1);
    QVERIFY2(body.contains(arguments.trimmed()), qPrintable(body)); // they did arrive
}

void CommandExpanderTest::programsOfAProjectNeedTrust()
{
    const QString path = m_files->writeProjectCommand(u"a"_s, "---\nallowed-tools: Bash(echo:*)\n---\n!`echo ran`");
    const QString refusal = errorOf(u"/a"_s);
    QVERIFY2(refusal.contains(path) && refusal.contains(u"codex-plus commands trust a"_s), qPrintable(refusal));
    QVERIFY(m_trust->trust({*TrustSubject::ofFile(path)}));
    QVERIFY(textOf(u"/a"_s).endsWith(u"\n\nran"_s));
    m_files->writeProjectCommand(u"a"_s, "---\nallowed-tools: Bash(echo:*)\n---\n!`echo changed`");
    QVERIFY(!errorOf(u"/a"_s).isEmpty());
    m_files->writeProjectCommand(u"text"_s, "No programs.");
    QVERIFY(textOf(u"/text"_s).endsWith(u"No programs."_s)); // text needs no trust
}

void CommandExpanderTest::programsNeedARule()
{
    const QString path = m_files->writeUserCommand(u"a"_s, "---\nallowed-tools: Bash(echo:*)\n---\n!`echo x; touch y`");
    const QString refusal = errorOf(u"/a"_s);
    QVERIFY2(refusal.contains(u"touch y"_s) && refusal.contains(path) && refusal.contains(u"allowed-tools"_s), qPrintable(refusal));
    m_files->writeUserCommand(u"b"_s, "!`echo x`");
    QVERIFY(!errorOf(u"/b"_s).isEmpty());
    m_files->writeUserCommand(u"c"_s, "---\nallowed-tools: Bash\nshell: powershell\n---\n!`echo x`");
    QVERIFY(errorOf(u"/c"_s).contains(u"powershell"_s));
}

void CommandExpanderTest::aFailureExpandsNothing_data()
{
    QTest::addColumn<QByteArray>("program");
    QTest::addColumn<QString>("reason");
    QTest::newRow("an exit code") << QByteArray("echo why; exit 3") << u"exit code 3: why"_s;
    QTest::newRow("an unknown program") << QByteArray("no-such-program") << u"exit code 127"_s;
    QTest::newRow("a crash") << QByteArray("kill -SEGV $$") << u"crashed"_s;
    QTest::newRow("too much output") << QByteArray("yes") << u"more than 1 MiB"_s;
}

void CommandExpanderTest::aFailureExpandsNothing()
{
    QFETCH(QByteArray, program);
    QFETCH(QString, reason);
    const QString mark = m_files->root() + u"/mark"_s;
    m_files->writeUserCommand(u"a"_s, "---\nallowed-tools: Bash\n---\n!`" + program + "` !`touch " + mark.toUtf8() + '`');
    const QString error = errorOf(u"/a"_s);
    QVERIFY2(error.contains(reason) && error.startsWith(u"/a was not expanded"_s), qPrintable(error));
    QVERIFY(!QFile::exists(mark)); // what follows does not run
}

void CommandExpanderTest::aSearchMayFindNothing()
{
    m_files->writeUserCommand(u"a"_s, "---\nallowed-tools: Bash\n---\n[!`x` !`echo a | grep b`]");
    const auto result = expand(u"/a"_s);
    QVERIFY(result && *result);
    QVERIFY2((*result)->text.endsWith(u"[!`x` ]"_s), qPrintable((*result)->text));
    QCOMPARE((*result)->shell.constFirst().exitCode, 1);
}

void CommandExpanderTest::nothingRunsWhenItIsOnlyShown()
{
    const QString mark = m_files->root() + u"/mark"_s;
    m_files->writeProjectCommand(u"a"_s, "---\nallowed-tools: Bash(touch:*)\n---\n!`touch " + mark.toUtf8() + "` !`rm x`");
    const auto result = expand(u"/a"_s, Shell::Show);
    QVERIFY(result && *result);
    QVERIFY((*result)->text.endsWith(u"!`touch %1` !`rm x`"_s.arg(mark)));
    QCOMPARE((*result)->shell.size(), 2);
    for (const ExpandedPrompt::UsedShell &shell : (*result)->shell)
        QVERIFY(!shell.hasRun && !shell.refusal.isEmpty());
    QVERIFY(!QFile::exists(mark));
    QVERIFY((*result)->shell.at(0).refusal.contains(u"trust"_s));
    QVERIFY((*result)->shell.at(1).refusal.contains(u"rm x"_s));
}

void CommandExpanderTest::theEnvironmentHoldsNoSecrets()
{
    m_environment.insert(u"OPENAI_API_KEY"_s, u"sk-secret"_s);
    m_files->writeUserCommand(u"a"_s, "---\nallowed-tools: Bash(env)\n---\n!`env`");
    const QString text = textOf(u"/a x"_s);
    QVERIFY2(text.contains(u"PATH="_s) && text.contains(u"CLAUDE_PROJECT_DIR="_s + m_files->project()), qPrintable(text));
    QVERIFY(!text.contains(u"sk-secret"_s));
}

void CommandExpanderTest::whatProgramsWriteIsNotLookedThrough()
{
    m_files->write(u"project/in.txt"_s, "content\n");
    m_files->writeUserCommand(u"a"_s, "---\nallowed-tools: Bash(echo:*)\n---\n!`echo '@in.txt $ARGUMENTS'`");
    const auto result = expand(u"/a x"_s);
    QVERIFY(result && *result);
    QVERIFY((*result)->text.contains(u"@in.txt $ARGUMENTS"_s));
    QVERIFY((*result)->files.isEmpty());
}

void CommandExpanderTest::destroyingItEndsEverything()
{
    const QString began = m_files->root() + u"/began"_s;
    const QString ended = m_files->root() + u"/ended"_s;
    m_files->writeUserCommand(u"a"_s, "---\nallowed-tools: Bash\n---\n!`echo $$ > " + began.toUtf8() + "; sleep 300; touch " + ended.toUtf8() + '`');
    bool isDone = false;
    auto expander = start(u"/a"_s, [&isDone](const Result<ExpandedPrompt> &) { isDone = true; });
    QVERIFY(expander);
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(began).size() > 1, 10'000);
    QFile file(began);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString process = u"/proc/"_s + QString::fromLatin1(file.readAll().trimmed());
    QVERIFY(QFileInfo::exists(process));
    expander.reset();
    QTRY_VERIFY_WITH_TIMEOUT(!QFileInfo::exists(process), 10'000);
    QVERIFY(!isDone);
    QVERIFY(!QFile::exists(ended));
}

void CommandExpanderTest::doneMayDestroyIt()
{
    m_files->writeUserCommand(u"a"_s, "---\nallowed-tools: Bash\n---\n!`echo x`");
    for (const QString &prompt : {u"/a"_s, u"text"_s}) {
        std::unique_ptr<CommandExpander> expander;
        bool isDone = false;
        expander = start(prompt, [&](const Result<ExpandedPrompt> &) {
            expander.reset();
            isDone = true;
        });
        QTRY_VERIFY_WITH_TIMEOUT(isDone, 10'000);
        QVERIFY(!expander);
    }
}

QTEST_GUILESS_MAIN(CommandExpanderTest)
#include "tst_commandexpander.moc"
