// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandname.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What can be the name of a slash command.
class CommandNameTest : public QObject
{
    Q_OBJECT

private slots:
    void namesHaveParts_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("name");
        const auto row = [](const QString &word, const QString &name) { QTest::newRow(qPrintable(u"'%1'"_s.arg(word.left(20)))) << word << name; };
        row(u"test"_s, u"test"_s);
        row(u"a:b:c"_s, u"a:b:c"_s);
        row(u"a/b/c"_s, u"a:b:c"_s);
        row(u"with.dot"_s, u"with.dot"_s);
        row(u"Größe_2-x"_s, u"Größe_2-x"_s);
        row(u"_x"_s, u"_x"_s);
        row(QString(64, u'x'), QString(64, u'x'));
        for (const QString &bad : {u""_s, u"-x"_s, u".x"_s, u"../x"_s, u"a/../b"_s, u"a//b"_s, u"a/"_s, u":a"_s, u"a b"_s, u"a,b"_s, u"$x"_s, QString(65, u'x'), u"a/"_s.repeated(200) + u'a'})
            row(bad, {});
    }

    void namesHaveParts()
    {
        QFETCH(QString, word);
        QTEST(commandNameOf(word), "name");
    }
};

QTEST_APPLESS_MAIN(CommandNameTest)
#include "tst_commandname.moc"
