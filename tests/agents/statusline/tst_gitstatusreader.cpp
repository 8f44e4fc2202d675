// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/statusline/gitstatusreader.h"
#include "gitproject.h"

#include <QElapsedTimer>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// The real git about real repositories, hostile ones among them.
class GitStatusReaderTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void aFreshRepositoryHasABranchOnly();
    void changesAreCounted();
    void theDistanceToTheUpstreamIsReal();
    void anUpstreamThatIsGoneHasNoDistance();
    void aDetachedHeadHasNoBranch();
    void linkedWorkingTreesAreRead();
    void whereNoRepositoryIsThereIsNothing();
    void brokenRepositoriesAreNothing_data();
    void brokenRepositoriesAreNothing();
    void directoriesAboveAreNotLookedAt();
    void nothingTheRepositoryNamesIsRun_data();
    void nothingTheRepositoryNamesIsRun();
    void theUsersOwnFilterStillRuns();
    void nothingIsWritten();
    void anUnchangedRepositoryCostsNoChild();
    void everyChangeIsSeen_data();
    void everyChangeIsSeen();
    void whatHasJustChangedIsReadAgain();
    void aGitThatHangsIsLeftAlone();
    void destroyingItCancels();

private:
    GitReading read(const QString &root, const GitReading &before = {},
                    const QProcessEnvironment *environment = nullptr)
    {
        std::optional<GitReading> result;
        GitStatusReader reader(root, environment ? *environment : m_project->environment(), before,
                               [&result](const GitReading &reading) { result = reading; });
        if (result)
            qFatal("the answer came before the constructor returned");
        if (!QTest::qWaitFor([&result] { return result.has_value(); }, 10'000))
            qFatal("no answer");
        return *result;
    }
    /// Counts its calls in the file "calls".
    QProcessEnvironment withCountingGit()
    {
        m_project->write(u"bin/git"_s,
                         "#!/bin/sh\necho x >> '" + m_project->path(u"calls"_s).toUtf8()
                             + "'\nPATH=/usr/local/bin:/usr/bin:/bin exec git \"$@\"\n",
                         true);
        QProcessEnvironment environment = m_project->environment();
        environment.insert(u"PATH"_s, m_project->path(u"bin"_s));
        return environment;
    }
    int calls() const
    {
        QFile file(m_project->path(u"calls"_s));
        return file.open(QIODevice::ReadOnly) ? int(file.readAll().count('x')) : 0;
    }

    std::unique_ptr<GitProject> m_project;
};

void GitStatusReaderTest::initTestCase()
{
    if (!GitProject::hasGit())
        QSKIP("no git here");
}

void GitStatusReaderTest::init()
{
    m_project = std::make_unique<GitProject>();
}

void GitStatusReaderTest::aFreshRepositoryHasABranchOnly()
{
    m_project->git({u"init"_s, u"--quiet"_s});
    const auto status = read(m_project->root()).status;
    QVERIFY(status);
    GitStatus expected;
    expected.branch = u"main"_s;
    QCOMPARE(*status, expected);
}

void GitStatusReaderTest::changesAreCounted()
{
    m_project->makeRepository();
    m_project->write(u"project/b.txt"_s, "b\n");
    m_project->commit();
    QCOMPARE(read(m_project->root()).status->changed, 0);
    m_project->write(u"project/a.txt"_s, "changed\n");
    m_project->write(u"project/new.txt"_s, "untracked\n");
    m_project->git({u"rm"_s, u"--quiet"_s, u"b.txt"_s});
    const auto status = read(m_project->root()).status;
    QCOMPARE(status->changed, 2);
    QCOMPARE(status->commit, m_project->git({u"rev-parse"_s, u"HEAD"_s}));
}

void GitStatusReaderTest::theDistanceToTheUpstreamIsReal()
{
    m_project->makeRepository();
    m_project->makeUpstream();
    QCOMPARE(read(m_project->root()).status->distance, (GitStatus::Distance{0, 0}));
    for (int i = 0; i < 3; ++i)
        m_project->commit();
    m_project->git({u"push"_s, u"--quiet"_s});
    m_project->git({u"reset"_s, u"--quiet"_s, u"--hard"_s, u"HEAD~2"_s});
    m_project->write(u"project/a.txt"_s, "other\n");
    m_project->commit();
    const auto status = read(m_project->root()).status;
    QCOMPARE(status->upstream, u"origin/main"_s);
    QCOMPARE(status->distance, (GitStatus::Distance{1, 2}));
}

void GitStatusReaderTest::anUpstreamThatIsGoneHasNoDistance()
{
    m_project->makeRepository();
    m_project->makeUpstream();
    m_project->git({u"update-ref"_s, u"-d"_s, u"refs/remotes/origin/main"_s});
    const auto status = read(m_project->root()).status;
    QVERIFY(status);
    QVERIFY(!status->distance);
}

void GitStatusReaderTest::aDetachedHeadHasNoBranch()
{
    m_project->makeRepository();
    m_project->git({u"checkout"_s, u"--quiet"_s, u"--detach"_s});
    const auto status = read(m_project->root()).status;
    QVERIFY(status);
    QCOMPARE(status->branch, QString());
    QCOMPARE(status->commit.size(), 40);
}

void GitStatusReaderTest::linkedWorkingTreesAreRead()
{
    m_project->makeRepository();
    m_project->git({u"worktree"_s, u"add"_s, u"--quiet"_s, u"-b"_s, u"side"_s, m_project->path(u"linked"_s)});
    m_project->age();
    const QProcessEnvironment counting = withCountingGit();
    const GitReading first = read(m_project->path(u"linked"_s), {}, &counting);
    QVERIFY(first.status);
    QCOMPARE(first.status->branch, u"side"_s);
    QCOMPARE(calls(), 2);
    QVERIFY(first.stamp.isUnchanged());
    QFile::remove(m_project->path(u"project/.git/refs/heads/side"_s));
    QVERIFY(!first.stamp.isUnchanged()); // its branch is where the repository is
}

void GitStatusReaderTest::whereNoRepositoryIsThereIsNothing()
{
    const QProcessEnvironment counting = withCountingGit();
    QVERIFY(!read(m_project->root(), {}, &counting).status);
    QVERIFY(!read(m_project->path(u"missing"_s), {}, &counting).status);
    QVERIFY(!read(QString(), {}, &counting).status);
    QCOMPARE(calls(), 0);
    QProcessEnvironment none;
    m_project->makeRepository();
    QVERIFY(!read(m_project->root(), {}, &none).status); // no git either
}

void GitStatusReaderTest::brokenRepositoriesAreNothing_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("HEAD") << u"project/.git/HEAD"_s << QByteArray("nonsense");
    QTest::newRow("no HEAD") << u"project/.git/HEAD"_s << QByteArray();
    QTest::newRow("index") << u"project/.git/index"_s << QByteArray("nonsense");
    QTest::newRow("configuration") << u"project/.git/config"_s << QByteArray("[core\n");
    QTest::newRow("a filter without a value")
        << u"project/.git/config"_s << QByteArray("[filter \"x\"]\nclean\n");
}

