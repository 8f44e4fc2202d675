// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/clirun.h"

#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// The command line up to the point where something runs: help, versions, mistakes.
class CommandListTest : public QObject
{
    Q_OBJECT

private slots:
    void helpNamesEveryCommand_data();
    void helpNamesEveryCommand();
    void noArgumentsGiveHelpAsAMistake();
    void theVersionIsOneLine_data();
    void theVersionIsOneLine();
    void unknownCommandsAreMistakes_data();
    void unknownCommandsAreMistakes();
    void everyCommandHasItsOwnHelp_data();
    void everyCommandHasItsOwnHelp();
    void helpOfServeNamesEverySetting();
    void badOptionsAreMistakes_data();
    void badOptionsAreMistakes();
    void badValuesAreFailuresWithWhyAndWhatToDo_data();
    void badValuesAreFailuresWithWhyAndWhatToDo();
    void withoutAHomeCommandsSayWhatToSet_data();
    void withoutAHomeCommandsSayWhatToSet();
    void statusOfNothingSaysSo();
    void aMissingCodexIsExplained();

private:
    QProcessEnvironment environment() const
    {
        QProcessEnvironment result;
        result.insert(u"HOME"_s, m_home.path());
        return result;
    }

    QTemporaryDir m_home;
};

void CommandListTest::helpNamesEveryCommand_data()
{
    QTest::addColumn<QString>("argument");
    for (const char *argument : {"--help", "-h", "help"})
        QTest::newRow(argument) << QString::fromLatin1(argument);
}

void CommandListTest::helpNamesEveryCommand()
{
    QFETCH(QString, argument);
    const CliRun run = CliRun::of({argument});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.err, QString());
    for (const QString &command : {u"serve"_s, u"demo"_s, u"status"_s, u"requests"_s, u"hooks"_s, u"codex"_s})
        QVERIFY2(run.out.contains(u"\n  "_s + command + u' '), qPrintable(run.out));
}

void CommandListTest::noArgumentsGiveHelpAsAMistake()
{
    const CliRun run = CliRun::of({});
    QCOMPARE(run.exitCode, 2);
    QCOMPARE(run.out, QString());
    QVERIFY(run.err.startsWith(u"Usage: codex-plus"_s));
}

void CommandListTest::theVersionIsOneLine_data()
{
    QTest::addColumn<QString>("argument");
    for (const char *argument : {"--version", "-v"})
        QTest::newRow(argument) << QString::fromLatin1(argument);
}

void CommandListTest::theVersionIsOneLine()
{
    QFETCH(QString, argument);
    const CliRun run = CliRun::of({argument});
    QCOMPARE(run.exitCode, 0);
    QCOMPARE(run.out, u"codex-plus " CPX_VERSION "\n"_s);
    QCOMPARE(run.err, QString());
}

void CommandListTest::unknownCommandsAreMistakes_data()
{
    QTest::addColumn<QString>("word");
    for (const char *word : {"nothing", "Serve", "", "--nothing", "serve ", "%1"})
        QTest::newRow(*word ? word : "empty") << QString::fromLatin1(word);
}

void CommandListTest::unknownCommandsAreMistakes()
{
    QFETCH(QString, word);
    const CliRun run = CliRun::of({word});
    QCOMPARE(run.exitCode, 2);
    QCOMPARE(run.out, QString());
    QCOMPARE(run.err, u"codex-plus: unknown command \""_s + word + u"\" (see codex-plus --help)\n"_s);
}

void CommandListTest::everyCommandHasItsOwnHelp_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("option");
    QTest::newRow("serve") << u"serve"_s << u"--port"_s;
    QTest::newRow("demo") << u"demo"_s << u"--traffic"_s;
    QTest::newRow("status") << u"status"_s << u"--json"_s;
    QTest::newRow("requests") << u"requests"_s << u"--limit"_s;
    QTest::newRow("hooks") << u"hooks"_s << u"--payload"_s;
}

void CommandListTest::everyCommandHasItsOwnHelp()
{
    QFETCH(QString, command);
    QFETCH(QString, option);
    for (const QString &flag : {u"--help"_s, u"-h"_s}) {
        const CliRun run = CliRun::of({command, flag});
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(run.err, QString());
        QVERIFY2(run.out.startsWith(u"Usage: codex-plus %1 [options]\n"_s.arg(command)), qPrintable(run.out));
        QVERIFY2(run.out.contains(option), qPrintable(run.out));
    }
}

