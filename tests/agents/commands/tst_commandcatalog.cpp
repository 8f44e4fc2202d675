// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/commands/commandcatalog.h"
#include "tests/agents/commands/commandfiles.h"

#include <QProcess>
#include <QTest>
#include <memory>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Which slash commands there are, and which of one name counts.
class CommandCatalogTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_files = std::make_unique<CommandFiles>(); }

    void theOrderIsProjectThenUserAndCodexPlusThenClaude();
    void theNearestDirectoryComesFirst();
    void nothingAboveTheProjectCounts();
    void theHomeDirectoryIsTheUsers();
    void missingDirectoriesAreNoProblem();
    void namesAreCaseSensitive();
    void changesAreSeen();
    void whatDidNotChangeIsNotReadAgain();
    void filesAreReadWhenAsked();
    void filesHaveALimit();
    void aFileThatBecameALinkOutIsNotRead();

private:
    CommandCatalog catalog() const { return CommandCatalog(m_files->home()); }
    /// Makes all directories look as if nobody had touched them for long.
    void settle() const
    {
        QProcess::execute(u"find"_s, {m_files->root(), u"-type"_s, u"d"_s, u"-exec"_s, u"touch"_s, u"-d"_s, u"2001-01-01"_s, u"{}"_s, u"+"_s});
    }

    std::unique_ptr<CommandFiles> m_files;
};

void CommandCatalogTest::theOrderIsProjectThenUserAndCodexPlusThenClaude()
{
    const QStringList places{u"project/.codexplus"_s, u"home/.codexplus"_s, u"project/.claude"_s, u"home/.claude"_s};
    QList<CommandSource> sources{CommandSource::ProjectCodexPlus, CommandSource::UserCodexPlus, CommandSource::ProjectClaude, CommandSource::UserClaude};
    QStringList paths;
    for (const QString &place : places)
        paths += m_files->write(place + u"/commands/x.md"_s, {});
    while (!paths.isEmpty()) {
        const auto listing = catalog().commands(m_files->project());
        QCOMPARE(listing->commands.size(), 1);
        QCOMPARE(listing->shadowed.size(), paths.size() - 1);
        const CommandFile *file = listing->find(u"x");
        QVERIFY(file);
        QCOMPARE(file->path, paths.takeFirst());
        QCOMPARE(file->source, sources.takeFirst());
        QVERIFY(QFile::remove(file->path));
    }
    QVERIFY(!catalog().commands(m_files->project())->find(u"x"));
}

void CommandCatalogTest::theNearestDirectoryComesFirst()
{
    const QString upper = m_files->write(u"project/.claude/commands/x.md"_s, {});
    const QString nearer = m_files->write(u"project/a/.claude/commands/x.md"_s, {});
    m_files->write(u"project/a/.claude/commands/only.md"_s, {});
    QDir().mkpath(m_files->project() + u"/a/b"_s);
    QCOMPARE(catalog().commands(m_files->project() + u"/a/b"_s)->find(u"x")->path, nearer);
    QCOMPARE(catalog().commands(m_files->project())->find(u"x")->path, upper);
    QVERIFY(!catalog().commands(m_files->project())->find(u"only"));
    QCOMPARE(catalog().commands(m_files->project() + u"/a/b"_s)->projectRoot, m_files->project());
}

void CommandCatalogTest::nothingAboveTheProjectCounts()
{
    m_files->write(u".claude/commands/above.md"_s, {});
    m_files->write(u"project/.claude/commands/x.md"_s, {});
    QDir().mkpath(m_files->project() + u"/nested/.git"_s);
    QVERIFY(!catalog().commands(m_files->project())->find(u"above"));
    QVERIFY(!catalog().commands(m_files->project() + u"/nested"_s)->find(u"x"));
}

void CommandCatalogTest::theHomeDirectoryIsTheUsers()
{
    m_files->writeUserCommand(u"x"_s, {});
    const auto listing = catalog().commands(m_files->home());
    QCOMPARE(listing->commands.size(), 1);
    QCOMPARE(listing->shadowed.size(), 0);
    QCOMPARE(listing->commands.constFirst().source, CommandSource::UserCodexPlus);
}

