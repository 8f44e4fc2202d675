// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/statusline/gitinvocation.h"
#include "gitproject.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Which git is asked, with which overrides. Nothing is run here; that the overrides work is
/// tst_gitstatusreader's.
class GitInvocationTest : public QObject
{
    Q_OBJECT

private slots:
    void gitIsNeverTheProjects_data();
    void gitIsNeverTheProjects();
    void theEnvironmentIsOurs();
    void filtersOfTheRepositoryAreReplaced_data();
    void filtersOfTheRepositoryAreReplaced();
    void whatCannotBeDisarmedIsNotAsked_data();
    void whatCannotBeDisarmedIsNotAsked();

private:
    static QStringList overrides(const ChildCommand &command)
    {
        QStringList result;
        const int count = command.environment.value(u"GIT_CONFIG_COUNT"_s).toInt();
        for (int i = 0; i < count; ++i)
            result += command.environment.value(u"GIT_CONFIG_KEY_%1"_s.arg(i)) + u'='
                + command.environment.value(u"GIT_CONFIG_VALUE_%1"_s.arg(i));
        result.sort();
        return result;
    }
    std::optional<GitInvocation> found(const QString &path) const
    {
        QProcessEnvironment environment;
        environment.insert(u"PATH"_s, path);
        return GitInvocation::find(m_project.root(), environment);
    }

    GitProject m_project;
};

void GitInvocationTest::gitIsNeverTheProjects_data()
{
    QTest::addColumn<QString>("path"); // %1: where the projects are
    QTest::addColumn<QString>("program");
    QTest::newRow("the user's") << u"%1/bin"_s << u"%1/bin/git"_s;
    QTest::newRow("the first") << u"%1/none:%1/bin:%1/other"_s << u"%1/bin/git"_s;
    QTest::newRow("not inside the project") << u"%1/project/node_modules/.bin:%1/bin"_s << u"%1/bin/git"_s;
    QTest::newRow("not the project itself") << u"%1/project:%1/bin"_s << u"%1/bin/git"_s;
    QTest::newRow("not through a link to it") << u"%1/link:%1/bin"_s << u"%1/bin/git"_s;
    QTest::newRow("not through a link of the program") << u"%1/linked:%1/bin"_s << u"%1/bin/git"_s;
    QTest::newRow("not the working directory") << u".::bin:%1/bin"_s << u"%1/bin/git"_s;
    QTest::newRow("a neighbour with a similar name")
        << u"%1/project-tools:%1/bin"_s << u"%1/project-tools/git"_s;
    QTest::newRow("nowhere") << u"%1/none:%1/project"_s << QString();
    QTest::newRow("no PATH") << QString() << QString();
}

void GitInvocationTest::gitIsNeverTheProjects()
{
    QFETCH(QString, path);
    QFETCH(QString, program);
    for (const QString &place : {u"bin/git"_s, u"other/git"_s, u"project/git"_s,
                                 u"project/node_modules/.bin/git"_s, u"project-tools/git"_s})
        m_project.write(place, "#!/bin/sh\n", true);
    QFile::link(m_project.root(), m_project.path(u"link"_s));
    QDir().mkpath(m_project.path(u"linked"_s));
    QFile::link(m_project.path(u"project/git"_s), m_project.path(u"linked/git"_s));
    const QString base = m_project.path(QString()) + u'/';
    const auto withBase = [&base](QString text) { return text.replace(u"%1/"_s, base); };

    const auto invocation = found(withBase(path));
    QCOMPARE(invocation.has_value(), !program.isEmpty());
    if (!invocation)
        return;
    const ChildCommand command = invocation->filterQuery();
    QCOMPARE(command.program, withBase(program));
    for (const QString &directory : command.environment.value(u"PATH"_s).split(u':')) {
        QVERIFY2(QDir::isAbsolutePath(directory), qPrintable(directory)); // git looks for filters there
        QVERIFY2(!QFileInfo(directory).canonicalFilePath().startsWith(m_project.root() + u'/'),
                 qPrintable(directory));
    }
}

void GitInvocationTest::theEnvironmentIsOurs()
{
    m_project.write(u"bin/git"_s, "#!/bin/sh\n", true);
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, m_project.path(u"bin"_s));
    environment.insert(u"HOME"_s, u"/home/x"_s);
    environment.insert(u"GIT_DIR"_s, u"/elsewhere"_s);
    environment.insert(u"GIT_EXTERNAL_DIFF"_s, u"/bin/touch"_s);
    environment.insert(u"GIT_CONFIG_COUNT"_s, u"7"_s);
    const auto invocation = GitInvocation::find(m_project.root(), environment);
    QVERIFY(invocation);
    for (const ChildCommand &command : {invocation->filterQuery(), invocation->statusQuery()}) {
        QCOMPARE(command.workingDirectory, m_project.root());
        QCOMPARE(command.environment.value(u"HOME"_s), u"/home/x"_s);
        QVERIFY(!command.environment.contains(u"GIT_DIR"_s));
        QVERIFY(!command.environment.contains(u"GIT_EXTERNAL_DIFF"_s));
        QCOMPARE(command.environment.value(u"GIT_OPTIONAL_LOCKS"_s), u"0"_s);
        QCOMPARE(command.environment.value(u"GIT_NO_LAZY_FETCH"_s), u"1"_s);
        QVERIFY(command.environment.contains(u"GIT_ALLOW_PROTOCOL"_s));
        QCOMPARE(command.environment.value(u"GIT_ALLOW_PROTOCOL"_s), QString());
        QCOMPARE(overrides(command),
                 (QStringList{u"core.fsmonitor=false"_s, u"core.hooksPath=/dev/null"_s,
                              u"safe.bareRepository=explicit"_s}));
        QVERIFY(command.maximumOutput <= 1024 * 1024);
    }
    QVERIFY(invocation->statusQuery().arguments.contains(u"--ignore-submodules=dirty"_s));
}