void GitStatusReaderTest::brokenRepositoriesAreNothing()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    m_project->makeRepository();
    m_project->write(file, content);
    m_project->write(u"project/.gitattributes"_s, "* filter=x\n");
    QVERIFY(!read(m_project->root()).status);
}

void GitStatusReaderTest::directoriesAboveAreNotLookedAt()
{
    m_project->makeRepository();
    m_project->write(u"project/inner/.git"_s, "gitdir: nowhere\n");
    QVERIFY(!read(m_project->path(u"project/inner"_s)).status);
    QDir().mkpath(m_project->path(u"project/empty/.git"_s));
    QVERIFY(!read(m_project->path(u"project/empty"_s)).status);
}

void GitStatusReaderTest::nothingTheRepositoryNamesIsRun_data()
{
    QTest::addColumn<QString>("way");
    for (const char *way :
         {"core.fsmonitor", "hook", "hook directory", "clean filter", "process filter",
          "filter with = in its name", "filter of an included file", "filter of the user's name",
          "filter of the working tree", "attributes of the repository", "submodule", "promisor",
          "promisor by helper", "core.worktree", "git in PATH"})
        QTest::newRow(way) << QString::fromLatin1(way);
}

/// Each way leaves a mark when plain git takes it: the test shows that it would, and that it does not with
/// us.
void GitStatusReaderTest::nothingTheRepositoryNamesIsRun()
{
    QFETCH(QString, way);
    const QString mark = m_project->path(u"mark"_s);
    const QString touch = u"touch '%1'"_s.arg(mark);
    const QByteArray script = "#!/bin/sh\n" + touch.toUtf8() + "\ncat\n";
    const auto configure = [this](const QString &key, const QString &value) {
        m_project->git({u"config"_s, key, value});
    };
    const QString filter = touch + u"; cat"_s;
    m_project->makeRepository();
    QProcessEnvironment environment = m_project->environment();
    bool isHarmlessInItself = false; // plain git does not take this way either, on this version
    if (way == u"core.fsmonitor") {
        configure(way, touch + u"; false"_s);
    } else if (way == u"hook") {
        m_project->write(u"project/.git/hooks/post-index-change"_s, script, true);
    } else if (way == u"hook directory") {
        m_project->write(u"project/tools/post-index-change"_s, script, true);
        configure(u"core.hooksPath"_s, u"tools"_s);
    } else if (way == u"clean filter") {
        m_project->write(u"project/.gitattributes"_s, "*.txt filter=evil\n");
        configure(u"filter.evil.clean"_s, filter);
    } else if (way == u"process filter") {
        m_project->write(u"project/.gitattributes"_s, "*.txt filter=evil\n");
        configure(u"filter.evil.process"_s, filter);
    } else if (way == u"filter with = in its name") {
        m_project->write(u"project/.gitattributes"_s, "*.txt filter=e=v.i\n");
        configure(u"filter.e=v.i.clean"_s, filter);
    } else if (way == u"filter of an included file") {
        m_project->write(u"project/.gitattributes"_s, "*.txt filter=evil\n");
        m_project->write(u"project/tools/config"_s,
                         "[filter \"evil\"]\nclean = \"" + filter.toUtf8() + "\"\n");
        configure(u"include.path"_s, u"../tools/config"_s);
    } else if (way == u"filter of the user's name") {
        m_project->git({u"config"_s, u"--global"_s, u"filter.lfs.clean"_s, u"cat"_s});
        m_project->git({u"config"_s, u"--global"_s, u"filter.lfs.required"_s, u"true"_s});
        m_project->write(u"project/.gitattributes"_s, "*.txt filter=lfs\n");
        configure(u"filter.lfs.clean"_s, filter);
    } else if (way == u"filter of the working tree") {
        m_project->write(u"project/.gitattributes"_s, "*.txt filter=evil\n");
        configure(u"extensions.worktreeConfig"_s, u"true"_s);
        m_project->git({u"config"_s, u"--worktree"_s, u"filter.evil.clean"_s, filter});
    } else if (way == u"attributes of the repository") {
        m_project->write(u"project/.git/info/attributes"_s, "*.txt filter=evil\n");
        configure(u"filter.evil.clean"_s, filter);
    } else if (way == u"submodule") {
        m_project->git({u"submodule"_s, u"--quiet"_s, u"add"_s, m_project->root(), u"sub"_s});
        m_project->write(u"project/sub/.gitattributes"_s, "*.txt filter=evil\n");
        m_project->git(u"project/sub"_s, {u"config"_s, u"filter.evil.clean"_s, filter});
    } else if (way.startsWith(u"promisor")) {
        m_project->write(u"project/directory/b.txt"_s, "b\n");
        m_project->commit();
        const QString tree = m_project->git({u"rev-parse"_s, u"HEAD^{tree}"_s});
        QVERIFY(QFile::remove(
            m_project->path(u"project/.git/objects/%1/%2"_s.arg(tree.first(2), tree.sliced(2)))));
        configure(u"core.repositoryFormatVersion"_s, u"1"_s);
        configure(u"extensions.partialClone"_s, u"origin"_s);
        configure(u"remote.origin.promisor"_s, u"true"_s);
        configure(u"remote.origin.url"_s,
                  way == u"promisor" ? m_project->path(u"elsewhere"_s) : u"ext::sh -c touch% "_s + mark);
        configure(u"remote.origin.uploadpack"_s, touch + u"; false"_s);
        if (way == u"promisor by helper")
            configure(u"protocol.ext.allow"_s, u"always"_s);
        QDir().mkpath(m_project->path(u"elsewhere"_s));
    } else if (way == u"core.worktree") {
        QDir().mkpath(m_project->path(u"elsewhere"_s));
        configure(way, m_project->path(u"elsewhere"_s));
        m_project->write(u"elsewhere/a.txt"_s, "b\n");
        m_project->write(u"elsewhere/.gitattributes"_s, "*.txt filter=evil\n");
        configure(u"filter.evil.clean"_s, filter);
    } else if (way == u"git in PATH") {
        m_project->write(u"project/bin/git"_s, script, true);
        environment.insert(u"PATH"_s,
                           m_project->path(u"project/bin"_s) + u":."_s + u":bin:"_s
                               + environment.value(u"PATH"_s));
        isHarmlessInItself = true; // the git of this test is called without it
    }
    // The same size and another time: git must look inside to know.
    const auto touchFiles = [this] {
        for (const QString &name : {u"project/a.txt"_s, u"project/sub/a.txt"_s}) {
            QFile file(m_project->path(name));
            if (file.exists()
                && (!file.open(QIODevice::ReadWrite)
                    || !file.setFileTime(QDateTime::currentDateTime().addSecs(-60),
                                         QFileDevice::FileModificationTime)))
                qFatal("cannot touch");
        }
    };

    touchFiles();
    QFile::remove(mark); // setting up may have left one
    read(m_project->root(), {}, &environment);
    QVERIFY2(!QFile::exists(mark), "it was run");

    touchFiles();
    m_project->git(u"project"_s, {u"status"_s, u"--porcelain=v2"_s, u"--branch"_s}, false);
    QCOMPARE(QFile::exists(mark), !isHarmlessInItself);
}

