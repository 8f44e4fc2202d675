// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commanddirectory.h"
#include "tests/agents/commands/commandfiles.h"

#include <QProcess>
#include <QTest>
#include <memory>

using namespace cpx;
using namespace Qt::StringLiterals;

/// The names of the commands below one directory.
class CommandDirectoryTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_files = std::make_unique<CommandFiles>(); }

    void filesBecomeNames();
    void whatIsNoCommandIsLeftOut();
    void linksStayBelowTheRoot();
    void circlesEnd();
    void thereIsALimitOfFilesAndLevels();
    void aMissingDirectoryHoldsNothing();
    void youngStampsAreNotTrusted();

private:
    static QStringList namesIn(const CommandDirectory &directory)
    {
        QStringList names;
        for (const CommandFile &file : directory.files)
            names += file.name;
        return names;
    }
    CommandDirectory scan() const { return CommandDirectory::at(m_files->project() + u"/c"_s, m_files->project(), CommandSource::ProjectClaude); }

    std::unique_ptr<CommandFiles> m_files;
};

void CommandDirectoryTest::filesBecomeNames()
{
    const QString path = m_files->write(u"project/c/a/b/deep.md"_s, {});
    m_files->write(u"project/c/with.dot.md"_s, {});
    m_files->write(u"project/c/Upper.md"_s, {});
    const CommandDirectory found = scan();
    QCOMPARE(namesIn(found), (QStringList{u"Upper"_s, u"a:b:deep"_s, u"with.dot"_s}));
    QCOMPARE(found.files.at(1), (CommandFile{u"a:b:deep"_s, path, m_files->project(), CommandSource::ProjectClaude}));
    QVERIFY(found.problems.isEmpty());
    QCOMPARE(found.stamps.size(), 3);
}

void CommandDirectoryTest::whatIsNoCommandIsLeftOut()
{
    for (const QString &name : {u"x.MD"_s, u"x.markdown"_s, u"x.txt"_s, u".hidden.md"_s, u".dir/x.md"_s, u"md"_s})
        m_files->write(u"project/c/"_s + name, {});
    QDir().mkpath(m_files->project() + u"/c/directory.md"_s);
    QCOMPARE(QProcess::execute(u"mkfifo"_s, {m_files->project() + u"/c/pipe.md"_s}), 0);
    QVERIFY(QFile::link(m_files->project() + u"/c/pipe.md"_s, m_files->project() + u"/c/topipe.md"_s));
    QVERIFY(QFile::link(m_files->project() + u"/c/missing"_s, m_files->project() + u"/c/tonothing.md"_s));
    QVERIFY(scan().files.isEmpty());
    QVERIFY(scan().problems.isEmpty());
    m_files->write(u"project/c/with space.md"_s, {});
    m_files->write(u"project/c/-x/y.md"_s, {});
    QVERIFY(scan().files.isEmpty());
    QCOMPARE(scan().problems.size(), 2);
}

void CommandDirectoryTest::linksStayBelowTheRoot()
{
    m_files->write(u"project/shared/in.md"_s, {});
    m_files->write(u"outside/out.md"_s, {});
    m_files->write(u"project/c/x.md"_s, {});
    QVERIFY(QFile::link(m_files->project() + u"/shared"_s, m_files->project() + u"/c/inside"_s));
    QVERIFY(QFile::link(m_files->root() + u"/outside"_s, m_files->project() + u"/c/outside"_s));
    QVERIFY(QFile::link(m_files->root() + u"/outside/out.md"_s, m_files->project() + u"/c/out.md"_s));
    QVERIFY(QFile::link(u"../shared/in.md"_s, m_files->project() + u"/c/in.md"_s));
    const CommandDirectory found = scan();
    QCOMPARE(namesIn(found), (QStringList{u"in"_s, u"inside:in"_s, u"x"_s}));
    QCOMPARE(found.files.at(0).path, m_files->project() + u"/shared/in.md"_s);
    QCOMPARE(found.problems.size(), 2);
}

void CommandDirectoryTest::circlesEnd()
{
    m_files->write(u"project/c/x.md"_s, {});
    QVERIFY(QFile::link(m_files->project() + u"/c"_s, m_files->project() + u"/c/again"_s));
    QCOMPARE(namesIn(scan()), QStringList{u"x"_s});
}

void CommandDirectoryTest::thereIsALimitOfFilesAndLevels()
{
    m_files->write(u"project/c/1/2/3/4/5/6/7/in.md"_s, {});
    m_files->write(u"project/c/1/2/3/4/5/6/7/8/out.md"_s, {});
    QCOMPARE(namesIn(scan()), QStringList{u"1:2:3:4:5:6:7:in"_s});
    QCOMPARE(scan().problems.size(), 1);
    for (int i = 0; i < 2'010; ++i)
        m_files->write(u"project/c/f%1.md"_s.arg(i), {});
    QCOMPARE(scan().files.size(), 2'000);
    QCOMPARE(scan().problems.size(), 2);
}

void CommandDirectoryTest::aMissingDirectoryHoldsNothing()
{
    const CommandDirectory found = scan();
    QVERIFY(found.files.isEmpty());
    QVERIFY(found.problems.isEmpty());
    QCOMPARE(found.stamps.size(), 1);
    QVERIFY(found.stamps.constFirst().isCurrent());
    QDir().mkpath(m_files->project() + u"/c"_s);
    QVERIFY(!found.stamps.constFirst().isCurrent());
}

void CommandDirectoryTest::youngStampsAreNotTrusted()
{
    DirectoryStamp stamp = DirectoryStamp::of(m_files->project());
    QVERIFY(!stamp.isCurrent()); // something could be changed within the same tick
    stamp.isSettled = true;
    QVERIFY(stamp.isCurrent());
    QVERIFY(DirectoryStamp::of(u"/"_s).isCurrent());
}

QTEST_APPLESS_MAIN(CommandDirectoryTest)
#include "tst_commanddirectory.moc"
