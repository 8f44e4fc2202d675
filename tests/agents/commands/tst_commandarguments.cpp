// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandarguments.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Arguments are split as the program does for which the files are written.
class CommandArgumentsTest : public QObject
{
    Q_OBJECT

private slots:
    void argumentsBecomeWords_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char *name, const QString &arguments, const QStringList &words) { QTest::newRow(name) << arguments << words; };
        row("nothing", u""_s, {});
        row("blanks", u"  a   b\n c\t"_s, {u"a"_s, u"b"_s, u"c"_s});
        row("single quotes", u"'x y' z"_s, {u"x y"_s, u"z"_s});
        row("double quotes", u"\"x y\" z"_s, {u"x y"_s, u"z"_s});
        row("quotes within a word", u"a'b c'd"_s, {u"ab cd"_s});
        row("an empty word", u"\"\" b"_s, {QString(u""_s), u"b"_s});
        row("a blank kept", u"a\\ b c"_s, {u"a b"_s, u"c"_s});
        row("a backslash within quotes", u"\"a\\\"b\" c"_s, {u"a\\\"b"_s, u"c"_s});
        row("a backslash at the end", u"a\\"_s, {u"a\\"_s});
        row("an apostrophe", u"it's here now"_s, {u"it's here now"_s});
        row("a quote left open", u"\"unclosed here"_s, {u"\"unclosed here"_s});
        row("assignments in front", u"a=b C_1=d --e=f g=h"_s, {u"--e=f"_s, u"g=h"_s});
        row("assignments only", u"a=b"_s, {});
        row("an assignment in quotes", u"\"a=b\" c"_s, {u"a=b"_s, u"c"_s});
        row("a semicolon", u"a;b c"_s, {u"a"_s});
        row("a pipe", u"a | b"_s, {u"a"_s});
        row("redirections", u"a > b < c"_s, {u"a"_s});
        row("and", u"a && b"_s, {u"a"_s});
        row("one ampersand", u"R&D x"_s, {u"R&D"_s, u"x"_s});
        row("a backtick", u"a `b` c"_s, {u"a"_s, u"b` c"_s});
        row("what means nothing", u"# $HOME * (a)"_s, {u"#"_s, u"$HOME"_s, u"*"_s, u"(a)"_s});
    }

    void argumentsBecomeWords()
    {
        QFETCH(QString, arguments);
        QTEST(splitArguments(arguments), "words");
    }
};

QTEST_APPLESS_MAIN(CommandArgumentsTest)
#include "tst_commandarguments.moc"