void GitStatusReaderTest::theUsersOwnFilterStillRuns()
{
    m_project->git({u"init"_s, u"--quiet"_s});
    m_project->git({u"config"_s, u"--global"_s, u"filter.upper.clean"_s, u"tr a-z A-Z"_s});
    m_project->write(u"project/.gitattributes"_s, "*.txt filter=upper\n");
    m_project->write(u"project/a.txt"_s, "abc\n");
    m_project->commit();
    m_project->write(u"project/a.txt"_s, "ABC\n"); // the same as before once filtered
    QCOMPARE(read(m_project->root()).status->changed, 0);
}

void GitStatusReaderTest::nothingIsWritten()
{
    m_project->makeRepository();
    m_project->age();
    const QFileInfo index(m_project->path(u"project/.git/index"_s));
    const QDateTime before = index.lastModified();
    m_project->write(u"project/a.txt"_s, "a\n"); // only the time is another: git would note it in the index
    QVERIFY(read(m_project->root()).status);
    QCOMPARE(QFileInfo(index.filePath()).lastModified(), before);
    QVERIFY(!QFile::exists(m_project->path(u"project/.git/index.lock"_s)));
}

void GitStatusReaderTest::anUnchangedRepositoryCostsNoChild()
{
    m_project->makeRepository();
    m_project->makeUpstream();
    m_project->age();
    const QProcessEnvironment counting = withCountingGit();
    GitReading reading = read(m_project->root(), {}, &counting);
    QCOMPARE(calls(), 2);
    const GitStatus first = *reading.status;
    for (int i = 0; i < 10; ++i)
        reading = read(m_project->root(), reading, &counting);
    QCOMPARE(*reading.status, first);
    QCOMPARE(calls(), 2);
}

