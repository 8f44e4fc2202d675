// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hooklaunch.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The child process that is made of a hook.
class HookLaunchTest : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void aCommandGoesToTheShellAsItIs_data();
    void aCommandGoesToTheShellAsItIs();
    void theProjectsDirectoryMayHaveBlanks_data();
    void theProjectsDirectoryMayHaveBlanks();
    void argumentsNeedNoShell();
    void bareNamesAreLookedForBesideTheSettings();
    void theUsersHooksFindNothingOfAProject();
    void scriptsThatMayNotBeExecutedGetTheirInterpreter_data();
    void scriptsThatMayNotBeExecutedGetTheirInterpreter();
    void theEnvironmentIsTheirs();
    void relativeDirectoriesOfPathAreLeftOut();
    void limitsAreThoseOfTheHook_data();
    void limitsAreThoseOfTheHook();

private:
    ChildCommand launch(const QString &command, std::optional<QStringList> arguments = {})
    {
        m_hook.command = command;
        m_hook.arguments = std::move(arguments);
        return hookChild(m_hook, {m_root, u"s1"_s, {}, {}}, m_surroundings, "input");
    }
    void make(const QString &path, bool isExecutable) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        if (isExecutable)
            QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_root;
    HookSurroundings m_surroundings;
    HookDefinition m_hook;
};

void HookLaunchTest::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_root = m_directory->filePath(u"a 'project'"_s);
    QVERIFY(QDir().mkpath(m_root));
    m_surroundings = {m_root, m_directory->filePath(u"home"_s), QProcessEnvironment(), {}};
    m_surroundings.environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
    m_hook = HookDefinition();
    m_hook.event = HookEvent::Stop;
    m_hook.eventName = u"Stop"_s;
    m_hook.scope = SettingsScope::ClaudeProject;
}

void HookLaunchTest::aCommandGoesToTheShellAsItIs_data()
{
    QTest::addColumn<QString>("command");
    for (const char *command : {"jq . | tee x", "exit 2", "\"$CLAUDE_PROJECT_DIR\"/x.sh && true", "echo $HOME", "missing-program 1 2"})
        QTest::newRow(command) << QString::fromLatin1(command);
}

void HookLaunchTest::aCommandGoesToTheShellAsItIs()
{
    QFETCH(QString, command);
    const ChildCommand child = launch(command);
    QCOMPARE(child.program, u"/bin/sh"_s);
    QCOMPARE(child.arguments, (QStringList{u"-c"_s, command}));
    QCOMPARE(child.workingDirectory, m_root);
    QCOMPARE(child.input, QByteArray("input"));
}

void HookLaunchTest::theProjectsDirectoryMayHaveBlanks_data()
{
    QTest::addColumn<QString>("command");
    QTest::newRow("not quoted") << u"$CLAUDE_PROJECT_DIR/x.sh 'a b'"_s;
    QTest::newRow("quoted") << u"\"$CLAUDE_PROJECT_DIR\"/x.sh \"a b\""_s;
    QTest::newRow("with braces") << u"${CLAUDE_PROJECT_DIR}/x.sh a\\ b"_s;
    QTest::newRow("in single quotes") << u"'${CLAUDE_PROJECT_DIR}/x.sh' 'a b'"_s;
}

void HookLaunchTest::theProjectsDirectoryMayHaveBlanks()
{
    QFETCH(QString, command);
    QCOMPARE(launch(command).arguments, (QStringList{u"-c"_s, u"\"$@\""_s, u"sh"_s, m_root + u"/x.sh"_s, u"a b"_s}));
}

void HookLaunchTest::argumentsNeedNoShell()
{
    ChildCommand child = launch(u"echo"_s, QStringList{u"${CLAUDE_PROJECT_DIR}/x"_s, u"$(touch y)"_s, u";"_s});
    QCOMPARE(child.program, u"echo"_s);
    QCOMPARE(child.arguments, (QStringList{m_root + u"/x"_s, u"$(touch y)"_s, u";"_s}));
    child = launch(u"${CLAUDE_PROJECT_DIR}/x.sh"_s, QStringList());
    QCOMPARE(child.program, m_root + u"/x.sh"_s);
    QCOMPARE(child.arguments, QStringList());
    QCOMPARE(launch(u"./x.sh"_s, QStringList()).program, m_root + u"/x.sh"_s);
    make(m_root + u"/.claude/hooks/only-here"_s, true);
    QCOMPARE(launch(u"only-here"_s, QStringList()).program, m_root + u"/.claude/hooks/only-here"_s);
}

void HookLaunchTest::bareNamesAreLookedForBesideTheSettings()
{
    make(m_root + u"/.claude/hooks/check"_s, true);
    QCOMPARE(launch(u"check --all"_s).arguments, (QStringList{u"-c"_s, u"\"$@\""_s, u"sh"_s, m_root + u"/.claude/hooks/check"_s, u"--all"_s}));
    make(m_root + u"/.codexplus/hooks/check"_s, true);
    QCOMPARE(launch(u"check"_s).arguments.constLast(), m_root + u"/.codexplus/hooks/check"_s);
    make(m_root + u"/.codexplus/hooks/ls"_s, true);
    QCOMPARE(launch(u"ls"_s).arguments, (QStringList{u"-c"_s, u"ls"_s})); // programs go first
}

