// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/statusline/statuslineprovider.h"
#include "gitproject.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace cpx;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Real commands and repositories: what is shown, and how little is run for it.
class StatusLineProviderTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void theCommandGetsWhatItExpects();
    void itsProgramsAreNotLookedForWhereItRuns();
    void itsLineIsShown_data();
    void itsLineIsShown();
    void whatFailsIsReplacedByGit_data();
    void whatFailsIsReplacedByGit();
    void outsideARepositoryNothingReplacesIt();
    void withoutACommandNothingIsShownUnlessAskedFor();
    void modeOffRunsNothing();
    void gitsLineIsReal();
    void aKnownLineIsGivenAtOnce();
    void aLineThatIsNewIsNotMadeAgain();
    void askingManyTimesRunsOneChild();
    void theFirstLineIsWaitedForOnlySoLong();
    void nothingRunsWhileNobodyAsks();
    void sessionsHaveLinesOfTheirOwn();
    void aChangedDefinitionForgetsTheFormer();
    void onlySomeRunAtATime();
    void oldDirectoriesAreForgotten();
    void aDirectoryThatIsGoneHasNoLine();
    void theProviderMayGoInItsOwnAnswer();
    void aLineTakesLittleTime();

private:
    StatusLineContext context(const QString &directory = u"project"_s, const QString &session = u"s"_s) const
    {
        StatusLineContext context;
        context.workingDirectory = m_project->path(directory);
        context.sessionId = session;
        return context;
    }
    static StatusLineDefinition definition(const QString &command)
    {
        StatusLineDefinition definition;
        definition.command = command;
        definition.timeout = 5s;
        return definition;
    }
    /// Writes an x into "calls" for each run.
    StatusLineDefinition counting(const QString &command) const
    {
        return definition(u"echo x >> '%1'; %2"_s.arg(m_project->path(u"calls"_s), command));
    }
    int calls() const
    {
        QFile file(m_project->path(u"calls"_s));
        return file.open(QIODevice::ReadOnly) ? int(file.readAll().count('x')) : 0;
    }
    std::unique_ptr<StatusLineProvider> provider(std::chrono::milliseconds timeToLive = 0ms,
                                                 bool gitFallback = false) const
    {
        return std::make_unique<StatusLineProvider>(
            StatusLineProvider::Options{m_project->environment(), gitFallback, timeToLive});
    }
    static QString line(StatusLineProvider &provider, const StatusLineContext &context,
                        const std::optional<StatusLineDefinition> &definition)
    {
        std::optional<QString> result;
        provider.lineFor(context, definition, 10s, [&result](const QString &said) { result = said; });
        if (!QTest::qWaitFor([&result] { return result.has_value(); }, 15'000))
            qFatal("no answer");
        return *result;
    }

    std::unique_ptr<GitProject> m_project;
};

void StatusLineProviderTest::initTestCase()
{
    if (!GitProject::hasGit())
        QSKIP("no git here");
}

void StatusLineProviderTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_project = std::make_unique<GitProject>();
}

void StatusLineProviderTest::cleanup()
{
    m_project.reset();
}

void StatusLineProviderTest::theCommandGetsWhatItExpects()
{
    m_project->makeRepository();
    QDir().mkpath(m_project->path(u"project/sub"_s));
    const auto made = provider();
    StatusLineContext asked = context(u"project/sub"_s);
    asked.model = u"gpt-5"_s;
    const QString said =
        line(*made, asked, definition(u"echo \"$PWD|$CLAUDE_PROJECT_DIR|$CODEX_PLUS_EVENT|$(cat)\""_s));
    const QStringList parts = said.split(u'|');
    QCOMPARE(parts.size(), 4);
    QCOMPARE(parts[0], m_project->path(u"project/sub"_s));
    QCOMPARE(parts[1], m_project->root());
    QCOMPARE(parts[2], u"StatusLine"_s);
    QCOMPARE(parts[3].toUtf8() + '\n', statusLineInput(asked, m_project->root()));
    QCOMPARE(QJsonDocument::fromJson(parts[3].toUtf8())["model"_L1]["id"_L1], QJsonValue(u"gpt-5"_s));
}