void GitStatusReaderTest::everyChangeIsSeen_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::newRow("a commit") << QStringList{u"commit"_s, u"--quiet"_s, u"--allow-empty"_s, u"-m"_s, u"x"_s};
    QTest::newRow("another branch") << QStringList{u"checkout"_s, u"--quiet"_s, u"-b"_s, u"other"_s};
    QTest::newRow("a moved branch") << QStringList{u"reset"_s, u"--quiet"_s, u"--soft"_s, u"HEAD~1"_s};
    QTest::newRow("an upstream less") << QStringList{u"branch"_s, u"--unset-upstream"_s};
    QTest::newRow("an upstream that moved")
        << QStringList{u"update-ref"_s, u"refs/remotes/origin/main"_s, u"HEAD"_s};
    QTest::newRow("a pushed commit") << QStringList{u"push"_s, u"--quiet"_s};
    QTest::newRow("something staged") << QStringList{u"rm"_s, u"--quiet"_s, u"--cached"_s, u"a.txt"_s};
}

void GitStatusReaderTest::everyChangeIsSeen()
{
    QFETCH(QStringList, command);
    m_project->makeRepository();
    m_project->makeUpstream();
    m_project->commit();
    m_project->age();
    const GitReading before = read(m_project->root());
    QVERIFY(before.stamp.isUnchanged());
    m_project->git(command);
    QVERIFY(!before.stamp.isUnchanged());
    const GitReading after = read(m_project->root(), before);
    QVERIFY(after.status);
    QVERIFY(*after.status != *before.status);
    QCOMPARE(*after.status, *read(m_project->root()).status);
}

