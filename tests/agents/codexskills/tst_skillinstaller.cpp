// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/codexskills/skillinstaller.h"
#include "agents/commands/commandcatalog.h"
#include "tests/agents/commands/commandfiles.h"

#include <QTest>
#include <memory>

using namespace cpx;
using namespace Qt::StringLiterals;

/// Skills in the home directory of Codex, and what is left of it afterwards.
class SkillInstallerTest : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void everyCommandGetsASkillAndNothingIsLeft();
    void twiceIsOnce();
    void changedCommandsAreUpdatedAndGoneOnesRemoved();
    void skillsOfOtherProjectsStay();
    void skillsOfTheUserAreNeverTouched_data();
    void skillsOfTheUserAreNeverTouched();
    void aSkillTheUserHasChangedStays();
    void whatTheUserMadeOfTheInterfaceStays();
    void twoCommandsOfOneNameAreTold();
    void aFileThatChangesMeanwhileIsNotOverwritten();
    void withoutCodexNothingIsWritten();

private:
    QString codex() const { return m_files->root() + u"/codex"_s; }
    QString skill(const QString &name) const { return codex() + u"/skills/"_s + name + u"/SKILL.md"_s; }
    SkillInstaller installer() const { return SkillInstaller(codex(), m_files->home()); }
    QList<SkillInstaller::Wanted> wanted() const
    {
        QList<SkillInstaller::Wanted> all;
        const auto listing = CommandCatalog(m_files->home()).commands(m_files->project());
        for (const CommandFile &file : listing->commands)
            all.append({*CommandCatalog::read(file), isUsersOwn(file.source) ? QString() : listing->projectRoot});
        return all;
    }
    SkillPlan install() const
    {
        const auto plan = installer().planInstall(wanted(), m_files->project());
        if (!plan || !installer().apply(*plan))
            qFatal("not installed");
        return *plan;
    }
    SkillPlan uninstall() const
    {
        const auto plan = installer().planUninstall();
        if (!plan || !installer().apply(*plan))
            qFatal("not removed");
        return *plan;
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<CommandFiles> m_files;
};

void SkillInstallerTest::init()
{
    m_files = std::make_unique<CommandFiles>();
    QVERIFY(QDir().mkpath(codex()));
}

void SkillInstallerTest::everyCommandGetsASkillAndNothingIsLeft()
{
    m_files->writeUserCommand(u"db/migrate"_s, "---\ndescription: Moves\n---\nText");
    m_files->writeProjectCommand(u"review"_s, "Text");
    const SkillPlan plan = install();
    QVERIFY(plan.refusals.isEmpty());
    QCOMPARE(plan.changes.size(), 4);
    QCOMPARE(CommandSkill::of(read(skill(u"db-migrate"_s)))->command, u"db:migrate"_s);
    QVERIFY(read(skill(u"review"_s)).contains("of the project " + m_files->project().toUtf8()));
    QVERIFY(read(codex() + u"/skills/review/agents/openai.yaml"_s).contains("allow_implicit_invocation: false"));
    QVERIFY(uninstall().refusals.isEmpty());
    QVERIFY(QDir(codex()).isEmpty());
}

void SkillInstallerTest::twiceIsOnce()
{
    m_files->writeUserCommand(u"a"_s, "Text");
    install();
    QVERIFY(install().changes.isEmpty());
    uninstall();
    QVERIFY(uninstall().changes.isEmpty());
}

void SkillInstallerTest::changedCommandsAreUpdatedAndGoneOnesRemoved()
{
    m_files->writeUserCommand(u"a"_s, "One");
    const QString gone = m_files->writeUserCommand(u"b"_s, "Two");
    const QString projects = m_files->writeProjectCommand(u"c"_s, "Three");
    install();
    m_files->writeUserCommand(u"a"_s, "---\ndescription: Another\n---\nOne");
    QVERIFY(QFile::remove(gone));
    // Of the project only what is wanted has a skill: this is what an untrusted command comes to.
    const auto plan = installer().planInstall({wanted().constFirst()}, m_files->project());
    QVERIFY(plan && installer().apply(*plan));
    QVERIFY(read(skill(u"a"_s)).contains("Another"));
    QVERIFY(!QFileInfo::exists(codex() + u"/skills/b"_s));
    QVERIFY(!QFileInfo::exists(codex() + u"/skills/c"_s));
    QVERIFY(QFileInfo::exists(projects));
}

void SkillInstallerTest::skillsOfOtherProjectsStay()
{
    const QString file = m_files->writeProjectCommand(u"a"_s, "Text");
    install();
    const auto elsewhere = installer().planInstall({}, m_files->root() + u"/other"_s);
    QVERIFY(elsewhere && elsewhere->changes.isEmpty());
    QVERIFY(QFile::remove(file));
    QVERIFY(!installer().planInstall({}, m_files->root() + u"/other"_s)->changes.isEmpty());
}

