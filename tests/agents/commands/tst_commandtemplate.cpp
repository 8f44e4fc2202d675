// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandtemplate.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// A command's body, filled in.
class CommandTemplateTest : public QObject
{
    Q_OBJECT

private slots:
    void placeholdersAreFilledIn_data();
    void placeholdersAreFilledIn();
    void argumentsCountFromZeroOrOne_data();
    void argumentsCountFromZeroOrOne();
    void valuesAreNotLookedThroughAgain();
    void argumentsNobodyAskedForAreAdded();
    void rawArgumentsAreOfOurOwnFilesOnly();
    void shellProgramsAreFound_data();
    void shellProgramsAreFound();
    void argumentsAreNeverPartOfAProgram_data();
    void argumentsAreNeverPartOfAProgram();

private:
    static CommandValues values(const QString &arguments)
    {
        CommandValues result;
        result.arguments = arguments;
        result.names = {u"foo"_s, u"bar"_s, u"foo-long"_s};
        result.variables = {{u"CLAUDE_PROJECT_DIR"_s, u"/p"_s}, {u"CLAUDE_SESSION_ID"_s, QString()}};
        return result;
    }
    static QString textOf(const CommandText &text)
    {
        QString all;
        for (const CommandText::Piece &piece : text.pieces)
            all += piece.isShell ? u"«%1»"_s.arg(piece.text) : piece.text;
        return all;
    }
};

void CommandTemplateTest::placeholdersAreFilledIn_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("text"); // with the arguments: one "two words" three
    const auto row = [](const QString &body, const QString &text) { QTest::newRow(qPrintable(body)) << body << text; };
    row(u"<$ARGUMENTS>"_s, u"<one \"two words\" three>"_s);
    row(u"<$ARGUMENTSX>"_s, u"<one \"two words\" threeX>"_s);
    row(u"$0 $1 $2 <$9>"_s, u"one two words three <>"_s);
    row(u"$ARGUMENTS[0] $ARGUMENTS[2] <$ARGUMENTS[9]>"_s, u"one three <>"_s);
    row(u"$0 $ARGUMENTS[x]"_s, u"one one \"two words\" three[x]"_s);
    row(u"$foo $bar $foo-long"_s, u"one two words three"_s);
    row(u"$0 $foobar $foo_x ${foo} ${0} ${ARGUMENTS} $HOME $ARGUMENT"_s, u"one $foobar $foo_x ${foo} ${0} ${ARGUMENTS} $HOME $ARGUMENT"_s);
    row(u"$0 $0x $0_ $0. x$0"_s, u"one $0x $0_ one. xone"_s);
    row(u"$0 \\$0 \\$ARGUMENTS \\$foo \\$ARGUMENTS[1]"_s, u"one $0 $ARGUMENTS $foo $ARGUMENTS[1]"_s);
    row(u"\\\\$0 \\\\\\$0"_s, u"\\\\one \\\\$0"_s);
    row(u"$0 \\$x \\a"_s, u"one \\$x \\a"_s);
    row(u"$$0 $$"_s, u"$one $$"_s);
    row(u"$0 ${CLAUDE_PROJECT_DIR}/x ${CLAUDE_SESSION_ID} ${CLAUDE_SKILL_DIR}"_s, u"one /p/x ${CLAUDE_SESSION_ID} ${CLAUDE_SKILL_DIR}"_s);
    row(u"$0 $"_s, u"one $"_s);
    row(u"$0 $99999"_s, u"one $99999"_s);
}

void CommandTemplateTest::placeholdersAreFilledIn()
{
    QFETCH(QString, body);
    QTEST(textOf(CommandText::of(body, values(u"one \"two words\" three"_s))), "text");
}

