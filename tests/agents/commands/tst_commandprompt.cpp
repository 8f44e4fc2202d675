// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandprompt.h"
#include "tests/agents/commands/commandfiles.h"

#include <QTest>
#include <memory>

using namespace cpx;
using namespace Qt::StringLiterals;

/// The commands of a prompt, with their definitions.
class CommandPromptTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_files = std::make_unique<CommandFiles>(); }

    void commandsAreReadWithTheirArguments();
    void textWithoutCommandsHasNone();
    void whatIsNotForUsersIsText();
    void aFileThatCannotBeReadIsAnError();

private:
    Result<CommandPrompt> read(const QString &prompt) const
    {
        return CommandPrompt::of(prompt, *CommandCatalog(m_files->home()).commands(m_files->project()));
    }

    std::unique_ptr<CommandFiles> m_files;
};

void CommandPromptTest::commandsAreReadWithTheirArguments()
{
    m_files->writeProjectCommand(u"a/b"_s, "A $0");
    m_files->writeUserCommand(u"c"_s, "C");
    const auto prompt = read(u"Please /a/b one\ntwo /c"_s);
    QVERIFY(prompt);
    QCOMPARE(prompt->lead, u"Please"_s);
    QCOMPARE(prompt->commands.size(), 2);
    QCOMPARE(prompt->commands.at(0).definition.file.name, u"a:b"_s);
    QCOMPARE(prompt->commands.at(0).definition.body, u"A $0"_s);
    QCOMPARE(prompt->commands.at(0).arguments, u"one\ntwo"_s);
    QCOMPARE(prompt->commands.at(1).definition.body, u"C"_s);
    QCOMPARE(prompt->commands.at(1).arguments, QString());
}

void CommandPromptTest::textWithoutCommandsHasNone()
{
    m_files->writeProjectCommand(u"a"_s, "A");
    for (const QString &text : {QString(), u"text"_s, u"/nope x"_s, u"see /usr/bin"_s})
        QVERIFY(read(text)->commands.isEmpty());
}

void CommandPromptTest::whatIsNotForUsersIsText()
{
    m_files->writeProjectCommand(u"hidden"_s, "---\nuser-invocable: false\n---\nA");
    m_files->writeProjectCommand(u"a"_s, "A");
    QVERIFY(read(u"/hidden x"_s)->commands.isEmpty());
    const auto prompt = read(u"/a /hidden x"_s);
    QCOMPARE(prompt->commands.size(), 1);
    QCOMPARE(prompt->commands.at(0).arguments, u"/hidden x"_s);
}

void CommandPromptTest::aFileThatCannotBeReadIsAnError()
{
    m_files->writeProjectCommand(u"large"_s, QByteArray(300 * 1024, 'x'));
    m_files->writeProjectCommand(u"a"_s, "A");
    const auto prompt = read(u"/a /large"_s);
    QVERIFY(!prompt);
    QVERIFY2(prompt.error().message.startsWith(u"/large cannot be read: "_s), qPrintable(prompt.error().message));
    QVERIFY(read(u"/a"_s));
}

QTEST_APPLESS_MAIN(CommandPromptTest)
#include "tst_commandprompt.moc"