void CommandCatalogTest::missingDirectoriesAreNoProblem()
{
    m_files->writeUserCommand(u"x"_s, {});
    const auto nowhere = catalog().commands(u"/nowhere/at/all"_s);
    QCOMPARE(nowhere->projectRoot, QString());
    QVERIFY(nowhere->find(u"x"));
    QVERIFY(CommandCatalog(QString()).commands(m_files->project())->commands.isEmpty());
    QVERIFY(CommandCatalog(u"/nowhere"_s).commands(m_files->project())->problems.isEmpty());
}

void CommandCatalogTest::namesAreCaseSensitive()
{
    m_files->writeProjectCommand(u"Test"_s, {});
    const auto listing = catalog().commands(m_files->project());
    QVERIFY(listing->find(u"Test"));
    QVERIFY(!listing->find(u"test"));
    QVERIFY(!listing->find(u"Tes"));
    QVERIFY(!listing->find(u"Test2"));
}

void CommandCatalogTest::changesAreSeen()
{
    CommandCatalog commands(m_files->home());
    QVERIFY(!commands.commands(m_files->project())->find(u"a"));
    m_files->writeProjectCommand(u"a"_s, {});
    QVERIFY(commands.commands(m_files->project())->find(u"a"));
    m_files->writeProjectCommand(u"sub/b"_s, {});
    QVERIFY(commands.commands(m_files->project())->find(u"sub:b"));
    settle();
    QVERIFY(commands.commands(m_files->project())->find(u"sub:b"));
    m_files->writeProjectCommand(u"sub/c"_s, {});
    QVERIFY(commands.commands(m_files->project())->find(u"sub:c"));
    QVERIFY(QFile::remove(m_files->project() + u"/.codexplus/commands/a.md"_s));
    QVERIFY(!commands.commands(m_files->project())->find(u"a"));
    QVERIFY(QDir(m_files->project() + u"/.git"_s).removeRecursively());
    QDir().mkpath(m_files->project() + u"/x"_s);
    QVERIFY(!commands.commands(m_files->project() + u"/x"_s)->find(u"sub:b"));
}

void CommandCatalogTest::whatDidNotChangeIsNotReadAgain()
{
    m_files->writeProjectCommand(u"a"_s, {});
    settle();
    CommandCatalog commands(m_files->home());
    const auto first = commands.commands(m_files->project());
    QCOMPARE(commands.commands(m_files->project()).get(), first.get());
    for (int i = 0; i < 16; ++i) // more than are kept
        QVERIFY(commands.commands(m_files->root() + u"/%1"_s.arg(i)));
    QVERIFY(commands.commands(m_files->project()).get() != first.get());
}

void CommandCatalogTest::filesAreReadWhenAsked()
{
    m_files->writeProjectCommand(u"a"_s, "one");
    const CommandFile file = *catalog().commands(m_files->project())->find(u"a");
    QCOMPARE(CommandCatalog::read(file)->body, u"one"_s);
    m_files->writeProjectCommand(u"a"_s, "two");
    QCOMPARE(CommandCatalog::read(file)->body, u"two"_s);
    QVERIFY(QFile::remove(file.path));
    QCOMPARE(CommandCatalog::read(file).error().code, Error::Code::NotFound);
}

void CommandCatalogTest::filesHaveALimit()
{
    m_files->writeProjectCommand(u"good"_s, QByteArray(256 * 1024, 'x'));
    m_files->writeProjectCommand(u"large"_s, QByteArray(256 * 1024 + 1, 'x'));
    const auto listing = catalog().commands(m_files->project());
    QVERIFY(CommandCatalog::read(*listing->find(u"good")));
    const auto large = CommandCatalog::read(*listing->find(u"large"));
    QCOMPARE(large.error().code, Error::Code::Invalid);
    QVERIFY(large.error().message.contains(u"large.md"_s));
}

void CommandCatalogTest::aFileThatBecameALinkOutIsNotRead()
{
    const QString outside = m_files->write(u"outside/secret.md"_s, "secret");
    const QString path = m_files->writeProjectCommand(u"a"_s, "one");
    const CommandFile file = *catalog().commands(m_files->project())->find(u"a");
    QVERIFY(QFile::remove(path));
    QVERIFY(QFile::link(outside, path));
    QCOMPARE(CommandCatalog::read(file).error().code, Error::Code::Invalid);
    QVERIFY(!catalog().commands(m_files->project())->find(u"a"));
}

QTEST_APPLESS_MAIN(CommandCatalogTest)
#include "tst_commandcatalog.moc"
