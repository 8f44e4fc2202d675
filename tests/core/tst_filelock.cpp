// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filelock.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <optional>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// One at a time.
class FileLockTest : public QObject
{
    Q_OBJECT

private slots:
    void aSecondOneWaitsInVain();
    void itIsFreeOnceTheFirstIsGone();
    void theFileIsPrivate();
    void whatCannotBeOpenedIsReported();
};

void FileLockTest::aSecondOneWaitsInVain()
{
    QTemporaryDir dir;
    auto first = FileLock::of(dir.filePath(u"l"_s));
    QVERIFY(first);
    auto second = FileLock::of(dir.filePath(u"l"_s), 20ms);
    QVERIFY(!second);
    QCOMPARE(second.error().code, Error::Code::Timeout);
}

void FileLockTest::itIsFreeOnceTheFirstIsGone()
{
    QTemporaryDir dir;
    {
        auto first = FileLock::of(dir.filePath(u"l"_s));
        QVERIFY(first);
    }
    QVERIFY(FileLock::of(dir.filePath(u"l"_s), 0ms));
}

void FileLockTest::theFileIsPrivate()
{
    QTemporaryDir dir;
    QVERIFY(FileLock::of(dir.filePath(u"l"_s)));
    QCOMPARE(QFile::permissions(dir.filePath(u"l"_s)) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther), QFile::Permissions());
}

void FileLockTest::whatCannotBeOpenedIsReported()
{
    QTemporaryDir dir;
    QVERIFY(QFile::link(u"/etc/passwd"_s, dir.filePath(u"link"_s)));
    for (const QString &path : {u"/no/such/l"_s, dir.path(), dir.filePath(u"link"_s)}) {
        auto lock = FileLock::of(path);
        QVERIFY(!lock);
        QCOMPARE(lock.error().code, Error::Code::Io);
    }
}

QTEST_APPLESS_MAIN(FileLockTest)
#include "tst_filelock.moc"