void StatusLineProviderTest::itsProgramsAreNotLookedForWhereItRuns()
{
    m_project->write(u"project/tool"_s, "#!/bin/sh\necho the project\n", true);
    m_project->write(u"project/bin/tool"_s, "#!/bin/sh\necho the project\n", true);
    m_project->write(u"bin/tool"_s, "#!/bin/sh\necho the user\n", true);
    QProcessEnvironment environment = m_project->environment();
    environment.insert(u"PATH"_s, u".:bin::%1:/usr/bin:/bin"_s.arg(m_project->path(u"bin"_s)));
    StatusLineProvider made({environment});
    QCOMPARE(line(made, context(), definition(u"tool"_s)), u"the user"_s);
}

void StatusLineProviderTest::itsLineIsShown_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("expected");
    QTest::newRow("one line") << u"echo hello"_s << u"hello"_s;
    QTest::newRow("a shell's syntax") << u"A=1; [ $A = 1 ] && echo a | tr a b >&1"_s << u"b"_s;
    QTest::newRow("several lines") << u"printf '\\n\\033[1ma\\033[0m\\nb\\n'"_s << u"a"_s;
    QTest::newRow("the one that looks like a status line")
        << u"printf 'a\\n[Dir: d | Local: l]\\n'"_s << u"[Dir: d | Local: l]"_s;
    QTest::newRow("also when it fails later") << u"echo a; false"_s << u"a"_s;
    QTest::newRow("on the error output") << u"echo a >&2"_s << u"a"_s;
    QTest::newRow("on both") << u"echo b >&2; echo a"_s << u"a"_s;
    QTest::newRow("its input unread") << u"exec <&-; echo a"_s << u"a"_s;
}

void StatusLineProviderTest::itsLineIsShown()
{
    QFETCH(QString, command);
    QFETCH(QString, expected);
    m_project->makeRepository();
    QCOMPARE(line(*provider(), context(), definition(command)), expected);
}

void StatusLineProviderTest::whatFailsIsReplacedByGit_data()
{
    QTest::addColumn<QString>("command");
    QTest::newRow("says nothing") << u"true"_s;
    QTest::newRow("says blanks") << u"echo; echo '  '"_s;
    QTest::newRow("fails") << u"echo cannot >&2; exit 3"_s;
    QTest::newRow("is not there") << u"/nowhere/script"_s;
    QTest::newRow("is no shell syntax") << u"if"_s;
    QTest::newRow("is killed") << u"echo half; kill -9 $$"_s;
    QTest::newRow("takes too long") << u"echo half; sleep 60"_s;
    QTest::newRow("writes without end") << u"yes"_s;
    QTest::newRow("breaks its pipes") << u"exec <&- >&-; exit 1"_s;
}

void StatusLineProviderTest::whatFailsIsReplacedByGit()
{
    QFETCH(QString, command);
    m_project->makeRepository();
    StatusLineDefinition failing = definition(command);
    if (command.contains(u"sleep"_s))
        failing.timeout = 200ms;
    QCOMPARE(line(*provider(), context(), failing), u"[Dir: project | Local: main]"_s);
}

void StatusLineProviderTest::outsideARepositoryNothingReplacesIt()
{
    const auto made = provider(1h, true);
    QCOMPARE(line(*made, context(), definition(u"exit 1"_s)), QString());
    QCOMPARE(made->cached(context()), QString()); // known: there is none
    QCOMPARE(line(*made, context(u"home"_s), std::nullopt), QString());
}

void StatusLineProviderTest::withoutACommandNothingIsShownUnlessAskedFor()
{
    m_project->makeRepository();
    const auto silent = provider();
    QCOMPARE(line(*silent, context(), std::nullopt), QString());
    QVERIFY(!silent->cached(context())); // nothing was looked for
    QCOMPARE(line(*provider(0ms, true), context(), std::nullopt), u"[Dir: project | Local: main]"_s);
}

void StatusLineProviderTest::modeOffRunsNothing()
{
    m_project->makeRepository();
    StatusLineDefinition off = counting(u"echo a"_s);
    off.mode = StatusLineDefinition::Mode::Off;
    const auto made = provider(0ms, true);
    made->refresh(context(), off);
    QCOMPARE(line(*made, context(), off), QString());
    QTest::qWait(50);
    QCOMPARE(calls(), 0);
    QVERIFY(!made->cached(context()));
}

