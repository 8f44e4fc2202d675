// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/hooks/hookcatalog.h"
#include "tests/support/hookproject.h"

#include <QDateTime>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;
using Trust = SettingsSource::Trust;

/// Which settings files count where, and that those of a project need trust.
class HookCatalogTest : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void filesAreReadInTheirOrder();
    void whatIsWrongAsAWholeDoesNotCount();
    void withoutFilesThereIsNothing();
    void aProjectNeedsTrustAndAUserDoesNot();
    void oneChangedByteEndsTheTrust_data();
    void oneChangedByteEndsTheTrust();
    void aFileThatAppearsEndsTheTrust();
    void whatIsKeptOfAFileEndsWithItsNextChange();
    void aRepositoryInsideNeedsItsOwn();
    void aDirectoryInsideTheProjectSharesItsTrust();
    void theNoticeIsAboutWhatIsThere();
    void disableAllHooksCountsByPrecedence_data();
    void disableAllHooksCountsByPrecedence();
    void anUntrustedProjectDisablesNothing();
    void theStatusLineIsThatOfTheFirstFile();
    void onlyTheUsersVariablesCount();
    void theHomeDirectoryIsNoProject();
    void commandsWithoutEndCannotBeTrusted();

private:
    SettingsInForce inForce() { return m_catalog->forDirectory(m_project->root()); }
    QStringList commands(const SettingsInForce &inForce) const
    {
        QStringList commands;
        for (const HookDefinition &hook : inForce.hooks())
            commands += hook.command;
        return commands;
    }
    static QByteArray stop(const QByteArray &command) { return HookProject::hooks("Stop", {HookProject::command(command)}); }

    std::unique_ptr<HookProject> m_project;
    std::unique_ptr<TrustStore> m_store;
    std::unique_ptr<HookCatalog> m_catalog;
};

void HookCatalogTest::init()
{
    m_project = std::make_unique<HookProject>();
    m_store = std::make_unique<TrustStore>(m_project->data());
    m_catalog = std::make_unique<HookCatalog>(m_project->home(), m_store.get());
}

void HookCatalogTest::filesAreReadInTheirOrder()
{
    m_project->writeAtHome(u".claude/settings.json"_s, stop("5"));
    m_project->writeAtHome(u".codexplus/settings.json"_s, stop("4"));
    m_project->write(u".claude/settings.json"_s, stop("3"));
    m_project->write(u".claude/settings.local.json"_s, stop("2"));
    m_project->write(u".codexplus/settings.json"_s, stop("1"));
    QCOMPARE(commands(inForce()), (QStringList{u"4"_s, u"5"_s}));
    QVERIFY(m_project->trust());
    QCOMPARE(commands(inForce()), (QStringList{u"1"_s, u"2"_s, u"3"_s, u"4"_s, u"5"_s}));
    m_project->writeAtHome(u".claude/settings.json"_s, stop("6")); // read again once it has changed
    QCOMPARE(commands(inForce()).constLast(), u"6"_s);
    QVERIFY(QFile::remove(m_project->home() + u"/.claude/settings.json"_s));
    QCOMPARE(commands(inForce()).constLast(), u"4"_s);
}

void HookCatalogTest::whatIsWrongAsAWholeDoesNotCount()
{
    m_project->writeAtHome(u".claude/settings.json"_s, HookProject::hooks("Stop", {HookProject::command("a"), "5"}));
    m_project->writeAtHome(u".codexplus/settings.json"_s, HookProject::hooks("Stop", {HookProject::command("b"), "5"}));
    QCOMPARE(commands(inForce()), QStringList{u"b"_s});
    QCOMPARE(inForce().sources.size(), 2);
}

void HookCatalogTest::withoutFilesThereIsNothing()
{
    QVERIFY(inForce().sources.isEmpty());
    QCOMPARE(inForce().projectRoot, m_project->root());
    QCOMPARE(inForce().notice, QString());
    const SettingsInForce nowhere = m_catalog->forDirectory(u"/no/such/directory"_s);
    QVERIFY(nowhere.sources.isEmpty());
    QCOMPARE(nowhere.projectRoot, QString());
    HookCatalog homeless({}, m_store.get());
    QVERIFY(homeless.forDirectory(m_project->root()).sources.isEmpty());
}

void HookCatalogTest::aProjectNeedsTrustAndAUserDoesNot()
{
    m_project->write(u".claude/settings.json"_s, stop("sh .claude/hooks/x.sh"));
    m_project->write(u".claude/hooks/x.sh"_s, "exit 0");
    SettingsSource source = inForce().sources.constFirst();
    QCOMPARE(source.trust, Trust::New);
    QVERIFY(!source.isInForce());
    QCOMPARE(source.subjects.size(), 2);
    QVERIFY(m_project->trust());
    source = inForce().sources.constFirst();
    QCOMPARE(source.trust, Trust::Trusted);
    QVERIFY(source.isInForce());
    QCOMPARE(inForce().notice, QString());
}