void HookLaunchTest::theUsersHooksFindNothingOfAProject()
{
    m_hook.scope = SettingsScope::ClaudeUser;
    make(m_root + u"/.claude/hooks/check"_s, true);
    QCOMPARE(launch(u"check"_s).arguments, (QStringList{u"-c"_s, u"check"_s}));
    make(m_surroundings.homeDirectory + u"/.claude/hooks/check"_s, true);
    QCOMPARE(launch(u"check"_s).arguments.constLast(), m_surroundings.homeDirectory + u"/.claude/hooks/check"_s);
}

void HookLaunchTest::scriptsThatMayNotBeExecutedGetTheirInterpreter_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isExecutable");
    QTest::addColumn<QString>("interpreter");
    QTest::newRow("python") << u"x.py"_s << false << u"python3"_s;
    QTest::newRow("shell") << u"x.sh"_s << false << u"/bin/sh"_s;
    QTest::newRow("executable") << u"x.py"_s << true << QString();
    QTest::newRow("other") << u"x.rb"_s << false << QString();
}

void HookLaunchTest::scriptsThatMayNotBeExecutedGetTheirInterpreter()
{
    QFETCH(QString, name);
    QFETCH(bool, isExecutable);
    QFETCH(QString, interpreter);
    make(m_root + u"/.claude/hooks/"_s + name, isExecutable);
    const QString path = m_root + u"/.claude/hooks/"_s + name;
    const QStringList words = (interpreter.isEmpty() ? QStringList() : QStringList{interpreter}) + QStringList{path, u"1"_s};
    QCOMPARE(launch(name + u" 1"_s).arguments.sliced(3), words);
    QCOMPARE(launch(u"$CLAUDE_PROJECT_DIR/.claude/hooks/"_s + name + u" 1"_s).arguments.sliced(3), words);
    const ChildCommand child = launch(name, QStringList{u"1"_s});
    QCOMPARE(QStringList(child.program) + child.arguments, words);
}

void HookLaunchTest::theEnvironmentIsTheirs()
{
    m_surroundings.environment.insert(u"LANG"_s, u"C"_s);
    m_surroundings.userVariables = {{u"LINT"_s, u"${HOME}"_s}, {u"CLAUDE_PROJECT_DIR"_s, u"/wrong"_s}};
    const QProcessEnvironment environment = launch(u"x"_s).environment;
    QCOMPARE(environment.value(u"LANG"_s), u"C"_s);
    QCOMPARE(environment.value(u"LINT"_s), u"${HOME}"_s); // literally
    QCOMPARE(environment.value(u"CLAUDE_PROJECT_DIR"_s), m_root);
    QCOMPARE(environment.value(u"CLAUDE_CODE_SESSION_ID"_s), u"s1"_s);
    QCOMPARE(environment.value(u"CODEX_PLUS_SESSION_ID"_s), u"s1"_s);
    QCOMPARE(environment.value(u"CODEX_PLUS_EVENT"_s), u"Stop"_s);
    QCOMPARE(environment.keys().size(), 7);
}

void HookLaunchTest::relativeDirectoriesOfPathAreLeftOut()
{
    m_surroundings.environment.insert(u"PATH"_s, u".:bin:/usr/bin::../x"_s);
    QCOMPARE(launch(u"x"_s).environment.value(u"PATH"_s), u"/usr/bin"_s);
    m_surroundings.environment.insert(u"PATH"_s, u"."_s);
    QCOMPARE(launch(u"x"_s).environment.value(u"PATH"_s), u"/usr/bin:/bin"_s);
}

void HookLaunchTest::limitsAreThoseOfTheHook_data()
{
    QTest::addColumn<SettingsScope>("scope");
    QTest::addColumn<HookEvent>("event");
    QTest::addColumn<int>("wanted"); // milliseconds, 0: nothing said
    QTest::addColumn<int>("granted");
    QTest::newRow("default") << SettingsScope::ClaudeProject << HookEvent::Stop << 0 << 10'000;
    QTest::newRow("default of the user's") << SettingsScope::ClaudeUser << HookEvent::Stop << 0 << 10'000;
    QTest::newRow("session end") << SettingsScope::ClaudeUser << HookEvent::SessionEnd << 0 << 1'500;
    QTest::newRow("less") << SettingsScope::ClaudeProject << HookEvent::Stop << 1 << 1;
    QTest::newRow("more") << SettingsScope::CodexPlusProject << HookEvent::Stop << 60'000 << 60'000;
    QTest::newRow("too much for a project") << SettingsScope::ClaudeLocal << HookEvent::Stop << 60'001 << 60'000;
    QTest::newRow("more for the user") << SettingsScope::CodexPlusUser << HookEvent::Stop << 599'000 << 599'000;
    QTest::newRow("too much for the user") << SettingsScope::ClaudeUser << HookEvent::SessionEnd << 5'000'000 << 600'000;
}

void HookLaunchTest::limitsAreThoseOfTheHook()
{
    QFETCH(int, wanted);
    QFETCH(int, granted);
    QFETCH(SettingsScope, scope);
    QFETCH(HookEvent, event);
    m_hook.scope = scope;
    m_hook.event = event;
    if (wanted > 0)
        m_hook.wantedTimeout = std::chrono::milliseconds(wanted);
    const ChildCommand child = launch(u"x"_s);
    QCOMPARE(child.timeout, std::chrono::milliseconds(granted));
    QCOMPARE(child.maximumOutput, 512 * 1024);
}

QTEST_GUILESS_MAIN(HookLaunchTest)
#include "tst_hooklaunch.moc"
