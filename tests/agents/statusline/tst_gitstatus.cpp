// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/statusline/gitstatus.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What git prints, read. In the rows "/" stands for NUL.
class GitStatusTest : public QObject
{
    Q_OBJECT

private slots:
    void porcelainIsRead_data();
    void porcelainIsRead();
    void whatIsNoPorcelainIsNothing_data();
    void whatIsNoPorcelainIsNothing();
};

void GitStatusTest::porcelainIsRead_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QByteArray &output, const QString &expected) {
        QTest::newRow(name) << output << expected;
    };
    const QByteArray head = "# branch.oid 0123abc/# branch.head main/";
    row("a branch", head, u"main|0123abc||-|0"_s);
    row("before the first commit", "# branch.oid (initial)/# branch.head main/", u"main|||-|0"_s);
    row("detached", "# branch.oid 0123abc/# branch.head (detached)/", u"|0123abc||-|0"_s);
    row("an upstream", head + "# branch.upstream origin|main/# branch.ab +0 -0/",
        u"main|0123abc|origin|main|+0-0|0"_s);
    row("ahead and behind", head + "# branch.upstream o|m/# branch.ab +12 -3/",
        u"main|0123abc|o|m|+12-3|0"_s);
    row("an upstream that is gone", head + "# branch.upstream o|m/", u"main|0123abc|o|m|-|0"_s);
    row("a distance nobody understands", head + "# branch.upstream o|m/# branch.ab +? -?/",
        u"main|0123abc|o|m|-|0"_s);
    row("a distance cut short", head + "# branch.ab +1/", u"main|0123abc||-|0"_s);
    row("changes", head + "1 .M N... 100644 100644 100644 a b x/u UU N... 1 2 3 4 a b c y/",
        u"main|0123abc||-|2"_s);
    row("a renamed file is one", head + "2 R. N... 100644 100644 100644 a b R100 new/1 old/1 .M N... x/",
        u"main|0123abc||-|2"_s);
    row("a renamed file whose former name looks like an entry", head + "2 R. N... R100 new/# branch.head x/",
        u"main|0123abc||-|1"_s);
    row("untracked and ignored files are none", head + "? x/! y/", u"main|0123abc||-|0"_s);
    row("headers of later versions", head + "# stash 3/# branch.new x/", u"main|0123abc||-|0"_s);
    row("names that are not ASCII", "# branch.oid 01/# branch.head f\xc3\xbc|\xe2\x82\xac/",
        u"f\u00fc|\u20ac|01||-|0"_s);
}

void GitStatusTest::porcelainIsRead()
{
    QFETCH(QByteArray, output);
    QFETCH(QString, expected);
    const auto status = GitStatus::fromPorcelain(output.replace('/', '\0'));
    QVERIFY(status);
    const QString distance =
        status->distance ? u"+%1-%2"_s.arg(status->distance->ahead).arg(status->distance->behind) : u"-"_s;
    QCOMPARE((QStringList{status->branch, status->commit, status->upstream, distance,
                          QString::number(status->changed)})
                 .join(u'|'),
             expected);
}

void GitStatusTest::whatIsNoPorcelainIsNothing_data()
{
    QTest::addColumn<QByteArray>("output");
    for (const char *output :
         {"", "/", "# branch.oid 01/", "fatal: not a git repository", "# branch.oid 01/# branch.head main",
          "# branch.oid 01/# branch.head main/2 R. x/", "## main...origin"})
        QTest::newRow(*output ? output : "nothing") << QByteArray(output);
}

void GitStatusTest::whatIsNoPorcelainIsNothing()
{
    QFETCH(QByteArray, output);
    QVERIFY(!GitStatus::fromPorcelain(output.replace('/', '\0')));
}

QTEST_APPLESS_MAIN(GitStatusTest)
#include "tst_gitstatus.moc"
