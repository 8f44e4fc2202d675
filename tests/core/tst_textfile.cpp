// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/textfile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Whole files in, whole files out; nothing that is no file is waited for.
class TextFileTest : public QObject
{
    Q_OBJECT

private slots:
    void bytesAreReadAsTheyAre();
    void aFileOfTheLargestSizeIsRead();
    void whatCannotBeReadIsRefusedAtOnce_data();
    void whatCannotBeReadIsRefusedAtOnce();
    void aFileThatClaimsToBeEmptyIsStillBounded();
    void aPercentSignInThePathIsHarmless();
    void aNewFileIsPrivate();
    void anExistingFileKeepsItsPermissions();
    void whatIsWrittenReadsBack_data();
    void whatIsWrittenReadsBack();
    void aFailedWriteLeavesTheOldFile();
    void nothingElseIsLeftBeside();

private:
    static void put(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    static int modeOf(const QString &path)
    {
        struct stat info = {};
        return ::stat(QFile::encodeName(path).constData(), &info) == 0 ? int(info.st_mode & 0777) : -1;
    }
};

void TextFileTest::bytesAreReadAsTheyAre()
{
    QTemporaryDir dir;
    const QByteArray bytes("a\r\n\0\xff b", 7);
    put(dir.filePath(u"f"_s), bytes);
    auto text = readTextFile(dir.filePath(u"f"_s), 100);
    QVERIFY(text);
    QCOMPARE(*text, bytes);
}

void TextFileTest::aFileOfTheLargestSizeIsRead()
{
    QTemporaryDir dir;
    put(dir.filePath(u"f"_s), QByteArray(1024, 'x'));
    QVERIFY(readTextFile(dir.filePath(u"f"_s), 1024));
    QVERIFY(!readTextFile(dir.filePath(u"f"_s), 1023));
}

void TextFileTest::whatCannotBeReadIsRefusedAtOnce_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("code");
    QTest::newRow("missing") << u"missing"_s << int(Error::Code::NotFound);
    QTest::newRow("below a missing directory") << u"no/thing"_s << int(Error::Code::NotFound);
    QTest::newRow("directory") << u"directory"_s << int(Error::Code::Invalid);
    QTest::newRow("pipe") << u"pipe"_s << int(Error::Code::Invalid);
    QTest::newRow("device") << u"/dev/zero"_s << int(Error::Code::Invalid);
    QTest::newRow("link to itself") << u"loop"_s << int(Error::Code::Invalid);
    QTest::newRow("too large") << u"large"_s << int(Error::Code::Invalid);
    QTest::newRow("huge, with holes") << u"sparse"_s << int(Error::Code::Invalid);
}

void TextFileTest::whatCannotBeReadIsRefusedAtOnce()
{
    QFETCH(QString, path);
    QFETCH(int, code);
    QTemporaryDir dir;
    QVERIFY(QDir(dir.path()).mkdir(u"directory"_s));
    QCOMPARE(::mkfifo(QFile::encodeName(dir.filePath(u"pipe"_s)).constData(), 0600), 0);
    QVERIFY(QFile::link(u"loop"_s, dir.filePath(u"loop"_s)));
    put(dir.filePath(u"large"_s), QByteArray(4096, 'x'));
    put(dir.filePath(u"sparse"_s), {});
    QVERIFY(QFile::resize(dir.filePath(u"sparse"_s), 1LL << 40));

    const QString absolute = QDir(dir.path()).absoluteFilePath(path);
    const auto text = readTextFile(absolute, 2048);
    QVERIFY(!text);
    QCOMPARE(int(text.error().code), code);
    QVERIFY2(text.error().message.contains(absolute), qPrintable(text.error().message));
}

void TextFileTest::aFileThatClaimsToBeEmptyIsStillBounded()
{
    const QString path = u"/proc/self/maps"_s; // its size reads 0
    if (!QFile::exists(path))
        QSKIP("no /proc here");
    const auto text = readTextFile(path, 10);
    QVERIFY(!text);
    QCOMPARE(text.error().code, Error::Code::Invalid);
}

void TextFileTest::aPercentSignInThePathIsHarmless()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(u"100%2 %1"_s);
    put(path, QByteArray(4096, 'x'));
    const auto text = readTextFile(path, 2048);
    QVERIFY(!text);
    QVERIFY2(text.error().message.contains(path + u" is larger than 2 KiB"_s), qPrintable(text.error().message));
}

void TextFileTest::aNewFileIsPrivate()
{
    QTemporaryDir dir;
    const mode_t before = ::umask(0);
    const auto written = writeTextFile(dir.filePath(u"f"_s), "x");
    ::umask(before);
    QVERIFY(written);
    QCOMPARE(modeOf(dir.filePath(u"f"_s)), 0600);
}

void TextFileTest::anExistingFileKeepsItsPermissions()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(u"f"_s);
    put(path, "old");
    for (const mode_t mode : {0640, 0600, 0644}) {
        QCOMPARE(::chmod(QFile::encodeName(path).constData(), mode), 0);
        QVERIFY(writeTextFile(path, "new"));
        QCOMPARE(modeOf(path), int(mode));
    }
}

void TextFileTest::whatIsWrittenReadsBack_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("text") << QByteArray("{\n}\n");
    QTest::newRow("any byte") << QByteArray("\0\xff\r\n\x1a", 5);
    QTest::newRow("much") << QByteArray(500'000, 'x');
}

void TextFileTest::whatIsWrittenReadsBack()
{
    QFETCH(QByteArray, bytes);
    QTemporaryDir dir;
    put(dir.filePath(u"f"_s), "something longer that was there before");
    QVERIFY(writeTextFile(dir.filePath(u"f"_s), bytes));
    auto text = readTextFile(dir.filePath(u"f"_s), 1 << 20);
    QVERIFY(text);
    QCOMPARE(*text, bytes);
}

void TextFileTest::aFailedWriteLeavesTheOldFile()
{
    QTemporaryDir dir;
    QVERIFY(QDir(dir.path()).mkpath(u"d/below"_s));
    const auto overDirectory = writeTextFile(dir.filePath(u"d"_s), "x");
    QVERIFY(!overDirectory);
    QCOMPARE(overDirectory.error().code, Error::Code::Io);
    QVERIFY(overDirectory.error().message.contains(dir.filePath(u"d"_s)));
    QVERIFY(QDir(dir.filePath(u"d/below"_s)).exists());
    QVERIFY(!writeTextFile(dir.filePath(u"no/such"_s), "x"));
}

void TextFileTest::nothingElseIsLeftBeside()
{
    QTemporaryDir dir;
    QVERIFY(writeTextFile(dir.filePath(u"f"_s), "x"));
    QVERIFY(writeTextFile(dir.filePath(u"f"_s), "y"));
    QCOMPARE(QDir(dir.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList{u"f"_s});
}

QTEST_APPLESS_MAIN(TextFileTest)
#include "tst_textfile.moc"