void StatusLineProviderTest::gitsLineIsReal()
{
    m_project->makeRepository();
    m_project->makeUpstream();
    m_project->git({u"checkout"_s, u"--quiet"_s, u"-b"_s, u"feature/x"_s, u"--track"_s, u"origin/main"_s});
    m_project->commit();
    m_project->commit();
    QDir().mkpath(m_project->path(u"project/deep/below"_s));
    const QString expected = u"[Dir: project | Local: feature/x (ahead 2) | Remote: origin/main]"_s;
    const auto made = provider(0ms, true);
    QCOMPARE(line(*made, context(u"project/deep/below"_s), std::nullopt), expected);
    m_project->commit();
    line(*made, context(u"project/deep/below"_s), std::nullopt); // the former one, at once
    QTRY_COMPARE(made->cached(context(u"project/deep/below"_s)),
                 u"[Dir: project | Local: feature/x (ahead 3) | Remote: origin/main]"_s);
}

void StatusLineProviderTest::aKnownLineIsGivenAtOnce()
{
    const auto made = provider();
    const QString file = m_project->path(u"said"_s);
    const StatusLineDefinition command = definition(u"cat '%1'"_s.arg(file));
    m_project->write(u"said"_s, "old");
    QCOMPARE(line(*made, context(), command), u"old"_s);
    m_project->write(u"said"_s, "new");

    QString given;
    made->lineFor(context(), command, 10s, [&given](const QString &said) { given = said; });
    QCOMPARE(given, u"old"_s); // before the call returned
    QCOMPARE(made->cached(context()), u"old"_s);
    QTRY_COMPARE(made->cached(context()), u"new"_s); // made in the background
}

void StatusLineProviderTest::aLineThatIsNewIsNotMadeAgain()
{
    const auto made = provider(1h);
    const StatusLineDefinition command = counting(u"echo a"_s);
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(line(*made, context(), command), u"a"_s);
        made->refresh(context(), command);
    }
    QTest::qWait(50);
    QCOMPARE(calls(), 1);
}

void StatusLineProviderTest::askingManyTimesRunsOneChild()
{
    const auto made = provider();
    const StatusLineDefinition command = counting(u"sleep 0.1; echo a"_s);
    QStringList answers;
    for (int i = 0; i < 20; ++i) {
        made->lineFor(context(), command, 10s, [&answers](const QString &said) { answers += said; });
        made->refresh(context(), command);
    }
    QTRY_COMPARE(answers.size(), 20);
    QCOMPARE(answers.count(u"a"_s), 20);
    QCOMPARE(calls(), 1);
}

void StatusLineProviderTest::theFirstLineIsWaitedForOnlySoLong()
{
    const auto made = provider(1h);
    const QString gate = m_project->path(u"gate"_s);
    const StatusLineDefinition command =
        definition(u"until [ -e '%1' ]; do sleep 0.02; done; echo late"_s.arg(gate));
    std::optional<QString> given;
    std::optional<QString> patient;
    made->lineFor(context(), command, 60s, [&patient](const QString &said) { patient = said; });
    made->lineFor(context(), command, 30ms, [&given](const QString &said) { given = said; });
    QTRY_VERIFY(given);
    QCOMPARE(*given, QString());
    QVERIFY(!patient);
    std::optional<QString> impatient;
    made->lineFor(context(), command, 0ms, [&impatient](const QString &said) { impatient = said; });
    QCOMPARE(impatient, QString()); // at once
    QVERIFY(!made->cached(context()));
    m_project->write(u"gate"_s, "open");
    QTRY_COMPARE(patient, u"late"_s);
    QCOMPARE(made->cached(context()), u"late"_s);
}

void StatusLineProviderTest::nothingRunsWhileNobodyAsks()
{
    const auto made = provider();
    StatusLineDefinition command = counting(u"echo a"_s);
    command.refreshInterval = 1ms;
    line(*made, context(), command);
    QTest::qWait(200);
    QCOMPARE(calls(), 1);
}

void StatusLineProviderTest::sessionsHaveLinesOfTheirOwn()
{
    const auto made = provider(1h);
    const StatusLineDefinition command = definition(u"sed 's/.*session_id\":\"//; s/\".*//'"_s);
    QCOMPARE(line(*made, context(u"project"_s, u"one"_s), command), u"one"_s);
    QCOMPARE(line(*made, context(u"project"_s, u"two"_s), command), u"two"_s);
    QCOMPARE(line(*made, context(u"project"_s, u"one"_s), command), u"one"_s);
}

