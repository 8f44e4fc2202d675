// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/commandparts.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Command lines taken apart without running them.
class CommandPartsTest : public QObject
{
    Q_OBJECT

private slots:
    void partsAreTheSimpleCommands_data();
    void partsAreTheSimpleCommands();
    void whatIsNotSureHasNoParts_data();
    void whatIsNotSureHasNoParts();
    void wordsLoseTheirQuotes_data();
    void wordsLoseTheirQuotes();
    void plainCommandsAreWordsOnly_data();
    void plainCommandsAreWordsOnly();
    void anyCutIsHarmless();
};

void CommandPartsTest::partsAreTheSimpleCommands_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QStringList>("parts");
    const auto row = [](const char *line, const QStringList &parts) { QTest::newRow(line) << QString::fromUtf8(line) << parts; };
    row("git status", {u"git status"_s});
    row("a && b || c; d | e |& f & g\nh", {u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s, u"f"_s, u"g"_s, u"h"_s});
    row("echo 'a && b' \"c; d\" e\\;f", {u"echo 'a && b' \"c; d\" e\\;f"_s});
    row("X=1 Y='a b' git push", {u"git push"_s});
    row("X=1", {u"X=1"_s});
    row("make 2>&1 | tee log", {u"make 2>&1"_s, u"tee log"_s});
    row("make &>log", {u"make &>log"_s});
    row("timeout 10s git push", {u"timeout 10s git push"_s, u"git push"_s});
    row("nice -n 5 nohup rm x", {u"nice -n 5 nohup rm x"_s, u"nohup rm x"_s, u"rm x"_s});
    row("find . | xargs rm", {u"find ."_s, u"xargs rm"_s, u"rm"_s});
    row("time A=1 ls", {u"time A=1 ls"_s, u"ls"_s});
    row("", {});
    row(" ; ", {});
    row("echo \"$HOME\"", {u"echo \"$HOME\""_s});
}

void CommandPartsTest::partsAreTheSimpleCommands()
{
    QFETCH(QString, line);
    const auto parts = commandParts(line);
    QVERIFY(parts);
    QTEST(*parts, "parts");
}

void CommandPartsTest::whatIsNotSureHasNoParts_data()
{
    QTest::addColumn<QString>("line");
    for (const char *line : {"echo 'a", "echo \"a", "echo $(rm x)", "echo \"$(rm x)\"", "echo `rm x`", "(rm x)", "{ rm x; }",
                             "cat <<E\nrm\nE", "f() { rm; }"})
        QTest::newRow(line) << QString::fromLatin1(line);
}

void CommandPartsTest::whatIsNotSureHasNoParts()
{
    QFETCH(QString, line);
    QVERIFY(!commandParts(line));
}

void CommandPartsTest::wordsLoseTheirQuotes_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char *line, const QStringList &words) { QTest::newRow(line) << QString::fromUtf8(line) << words; };
    row("node x.js --fix", {u"node"_s, u"x.js"_s, u"--fix"_s});
    row("\"a b\"/'c d'.sh", {u"a b/c d.sh"_s, u"a"_s, u"b/c"_s, u"d.sh"_s});
    row("cat<x|sh>y;z", {u"cat"_s, u"x"_s, u"sh"_s, u"y"_s, u"z"_s});
    row("bash -c 'node x.js'", {u"bash"_s, u"-c"_s, u"node x.js"_s, u"node"_s, u"x.js"_s});
    row("X=./y.sh z", {u"X=./y.sh"_s, u"z"_s, u"X"_s, u"./y.sh"_s});
    row("$(dirname x)/y", {u"$"_s, u"dirname"_s, u"x"_s, u"/y"_s});
}

void CommandPartsTest::wordsLoseTheirQuotes()
{
    QFETCH(QString, line);
    QTEST(commandWords(line), "words");
}

void CommandPartsTest::plainCommandsAreWordsOnly_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("isPlain");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char *line, bool isPlain, const QStringList &words = {}) {
        QTest::newRow(line) << QString::fromUtf8(line) << isPlain << words;
    };
    row("lint.py --all", true, {u"lint.py"_s, u"--all"_s});
    row("  'a b'  \"c\"\\ d '' ", true, {u"a b"_s, u"c d"_s, QString()});
    row("a | b", false);
    row("a > b", false);
    row("a $X", false);
    row("a \"$X\"", false);
    row("a '$X'", true, {u"a"_s, u"$X"_s});
    row("a *.ts", false);
    row("~/x", false);
    row("a 'b", false);
    row("X=1 a", false);
    row("a\nb", false);
    row("", false);
}

void CommandPartsTest::plainCommandsAreWordsOnly()
{
    QFETCH(QString, line);
    const auto words = plainCommandWords(line);
    QTEST(words.has_value(), "isPlain");
    QTEST(words.value_or(QStringList()), "words");
}

void CommandPartsTest::anyCutIsHarmless()
{
    const QString line = u"X=1 'a\\' \"b\\\"$(c)\" \\\n|& d <<E & `e` \\"_s;
    for (qsizetype length = 0; length <= line.size(); ++length) {
        commandParts(line.first(length));
        commandWords(line.first(length));
        plainCommandWords(line.first(length));
    }
}

QTEST_APPLESS_MAIN(CommandPartsTest)
#include "tst_commandparts.moc"