void GitStatusReaderTest::whatHasJustChangedIsReadAgain()
{
    m_project->makeRepository();
    const GitReading reading = read(m_project->root());
    QVERIFY(reading.status);
    QVERIFY(!reading.stamp.isUnchanged()); // more may have happened in the same tick
    QVERIFY(!GitStamp().isUnchanged());
}

void GitStatusReaderTest::aGitThatHangsIsLeftAlone()
{
    m_project->makeRepository();
    m_project->write(u"bin/git"_s, "#!/bin/sh\nexec sleep 60\n", true);
    QProcessEnvironment environment = m_project->environment();
    environment.insert(u"PATH"_s, m_project->path(u"bin"_s) + u":/usr/bin:/bin"_s);
    QElapsedTimer clock;
    clock.start();
    QVERIFY(!read(m_project->root(), {}, &environment).status);
    QVERIFY2(clock.elapsed() >= 1900, qPrintable(QString::number(clock.elapsed())));
}

void GitStatusReaderTest::destroyingItCancels()
{
    m_project->makeRepository();
    m_project->write(u"bin/git"_s,
                     "#!/bin/sh\ntouch '" + m_project->path(u"started"_s).toUtf8() + "'\nexec sleep 60\n",
                     true);
    QProcessEnvironment environment = m_project->environment();
    environment.insert(u"PATH"_s, m_project->path(u"bin"_s) + u":/usr/bin:/bin"_s);
    bool isAnswered = false;
    auto reader = std::make_unique<GitStatusReader>(m_project->root(), environment, GitReading{},
                                                    [&isAnswered](const GitReading &) { isAnswered = true; });
    QTRY_VERIFY(QFile::exists(m_project->path(u"started"_s)));
    reader.reset();
    QTest::qWait(50);
    QVERIFY(!isAnswered);
}

QTEST_GUILESS_MAIN(GitStatusReaderTest)
#include "tst_gitstatusreader.moc"