void StatusLineProviderTest::aChangedDefinitionForgetsTheFormer()
{
    const auto made = provider(1h);
    QCOMPARE(line(*made, context(), definition(u"echo a"_s)), u"a"_s);
    QCOMPARE(line(*made, context(), definition(u"echo b"_s)), u"b"_s);

    const QString mark = m_project->path(u"started"_s);
    made->refresh(context(), definition(u"touch '%1'; sleep 60"_s.arg(mark)));
    QTRY_VERIFY(QFile::exists(mark));
    QCOMPARE(line(*made, context(), definition(u"echo c"_s)), u"c"_s); // without waiting for the former one
}

void StatusLineProviderTest::onlySomeRunAtATime()
{
    const auto made = provider(1h);
    const QString gate = m_project->path(u"gate"_s);
    const StatusLineDefinition command =
        counting(u"until [ -e '%1' ]; do sleep 0.02; done; echo done"_s.arg(gate));
    int answers = 0;
    const int directories = 3 * StatusLineProvider::maximumRuns;
    for (int i = 0; i < directories; ++i) {
        const QString name = QString::number(i);
        QDir().mkpath(m_project->path(name));
        made->lineFor(context(name), command, 60s,
                      [&answers](const QString &said) { answers += said == u"done"; });
    }
    QTRY_COMPARE(calls(), StatusLineProvider::maximumRuns);
    QTest::qWait(100);
    QCOMPARE(calls(), StatusLineProvider::maximumRuns);
    m_project->write(u"gate"_s, "open");
    QTRY_COMPARE_WITH_TIMEOUT(answers, directories, 20'000);
    QCOMPARE(calls(), directories);
}

void StatusLineProviderTest::oldDirectoriesAreForgotten()
{
    const auto made = provider(1h);
    const StatusLineDefinition command = definition(u"exec echo a"_s);
    const qsizetype directories = StatusLineProvider::maximumLines + 2;
    const auto named = [this](qsizetype number) { return context(u"project"_s, QString::number(number)); };
    for (qsizetype i = 0; i < directories; ++i) {
        line(*made, named(i), command);
        line(*made, named(0), command); // somebody keeps asking for the first
    }
    QVERIFY(made->cached(named(0)));
    QVERIFY(!made->cached(named(1)));
    QVERIFY(!made->cached(named(2)));
    for (qsizetype i = 3; i < directories; ++i)
        QVERIFY(made->cached(named(i)));

    // More at once than are kept: those that have to go are answered, too.
    int answers = 0;
    for (qsizetype i = 0; i < 2 * directories; ++i)
        made->lineFor(named(1000 + i), command, 60s, [&answers](const QString &) { ++answers; });
    QTRY_COMPARE_WITH_TIMEOUT(answers, int(2 * directories), 30'000);
}

void StatusLineProviderTest::aDirectoryThatIsGoneHasNoLine()
{
    const auto made = provider(0ms, true);
    QCOMPARE(line(*made, context(u"missing"_s), definition(u"echo a"_s)), QString());
    QCOMPARE(line(*made, StatusLineContext(), definition(u"echo a"_s)), QString());
}

void StatusLineProviderTest::theProviderMayGoInItsOwnAnswer()
{
    auto made = provider();
    int answers = 0;
    for (int i = 0; i < 2; ++i) {
        made->lineFor(context(), definition(u"echo a"_s), 10s, [&](const QString &) {
            ++answers;
            made.reset();
        });
    }
    QTRY_COMPARE(answers, 1);
    QTest::qWait(50);
    QCOMPARE(answers, 1); // who had asked the one that is gone gets nothing
    made = provider();
    bool isAnswered = false;
    made->lineFor(context(), definition(u"sleep 0.05; echo a"_s), 10s,
                  [&isAnswered](const QString &) { isAnswered = true; });
    made.reset();
    QTest::qWait(150);
    QVERIFY(!isAnswered);
}

void StatusLineProviderTest::aLineTakesLittleTime()
{
    m_project->makeRepository();
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < 10; ++i)
        QCOMPARE(line(*provider(0ms, true), context(), std::nullopt), u"[Dir: project | Local: main]"_s);
    QVERIFY2(clock.elapsed() < 10 * 500, qPrintable(QString::number(clock.elapsed())));
    qInfo("a first line from git takes %lld ms", clock.elapsed() / 10);
}

QTEST_GUILESS_MAIN(StatusLineProviderTest)
#include "tst_statuslineprovider.moc"
