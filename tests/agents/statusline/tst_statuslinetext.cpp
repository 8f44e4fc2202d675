// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/statusline/gitstatus.h"
#include "agents/statusline/statuslinetext.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// The line in what a program printed, and the line of git's.
class StatusLineTextTest : public QObject
{
    Q_OBJECT

private slots:
    void sequencesAreTakenOut_data();
    void sequencesAreTakenOut();
    void nothingThatDrivesATerminalIsLeft();
    void theLineIsChosen_data();
    void theLineIsChosen();
    void longLinesAreCut();
    void gitsLineSaysWhatIsKnown_data();
    void gitsLineSaysWhatIsKnown();
};

void StatusLineTextTest::sequencesAreTakenOut_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QByteArray &output, const QString &expected) {
        QTest::newRow(name) << output << expected;
    };
    row("text", "a \xc3\xa4 \xf0\x9f\x98\x80", u"a \u00e4 \U0001f600"_s);
    row("colours", "\x1b[1;31mred\x1b[0m \x1b[38;2;1;2;3mx\x1b[m", u"red x"_s);
    row("a private CSI", "\x1b[?25lx\x1b[2 qy", u"xy"_s);
    row("a CSI of one character",
        "\xc2\x9b"
        "1mx",
        u"x"_s);
    row("a CSI that is cut off", "a\x1b[1;3", u"a"_s);
    row("a CSI with something else in it", "a\x1b[1;\xc3\xa4z", u"a\u00e4z"_s);
    row("a title", "\x1b]0;title\x07x", u"x"_s);
    row("a link", "\x1b]8;;https://a.example/\x1b\\text\x1b]8;;\x1b\\", u"text"_s);
    row("a link with ST of one character", "\x1b]8;;https://a.example/\xc2\x9ctext\x1b]8;;\xc2\x9c",
        u"text"_s);
    row("a string nobody ends", "a\x1b]0;title\nb", u"a\nb"_s);
    row("a string cut by another sequence", "\x1b]0;title\x1b[1mx", u"x"_s);
    row("DCS, SOS, PM, APC", "\x1bP1\x1b\\a\x1bX2\x1b\\b\x1b^3\x1b\\c\x1b_4\x1b\\d", u"abcd"_s);
    row("escapes of two and three bytes",
        "\x1b"
        "7a\x1b"
        "cb\x1b(Bc\x1b#8d",
        u"abcd"_s);
    row("a lone escape", "a\x1b", u"a"_s);
    row("an escape before a line end", "a\x1b\nb", u"a\nb"_s);
    row("an escape before a letter that is not ASCII", "\x1b\xc3\xa4", u"\u00e4"_s);
    row("controls",
        QByteArray("a\0b\x08"
                   "c\x7f"
                   "d",
                   8),
        u"abcd"_s);
    row("line ends", "a\r\nb\rc\nd", u"a\nb\nc\nd"_s);
    row("tabs", "a\tb", u"a b"_s);
    row("separators of lines and paragraphs",
        "a\xe2\x80\xa8"
        "b\xe2\x80\xa9"
        "c",
        u"abc"_s);
    row("marks of direction",
        "a\xe2\x80\xae"
        "b\xe2\x81\xa6"
        "c\xd8\x9c",
        u"abc"_s);
    row("joiners and selectors stay", "\xe2\x9d\xa4\xef\xb8\x8f\xe2\x80\x8d", u"\u2764\ufe0f\u200d"_s);
    row("not UTF-8",
        "a\xff"
        "b",
        u"a\ufffdb"_s);
    row("nothing", "", QString());
}

void StatusLineTextTest::sequencesAreTakenOut()
{
    QFETCH(QByteArray, output);
    QFETCH(QString, expected);
    QCOMPARE(withoutTerminalSequences(output), expected);
}

void StatusLineTextTest::nothingThatDrivesATerminalIsLeft()
{
    // Every pair and triple of what sequences are made of.
    const QByteArrayList parts{
        "\x1b", "[", "]", "\\", "\x07", "\xc2\x9b", "\xc2\x9c",          "\xc2\x9d", "P",   "(",
        "1",    ";", "m", "x",  "\n",   "\r",       QByteArray(1, '\0'), "\xc3\xa4", "\xff"};
    for (const QByteArray &a : parts) {
        for (const QByteArray &b : parts) {
            for (const QByteArray &c : parts) {
                const QString text = withoutTerminalSequences(a + b + c + "end");
                for (const QChar each : text)
                    QVERIFY2(
                        each == u'\n'
                            || (each.unicode() >= 0x20 && (each.unicode() < 0x7f || each.unicode() > 0x9f)),
                        (a + b + c).toHex().constData());
            }
        }
    }
}

