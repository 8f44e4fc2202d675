// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/definition/definitionproblem.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What is wrong with a definition file, in words.
class DefinitionProblemTest : public QObject
{
    Q_OBJECT

private slots:
    void theTextNamesFileLineAndRemedy()
    {
        QCOMPARE(problemText({u"/p/x.md"_s, 3, u"the description is no text"_s, u"quote it"_s}),
                 u"/p/x.md, line 3: the description is no text; quote it"_s);
        QCOMPARE(problemText({u"/p/x.md"_s, 0, u"too large"_s, u"shorten it"_s}), u"/p/x.md: too large; shorten it"_s);
    }
};

QTEST_APPLESS_MAIN(DefinitionProblemTest)
#include "tst_definitionproblem.moc"