void HookCatalogTest::oneChangedByteEndsTheTrust_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::newRow("settings") << u".claude/settings.json"_s << QByteArray("x.sh") << QByteArray("y.sh");
    QTest::newRow("blank in settings") << u".claude/settings.json"_s << QByteArray("{") << QByteArray("{ ");
    QTest::newRow("script") << u".claude/hooks/x.sh"_s << QByteArray("exit 0") << QByteArray("exit 1");
    QTest::newRow("argument") << u"tools/check.js"_s << QByteArray("1;") << QByteArray("2;");
}

void HookCatalogTest::oneChangedByteEndsTheTrust()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    m_project->write(u".claude/settings.json"_s, HookProject::hooks("Stop", {HookProject::command("$CLAUDE_PROJECT_DIR/.claude/hooks/x.sh && node tools/check.js")}));
    m_project->write(u".claude/hooks/x.sh"_s, "exit 0");
    m_project->write(u"tools/check.js"_s, "1;");
    QVERIFY(m_project->trust());
    QCOMPARE(inForce().hooks().size(), 1);
    const QByteArray before = m_project->read(path);
    m_project->write(path, QByteArray(before).replace(from, to));
    QCOMPARE(inForce().sources.constFirst().trust, Trust::Changed);
    QVERIFY(inForce().hooks().isEmpty());
    QVERIFY(!inForce().notice.isEmpty());
    m_project->write(path, before); // exactly what was trusted
    QCOMPARE(inForce().sources.constFirst().trust, Trust::Trusted);
}

void HookCatalogTest::aFileThatAppearsEndsTheTrust()
{
    m_project->write(u".claude/settings.json"_s, stop("sh later.sh || true"));
    QVERIFY(m_project->trust());
    QCOMPARE(inForce().hooks().size(), 1);
    m_project->write(u"later.sh"_s, "touch marker");
    QCOMPARE(inForce().sources.constFirst().trust, Trust::Changed);
}

void HookCatalogTest::whatIsKeptOfAFileEndsWithItsNextChange()
{
    m_project->write(u".claude/settings.json"_s, stop("sh x.sh"));
    m_project->write(u"x.sh"_s, "true");
    QVERIFY(m_project->trust());
    // A file that has changed just now is not kept.
    const qint64 changed = FileStamp::of(m_project->root() + u"/x.sh"_s).changedNs / 1'000'000;
    QTRY_VERIFY_WITH_TIMEOUT(QDateTime::currentMSecsSinceEpoch() - changed > 2'100, 20'000);
    QCOMPARE(inForce().hooks().size(), 1);
    QCOMPARE(inForce().hooks().size(), 1);
    m_project->write(u"x.sh"_s, "TRUE");
    QCOMPARE(inForce().sources.constFirst().trust, Trust::Changed);
    m_project->write(u"x.sh"_s, "true");
    QCOMPARE(inForce().hooks().size(), 1);
    m_project->write(u".claude/settings.json"_s, stop("sh y.sh"));
    QCOMPARE(inForce().sources.constFirst().trust, Trust::Changed);
}

void HookCatalogTest::aRepositoryInsideNeedsItsOwn()
{
    m_project->write(u".claude/settings.json"_s, stop("true"));
    QVERIFY(m_project->trust());
    m_project->write(u"vendor/clone/.git/HEAD"_s, "ref");
    m_project->write(u"vendor/clone/.claude/settings.json"_s, stop("true"));
    const SettingsInForce inside = m_catalog->forDirectory(m_project->root() + u"/vendor/clone"_s);
    QCOMPARE(inside.projectRoot, m_project->root() + u"/vendor/clone"_s);
    QCOMPARE(inside.sources.size(), 1);
    QCOMPARE(inside.sources.constFirst().trust, Trust::New);
    QVERIFY(inside.hooks().isEmpty());
    QVERIFY(inside.notice.contains(u"vendor/clone"));
}

void HookCatalogTest::aDirectoryInsideTheProjectSharesItsTrust()
{
    m_project->write(u".claude/settings.json"_s, stop("true"));
    m_project->write(u"src/a/b.txt"_s, "");
    QVERIFY(m_project->trust());
    QCOMPARE(m_catalog->forDirectory(m_project->root() + u"/src/a"_s).hooks().size(), 1);
}

void HookCatalogTest::theNoticeIsAboutWhatIsThere()
{
    m_project->write(u".claude/settings.json"_s, R"({"permissions":{"allow":["Bash"]}})");
    QCOMPARE(inForce().notice, QString()); // nothing of it would take effect here
    m_project->write(u".claude/settings.json"_s, stop("true"));
    const SettingsInForce first = inForce();
    QVERIFY(first.notice.contains(u".claude/settings.json"));
    QVERIFY(first.notice.contains(u"codex-plus hooks trust "_s + m_project->root()));
    QCOMPARE(inForce().noticeKey, first.noticeKey);
    m_project->write(u".claude/settings.json"_s, stop("false"));
    QVERIFY(inForce().noticeKey != first.noticeKey);
}

