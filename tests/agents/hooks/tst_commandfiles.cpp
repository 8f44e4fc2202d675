// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/commandfiles.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Which files of a project a command stands for: their content is what is trusted.
class CommandFilesTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void filesAreFound_data();
    void filesAreFound();
    void argumentsCount();
    void linksCountAsWhatTheyLeadTo();
    void theDirectoryIsReplaced_data();
    void theDirectoryIsReplaced();
    void tooManyFilesAreRefused();

private:
    void make(const QString &path) const
    {
        const QString absolute = m_directory.filePath(path);
        QVERIFY(QDir().mkpath(QFileInfo(absolute).path()));
        QFile file(absolute);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QStringList found(const QString &command, const QStringList &arguments = {}) const
    {
        const auto files = projectFilesOf(command, arguments, m_places);
        if (!files)
            return {files.error().message};
        QStringList names;
        for (const QString &file : *files)
            names += QDir(m_directory.path()).relativeFilePath(file);
        return names;
    }

    QTemporaryDir m_directory;
    CommandPlaces m_places;
};

void CommandFilesTest::initTestCase()
{
    for (const char *path : {"a project/.claude/hooks/check.sh", "a project/.claude/hooks/bare.py", "a project/.codexplus/hooks/bare.py",
                             "a project/scripts/x.js", "a project/sub/y.sh", "a project/tool", "outside.sh", "a project/with blank.sh"})
        make(QString::fromLatin1(path));
    m_places.projectRoot = QFileInfo(m_directory.filePath(u"a project"_s)).canonicalFilePath();
    m_places.workingDirectory = m_places.projectRoot + u"/sub"_s;
}

void CommandFilesTest::filesAreFound_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QStringList>("files");
    const auto row = [](const char *command, const QStringList &files) {
        QStringList below;
        for (const QString &file : files)
            below += u"a project/"_s + file;
        QTest::newRow(command) << QString::fromUtf8(command) << below;
    };
    const QString check = u".claude/hooks/check.sh"_s;
    row("\"$CLAUDE_PROJECT_DIR\"/.claude/hooks/check.sh", {check});
    row("$CLAUDE_PROJECT_DIR/.claude/hooks/check.sh --fix", {check});
    row("${CLAUDE_PROJECT_DIR}/.claude/hooks/check.sh", {check});
    row("\"${CLAUDE_PROJECT_DIR:-.}\"/.claude/hooks/check.sh", {check});
    row("bash \"$(git rev-parse --show-toplevel)/.claude/hooks/check.sh\"", {check});
    row(".claude/hooks/check.sh", {check});
    row("./.claude/hooks/check.sh", {check});
    row("cat | sh .claude/hooks/check.sh && true", {check});
    row("sh -c 'sh .claude/hooks/check.sh; true'", {check});
    row("SCRIPT=.claude/hooks/check.sh sh $SCRIPT", {check});
    row("cd .claude/hooks && ./check.sh", {check});
    row("node scripts/x.js", {u"scripts/x.js"_s});
    row("./y.sh", {u"sub/y.sh"_s}); // of the working directory
    row("sh ../scripts/x.js", {u"scripts/x.js"_s});
    row("bare.py", {u".codexplus/hooks/bare.py"_s, u".claude/hooks/bare.py"_s});
    row("tool", {u"tool"_s});
    row("'./with blank.sh'", {u"with blank.sh"_s});
    row("npm run lint", {});
    row("/bin/sh ../../outside.sh", {});
    row("~/x.sh", {});
    row("jq -r .tool_input.file_path", {});
    row("", {});
    row("sh 'open .claude/hooks/check.sh", {check});
}

void CommandFilesTest::filesAreFound()
{
    QFETCH(QString, command);
    QTEST(found(command), "files");
}

void CommandFilesTest::argumentsCount()
{
    QCOMPARE(found(u"python3"_s, {u"-u"_s, u"${CLAUDE_PROJECT_DIR}/scripts/x.js"_s}), QStringList{u"a project/scripts/x.js"_s});
    QCOMPARE(found(u"sh"_s, {u"with blank.sh"_s}), QStringList{u"a project/with blank.sh"_s});
}

void CommandFilesTest::linksCountAsWhatTheyLeadTo()
{
    QVERIFY(QFile::link(m_directory.filePath(u"outside.sh"_s), m_places.projectRoot + u"/link.sh"_s));
    QCOMPARE(found(u"sh ../link.sh"_s), QStringList{u"outside.sh"_s});
}

void CommandFilesTest::theDirectoryIsReplaced_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("result");
    const auto row = [](const char *text, const char *result) { QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(result); };
    row("$CLAUDE_PROJECT_DIR", "/r");
    row("a${CLAUDE_PROJECT_DIR}b", "a/rb");
    row("$CLAUDE_PROJECT_DIR/x $CLAUDE_PROJECT_DIR", "/r/x /r");
    row("$CLAUDE_PROJECT_DIRECTORY $CLAUDE_PROJECT_DIR_2", "$CLAUDE_PROJECT_DIRECTORY $CLAUDE_PROJECT_DIR_2");
    row("$OTHER", "$OTHER");
}

void CommandFilesTest::theDirectoryIsReplaced()
{
    QFETCH(QString, text);
    QTEST(withProjectDirectory(text, u"/r"_s), "result");
    QCOMPARE(withProjectDirectory(text, u"$CLAUDE_PROJECT_DIR"_s).count(u"CLAUDE"), text.count(u"CLAUDE")); // ends
}

void CommandFilesTest::tooManyFilesAreRefused()
{
    QString command = u"cat"_s;
    for (int i = 0; i < 65; ++i) {
        make(u"a project/many/%1"_s.arg(i));
        command += u" many/%1"_s.arg(i);
    }
    QVERIFY(found(command).constFirst().contains(u"64"));
}

QTEST_GUILESS_MAIN(CommandFilesTest)
#include "tst_commandfiles.moc"
