// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/codexhooks/bridgeinstaller.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

using namespace cpx;
using namespace Qt::StringLiterals;

namespace {

const QString program = u"/opt/cp/codex-plus"_s;
const QByteArray mine = "{\n    \"hooks\": {\n        \"Stop\": [\n            {\"hooks\": [{\"type\": \"command\", \"command\": \"beep\"}]}\n        ]\n    }\n}\n";

} // namespace

/// Putting the bridge into Codex's hooks.json, and taking it out.
class BridgeInstallerTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aFileIsMadeAndGoesAgain();
    void aFileIsBackToWhatItWas();
    void installingTwiceChangesNothing();
    void anotherProgramTakesThePlaceOfTheFirst();
    void ofAFileChangedSinceOnlyOurHandlersGo();
    void aFileWeMadeStaysWhenSomethingElseIsInIt();
    void withoutAJournalTheHandlersGo();
    void whatIsWrongIsRefusedAndStays_data();
    void whatIsWrongIsRefusedAndStays();
    void aFileThatChangesMeanwhileStays();
    void hooksInTheConfigurationAreSeen_data();
    void hooksInTheConfigurationAreSeen();
    void theHomeOfCodexIsFound();

private:
    QString home() const { return m_directory->filePath(u"codex"_s); }
    QString file() const { return home() + u"/hooks.json"_s; }
    BridgeInstaller installer() const { return BridgeInstaller(home(), m_directory->filePath(u"data"_s)); }
    QByteArray content() const
    {
        QFile f(file());
        return f.open(QIODevice::ReadOnly) ? f.readAll() : QByteArray();
    }
    void write(const QByteArray &text, const QString &name = u"hooks.json"_s) const
    {
        QFile f(home() + u'/' + name);
        QVERIFY(f.open(QIODevice::WriteOnly) && f.write(text) == text.size());
    }
    void install(const QString &which = program) const
    {
        const auto change = installer().planInstall(which);
        QVERIFY2(change.hasValue(), change ? "" : qPrintable(change.error().message));
        QVERIFY(installer().apply(*change));
    }
    void uninstall() const
    {
        const auto change = installer().planUninstall();
        QVERIFY2(change.hasValue(), change ? "" : qPrintable(change.error().message));
        QVERIFY(installer().apply(*change));
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void BridgeInstallerTest::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkpath(home()));
}

void BridgeInstallerTest::aFileIsMadeAndGoesAgain()
{
    const auto change = installer().planInstall(program);
    QVERIFY(change && !change->before && change->after);
    QVERIFY(!QFileInfo::exists(file())); // nothing happens before it is applied
    install();
    QVERIFY(installer().presence()->isComplete);
    QCOMPARE(installer().presence()->commands, QStringList{u"/opt/cp/codex-plus hook-bridge"_s});
    uninstall();
    QVERIFY(!QFileInfo::exists(file()));
    QVERIFY(installer().planUninstall()->isNone());
}

