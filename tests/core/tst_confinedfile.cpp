// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/confinedfile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

using namespace cpx;
using namespace Qt::StringLiterals;

using Reader = Result<QByteArray> (*)(const QString &, const QString &, qint64);
Q_DECLARE_METATYPE(Reader)

/// Nothing is read that is not below the directory, however it is asked for.
class ConfinedFileTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void whatIsBelowIsRead_data();
    void whatIsBelowIsRead();
    void nothingElseIs_data();
    void nothingElseIs();
    void theLargestSizeIsRead_data() { bothWays(); }
    void theLargestSizeIsRead();
    void aFileThatClaimsToBeEmptyIsBounded_data() { bothWays(); }
    void aFileThatClaimsToBeEmptyIsBounded();
    void aLinkToTheRootIsTheRoot_data() { bothWays(); }
    void aLinkToTheRootIsTheRoot();
    void noSwapLetsAnybodyOut_data() { bothWays(); }
    void noSwapLetsAnybodyOut();
    void noDescriptorIsLeft_data() { bothWays(); }
    void noDescriptorIsLeft();

private:
    static void bothWays()
    {
        QTest::addColumn<Reader>("reader");
        QTest::newRow("openat2") << &readConfinedFile;
        QTest::newRow("by steps") << &readConfinedFileBySteps;
    }
    void put(const QString &name, const QByteArray &bytes) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(m_dir->filePath(name)).path()));
        QFile file(m_dir->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    void link(const QString &target, const QString &name) const { QVERIFY(QFile::link(target, m_dir->filePath(name))); }
    QString root() const { return m_dir->filePath(u"root"_s); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void ConfinedFileTest::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    put(u"secret"_s, "outside");
    put(u"rooted/f"_s, "outside");
    put(u"root/f"_s, "inside");
    put(u"root/d/e/f"_s, "inside");
    put(u"root/..f"_s, "inside");
    link(u"../f"_s, u"root/d/up"_s);
    link(u"d/e"_s, u"root/dir"_s);
    link(u"dir/../../f"_s, u"root/chain"_s); // of links: dir is d/e
    link(u"../secret"_s, u"root/out"_s);
    link(u".."_s, u"root/parent"_s);
    link(u"d/../.."_s, u"root/d-parent"_s);
    link(root() + u"/f"_s, u"root/absolute"_s);
    link(u"/etc"_s, u"root/etc"_s);
    link(u"loop"_s, u"root/loop"_s);
    link(u"nothing"_s, u"root/dangling"_s);
    link(u"/proc/self/cwd/f"_s, u"root/magic"_s);
    QCOMPARE(::mkfifo(QFile::encodeName(root() + u"/pipe"_s).constData(), 0600), 0);
}

void ConfinedFileTest::whatIsBelowIsRead_data()
{
    QTest::addColumn<Reader>("reader");
    QTest::addColumn<QString>("path");
    for (const char *path : {"f", "./f", "d/e/f", "d/../f", "d//e/./f", "d/e/../../f", "..f", "d/up", "dir/f", "chain", "ROOT/f", "ROOT/d/up", "ROOT//f"}) {
        QTest::addRow("%s, openat2", path) << Reader(&readConfinedFile) << QString::fromLatin1(path);
        QTest::addRow("%s, by steps", path) << Reader(&readConfinedFileBySteps) << QString::fromLatin1(path);
    }
}

void ConfinedFileTest::whatIsBelowIsRead()
{
    QFETCH(Reader, reader);
    QFETCH(QString, path);
    auto bytes = reader(root(), path.replace(u"ROOT"_s, root()), 100);
    QVERIFY2(bytes, bytes ? "" : qPrintable(bytes.error().message));
    QCOMPARE(*bytes, "inside");
}

void ConfinedFileTest::nothingElseIs_data()
{
    QTest::addColumn<Reader>("reader");
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("code");
    const auto row = [](const QString &path, Error::Code code) {
        const QByteArray name = path.isEmpty() ? QByteArray("nothing") : path.toLatin1().replace('\0', "\\0");
        QTest::addRow("%s, openat2", name.constData()) << Reader(&readConfinedFile) << path << int(code);
        QTest::addRow("%s, by steps", name.constData()) << Reader(&readConfinedFileBySteps) << path << int(code);
    };
    for (const char *path : {"", "../secret", "../root/f", "../rooted/f", "d/../../secret", "out", "parent/secret", "d-parent/secret", "parent/root/f", "absolute",
                             "etc/passwd", "magic", "/etc/passwd", "ROOT/../secret", "ROOTed/f", "ROOT", "ROOT/", "..", "/"})
        row(QString::fromLatin1(path), Error::Code::Invalid);
    for (const char *path : {".", "d", "d/", "dir", "pipe", "loop"})
        row(QString::fromLatin1(path), Error::Code::Invalid);
    for (const char *path : {"none", "none/f", "f/f", "f/../f", "dangling", "none/../f"})
        row(QString::fromLatin1(path), Error::Code::NotFound);
    row(QString::fromLatin1("f\0x", 3), Error::Code::Invalid);
}

void ConfinedFileTest::nothingElseIs()
{
    QFETCH(Reader, reader);
    QFETCH(QString, path);
    QFETCH(int, code);
    auto bytes = reader(root(), path.replace(u"ROOT"_s, root()), 100'000);
    QVERIFY(!bytes);
    QCOMPARE(int(bytes.error().code), code);
}

void ConfinedFileTest::theLargestSizeIsRead()
{
    QFETCH(Reader, reader);
    put(u"root/large"_s, QByteArray(10'000, 'x'));
    auto bytes = reader(root(), u"large"_s, 10'000);
    QVERIFY(bytes);
    QCOMPARE(*bytes, QByteArray(10'000, 'x'));
    QCOMPARE(reader(root(), u"large"_s, 9'999).error().code, Error::Code::Invalid);
    put(u"root/empty"_s, {});
    QCOMPARE(*reader(root(), u"empty"_s, 0), QByteArray());
}

void ConfinedFileTest::aFileThatClaimsToBeEmptyIsBounded()
{
    QFETCH(Reader, reader);
    auto whole = reader(u"/proc"_s, QString::number(::getpid()) + u"/maps"_s, 10'000'000);
    QVERIFY(whole && whole->size() > 5000);
    QCOMPARE(reader(u"/proc"_s, QString::number(::getpid()) + u"/maps"_s, 5000).error().code, Error::Code::Invalid);
}

void ConfinedFileTest::aLinkToTheRootIsTheRoot()
{
    QFETCH(Reader, reader);
    link(u"root"_s, u"alias"_s);
    const QString alias = m_dir->filePath(u"alias"_s);
    QCOMPARE(*reader(alias, u"f"_s, 100), "inside");
    QCOMPARE(*reader(alias, alias + u"/f"_s, 100), "inside");
    QCOMPARE(*reader(alias, QDir(root()).canonicalPath() + u"/f"_s, 100), "inside");
    QCOMPARE(reader(m_dir->filePath(u"none"_s), u"f"_s, 100).error().code, Error::Code::NotFound);
}

void ConfinedFileTest::noSwapLetsAnybodyOut()
{
    QFETCH(Reader, reader);
    // root/x is the directory inside in one moment and a link to the one outside in the next.
    put(u"root/x/deep/f"_s, "inside");
    put(u"outside/deep/f"_s, "outside");
    link(u"../outside"_s, u"root/y"_s);
    const QByteArray x = QFile::encodeName(m_dir->filePath(u"root/x"_s));
    const QByteArray y = QFile::encodeName(m_dir->filePath(u"root/y"_s));
    std::atomic<bool> isOver = false;
    std::thread swapper([&] {
        while (!isOver)
            ::renameat2(AT_FDCWD, x.constData(), AT_FDCWD, y.constData(), RENAME_EXCHANGE);
    });
    int inside = 0;
    int outside = 0;
    int naivelyOutside = 0;
    for (int round = 0; round < 10'000; ++round) {
        for (const QString &path : {u"x/deep/f"_s, u"x/deep/../deep/f"_s}) {
            if (auto bytes = reader(root(), path, 100))
                ++(*bytes == "inside" ? inside : outside);
        }
        QFile naive(root() + u"/x/deep/f"_s);
        naivelyOutside += naive.open(QIODevice::ReadOnly) && naive.readAll() == "outside";
    }
    isOver = true;
    swapper.join();
    QCOMPARE(outside, 0);
    QVERIFY(inside > 0);
    QVERIFY(naivelyOutside > 0); // there was something to fall for
}

void ConfinedFileTest::noDescriptorIsLeft()
{
    QFETCH(Reader, reader);
    const auto count = [] { return QDir(u"/proc/self/fd"_s).entryList(QDir::AllEntries | QDir::System).size(); };
    const auto before = count();
    for (const char *path : {"f", "chain", "out", "d/e/../../f", "loop", "pipe", "d"})
        (void)reader(root(), QString::fromLatin1(path), 3);
    QCOMPARE(count(), before);
}

QTEST_APPLESS_MAIN(ConfinedFileTest)
#include "tst_confinedfile.moc"
