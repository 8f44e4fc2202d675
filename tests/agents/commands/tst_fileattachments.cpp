// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/fileattachments.h"
#include "tests/agents/commands/commandfiles.h"

#include <QTest>
#include <memory>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Files named in a prompt come with it, as long as they are the project's.
class FileAttachmentsTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_files = std::make_unique<CommandFiles>(); }

    void filesAreAddedWithNumberedLines();
    void namesAreRelativeToTheWorkingDirectory();
    void namesAreRecognized_data();
    void namesAreRecognized();
    void nothingOutsideOfTheProjectIsRead_data();
    void nothingOutsideOfTheProjectIsRead();
    void thereIsALimitOfBytes();
    void binaryFilesStayAway();
    void eachFileComesOnce();

private:
    FileAttachments attach(const QString &text, const QString &directory = {}) const
    {
        FileAttachments files(m_files->project(), m_files->project() + directory);
        files.collect(text);
        return files;
    }
    static QStringList pathsOf(const FileAttachments &files)
    {
        QStringList paths;
        for (const AttachedFile &file : files.files())
            paths += file.path;
        return paths;
    }

    std::unique_ptr<CommandFiles> m_files;
};

void FileAttachmentsTest::filesAreAddedWithNumberedLines()
{
    m_files->write(u"project/a.txt"_s, "one\n\nthree\n");
    m_files->write(u"project/b.txt"_s, "no line end");
    m_files->write(u"project/empty.txt"_s, "");
    const FileAttachments files = attach(u"see @a.txt and @b.txt @empty.txt"_s);
    QCOMPARE(files.blocks(), u"<attached-file path=\"a.txt\">\n     1\tone\n     2\t\n     3\tthree\n</attached-file>\n"
                             "<attached-file path=\"b.txt\">\n     1\tno line end\n</attached-file>\n"
                             "<attached-file path=\"empty.txt\">\n</attached-file>\n"_s);
    QCOMPARE(files.files(), (QList<AttachedFile>{{u"a.txt"_s, 11}, {u"b.txt"_s, 11}, {u"empty.txt"_s, 0}}));
    QVERIFY(files.notes().isEmpty());
}

void FileAttachmentsTest::namesAreRelativeToTheWorkingDirectory()
{
    m_files->write(u"project/sub/a.txt"_s, "sub");
    m_files->write(u"project/b.txt"_s, "top");
    QCOMPARE(pathsOf(attach(u"@a.txt @../b.txt"_s, u"/sub"_s)), (QStringList{u"sub/a.txt"_s, u"b.txt"_s}));
    QCOMPARE(pathsOf(attach(u"@"_s + m_files->project() + u"/b.txt"_s, u"/sub"_s)), QStringList{u"b.txt"_s});
}

void FileAttachmentsTest::namesAreRecognized_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("paths");
    QTest::newRow("at the beginning") << u"@a.txt"_s << QStringList{u"a.txt"_s};
    QTest::newRow("at the beginning of a line") << u"x\n@a.txt"_s << QStringList{u"a.txt"_s};
    QTest::newRow("punctuation behind") << u"see @a.txt, or (x @a.txt)."_s << QStringList{u"a.txt"_s};
    QTest::newRow("in quotes") << u"@\"with space.txt\" x"_s << QStringList{u"with space.txt"_s};
    QTest::newRow("within a word") << u"x@a.txt (@a.txt"_s << QStringList();
    QTest::newRow("missing") << u"@nope.txt @types/node @ @@ @\"a.txt"_s << QStringList();
    QTest::newRow("a directory") << u"@sub @."_s << QStringList();
}

void FileAttachmentsTest::namesAreRecognized()
{
    QFETCH(QString, text);
    m_files->write(u"project/a.txt"_s, "x");
    m_files->write(u"project/with space.txt"_s, "x");
    m_files->write(u"project/sub/b.txt"_s, "x");
    const FileAttachments files = attach(text);
    QTEST(pathsOf(files), "paths");
    QCOMPARE(files.notes(), QStringList());
}

void FileAttachmentsTest::nothingOutsideOfTheProjectIsRead_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("dots") << u"../outside/secret"_s;
    QTest::newRow("absolute") << u"/etc/hostname"_s;
    QTest::newRow("a link to a file") << u"link"_s;
    QTest::newRow("through a link to a directory") << u"directory/secret"_s;
}

void FileAttachmentsTest::nothingOutsideOfTheProjectIsRead()
{
    QFETCH(QString, name);
    m_files->write(u"outside/secret"_s, "secret");
    QVERIFY(QFile::link(m_files->root() + u"/outside/secret"_s, m_files->project() + u"/link"_s));
    QVERIFY(QFile::link(m_files->root() + u"/outside"_s, m_files->project() + u"/directory"_s));
    const FileAttachments files = attach(u"@"_s + name);
    QVERIFY(files.files().isEmpty());
    QCOMPARE(files.blocks(), QString());
    QCOMPARE(files.notes().size(), 1);
    QVERIFY(files.notes().constFirst().contains(name));
}

void FileAttachmentsTest::thereIsALimitOfBytes()
{
    m_files->write(u"project/a"_s, QByteArray(200 * 1024, 'x'));
    m_files->write(u"project/b"_s, QByteArray(100 * 1024, 'x'));
    m_files->write(u"project/c"_s, QByteArray(10 * 1024, 'x'));
    const FileAttachments files = attach(u"@a @b @c"_s);
    QCOMPARE(pathsOf(files), (QStringList{u"a"_s, u"c"_s}));
    QCOMPARE(files.notes().size(), 1);
}

void FileAttachmentsTest::binaryFilesStayAway()
{
    m_files->write(u"project/a"_s, QByteArray("a\0b", 3));
    const FileAttachments files = attach(u"@a"_s);
    QVERIFY(files.files().isEmpty());
    QCOMPARE(files.notes().size(), 1);
}

void FileAttachmentsTest::eachFileComesOnce()
{
    m_files->write(u"project/a"_s, "x");
    QCOMPARE(pathsOf(attach(u"@a @a @./a @../project/a"_s)), QStringList{u"a"_s});
}

QTEST_APPLESS_MAIN(FileAttachmentsTest)
#include "tst_fileattachments.moc"
