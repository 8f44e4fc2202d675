// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandmention.h"

#include <QElapsedTimer>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Which words of a prompt are slash commands.
class CommandMentionTest : public QObject
{
    Q_OBJECT

private slots:
    void commandsAreFoundWithTheirArguments_data();
    void commandsAreFoundWithTheirArguments();
    void nobodyIsAskedAboutTextWithoutCommands();
    void positionsAreThoseOfTheSlash();
    void thereAreAtMostSixteen();
    void longTextsAreReadInOnePass();

private:
    static bool isKnown(const QString &name)
    {
        static const QStringList names{u"test"_s, u"lint"_s, u"echo"_s, u"cmd1"_s, u"cmd2"_s, u"cmd3"_s, u"test-args"_s, u"ns:sub:run"_s, u"v1.2"_s};
        return names.contains(name);
    }
};

void CommandMentionTest::commandsAreFoundWithTheirArguments_data()
{
    QTest::addColumn<QString>("prompt");
    QTest::addColumn<QStringList>("found"); // name(arguments)
    const auto row = [](const char *name, const QString &prompt, const QStringList &found) { QTest::newRow(name) << prompt << found; };
    row("one", u"/test auth.py"_s, {u"test(auth.py)"_s});
    row("two", u"/cmd1 arg /cmd2 arg"_s, {u"cmd1(arg)"_s, u"cmd2(arg)"_s});
    row("without arguments", u"/cmd1 /cmd2"_s, {u"cmd1()"_s, u"cmd2()"_s});
    row("three", u"/cmd1 some args /cmd2 /cmd3 final"_s, {u"cmd1(some args)"_s, u"cmd2()"_s, u"cmd3(final)"_s});
    row("names with hyphens", u"/echo hello /test-args arg1 arg2"_s, {u"echo(hello)"_s, u"test-args(arg1 arg2)"_s});
    row("within a sentence", u"Run /test and then /lint"_s, {u"test(and then)"_s, u"lint()"_s});
    row("the same twice", u"Please /echo one and then /echo two"_s, {u"echo(one and then)"_s, u"echo(two)"_s});
    row("several lines", u"/test this code:\ndef foo(x):\n    return x * 2"_s, {u"test(this code:\ndef foo(x):\n    return x * 2)"_s});
    row("at the beginning of a line", u"first\n/test a\n/lint"_s, {u"test(a)"_s, u"lint()"_s});
    row("white space in front", u" \n\t/test x"_s, {u"test(x)"_s});
    row("two slashes", u"//test x"_s, {u"test(x)"_s});
    row("a blank behind the slash", u"/ test x"_s, {u"test(x)"_s});
    row("a blank in front, and behind the slash", u" / test x"_s, {u"test(x)"_s});
    row("parts with slashes", u"/ns/sub/run x"_s, {u"ns:sub:run(x)"_s});
    row("parts with colons", u"/ns:sub:run x"_s, {u"ns:sub:run(x)"_s});
    row("two slashes and parts", u"//ns/sub/run"_s, {u"ns:sub:run()"_s});
    row("punctuation behind", u"run /test, then /lint."_s, {u"test(then)"_s, u"lint()"_s});
    row("a dot in the name", u"/v1.2"_s, {u"v1.2()"_s});
    row("a dot in front of arguments", u"/test .env"_s, {u"test(.env)"_s});
    row("symbols", u"/test @TODO !@#$%"_s, {u"test(@TODO !@#$%)"_s});
    row("unknown ones are arguments", u"/test /tmp/x /nope y"_s, {u"test(/tmp/x /nope y)"_s});
    row("an unknown one in front", u"/nope x /test"_s, {u"test()"_s});

    for (const char *nothing : {"", "   ", "regular message", "no slash commands here", "/", "//", "/ ", "/nope x", "see /usr/bin and /etc", "/test/file.py", "/test/", "x/test",
                                "http://a.b/test c", "/Test", "a // test", "x //test", "a / test", "(/test)", "/../test", "/test-", "`/test`", "say `a` or `x /test y` now", "```\n/test\n```",
                                "~~~sh\n/test\n~~~", "```\n/test", "````\n```\n/test\n````", "``x ` /test``"})
        row(qPrintable(u"nothing in '%1'"_s.arg(QString::fromLatin1(nothing))), QString::fromLatin1(nothing), {});
    row("behind a fence", u"```\n/test\n```\n/lint"_s, {u"lint()"_s});
    row("behind inline code", u"`a` /lint"_s, {u"lint()"_s});
    row("a backtick alone", u"it`s /lint"_s, {u"lint()"_s});
    row("backticks over two lines", u"a ` b\n/lint ` c"_s, {u"lint(` c)"_s});
    row("a fence within a line is none", u"say ```x``` /lint"_s, {u"lint()"_s});
}

void CommandMentionTest::commandsAreFoundWithTheirArguments()
{
    QFETCH(QString, prompt);
    QStringList found;
    for (const CommandMention &mention : findCommands(prompt, isKnown))
        found += u"%1(%2)"_s.arg(mention.name, mention.arguments.toString());
    QTEST(found, "found");
}

void CommandMentionTest::nobodyIsAskedAboutTextWithoutCommands()
{
    int asked = 0;
    const auto count = [&asked](const QString &) {
        ++asked;
        return false;
    };
    QVERIFY(findCommands(u"a/b c/d http://x.y/z", count).isEmpty());
    QCOMPARE(asked, 0);
    QVERIFY(findCommands(u"/a", count).isEmpty());
    QCOMPARE(asked, 1);
}

void CommandMentionTest::positionsAreThoseOfTheSlash()
{
    const QList<CommandMention> found = findCommands(u"  //test a /lint", isKnown);
    QCOMPARE(found.size(), 2);
    QCOMPARE(found.at(0).position, 2);
    QCOMPARE(found.at(1).position, 11);
}

void CommandMentionTest::thereAreAtMostSixteen()
{
    const QString prompt = u"/test "_s.repeated(20); // what is found points into it
    const QList<CommandMention> found = findCommands(prompt, isKnown);
    QCOMPARE(found.size(), 16);
    QCOMPARE(found.constLast().arguments.toString(), u"/test /test /test /test"_s);
}

void CommandMentionTest::longTextsAreReadInOnePass()
{
    QElapsedTimer time;
    time.start();
    QVERIFY(findCommands(u"/x "_s.repeated(100'000), isKnown).isEmpty());
    QVERIFY(findCommands(u"` "_s.repeated(100'000) + u"/x"_s, isKnown).isEmpty());
    QVERIFY(findCommands(QString(300000, u'/'), isKnown).isEmpty());
    QString runs;
    for (int i = 1; i < 500; ++i)
        runs += QString(i, u'`') + u' ';
    QVERIFY(findCommands(runs + u"/x"_s, isKnown).isEmpty());
    QVERIFY2(time.elapsed() < 3'000, qPrintable(QString::number(time.elapsed())));
}

QTEST_APPLESS_MAIN(CommandMentionTest)
#include "tst_commandmention.moc"