void CommandListTest::helpOfServeNamesEverySetting()
{
    const CliRun run = CliRun::of({u"serve"_s, u"--help"_s});
    for (const QString &setting : {u"proxy.port"_s, u"[10000]"_s, u"upstream.transport"_s, u"direct|stock"_s, u"websocket"_s, u"off|metadata|redacted|full"_s})
        QVERIFY2(run.out.contains(setting), qPrintable(setting));
}

void CommandListTest::badOptionsAreMistakes_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char *line) { QTest::newRow(line) << QString::fromLatin1(line).split(u' '); };
    row("serve --nothing");
    row("serve --port");
    row("serve extra");
    row("serve -- extra");
    row("serve --passthrough=1");
    row("serve --port 65536");
    row("serve --host 0.0.0.0");
    row("serve --set x=1");
    row("demo --set proxy.port=x");
    row("status --port 1");
    row("status extra");
    row("demo --traffic x");
    row("demo --traffic -1");
    row("demo --upstream https://a.example");
}

void CommandListTest::badOptionsAreMistakes()
{
    QFETCH(QStringList, arguments);
    const CliRun run = CliRun::of(arguments, environment());
    QCOMPARE(run.exitCode, 2);
    QCOMPARE(run.out, QString());
    QCOMPARE(run.err.count(u'\n'), 1);
    QVERIFY2(run.err.startsWith(u"codex-plus: wrong usage of %1 ("_s.arg(arguments.constFirst())), qPrintable(run.err));
    QVERIFY2(run.err.endsWith(u"; see codex-plus %1 --help)\n"_s.arg(arguments.constFirst())), qPrintable(run.err));
}

void CommandListTest::badValuesAreFailuresWithWhyAndWhatToDo_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("why");
    const auto row = [](const char *line, const QString &why) { QTest::newRow(line) << QString::fromLatin1(line).split(u' ') << why; };
    row("serve --upstream http://api.example", u"http would send your credentials in the clear"_s);
    row("serve --config /no/such.json", u"/no/such.json does not exist"_s);
    row("serve --project /no/such", u"/no/such is no directory"_s);
}

void CommandListTest::badValuesAreFailuresWithWhyAndWhatToDo()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, why);
    const CliRun run = CliRun::of(arguments, environment());
    QCOMPARE(run.exitCode, 1);
    QCOMPARE(run.out, QString());
    QCOMPARE(run.err.count(u'\n'), 1);
    QVERIFY2(run.err.startsWith(u"codex-plus: cannot start the proxy ("_s), qPrintable(run.err));
    QVERIFY2(run.err.contains(why), qPrintable(run.err));
}

void CommandListTest::withoutAHomeCommandsSayWhatToSet_data()
{
    QTest::addColumn<QString>("command");
    for (const char *command : {"serve", "demo", "status", "requests", "hooks", "codex"})
        QTest::newRow(command) << QString::fromLatin1(command);
}

void CommandListTest::withoutAHomeCommandsSayWhatToSet()
{
    QFETCH(QString, command);
    const CliRun run = CliRun::of({command});
    QCOMPARE(run.exitCode, 1);
    QCOMPARE(run.out, QString());
    QVERIFY2(run.err.contains(u"set HOME, or CODEX_PLUS_CONFIG_DIR"_s), qPrintable(run.err));
}

void CommandListTest::statusOfNothingSaysSo()
{
    CliRun run = CliRun::of({u"status"_s}, environment());
    QCOMPARE(run.exitCode, 1);
    QCOMPARE(run.out, u"Not running. Start it with: codex-plus serve\n"_s);
    run = CliRun::of({u"status"_s, u"--json"_s}, environment());
    QCOMPARE(run.exitCode, 1);
    QCOMPARE(run.out, u"{\"engines\":[],\"running\":false}\n"_s);
}

void CommandListTest::aMissingCodexIsExplained()
{
    QProcessEnvironment nowhere = environment();
    nowhere.insert(u"PATH"_s, m_home.path());
    const CliRun run = CliRun::of({u"codex"_s, u"--help"_s}, nowhere); // --help is Codex's
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.err.contains(u"npm install -g @openai/codex"_s), qPrintable(run.err));
}

QTEST_GUILESS_MAIN(CommandListTest)
#include "tst_commandlist.moc"