void HookCatalogTest::disableAllHooksCountsByPrecedence_data()
{
    QTest::addColumn<QByteArray>("local");
    QTest::addColumn<QByteArray>("project");
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<bool>("areDisabled");
    const QByteArray on = R"({"disableAllHooks":true})";
    const QByteArray off = R"({"disableAllHooks":false})";
    QTest::newRow("user") << QByteArray("{}") << QByteArray("{}") << on << true;
    QTest::newRow("project before user") << QByteArray("{}") << off << on << false;
    QTest::newRow("local before project") << on << off << off << true;
    QTest::newRow("nobody") << QByteArray("{}") << QByteArray("{}") << QByteArray("{}") << false;
}

void HookCatalogTest::disableAllHooksCountsByPrecedence()
{
    QFETCH(QByteArray, local);
    QFETCH(QByteArray, project);
    QFETCH(QByteArray, user);
    m_project->write(u".claude/settings.local.json"_s, local);
    m_project->write(u".claude/settings.json"_s, project);
    m_project->writeAtHome(u".claude/settings.json"_s, user);
    m_project->writeAtHome(u".codexplus/settings.json"_s, stop("true"));
    QVERIFY(m_project->trust());
    QTEST(inForce().areHooksDisabled, "areDisabled");
    QTEST(inForce().hooks().isEmpty(), "areDisabled");
}

void HookCatalogTest::anUntrustedProjectDisablesNothing()
{
    m_project->write(u".codexplus/settings.json"_s, R"({"disableAllHooks":true})");
    m_project->writeAtHome(u".claude/settings.json"_s, stop("true"));
    QVERIFY(!inForce().areHooksDisabled);
    QCOMPARE(inForce().hooks().size(), 1);
}

void HookCatalogTest::theStatusLineIsThatOfTheFirstFile()
{
    const auto line = [](const QByteArray &command) { return "{\"statusLine\":{\"type\":\"command\",\"command\":\"" + command + "\"}}"; };
    m_project->writeAtHome(u".claude/settings.json"_s, line("user"));
    m_project->write(u".codexplus/settings.json"_s, line("sh project.sh"));
    m_project->write(u"project.sh"_s, "true");
    QCOMPARE(inForce().statusLineSource()->document.statusLine.value(u"command"_s), u"user"_s);
    QVERIFY(m_project->trust());
    QCOMPARE(inForce().statusLineSource()->document.statusLine.value(u"command"_s), u"sh project.sh"_s);
    m_project->write(u"project.sh"_s, "false"); // its script is part of what is trusted
    QCOMPARE(inForce().statusLineSource()->document.statusLine.value(u"command"_s), u"user"_s);
    m_project->writeAtHome(u".claude/settings.json"_s, R"({"disableAllHooks":true,"statusLine":{"type":"command","command":"user"}})");
    const SettingsInForce disabled = inForce();
    QVERIFY(!disabled.statusLineSource());
}

void HookCatalogTest::onlyTheUsersVariablesCount()
{
    m_project->write(u".claude/settings.json"_s, R"({"env":{"A":"project","LD_PRELOAD":"x"}})");
    m_project->writeAtHome(u".claude/settings.json"_s, R"({"env":{"B":"claude","C":"c"}})");
    m_project->writeAtHome(u".codexplus/settings.json"_s, R"({"env":{"B":"ours"}})");
    QVERIFY(m_project->trust());
    QCOMPARE(inForce().userVariables(), (QMap<QString, QString>{{u"B"_s, u"ours"_s}, {u"C"_s, u"c"_s}}));
}

void HookCatalogTest::theHomeDirectoryIsNoProject()
{
    m_project->writeAtHome(u".claude/settings.json"_s, stop("user"));
    m_project->writeAtHome(u".claude/settings.local.json"_s, stop("local"));
    const SettingsInForce atHome = m_catalog->forDirectory(m_project->home());
    QCOMPARE(atHome.sources.size(), 2);
    QCOMPARE(commands(atHome), QStringList{u"user"_s});
}

void HookCatalogTest::commandsWithoutEndCannotBeTrusted()
{
    m_project->write(u".claude/settings.json"_s, stop(QByteArray(70'000, 'x')));
    const SettingsSource source = inForce().sources.constFirst();
    QVERIFY(!source.trustProblem.isEmpty());
    QVERIFY(source.subjects.isEmpty());
    QVERIFY(!source.isInForce());
}

QTEST_GUILESS_MAIN(HookCatalogTest)
#include "tst_hookcatalog.moc"
