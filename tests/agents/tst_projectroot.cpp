// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/projectroot.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Which project a directory belongs to.
class ProjectRootTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void theNearestRepositoryIsTheProject();
    void aWorktreeHasAFileInsteadOfADirectory();
    void aNestedRepositoryIsAProjectOfItsOwn();
    void withoutARepositoryItIsTheDirectoryItself();
    void theHomeDirectoryIsAProjectOnlyWhenAsked();
    void linksLeadToTheRealPlace();
    void whatIsNoDirectoryHasNone_data();
    void whatIsNoDirectoryHasNone();

private:
    QString make(const QString &directory) const
    {
        return QDir(m_root).mkpath(directory) ? m_root + u'/' + directory : QString();
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_root; ///< canonical
    QByteArray m_home = qgetenv("HOME");
};

void ProjectRootTest::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_root = QDir(m_dir->path()).canonicalPath();
    qputenv("HOME", QFile::encodeName(make(u"home"_s)));
}

void ProjectRootTest::cleanup()
{
    qputenv("HOME", m_home);
}

void ProjectRootTest::theNearestRepositoryIsTheProject()
{
    make(u"home/p/.git"_s);
    const QString below = make(u"home/p/a/b"_s);
    QCOMPARE(projectRoot(below), m_root + u"/home/p"_s);
    QCOMPARE(projectRoot(below + u"/../"_s), m_root + u"/home/p"_s);
    QCOMPARE(projectRoot(m_root + u"/home/p"_s), m_root + u"/home/p"_s);
}

void ProjectRootTest::aWorktreeHasAFileInsteadOfADirectory()
{
    const QString below = make(u"w/a"_s);
    QFile git(m_root + u"/w/.git"_s);
    QVERIFY(git.open(QIODevice::WriteOnly));
    QCOMPARE(projectRoot(below), m_root + u"/w"_s);
}

void ProjectRootTest::aNestedRepositoryIsAProjectOfItsOwn()
{
    make(u"p/.git"_s);
    make(u"p/vendor/q/.git"_s);
    const QString below = make(u"p/vendor/q/src"_s);
    QCOMPARE(projectRoot(below), m_root + u"/p/vendor/q"_s);
    QCOMPARE(projectRoot(m_root + u"/p/vendor"_s), m_root + u"/p"_s);
}

void ProjectRootTest::withoutARepositoryItIsTheDirectoryItself()
{
    const QString below = make(u"home/x/y"_s);
    QCOMPARE(projectRoot(below), below);
    QCOMPARE(projectRoot(u"/"_s), u"/"_s);
}

void ProjectRootTest::theHomeDirectoryIsAProjectOnlyWhenAsked()
{
    make(u".git"_s); // above the home directory
    const QString home = make(u"home"_s);
    make(u"home/.git"_s);
    const QString below = make(u"home/x/y"_s);
    QCOMPARE(projectRoot(below), below);
    QCOMPARE(projectRoot(home), home);
    QCOMPARE(projectRoot(m_root), m_root);
    QCOMPARE(projectRoot(make(u"homestead/z"_s)), m_root + u"/homestead/z"_s); // above home is no project either
}

void ProjectRootTest::linksLeadToTheRealPlace()
{
    make(u"p/.git"_s);
    const QString below = make(u"p/a"_s);
    make(u"elsewhere/.git"_s);
    QVERIFY(QFile::link(below, m_root + u"/elsewhere/link"_s));
    QCOMPARE(projectRoot(m_root + u"/elsewhere/link"_s), m_root + u"/p"_s);
}

void ProjectRootTest::whatIsNoDirectoryHasNone_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("nothing") << QString();
    QTest::newRow("relative") << u"."_s;
    QTest::newRow("missing") << u"/no/such"_s;
    QTest::newRow("a file") << u"/etc/passwd"_s;
    QTest::newRow("a resource") << u":/qt-project.org"_s;
}

void ProjectRootTest::whatIsNoDirectoryHasNone()
{
    QFETCH(QString, path);
    QCOMPARE(projectRoot(path), QString());
}

QTEST_APPLESS_MAIN(ProjectRootTest)
#include "tst_projectroot.moc"