void CommandTemplateTest::argumentsCountFromZeroOrOne_data()
{
    QTest::addColumn<FirstArgument>("first");
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("text");
    QTest::newRow("by the file: 1") << FirstArgument::Auto << u"$1 $2 $ARGUMENTS[0]"_s << u"a b a"_s;
    QTest::newRow("by the file: 0") << FirstArgument::Auto << u"$0 $1"_s << u"a b"_s;
    QTest::newRow("by the file: neither") << FirstArgument::Auto << u"$2"_s << u"c"_s;
    QTest::newRow("by the file: $10 is not $1") << FirstArgument::Auto << u"$10 $2"_s << u" c"_s;
    QTest::newRow("zero") << FirstArgument::Zero << u"$1 $2"_s << u"b c"_s;
    QTest::newRow("one") << FirstArgument::One << u"$0 $1"_s << u"$0 a"_s;
}

void CommandTemplateTest::argumentsCountFromZeroOrOne()
{
    QFETCH(QString, body);
    CommandValues given = values(u"a b c"_s);
    QFETCH(FirstArgument, first);
    given.firstArgument = first;
    QTEST(textOf(CommandText::of(body, given)), "text");
}

void CommandTemplateTest::valuesAreNotLookedThroughAgain()
{
    QCOMPARE(textOf(CommandText::of(u"$0 $1"_s, values(u"$1 $ARGUMENTS"_s))), u"$1 $ARGUMENTS"_s);
    QCOMPARE(textOf(CommandText::of(u"x $ARGUMENTS"_s, values(u"!`id` ${CLAUDE_PROJECT_DIR}"_s))), u"x !`id` ${CLAUDE_PROJECT_DIR}"_s);
    QCOMPARE(textOf(CommandText::of(u"!$ARGUMENTS"_s, values(u"`id`"_s))), u"!`id`"_s);
}

void CommandTemplateTest::argumentsNobodyAskedForAreAdded()
{
    QCOMPARE(textOf(CommandText::of(u"body"_s, values(u"x y"_s))), u"body\n\nARGUMENTS: x y"_s);
    QCOMPARE(textOf(CommandText::of(u"body \\$0 ${CLAUDE_PROJECT_DIR}"_s, values(u"x"_s))), u"body $0 /p\n\nARGUMENTS: x"_s);
    QCOMPARE(textOf(CommandText::of(u"body"_s, values({}))), u"body"_s);
    QCOMPARE(textOf(CommandText::of(u"body $9"_s, values(u"x"_s))), u"body "_s);
    QCOMPARE(textOf(CommandText::of(u"a\n!`ls $0`"_s, values(u"x"_s))), u"a\n«ls ${CODEX_PLUS_ARGUMENT_0}»"_s);
}

void CommandTemplateTest::rawArgumentsAreOfOurOwnFilesOnly()
{
    CommandValues given = values(u"x"_s);
    QCOMPARE(textOf(CommandText::of(u"$0 $_raw_args"_s, given)), u"x $_raw_args"_s);
    given.hasRawArguments = true;
    QCOMPARE(textOf(CommandText::of(u"$_raw_args $_raw_argsx"_s, given)), u"x $_raw_argsx"_s);
}

void CommandTemplateTest::shellProgramsAreFound_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QString &body, const QString &text) { QTest::newRow(name) << body << text; };
    row("at the beginning of a line", u"!`date`"_s, u"«date»"_s);
    row("behind a blank", u"now: !`date` then"_s, u"now: «date» then"_s);
    row("several", u"!`a` !`b`\n!`c`"_s, u"«a» «b»\n«c»"_s);
    row("within a word", u"KEY=!`x`"_s, u"KEY=!`x`"_s);
    row("within code", u"`!`x``"_s, u"`!`x``"_s);
    row("empty", u"!`` x"_s, u"!`` x"_s);
    row("not closed", u"!`date"_s, u"!`date"_s);
    row("not closed on its line", u"!`date\nx !`ls`"_s, u"!`date\nx «ls»"_s);
    row("fenced", u"a\n```!\nls\ndate\n```\nb"_s, u"a\n«ls\ndate\n»\nb"_s);
    row("fenced to the end", u"```!\nls\n```"_s, u"«ls\n»"_s);
    row("fenced and not closed", u"```!\nls\n"_s, u"```!\nls\n"_s);
    row("another fence", u"```sh\nls\n```"_s, u"```sh\nls\n```"_s);
    row("a fence within a line", u"x ```!\nls\n```"_s, u"x ```!\nls\n```"_s);
}

