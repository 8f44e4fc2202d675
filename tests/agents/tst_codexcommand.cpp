// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/codexcommand.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// The command line and environment Codex gets; nothing is started.
class CodexCommandTest : public QObject
{
    Q_OBJECT

private slots:
    void theBaseUrlComesBeforeTheUsersArguments();
    void aTokenGoesThroughTheEnvironment();
    void argumentsAreTakenAsTheyAre();
    void codexIsLookedForOnPath_data();
    void codexIsLookedForOnPath();
    void theFirstOnPathWins();
    void ownChoiceWinsOverPath();
    void aWrongChoiceIsNotReplacedByAnother_data();
    void aWrongChoiceIsNotReplacedByAnother();
    void loopbackIsAddedToNoProxy_data();
    void loopbackIsAddedToNoProxy();
    void nothingElseInTheEnvironmentChanges();

private:
    QString place(const QString &path, bool isExecutable = true)
    {
        const QString absolute = m_dir.filePath(path);
        QDir().mkpath(QFileInfo(absolute).absolutePath());
        QFile file(absolute);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write");
        file.write("#!/bin/sh\n");
        file.setPermissions(isExecutable ? QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner
                                         : QFile::ReadOwner | QFile::WriteOwner);
        return absolute;
    }
    QProcessEnvironment withPath(const QStringList &directories)
    {
        QProcessEnvironment environment;
        environment.insert(u"PATH"_s, directories.join(u':'));
        return environment;
    }

    QTemporaryDir m_dir;
};

void CodexCommandTest::theBaseUrlComesBeforeTheUsersArguments()
{
    const QString codex = place(u"bin/codex"_s);
    auto command = CodexCommand::attached(u"http://127.0.0.1:10000/v1"_s, {}, {u"exec"_s, u"-c"_s, u"model=\"x\""_s},
                                          withPath({m_dir.filePath(u"bin"_s)}));
    QVERIFY(command);
    QCOMPARE(command->program, codex);
    QCOMPARE(command->arguments,
             (QStringList{u"-c"_s, u"openai_base_url=\"http://127.0.0.1:10000/v1\""_s, u"exec"_s, u"-c"_s, u"model=\"x\""_s}));
}

void CodexCommandTest::aTokenGoesThroughTheEnvironment()
{
    place(u"bin/codex"_s);
    auto command = CodexCommand::attached(u"http://127.0.0.1:10000/v1"_s, "the-word", {u"exec"_s}, withPath({m_dir.filePath(u"bin"_s)}));
    QVERIFY(command);
    const QString line = command->arguments.join(u' ');
    QVERIFY2(!line.contains(u"the-word"_s), qPrintable(line)); // other users can read command lines
    QVERIFY2(line.contains(u"env_http_headers={\"X-Codex-Plus-Token\"=\"CODEX_PLUS_CLIENT_TOKEN\"}"_s), qPrintable(line));
    QVERIFY2(line.contains(u"base_url=\"http://127.0.0.1:10000/v1\""_s), qPrintable(line));
    QVERIFY2(line.endsWith(u" exec"_s), qPrintable(line));
    QCOMPARE(command->environment.value(u"CODEX_PLUS_CLIENT_TOKEN"_s), u"the-word"_s);
    QCOMPARE(command->environment.value(u"CODEX_PLUS_PORT"_s), u"10000"_s);
}

void CodexCommandTest::argumentsAreTakenAsTheyAre()
{
    place(u"bin/codex"_s);
    const QStringList typed{QString(), u"--"_s, u"a b"_s, u"$HOME"_s, u"%1"_s, u"\"'\n"_s, u"--help"_s};
    auto command = CodexCommand::attached(u"u"_s, {}, typed, withPath({m_dir.filePath(u"bin"_s)}));
    QVERIFY(command);
    QCOMPARE(command->arguments.sliced(2), typed);
}

void CodexCommandTest::codexIsLookedForOnPath_data()
{
    QTest::addColumn<QStringList>("directories");
    QTest::addColumn<bool>("isFound");
    QTest::newRow("there") << QStringList{u"missing"_s, u"good"_s} << true;
    QTest::newRow("after one that is not executable") << QStringList{u"plain"_s, u"good"_s} << true;
    QTest::newRow("after a directory of that name") << QStringList{u"folder"_s, u"good"_s} << true;
    QTest::newRow("after an empty entry") << QStringList{QString(), u"good"_s} << true;
    QTest::newRow("not executable") << QStringList{u"plain"_s} << false;
    QTest::newRow("a directory") << QStringList{u"folder"_s} << false;
    QTest::newRow("nowhere") << QStringList{u"missing"_s} << false;
    QTest::newRow("empty PATH") << QStringList() << false;
}

void CodexCommandTest::codexIsLookedForOnPath()
{
    QFETCH(QStringList, directories);
    QFETCH(bool, isFound);
    const QString good = place(u"good/codex"_s);
    place(u"plain/codex"_s, false);
    QDir().mkpath(m_dir.filePath(u"folder/codex"_s));
    for (QString &directory : directories)
        directory = directory.isEmpty() ? directory : m_dir.filePath(directory);
    auto command = CodexCommand::attached(u"u"_s, {}, {}, withPath(directories));
    QCOMPARE(bool(command), isFound);
    if (isFound) {
        QCOMPARE(command->program, good);
    } else {
        QCOMPARE(command.error().code, Error::Code::NotFound);
        QVERIFY2(command.error().message.contains(u"npm install -g @openai/codex"_s), qPrintable(command.error().message));
    }
}