void GitInvocationTest::filtersOfTheRepositoryAreReplaced_data()
{
    QTest::addColumn<QByteArray>("configured"); // scope, key and value; NUL as "|", LF as "/"
    QTest::addColumn<QStringList>("expected");
    const auto none = [](const QString &name) {
        return QStringList{u"filter.%1.clean="_s.arg(name), u"filter.%1.process="_s.arg(name),
                           u"filter.%1.required=false"_s.arg(name), u"filter.%1.smudge="_s.arg(name)};
    };
    QTest::newRow("none") << QByteArray() << QStringList();
    QTest::newRow("only the user's") << QByteArray(
        "global|filter.lfs.clean/git-lfs clean|system|filter.x.process/p|")
                                     << QStringList();
    QTest::newRow("the repository's") << QByteArray("local|filter.evil.clean/touch x|") << none(u"evil"_s);
    QTest::newRow("of its working tree")
        << QByteArray("worktree|filter.evil.process/touch x|") << none(u"evil"_s);
    QTest::newRow("of a scope nobody knows")
        << QByteArray("later|filter.evil.process/touch x|") << none(u"evil"_s);
    QTest::newRow("dots and equals signs in the name")
        << QByteArray("local|filter.a.b=c d.clean/touch x|") << none(u"a.b=c d"_s);
    QTest::newRow("without a value") << QByteArray("local|filter.evil.required|") << none(u"evil"_s);
    QTest::newRow("the user's is put back")
        << QByteArray("global|filter.lfs.clean/git-lfs clean|local|filter.lfs.process/touch x|")
        << QStringList{u"filter.lfs.clean=git-lfs clean"_s, u"filter.lfs.process="_s,
                       u"filter.lfs.required=false"_s, u"filter.lfs.smudge="_s};
    QTest::newRow("the last of the user's counts")
        << QByteArray("system|filter.x.clean/a|global|filter.x.clean/b|local|filter.x.clean/touch x|")
        << QStringList{u"filter.x.clean=b"_s, u"filter.x.process="_s, u"filter.x.required=false"_s,
                       u"filter.x.smudge="_s};
    QTest::newRow("a key that is no driver's") << QByteArray("local|filter.clean/touch x|") << QStringList();
}

void GitInvocationTest::filtersOfTheRepositoryAreReplaced()
{
    QFETCH(QByteArray, configured);
    QFETCH(QStringList, expected);
    m_project.write(u"bin/git"_s, "#!/bin/sh\n", true);
    auto invocation = found(m_project.path(u"bin"_s));
    QVERIFY(invocation);
    configured.append("command|core.fsmonitor/false|");
    QVERIFY(invocation->disarm(configured.replace('|', '\0').replace('/', '\n')));
    expected += overrides(found(m_project.path(u"bin"_s))->statusQuery());
    expected.sort();
    QCOMPARE(overrides(invocation->statusQuery()), expected);
}

void GitInvocationTest::whatCannotBeDisarmedIsNotAsked_data()
{
    QTest::addColumn<QByteArray>("configured");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a git that does not heed") << QByteArray("local|core.fsmonitor/touch x|");
    QTest::newRow("one that says otherwise") << QByteArray("command|core.fsmonitor/true|");
    QTest::newRow("cut off") << QByteArray("command|core.fsmonitor/false|local|filter.x.cle");
    QTest::newRow("no scopes") << QByteArray("core.fsmonitor/false|");
    QTest::newRow("a name that is no text")
        << QByteArray("command|core.fsmonitor/false|local|filter.\xff.clean/touch x|");
    QByteArray many = "command|core.fsmonitor/false|";
    for (int i = 0; i < 65; ++i)
        many += "local|filter." + QByteArray::number(i) + ".clean/touch x|";
    QTest::newRow("very many") << many;
}

void GitInvocationTest::whatCannotBeDisarmedIsNotAsked()
{
    QFETCH(QByteArray, configured);
    m_project.write(u"bin/git"_s, "#!/bin/sh\n", true);
    auto invocation = found(m_project.path(u"bin"_s));
    QVERIFY(invocation);
    QVERIFY(!invocation->disarm(configured.replace('|', '\0').replace('/', '\n')));
}

QTEST_APPLESS_MAIN(GitInvocationTest)
#include "tst_gitinvocation.moc"