void SkillInstallerTest::skillsOfTheUserAreNeverTouched_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"a skill", "a directory", "a file", "a link", "a link to nothing"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void SkillInstallerTest::skillsOfTheUserAreNeverTouched()
{
    QFETCH(QString, kind);
    m_files->writeUserCommand(u"a"_s, "Text");
    m_files->writeUserCommand(u"b"_s, "Text");
    const QByteArray theirs = "---\nname: a\ndescription: mine\n---\nMine.\n";
    const QString place = codex() + u"/skills/a"_s;
    QVERIFY(QDir().mkpath(codex() + u"/skills"_s));
    if (kind == u"a skill")
        m_files->write(u"codex/skills/a/SKILL.md"_s, theirs);
    else if (kind == u"a directory")
        QVERIFY(QDir().mkpath(place));
    else if (kind == u"a file")
        m_files->write(u"codex/skills/a"_s, theirs);
    else if (kind == u"a link") {
        // Even if it leads to a skill as we write it.
        m_files->write(u"elsewhere/SKILL.md"_s, CommandSkill::text(wanted().constFirst().definition, {}));
        QVERIFY(QFile::link(m_files->root() + u"/elsewhere"_s, place));
    } else {
        QVERIFY(QFile::link(m_files->root() + u"/nowhere"_s, place));
    }
    const SkillPlan plan = install();
    QCOMPARE(plan.refusals.size(), 1);
    QVERIFY2(plan.refusals.constFirst().contains(place) && plan.refusals.constFirst().contains(u"; "_s), qPrintable(plan.refusals.constFirst()));
    QVERIFY(QFileInfo::exists(skill(u"b"_s)));
    uninstall();
    QVERIFY(!QFileInfo::exists(skill(u"b"_s)));
    QVERIFY(QFileInfo::exists(place) || QFileInfo(place).isSymLink());
    if (kind == u"a skill")
        QCOMPARE(read(skill(u"a"_s)), theirs);
    if (kind == u"a link")
        QVERIFY(QFileInfo::exists(m_files->root() + u"/elsewhere/SKILL.md"_s));
    QVERIFY(!QFileInfo::exists(m_files->root() + u"/nowhere"_s));
}

void SkillInstallerTest::aSkillTheUserHasChangedStays()
{
    m_files->writeUserCommand(u"a"_s, "Text");
    install();
    const QByteArray changed = read(skill(u"a"_s)) + "And be brief.\n";
    m_files->write(u"codex/skills/a/SKILL.md"_s, changed);
    for (const SkillPlan &plan : {install(), uninstall()}) {
        QVERIFY(plan.changes.isEmpty());
        QVERIFY2(plan.refusals.value(0).contains(u"has been changed since"_s), qPrintable(plan.refusals.value(0)));
    }
    QCOMPARE(read(skill(u"a"_s)), changed);
}

void SkillInstallerTest::whatTheUserMadeOfTheInterfaceStays()
{
    m_files->writeUserCommand(u"a"_s, "Text");
    install();
    const QString interfaceFile = m_files->write(u"codex/skills/a/agents/openai.yaml"_s, "policy:\n  allow_implicit_invocation: true\n");
    QVERIFY(install().changes.isEmpty());
    uninstall();
    QVERIFY(!QFileInfo::exists(skill(u"a"_s)));
    QVERIFY(QFileInfo::exists(interfaceFile));
}

void SkillInstallerTest::twoCommandsOfOneNameAreTold()
{
    m_files->writeUserCommand(u"db-migrate"_s, "One");
    m_files->writeUserCommand(u"db/migrate"_s, "Two");
    const SkillPlan plan = install();
    QCOMPARE(plan.refusals.size(), 1);
    QVERIFY(plan.refusals.constFirst().contains(u"/db:migrate gets no skill"_s));
    QCOMPARE(CommandSkill::of(read(skill(u"db-migrate"_s)))->command, u"db-migrate"_s);
    QVERIFY(install().changes.isEmpty());
}

void SkillInstallerTest::aFileThatChangesMeanwhileIsNotOverwritten()
{
    m_files->writeUserCommand(u"a"_s, "Text");
    const auto plan = installer().planInstall(wanted(), m_files->project());
    m_files->write(u"codex/skills/a/SKILL.md"_s, "Mine");
    const auto applied = installer().apply(*plan);
    QVERIFY(!applied);
    QCOMPARE(applied.error().code, Error::Code::Invalid);
    QCOMPARE(read(skill(u"a"_s)), "Mine");
}

void SkillInstallerTest::withoutCodexNothingIsWritten()
{
    QVERIFY(QDir(codex()).removeRecursively());
    QCOMPARE(installer().planInstall({}, {}).error().code, Error::Code::NotFound);
    QCOMPARE(installer().planUninstall().error().code, Error::Code::NotFound);
    QVERIFY(!QFileInfo::exists(codex()));
}

QTEST_APPLESS_MAIN(SkillInstallerTest)
#include "tst_skillinstaller.moc"
