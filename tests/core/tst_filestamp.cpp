// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filestamp.h"

#include "core/textfile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Whether a file is still the one it was.
class FileStampTest : public QObject
{
    Q_OBJECT

private slots:
    void itStaysWhileNothingHappens();
    void aReplacedFileOfTheSameSizeIsAnother();
    void aGrownFileIsAnother();
    void noFileIsNoStamp();
};

void FileStampTest::itStaysWhileNothingHappens()
{
    QTemporaryDir dir;
    QVERIFY(writeTextFile(dir.filePath(u"f"_s), "x"));
    const FileStamp stamp = FileStamp::of(dir.filePath(u"f"_s));
    QVERIFY(!(stamp == FileStamp{}));
    QVERIFY(stamp == FileStamp::of(dir.filePath(u"f"_s)));
}

void FileStampTest::aReplacedFileOfTheSameSizeIsAnother()
{
    QTemporaryDir dir;
    FileStamp last;
    for (int round = 0; round < 20; ++round) { // faster than any clock of files ticks
        QVERIFY(writeTextFile(dir.filePath(u"f"_s), QByteArray::number(round % 10)));
        const FileStamp stamp = FileStamp::of(dir.filePath(u"f"_s));
        QVERIFY(!(stamp == last));
        last = stamp;
    }
}

void FileStampTest::aGrownFileIsAnother()
{
    QTemporaryDir dir;
    QFile file(dir.filePath(u"f"_s));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    const FileStamp stamp = FileStamp::of(file.fileName());
    QCOMPARE(file.write("x"), 1);
    QVERIFY(!(stamp == FileStamp::of(file.fileName())));
}

void FileStampTest::noFileIsNoStamp()
{
    QVERIFY(FileStamp::of(u"/no/such"_s) == FileStamp{});
}

QTEST_APPLESS_MAIN(FileStampTest)
#include "tst_filestamp.moc"
