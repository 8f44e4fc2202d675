// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandsource.h"

#include <QSet>
#include <QTest>

using namespace cpx;

/// Where commands come from.
class CommandSourceTest : public QObject
{
    Q_OBJECT

private slots:
    void everySourceHasItsWords()
    {
        QSet<QString> texts;
        QSet<QString> ids;
        for (const CommandSource source : {CommandSource::ProjectCodexPlus, CommandSource::UserCodexPlus, CommandSource::ProjectClaude, CommandSource::UserClaude}) {
            texts += commandSourceText(source);
            ids += commandSourceId(source);
            QCOMPARE(commandSourceId(source).startsWith(QStringLiteral("user-")), isUsersOwn(source));
            QCOMPARE(commandSourceId(source).endsWith(QStringLiteral("-codexplus")), isCodexPlus(source));
        }
        QCOMPARE(texts.size(), 4);
        QCOMPARE(ids.size(), 4);
    }
};

QTEST_APPLESS_MAIN(CommandSourceTest)
#include "tst_commandsource.moc"
