// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/childenvironment.h"

#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;

/// What the user's own programs get to see of our environment.
class ChildEnvironmentTest : public QObject
{
    Q_OBJECT

private slots:
    void whatProgramsNeedIsPassedOn_data();
    void whatProgramsNeedIsPassedOn();
    void nothingElseIs_data();
    void nothingElseIs();
    void whatIsNotSetIsNotInvented();
};

void ChildEnvironmentTest::whatProgramsNeedIsPassedOn_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "LC_ALL", "LC_TIME", "TERM", "TZ", "TMPDIR", "XDG_CONFIG_HOME",
                             "XDG_RUNTIME_DIR", "XDG_DATA_DIRS"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void ChildEnvironmentTest::whatProgramsNeedIsPassedOn()
{
    QFETCH(QString, name);
    QProcessEnvironment ours;
    ours.insert(name, u"a value = 1"_s);
    QCOMPARE(childEnvironment(ours).value(name), u"a value = 1"_s);
}

void ChildEnvironmentTest::nothingElseIs_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"OPENAI_API_KEY", "CODEX_API_KEY", "ANTHROPIC_API_KEY", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "SSH_AUTH_SOCK", "GPG_AGENT_INFO",
                             "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "DBUS_SESSION_BUS_ADDRESS", "LD_PRELOAD", "LD_LIBRARY_PATH", "OPENAI_BASE_URL", "CODEX_HOME",
                             "CODEX_PLUS_DATA_DIR", "XDG_SESSION_COOKIE", "PATHS", "path", "LC", "BASH_ENV", "ENV", "PYTHONPATH", "NODE_OPTIONS", "DISPLAY"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void ChildEnvironmentTest::nothingElseIs()
{
    QFETCH(QString, name);
    QProcessEnvironment ours;
    ours.insert(name, u"secret"_s);
    ours.insert(u"PATH"_s, u"/bin"_s);
    QCOMPARE(childEnvironment(ours).toStringList(), QStringList{u"PATH=/bin"_s});
}

void ChildEnvironmentTest::whatIsNotSetIsNotInvented()
{
    QVERIFY(childEnvironment({}).isEmpty());
}

QTEST_APPLESS_MAIN(ChildEnvironmentTest)
#include "tst_childenvironment.moc"