void StatusLineTextTest::theLineIsChosen_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QByteArray &output, const char *expected) {
        QTest::newRow(name) << output << QString::fromUtf8(expected);
    };
    row("one line", "hello\n", "hello");
    row("no line end", "hello", "hello");
    row("the first", "a\nb\n", "a");
    row("the first that is not blank", "\n  \n\x1b[0m\n a \nb\n", "a");
    row("the one with Dir and Local", "a\n[Dir: x | Local: main]\nb\n", "[Dir: x | Local: main]");
    row("the first of those", "[Dir: 1 | Local: a]\n[Dir: 2 | Local: b]\n", "[Dir: 1 | Local: a]");
    row("colours are no obstacle", "a\n\x1b[32m[\x1b[1mDir: x | \x1b[0mLocal: main]\x1b[0m\n",
        "[Dir: x | Local: main]");
    row("without a bracket it is a line as any", "a\nDir: x Local: main\n", "a");
    row("without Local", "a\n[Dir: x]\n", "a");
    row("without Dir", "a\n[Local: x]\n", "a");
    row("nothing", "", "");
    row("blanks", " \n\t\n", "");
}

void StatusLineTextTest::theLineIsChosen()
{
    QFETCH(QByteArray, output);
    QFETCH(QString, expected);
    QCOMPARE(chosenStatusLine(output), expected);
}

void StatusLineTextTest::longLinesAreCut()
{
    QCOMPARE(chosenStatusLine(QByteArray(512, 'x')), QString(512, u'x'));
    QCOMPARE(chosenStatusLine(QByteArray(513, 'x')), QString(512, u'x'));
    QCOMPARE(chosenStatusLine(QByteArray(511, 'x') + "\xf0\x9f\x98\x80"),
             QString(511, u'x')); // no half of a pair
    QCOMPARE(chosenStatusLine(QByteArray(510, 'x') + "\xf0\x9f\x98\x80y"),
             QString(510, u'x') + u"\U0001f600"_s);
    QCOMPARE(chosenStatusLine("\x1b[1m" + QByteArray(512, 'x') + "\x1b[0m"),
             QString(512, u'x')); // of what is shown
    const QString line = chosenStatusLine("[Dir: " + QByteArray(600, 'x') + " | Local: main]");
    QCOMPARE(line.size(), 512);
    QVERIFY(line.startsWith(u"[Dir: xxx"_s));
}

void StatusLineTextTest::gitsLineSaysWhatIsKnown_data()
{
    QTest::addColumn<QString>("root");
    QTest::addColumn<QString>("branch");
    QTest::addColumn<QString>("upstream");
    QTest::addColumn<QString>("distance"); // "ahead behind", or nothing
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QString &root, const QString &branch, const QString &upstream,
                        const QString &distance, const QString &expected) {
        QTest::newRow(name) << root << branch << upstream << distance << expected;
    };
    row("no upstream", u"/a/repo"_s, u"main"_s, {}, {}, u"[Dir: repo | Local: main]"_s);
    row("as far as its upstream", u"/a/repo"_s, u"main"_s, u"origin/main"_s, u"0 0"_s,
        u"[Dir: repo | Local: main | Remote: origin/main]"_s);
    row("ahead", u"/repo"_s, u"f/x"_s, u"o/f/x"_s, u"8 0"_s,
        u"[Dir: repo | Local: f/x (ahead 8) | Remote: o/f/x]"_s);
    row("behind", u"/repo"_s, u"m"_s, u"o/m"_s, u"0 2"_s,
        u"[Dir: repo | Local: m (behind 2) | Remote: o/m]"_s);
    row("both", u"/repo"_s, u"m"_s, u"o/m"_s, u"1 2"_s,
        u"[Dir: repo | Local: m (ahead 1, behind 2) | Remote: o/m]"_s);
    row("an upstream that is gone", u"/repo"_s, u"m"_s, u"o/m"_s, {},
        u"[Dir: repo | Local: m | Remote: o/m]"_s);
    row("detached", u"/repo"_s, {}, {}, {}, u"[Dir: repo | Local: detached at 0123456]"_s);
    row("the root of all", u"/"_s, u"m"_s, {}, {}, u"[Local: m]"_s);
    row("a hostile name", u"/a/x\n[Dir: y\x1b[2J"_s, u"m"_s, {}, {}, u"[Dir: x [Dir: y | Local: m]"_s);
}

void StatusLineTextTest::gitsLineSaysWhatIsKnown()
{
    QFETCH(QString, root);
    QFETCH(QString, branch);
    QFETCH(QString, upstream);
    QFETCH(QString, distance);
    QFETCH(QString, expected);
    GitStatus status;
    status.branch = branch;
    status.commit = u"0123456789abcdef"_s;
    status.upstream = upstream;
    if (!distance.isEmpty())
        status.distance =
            GitStatus::Distance{distance.section(u' ', 0, 0).toInt(), distance.section(u' ', 1).toInt()};
    QCOMPARE(gitStatusLine(root, status), expected);
}

QTEST_APPLESS_MAIN(StatusLineTextTest)
#include "tst_statuslinetext.moc"
