// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auditlog.h"
#include "tests/app/clirun.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// codex-plus audit verify
class AuditCommandTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_home = std::make_unique<QTemporaryDir>(); }
    void withoutALogThereIsNothingToSay();
    void anIntactLogIsConfirmed();
    void aChangedLogFails();
    void theDirectoryCanBeGiven();
    void whatCannotBeReadIsExplained();
    void wrongWordsAreMistakes_data();
    void wrongWordsAreMistakes();

private:
    CliRun run(const QString &line) const
    {
        QProcessEnvironment environment;
        environment.insert(u"HOME"_s, m_home->path());
        return CliRun::of((u"audit "_s + line).split(u' ', Qt::SkipEmptyParts), environment);
    }
    QString directory() const { return m_home->filePath(u".local/state/codex-plus"_s); }
    void record(int count) const
    {
        AuditLog log(directory());
        for (int number = 0; number < count; ++number)
            QVERIFY(log.append({u"trust"_s, u"/p/%1"_s.arg(number), u"trusted"_s, u"user"_s, {}}));
    }
    void removeSecondLine() const
    {
        QFile file(directory() + u"/audit.jsonl"_s);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArrayList lines = file.readAll().split('\n');
        lines.removeAt(1);
        file.resize(0);
        file.write(lines.join('\n'));
    }

    std::unique_ptr<QTemporaryDir> m_home;
};

void AuditCommandTest::withoutALogThereIsNothingToSay()
{
    const CliRun result = run(u"verify"_s);
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.out, u"Nothing has been audited yet.\n"_s);
    QVERIFY(!QFile::exists(directory())); // looking creates nothing
}

void AuditCommandTest::anIntactLogIsConfirmed()
{
    record(3);
    const CliRun result = run(u"verify"_s);
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.out, u"The audit log is intact: records 1 to 3.\n"_s);
    QCOMPARE(run(u"verify --json"_s).out, u"{\"first\":1,\"intact\":true,\"last\":3,\"problems\":[],\"records\":3,\"repairs\":0}\n"_s);
}

void AuditCommandTest::aChangedLogFails()
{
    record(3);
    removeSecondLine();
    const CliRun result = run(u"verify"_s);
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.out, u"audit.jsonl, line 2: records 2 to 2 are missing\nThe audit log is not as it was written.\n"_s);
    const CliRun json = run(u"verify --json"_s);
    QCOMPARE(json.exitCode, 1);
    const QJsonObject object = QJsonDocument::fromJson(json.out.toUtf8()).object();
    QCOMPARE(object.value(u"intact"_s).toBool(true), false);
    QCOMPARE(object.value(u"problems"_s).toArray().size(), 1);
}

void AuditCommandTest::theDirectoryCanBeGiven()
{
    record(1);
    QVERIFY(run(u"verify --data-dir "_s + directory()).out.contains(u"records 1 to 1"_s));
    QVERIFY(run(u"verify --data-dir "_s + m_home->filePath(u"other"_s)).out.startsWith(u"Nothing"_s));
}

void AuditCommandTest::whatCannotBeReadIsExplained()
{
    QVERIFY(QDir().mkpath(directory() + u"/audit.jsonl"_s));
    const CliRun result = run(u"verify"_s);
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.startsWith(u"codex-plus: cannot read the audit log ("_s), qPrintable(result.err));
}

void AuditCommandTest::wrongWordsAreMistakes_data()
{
    QTest::addColumn<QString>("line");
    for (const char *line : {"", "check", "verify twice", "--nothing"})
        QTest::newRow(*line ? line : "nothing") << QString::fromLatin1(line);
}

void AuditCommandTest::wrongWordsAreMistakes()
{
    QFETCH(QString, line);
    const CliRun result = run(line);
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(result.out, QString());
    QVERIFY2(result.err.startsWith(u"codex-plus: wrong usage of audit ("_s), qPrintable(result.err));
}

QTEST_GUILESS_MAIN(AuditCommandTest)
#include "tst_auditcommand.moc"
