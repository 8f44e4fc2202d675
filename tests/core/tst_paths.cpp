// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/paths.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Where things are kept, and that nobody else can look in.
class PathsTest : public QObject
{
    Q_OBJECT

private slots:
    void directoriesFollowXdgAndOurOwnVariables_data();
    void directoriesFollowXdgAndOurOwnVariables();
    void aRelativeOverrideBecomesAbsolute();
    void withoutAHomeTheMessageNamesWhatToSet_data();
    void withoutAHomeTheMessageNamesWhatToSet();
    void theSettingsFileLiesInTheConfigurationDirectory();

    void aPrivateDirectoryIsCreatedWithItsParents();
    void itIsPrivateWhateverTheUmaskSays();
    void anOpenDirectoryIsMadePrivate();
    void aPrivateDirectoryKeepsItsMode();
    void whatIsNoDirectoryOfOursIsRefused_data();
    void whatIsNoDirectoryOfOursIsRefused();
    void aParentThatIsAFileIsReported();

private:
    static QProcessEnvironment environment(const QStringList &assignments)
    {
        QProcessEnvironment result;
        for (const QString &assignment : assignments)
            result.insert(assignment.section(u'=', 0, 0), assignment.section(u'=', 1));
        return result;
    }
    static int modeOf(const QString &path)
    {
        struct stat info = {};
        return ::stat(QFile::encodeName(path).constData(), &info) == 0 ? int(info.st_mode & 07777) : -1;
    }
};

void PathsTest::directoriesFollowXdgAndOurOwnVariables_data()
{
    QTest::addColumn<QStringList>("variables");
    QTest::addColumn<QStringList>("expected"); // config, data, runtime
    const auto row = [](const char *name, const QStringList &variables, const QString &config, const QString &data,
                        const QString &runtime) { QTest::newRow(name) << variables << QStringList{config, data, runtime}; };
    row("only HOME", {u"HOME=/h"_s}, u"/h/.config/codex-plus"_s, u"/h/.local/state/codex-plus"_s,
        u"/h/.local/state/codex-plus/run"_s);
    row("XDG", {u"HOME=/h"_s, u"XDG_CONFIG_HOME=/c"_s, u"XDG_STATE_HOME=/s"_s, u"XDG_RUNTIME_DIR=/r"_s},
        u"/c/codex-plus"_s, u"/s/codex-plus"_s, u"/r/codex-plus"_s);
    row("relative XDG values do not count", {u"HOME=/h"_s, u"XDG_CONFIG_HOME=c"_s, u"XDG_STATE_HOME=./s"_s, u"XDG_RUNTIME_DIR=r"_s},
        u"/h/.config/codex-plus"_s, u"/h/.local/state/codex-plus"_s, u"/h/.local/state/codex-plus/run"_s);
    row("empty XDG values do not count", {u"HOME=/h"_s, u"XDG_CONFIG_HOME="_s, u"XDG_STATE_HOME="_s, u"XDG_RUNTIME_DIR="_s},
        u"/h/.config/codex-plus"_s, u"/h/.local/state/codex-plus"_s, u"/h/.local/state/codex-plus/run"_s);
    row("our own win over XDG",
        {u"HOME=/h"_s, u"XDG_CONFIG_HOME=/c"_s, u"XDG_STATE_HOME=/s"_s, u"XDG_RUNTIME_DIR=/r"_s,
         u"CODEX_PLUS_CONFIG_DIR=/a"_s, u"CODEX_PLUS_DATA_DIR=/b"_s, u"CODEX_PLUS_RUNTIME_DIR=/d"_s},
        u"/a"_s, u"/b"_s, u"/d"_s);
    row("runtime follows moved data", {u"HOME=/h"_s, u"CODEX_PLUS_DATA_DIR=/b"_s}, u"/h/.config/codex-plus"_s, u"/b"_s,
        u"/b/run"_s);
    row("no HOME is needed with both of ours", {u"CODEX_PLUS_CONFIG_DIR=/a"_s, u"CODEX_PLUS_DATA_DIR=/b"_s}, u"/a"_s,
        u"/b"_s, u"/b/run"_s);
    row("no HOME is needed with XDG", {u"XDG_CONFIG_HOME=/c"_s, u"XDG_STATE_HOME=/s"_s}, u"/c/codex-plus"_s,
        u"/s/codex-plus"_s, u"/s/codex-plus/run"_s);
    row("paths are cleaned", {u"HOME=/h/../g//"_s, u"CODEX_PLUS_DATA_DIR=/b/./c/"_s}, u"/g/.config/codex-plus"_s,
        u"/b/c"_s, u"/b/c/run"_s);
}

void PathsTest::directoriesFollowXdgAndOurOwnVariables()
{
    QFETCH(QStringList, variables);
    QFETCH(QStringList, expected);
    auto paths = Paths::fromEnvironment(environment(variables));
    QVERIFY2(bool(paths), paths ? "" : qPrintable(paths.error().message));
    QCOMPARE((QStringList{paths->config, paths->data, paths->runtime}), expected);
}

