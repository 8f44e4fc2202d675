// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandarguments.h"
#include "agents/commands/commanddefinition.h"
#include "agents/commands/commandtemplate.h"
#include "tests/support/definitioncorpus.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Commands of other people expand as in the program they were written for.
class CommandCorpusTest : public QObject
{
    Q_OBJECT

private slots:
    void argumentsAreSplitAsObserved();
    void substitutionIsAsObserved();
    void realFilesAreRead_data();
    void realFilesAreRead();

private:
    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static QJsonObject edgeCases(const QString &name)
    {
        return QJsonDocument::fromJson(contentOf(definitionCorpus() + u"/edge_cases/"_s + name)).object();
    }
};

void CommandCorpusTest::argumentsAreSplitAsObserved()
{
    const QJsonArray cases = edgeCases(u"command_arguments_EXPECTED.json"_s).value(u"cases"_s).toArray();
    QVERIFY(cases.size() > 10);
    for (const QJsonValue &each : cases) {
        const QString typed = each.toObject().value(u"typed"_s).toString();
        const QString arguments = typed.sliced(u"/tok"_s.size()).trimmed();
        QCOMPARE(arguments, each.toObject().value(u"ARGUMENTS"_s).toString());
        const QStringList words = splitArguments(arguments);
        const QStringList expected = each.toObject().value(u"positional"_s).toVariant().toStringList();
        QVERIFY2(words == expected, qPrintable(typed + u" -> "_s + words.join(u'|')));
    }
}

void CommandCorpusTest::substitutionIsAsObserved()
{
    const QJsonObject expected = edgeCases(u"command_substitution_EXPECTED.json"_s);
    CommandValues values;
    values.arguments = expected.value(u"typed"_s).toString().section(u' ', 1);
    values.names = expected.value(u"frontmatter"_s).toObject().value(u"arguments"_s).toString().split(u' ');
    const CommandText text = CommandText::of(expected.value(u"template"_s).toString(), values);
    QCOMPARE(text.pieces.size(), 1);
    QCOMPARE(text.pieces.constFirst().text, expected.value(u"expanded_2_1_197"_s).toString());
}

void CommandCorpusTest::realFilesAreRead_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("tags");
    const QString corpus = definitionCorpus();
    const QStringList lines = QString::fromUtf8(contentOf(corpus + u"/INDEX.tsv"_s)).split(u'\n', Qt::SkipEmptyParts);
    for (const QString &line : lines) {
        const QStringList fields = line.split(u'\t');
        if (fields.size() > 6 && fields.at(0) == u"commands" && fields.at(1).endsWith(u".md"_s))
            QTest::newRow(qPrintable(fields.at(1))) << corpus + u"/commands/"_s + fields.at(1) << fields.at(6);
    }
}

void CommandCorpusTest::realFilesAreRead()
{
    QFETCH(QString, path);
    QFETCH(QString, tags);
    const CommandDefinition definition = CommandDefinition::of({u"x"_s, path, {}, CommandSource::ProjectClaude}, contentOf(path));
    QVERIFY(!definition.body.isEmpty());
    QVERIFY(!definition.description.isEmpty());
    if (tags.contains(u"argument-hint:list"_s))
        QVERIFY(definition.argumentHint.startsWith(u'['));

    CommandValues values;
    values.arguments = u"first second"_s;
    values.names = definition.argumentNames;
    const CommandText text = CommandText::of(definition.body, values);
    QString all;
    bool hasShell = false;
    for (const CommandText::Piece &piece : text.pieces) {
        all += piece.isShell ? piece.written : piece.text;
        hasShell = hasShell || piece.isShell;
    }
    QVERIFY(hasShell || tags.contains(u"claude-"_s) || !tags.contains(u"bash-inline"_s));
    if (tags.contains(u"ARGUMENTS"_s) && !hasShell)
        QVERIFY(all.contains(values.arguments));
}

int main(int argc, char **argv)
{
    if (definitionCorpus().isEmpty())
        return 0;
    CommandCorpusTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_commandcorpus.moc"
