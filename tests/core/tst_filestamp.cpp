// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filestamp.h"

#include <QDateTime>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Every way a file's content can change shows in its stamp.
class FileStampTest : public QObject
{
    Q_OBJECT

private slots:
    void whatIsNotThereHasNone();
    void anUntouchedFileKeepsItsStamp();
    void aWriteOfTheSameLengthWithTheOldTimeIsSeen();
    void aReplacedFileIsSeen();
    void aYoungStampIsNotSettled();

private:
    void write(const QByteArray &bytes) const
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    QTemporaryDir m_directory;
    QString m_path = m_directory.filePath(u"file"_s);
};

void FileStampTest::whatIsNotThereHasNone()
{
    QVERIFY(!FileStamp::of(m_path));
}

void FileStampTest::anUntouchedFileKeepsItsStamp()
{
    write("one");
    const auto stamp = FileStamp::of(m_path);
    QVERIFY(stamp);
    QCOMPARE(stamp->size, 3);
    QVERIFY(FileStamp::of(m_path) == stamp);
}

void FileStampTest::aWriteOfTheSameLengthWithTheOldTimeIsSeen()
{
    write("one");
    const auto before = FileStamp::of(m_path);
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(1'000'000);
    // The clock of the file system ticks every few milliseconds.
    QTRY_VERIFY([&] {
        write("two");
        QFile file(m_path);
        return file.open(QIODevice::ReadWrite) && file.setFileTime(time, QFileDevice::FileModificationTime)
            && FileStamp::of(m_path)->changed != before->changed;
    }());
    const auto after = FileStamp::of(m_path);
    QCOMPARE(after->size, before->size);
    QCOMPARE(after->modified, time.toMSecsSinceEpoch() * 1'000'000);
    QVERIFY(after != before);
}

void FileStampTest::aReplacedFileIsSeen()
{
    write("one");
    const auto before = FileStamp::of(m_path);
    QVERIFY(QFile::rename(m_path, m_path + u".old"_s));
    write("one");
    QVERIFY(FileStamp::of(m_path)->inode != before->inode);
}

void FileStampTest::aYoungStampIsNotSettled()
{
    write("one");
    QVERIFY(!FileStamp::of(m_path)->isSettled());
    FileStamp old = *FileStamp::of(m_path);
    old.changed -= 3'000'000'000;
    QVERIFY(old.isSettled());
    FileStamp future = *FileStamp::of(m_path);
    future.changed += 60'000'000'000;
    QVERIFY(!future.isSettled());
}

QTEST_GUILESS_MAIN(FileStampTest)
#include "tst_filestamp.moc"