void CodexCommandTest::theFirstOnPathWins()
{
    place(u"b/codex"_s);
    const QString first = place(u"a/codex"_s);
    auto command = CodexCommand::attached(u"u"_s, {}, {}, withPath({m_dir.filePath(u"a"_s), m_dir.filePath(u"b"_s)}));
    QVERIFY(command);
    QCOMPARE(command->program, first);
}

void CodexCommandTest::ownChoiceWinsOverPath()
{
    place(u"a/codex"_s);
    QProcessEnvironment environment = withPath({m_dir.filePath(u"a"_s)});
    environment.insert(u"CODEX_PLUS_CODEX"_s, place(u"mine/my codex"_s));
    auto command = CodexCommand::attached(u"u"_s, {}, {}, environment);
    QVERIFY(command);
    QCOMPARE(command->program, m_dir.filePath(u"mine/my codex"_s));

    environment.insert(u"CODEX_PLUS_CODEX"_s, QString()); // empty is not set
    command = CodexCommand::attached(u"u"_s, {}, {}, environment);
    QVERIFY(command);
    QCOMPARE(command->program, m_dir.filePath(u"a/codex"_s));
}

void CodexCommandTest::aWrongChoiceIsNotReplacedByAnother_data()
{
    QTest::addColumn<QString>("path");
    for (const char *path : {"missing", "plain/codex", "folder"})
        QTest::newRow(path) << QString::fromLatin1(path);
}

void CodexCommandTest::aWrongChoiceIsNotReplacedByAnother()
{
    QFETCH(QString, path);
    place(u"a/codex"_s);
    place(u"plain/codex"_s, false);
    QDir().mkpath(m_dir.filePath(u"folder"_s));
    QProcessEnvironment environment = withPath({m_dir.filePath(u"a"_s)});
    environment.insert(u"CODEX_PLUS_CODEX"_s, m_dir.filePath(path));
    auto command = CodexCommand::attached(u"u"_s, {}, {}, environment);
    QVERIFY(!command);
    QCOMPARE(command.error().code, Error::Code::NotFound);
    QVERIFY(command.error().message.contains(u"CODEX_PLUS_CODEX"_s));
    QVERIFY(command.error().message.contains(m_dir.filePath(path)));
}

void CodexCommandTest::loopbackIsAddedToNoProxy_data()
{
    QTest::addColumn<QString>("upper");
    QTest::addColumn<QString>("lower");
    QTest::addColumn<QString>("expectedUpper");
    QTest::addColumn<QString>("expectedLower");
    const QString loopback = u"127.0.0.1,localhost,::1"_s;
    QTest::newRow("unset") << QString() << QString() << loopback << loopback;
    QTest::newRow("both set") << u"a,b"_s << u"c"_s << u"a,b,127.0.0.1,localhost,::1"_s << u"c,127.0.0.1,localhost,::1"_s;
    QTest::newRow("partly there") << u"localhost"_s << u"::1,x"_s << u"localhost,127.0.0.1,::1"_s << u"::1,x,127.0.0.1,localhost"_s;
    QTest::newRow("all there") << loopback << loopback << loopback << loopback;
    QTest::newRow("blanks around") << u"a, localhost"_s << u"a"_s << u"a, localhost,127.0.0.1,::1"_s << u"a,127.0.0.1,localhost,::1"_s;
    // A program that reads one spelling first must not lose what the user said in the other.
    QTest::newRow("only lower case") << QString() << u"corp"_s << u"corp,127.0.0.1,localhost,::1"_s << u"corp,127.0.0.1,localhost,::1"_s;
    QTest::newRow("only upper case") << u"corp"_s << QString() << u"corp,127.0.0.1,localhost,::1"_s << u"corp,127.0.0.1,localhost,::1"_s;
}

void CodexCommandTest::loopbackIsAddedToNoProxy()
{
    QFETCH(QString, upper);
    QFETCH(QString, lower);
    QFETCH(QString, expectedUpper);
    QFETCH(QString, expectedLower);
    place(u"a/codex"_s);
    QProcessEnvironment environment = withPath({m_dir.filePath(u"a"_s)});
    if (!upper.isEmpty())
        environment.insert(u"NO_PROXY"_s, upper);
    if (!lower.isEmpty())
        environment.insert(u"no_proxy"_s, lower);
    auto command = CodexCommand::attached(u"u"_s, {}, {}, environment);
    QVERIFY(command);
    QCOMPARE(command->environment.value(u"NO_PROXY"_s), expectedUpper);
    QCOMPARE(command->environment.value(u"no_proxy"_s), expectedLower);
}

void CodexCommandTest::nothingElseInTheEnvironmentChanges()
{
    place(u"a/codex"_s);
    QProcessEnvironment environment = withPath({m_dir.filePath(u"a"_s)});
    environment.insert(u"OPENAI_API_KEY"_s, u"sk-x"_s);
    environment.insert(u"HTTPS_PROXY"_s, u"http://proxy:3128"_s);
    environment.insert(u"EMPTY"_s, QString());
    auto command = CodexCommand::attached(u"u"_s, {}, {}, environment);
    QVERIFY(command);
    QProcessEnvironment after = command->environment;
    after.remove(u"NO_PROXY"_s);
    after.remove(u"no_proxy"_s);
    QCOMPARE(after.toStringList(), environment.toStringList());
}

QTEST_GUILESS_MAIN(CodexCommandTest)
#include "tst_codexcommand.moc"