void CommandTemplateTest::shellProgramsAreFound()
{
    QFETCH(QString, body);
    const CommandText result = CommandText::of(body, values({}));
    QTEST(textOf(result), "text");
    QString again;
    for (const CommandText::Piece &piece : result.pieces)
        again += piece.isShell ? piece.written : piece.text;
    QCOMPARE(again, body);
}

void CommandTemplateTest::argumentsAreNeverPartOfAProgram_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("result");
    const auto row = [](const QString &program, const QString &result) { QTest::newRow(qPrintable(program)) << program << result; };
    row(u"git log $ARGUMENTS"_s, u"git log ${CODEX_PLUS_ARGUMENTS}"_s);
    row(u"cat \"$0\" $ARGUMENTS[1]"_s, u"cat \"${CODEX_PLUS_ARGUMENT_0}\" ${CODEX_PLUS_ARGUMENT_1}"_s);
    row(u"x $foo$bar"_s, u"x ${CODEX_PLUS_ARGUMENT_0}${CODEX_PLUS_ARGUMENT_1}"_s);
    row(u"awk '{print $1}' $0"_s, u"awk '{print $1}' ${CODEX_PLUS_ARGUMENT_0}"_s);
    row(u"awk '{print \\$1}' $0"_s, u"awk '{print $1}' ${CODEX_PLUS_ARGUMENT_0}"_s);
    row(u"echo \\$0 \\\\$0"_s, u"echo \\$0 \\\\${CODEX_PLUS_ARGUMENT_0}"_s);
    row(u"echo \"it's $0\" 'a\\' $0"_s, u"echo \"it's ${CODEX_PLUS_ARGUMENT_0}\" 'a\\' ${CODEX_PLUS_ARGUMENT_0}"_s);
    row(u"echo \\' $0"_s, u"echo \\' ${CODEX_PLUS_ARGUMENT_0}"_s);
    row(u"ls # don't\nls $0"_s, u"ls # don't\nls ${CODEX_PLUS_ARGUMENT_0}"_s);
    row(u"ls ${CLAUDE_PROJECT_DIR} $HOME"_s, u"ls ${CLAUDE_PROJECT_DIR} $HOME"_s);
    row(u"x $ARGUMENTSx"_s, u"x ${CODEX_PLUS_ARGUMENTS}x"_s);
}

void CommandTemplateTest::argumentsAreNeverPartOfAProgram()
{
    QFETCH(QString, program);
    CommandValues given = values(u"';id' \"$(id)\""_s);
    given.firstArgument = FirstArgument::Zero;
    const CommandText text = CommandText::of(u"```!\n"_s + program + u"\n```"_s, given);
    QCOMPARE(text.pieces.constFirst().isShell, true);
    QTEST(text.pieces.constFirst().text.trimmed(), "result");
    QVERIFY(!text.pieces.constFirst().text.contains(u"id"_s));
    QCOMPARE(text.environment.value(u"CLAUDE_PROJECT_DIR"_s), u"/p"_s);
    for (auto it = text.environment.begin(); it != text.environment.end(); ++it) {
        if (it.key() == u"CODEX_PLUS_ARGUMENTS")
            QCOMPARE(it.value(), given.arguments);
        else if (it.key() == u"CODEX_PLUS_ARGUMENT_0")
            QCOMPARE(it.value(), u";id"_s);
        else if (it.key() == u"CODEX_PLUS_ARGUMENT_1")
            QCOMPARE(it.value(), u"$(id)"_s);
    }
}

QTEST_APPLESS_MAIN(CommandTemplateTest)
#include "tst_commandtemplate.moc"
