// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/editjournal.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

namespace {

EditJournalEntry entryFor(const QString &file)
{
    return {u"hooks"_s, file, true, QByteArray(32, 'a'), QByteArray(32, 'b'), {{3, 0, "\"é\\\n"}, {0, 0, "x"}},
            {u"hooks"_s, u"hooks.Stop"_s}, QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC)};
}

} // namespace

/// What is remembered of edits in other programs' files.
class EditJournalTest : public QObject
{
    Q_OBJECT

private slots:
    void entriesComeBackAsTheyWere();
    void anEntryTakesThePlaceOfTheOneBefore();
    void whatItDoesNotKnowStays();
    void aDamagedFileIsRefusedAndStays();
};

void EditJournalTest::entriesComeBackAsTheyWere()
{
    const QTemporaryDir directory;
    const QString data = directory.filePath(u"data"_s);
    const EditJournal journal(data);
    QVERIFY(!*journal.find(u"hooks"_s, u"/a"_s));
    QVERIFY(journal.remove(u"hooks"_s, u"/a"_s));
    QVERIFY(!QFileInfo::exists(data + u"/journal.json"_s));

    QVERIFY(journal.put(entryFor(u"/a"_s)));
    QVERIFY(journal.put(entryFor(u"/b"_s)));
    QCOMPARE(**EditJournal(data).find(u"hooks"_s, u"/a"_s), entryFor(u"/a"_s));
    QVERIFY(!*journal.find(u"other"_s, u"/a"_s));
    QCOMPARE(QFile::permissions(data + u"/journal.json"_s) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());

    QVERIFY(journal.remove(u"hooks"_s, u"/a"_s));
    QVERIFY(!*journal.find(u"hooks"_s, u"/a"_s));
    QVERIFY(journal.find(u"hooks"_s, u"/b"_s)->has_value());
}

void EditJournalTest::anEntryTakesThePlaceOfTheOneBefore()
{
    const QTemporaryDir directory;
    const EditJournal journal(directory.path());
    QVERIFY(journal.put(entryFor(u"/a"_s)));
    EditJournalEntry other = entryFor(u"/a"_s);
    other.hasCreatedFile = false;
    QVERIFY(journal.put(other));
    QCOMPARE(**journal.find(u"hooks"_s, u"/a"_s), other);
    QVERIFY(journal.remove(u"hooks"_s, u"/a"_s));
    QVERIFY(!*journal.find(u"hooks"_s, u"/a"_s));
}

void EditJournalTest::whatItDoesNotKnowStays()
{
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"journal.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"entries":[{"feature":"attach","file":"/a","line":7}],"later":1})");
    file.close();
    const EditJournal journal(directory.path());
    QVERIFY(journal.put(entryFor(u"/a"_s)));
    QVERIFY(journal.remove(u"hooks"_s, u"/a"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().simplified().replace(' ', ""), R"({"entries":[{"feature":"attach","file":"/a","line":7}],"later":1})");
}

void EditJournalTest::aDamagedFileIsRefusedAndStays()
{
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"journal.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"entries\":");
    file.close();
    const EditJournal journal(directory.path());
    QCOMPARE(journal.find(u"hooks"_s, u"/a"_s).error().message, u"%1 is damaged; move it away"_s.arg(file.fileName()));
    QVERIFY(!journal.put(entryFor(u"/a"_s)));
    QVERIFY(!journal.remove(u"hooks"_s, u"/a"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), "{\"entries\":");
}

QTEST_APPLESS_MAIN(EditJournalTest)
#include "tst_editjournal.moc"
