// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/localcommands.h"
#include "tests/agents/commands/commandfiles.h"

#include <QTest>
#include <memory>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Commands that are answered without the model.
class LocalCommandsTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_files = std::make_unique<CommandFiles>(); }

    void callsAreRecognized_data();
    void callsAreRecognized();
    void filesComeFirstAndOursRemainReachable();
    void withoutAnAnswerThereIsNoCommand();
    void helpListsWhatThereIs();
    void helpSaysHowToBegin();
    void answersComeFromTheCaller();

private:
    std::shared_ptr<const CommandListing> listing() const { return CommandCatalog(m_files->home()).commands(m_files->project()); }

    const LocalCommands m_local{[](const QString &arguments) { return u"status of "_s + arguments; }, [](const QString &) { return u"history"_s; }};
    std::unique_ptr<CommandFiles> m_files;
};

void LocalCommandsTest::callsAreRecognized_data()
{
    QTest::addColumn<QString>("prompt");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("arguments");
    QTest::newRow("plain") << u"/help"_s << u"help"_s << QString();
    QTest::newRow("a blank in front") << u" /status now"_s << u"status"_s << u"now"_s;
    QTest::newRow("two slashes") << u"//history --limit 3"_s << u"history"_s << u"--limit 3"_s;
    QTest::newRow("ours by its whole name") << u"/codex-plus:help"_s << u"help"_s << QString();
    QTest::newRow("and with slashes") << u"/codex-plus/status"_s << u"status"_s << QString();
    QTest::newRow("within a sentence") << u"please /help"_s << QString() << QString();
    QTest::newRow("with another command") << u"/help /mine"_s << QString() << QString();
    QTest::newRow("another command") << u"/mine"_s << QString() << QString();
    QTest::newRow("unknown") << u"/nope"_s << QString() << QString();
    QTest::newRow("unknown of ours") << u"/codex-plus:nope"_s << QString() << QString();
    QTest::newRow("text") << u"help"_s << QString() << QString();
}

void LocalCommandsTest::callsAreRecognized()
{
    QFETCH(QString, prompt);
    m_files->writeProjectCommand(u"mine"_s, "x");
    const auto call = m_local.callIn(prompt, *listing());
    QTEST(call ? call->name : QString(), "name");
    QTEST(call ? call->arguments : QString(), "arguments");
}

void LocalCommandsTest::filesComeFirstAndOursRemainReachable()
{
    m_files->writeUserCommand(u"help"_s, "x");
    m_files->writeUserCommand(u"codex-plus/help"_s, "x");
    QVERIFY(!m_local.callIn(u"/help"_s, *listing()));
    QCOMPARE(m_local.callIn(u"/codex-plus:help"_s, *listing())->name, u"help"_s);
}

void LocalCommandsTest::withoutAnAnswerThereIsNoCommand()
{
    const LocalCommands local;
    QVERIFY(local.callIn(u"/help"_s, *listing()));
    QVERIFY(!local.callIn(u"/status"_s, *listing()));
    QVERIFY(!local.callIn(u"/codex-plus:history"_s, *listing()));
    QVERIFY(!local.help(*listing()).contains(u"/status"_s));
}

void LocalCommandsTest::helpListsWhatThereIs()
{
    m_files->writeProjectCommand(u"deploy"_s, "---\ndescription: Ships\n  it\nargument-hint: [env]\n---\nx");
    m_files->writeUserCommand(u"sub/mine"_s, "# Mine `x`\n");
    m_files->writeUserCommand(u"hidden"_s, "---\nuser-invocable: false\n---\nx");
    const QString help = m_local.help(*listing());
    QVERIFY2(help.contains(u"- `/deploy [env]` — Ships it (project, .codexplus)\n- `/sub:mine` — Mine 'x' (yours, .codexplus)\n"_s), qPrintable(help));
    QVERIFY(!help.contains(u"hidden"_s));
    for (const QString &word : {u"`/help`"_s, u"`/status`"_s, u"`/history`"_s, u"` /name`"_s, u"`//name`"_s, u"codex exec"_s})
        QVERIFY2(help.contains(word), qPrintable(word));
}

void LocalCommandsTest::helpSaysHowToBegin()
{
    QVERIFY(m_local.help(*listing()).contains(u".codexplus/commands/NAME.md"_s));
}

void LocalCommandsTest::answersComeFromTheCaller()
{
    QCOMPARE(m_local.answer({u"status"_s, u"x"_s}, *listing()), u"status of x"_s);
    QCOMPARE(m_local.answer({u"history"_s, {}}, *listing()), u"history"_s);
    QCOMPARE(m_local.answer({u"help"_s, {}}, *listing()), m_local.help(*listing()));
}

QTEST_APPLESS_MAIN(LocalCommandsTest)
#include "tst_localcommands.moc"