void PathsTest::aRelativeOverrideBecomesAbsolute()
{
    auto paths = Paths::fromEnvironment(environment({u"HOME=/h"_s, u"CODEX_PLUS_DATA_DIR=here"_s}));
    QVERIFY(paths);
    QCOMPARE(paths->data, QDir::current().absoluteFilePath(u"here"_s));
}

void PathsTest::withoutAHomeTheMessageNamesWhatToSet_data()
{
    QTest::addColumn<QStringList>("variables");
    QTest::addColumn<QStringList>("named");
    QTest::addColumn<QStringList>("notNamed");
    const QStringList both{u"HOME"_s, u"CODEX_PLUS_CONFIG_DIR"_s, u"CODEX_PLUS_DATA_DIR"_s};
    QTest::newRow("nothing") << QStringList() << both << QStringList();
    QTest::newRow("empty HOME") << QStringList{u"HOME="_s} << both << QStringList();
    QTest::newRow("relative HOME") << QStringList{u"HOME=h"_s} << both << QStringList();
    QTest::newRow("only the data directory") << QStringList{u"CODEX_PLUS_DATA_DIR=/b"_s}
                                             << QStringList{u"HOME"_s, u"CODEX_PLUS_CONFIG_DIR"_s}
                                             << QStringList{u"CODEX_PLUS_DATA_DIR"_s};
}

void PathsTest::withoutAHomeTheMessageNamesWhatToSet()
{
    QFETCH(QStringList, variables);
    QFETCH(QStringList, named);
    QFETCH(QStringList, notNamed);
    auto paths = Paths::fromEnvironment(environment(variables));
    QVERIFY(!paths);
    QCOMPARE(paths.error().code, Error::Code::NotFound);
    for (const QString &name : named)
        QVERIFY2(paths.error().message.contains(name), qPrintable(paths.error().message));
    for (const QString &name : notNamed)
        QVERIFY2(!paths.error().message.contains(name), qPrintable(paths.error().message));
}

void PathsTest::theSettingsFileLiesInTheConfigurationDirectory()
{
    QCOMPARE((Paths{u"/c"_s, u"/d"_s, u"/r"_s}.settingsFile()), u"/c/settings.json"_s);
}

void PathsTest::aPrivateDirectoryIsCreatedWithItsParents()
{
    QTemporaryDir top;
    const QString path = top.filePath(u"a/b/c"_s);
    QVERIFY(ensurePrivateDirectory(path));
    QCOMPARE(modeOf(path), 0700);
    QVERIFY(ensurePrivateDirectory(path)); // and it is there now
}

void PathsTest::itIsPrivateWhateverTheUmaskSays()
{
    QTemporaryDir top;
    const mode_t before = ::umask(0);
    const auto created = ensurePrivateDirectory(top.filePath(u"d"_s));
    ::umask(before);
    QVERIFY(created);
    QCOMPARE(modeOf(top.filePath(u"d"_s)), 0700);
}

void PathsTest::anOpenDirectoryIsMadePrivate()
{
    QTemporaryDir top;
    const QString path = top.filePath(u"d"_s);
    QVERIFY(QDir().mkdir(path));
    for (const mode_t open : {0755, 0710, 0701, 0777}) {
        QCOMPARE(::chmod(QFile::encodeName(path).constData(), open), 0);
        QVERIFY(ensurePrivateDirectory(path));
        QCOMPARE(modeOf(path), 0700);
    }
}

void PathsTest::aPrivateDirectoryKeepsItsMode()
{
    QTemporaryDir top;
    const QString path = top.filePath(u"d"_s);
    QVERIFY(QDir().mkdir(path));
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0500), 0);
    QVERIFY(ensurePrivateDirectory(path));
    QCOMPARE(modeOf(path), 0500);
}

void PathsTest::whatIsNoDirectoryOfOursIsRefused_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"file", "link to a directory", "dangling link", "fifo"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void PathsTest::whatIsNoDirectoryOfOursIsRefused()
{
    QFETCH(QString, name);
    QTemporaryDir top;
    QVERIFY(QDir(top.path()).mkdir(u"target"_s));
    QVERIFY(QFile::link(top.filePath(u"target"_s), top.filePath(u"link to a directory"_s)));
    QVERIFY(QFile::link(top.filePath(u"nowhere"_s), top.filePath(u"dangling link"_s)));
    QFile file(top.filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(::mkfifo(QFile::encodeName(top.filePath(u"fifo"_s)).constData(), 0600), 0);

    const QString path = top.filePath(name);
    const auto result = ensurePrivateDirectory(path);
    QVERIFY(!result);
    QCOMPARE(result.error().code, Error::Code::Invalid);
    QVERIFY2(result.error().message.contains(path), qPrintable(result.error().message));
    QVERIFY(!QFileInfo::exists(top.filePath(u"nowhere"_s)));
}

void PathsTest::aParentThatIsAFileIsReported()
{
    QTemporaryDir top;
    QFile file(top.filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto result = ensurePrivateDirectory(top.filePath(u"file/below"_s));
    QVERIFY(!result);
    QCOMPARE(result.error().code, Error::Code::Io);
    QVERIFY2(result.error().message.contains(u"file/below"_s), qPrintable(result.error().message));
}

QTEST_APPLESS_MAIN(PathsTest)
#include "tst_paths.moc"