void BridgeInstallerTest::aFileIsBackToWhatItWas()
{
    write(mine);
    QFile::setPermissions(file(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup);
    const auto permissions = QFile::permissions(file());
    install();
    QVERIFY(content() != mine);
    uninstall();
    QCOMPARE(content(), mine);
    QCOMPARE(QFile::permissions(file()), permissions);
}

void BridgeInstallerTest::installingTwiceChangesNothing()
{
    write(mine);
    install();
    const QByteArray installed = content();
    QVERIFY(installer().planInstall(program)->isNone());
    install();
    QCOMPARE(content(), installed);
    uninstall();
    QCOMPARE(content(), mine);
}

void BridgeInstallerTest::anotherProgramTakesThePlaceOfTheFirst()
{
    write(mine);
    install(u"/old place/codex-plus"_s);
    install();
    QVERIFY(installer().presence()->isComplete);
    QCOMPARE(installer().presence()->commands, QStringList{u"/opt/cp/codex-plus hook-bridge"_s});
    uninstall();
    QCOMPARE(content(), mine);
}

void BridgeInstallerTest::ofAFileChangedSinceOnlyOurHandlersGo()
{
    write(mine);
    install();
    write(content().replace("beep", "boop"));
    uninstall();
    QCOMPARE(content(), QByteArray(mine).replace("beep", "boop"));
}

void BridgeInstallerTest::aFileWeMadeStaysWhenSomethingElseIsInIt()
{
    install();
    write(content().replace("{\n  \"hooks\"", "{\n  \"description\": \"x\",\n  \"hooks\""));
    uninstall();
    QCOMPARE(content(), "{\n  \"description\": \"x\"\n}\n");

    write(content().replace("\"x\"", "\"y\""));
    uninstall(); // the journal has forgotten the file
    QCOMPARE(content(), "{\n  \"description\": \"y\"\n}\n");
}

void BridgeInstallerTest::withoutAJournalTheHandlersGo()
{
    write(mine);
    install();
    QVERIFY(QFile::remove(m_directory->filePath(u"data/journal.json"_s)));
    uninstall();
    QVERIFY(installer().presence()->events.isEmpty());
    QVERIFY(content().contains("beep"));
}

void BridgeInstallerTest::whatIsWrongIsRefusedAndStays_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("message");
    QTest::newRow("cut") << QByteArray("{\n\"hooks\":") << u"%1, line 2, column 9: a value is expected here; correct it, Codex cannot read it either"_s;
    QTest::newRow("a settings file") << QByteArray("{\"model\":\"x\"}") << u"%1, line 1, column 2: Codex ignores the whole file because of \"model\"; remove it"_s;
}

void BridgeInstallerTest::whatIsWrongIsRefusedAndStays()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, message);
    write(text);
    const auto change = installer().planInstall(program);
    QVERIFY(!change);
    QCOMPARE(change.error().message, message.arg(file()));
    QVERIFY(!installer().planUninstall());
    QVERIFY(!installer().presence());
    QCOMPARE(content(), text);
}

void BridgeInstallerTest::aFileThatChangesMeanwhileStays()
{
    write(mine);
    const auto change = installer().planInstall(program);
    QVERIFY(change);
    write("{}");
    QCOMPARE(installer().apply(*change).error().message, u"%1 has just been changed by another program; try again"_s.arg(file()));
    QCOMPARE(content(), "{}");

    QVERIFY(!installer().planInstall(u"codex-plus"_s));
    QVERIFY(!installer().planInstall(u"/a\nb/codex-plus"_s));
    QCOMPARE(BridgeInstaller(home() + u"/none"_s, home()).planInstall(program).error().code, Error::Code::NotFound);
}

void BridgeInstallerTest::hooksInTheConfigurationAreSeen_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("expected");
    QTest::newRow("none") << QByteArray("model = \"hooks\"\n[features]\nhooks = true\n") << false;
    QTest::newRow("a table") << QByteArray("[ hooks ]\nStop = []\n") << true;
    QTest::newRow("an array of tables") << QByteArray("x = 1\n  [[hooks.Stop]]\n") << true;
    QTest::newRow("what the user trusts") << QByteArray("[hooks.state.\"/x/hooks.json:stop:0:0\"]\ntrusted_hash = \"x\"\n[hooks.state]\n") << false;
    QTest::newRow("a comment") << QByteArray("# [hooks]\n") << false;
}

void BridgeInstallerTest::hooksInTheConfigurationAreSeen()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, expected);
    QVERIFY(!installer().hasHooksInConfig());
    write(text, u"config.toml"_s);
    QCOMPARE(installer().hasHooksInConfig(), expected);
}

void BridgeInstallerTest::theHomeOfCodexIsFound()
{
    QProcessEnvironment environment;
    QCOMPARE(BridgeInstaller::codexHome(environment), QString());
    environment.insert(u"HOME"_s, u"/home/x/"_s);
    QCOMPARE(BridgeInstaller::codexHome(environment), u"/home/x/.codex"_s);
    environment.insert(u"CODEX_HOME"_s, u"/elsewhere"_s);
    QCOMPARE(BridgeInstaller::codexHome(environment), u"/elsewhere"_s);
}

QTEST_APPLESS_MAIN(BridgeInstallerTest)
#include "tst_bridgeinstaller.moc"
