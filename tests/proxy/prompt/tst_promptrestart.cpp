// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/changes/bodychange.h"
#include "proxy/prompt/promptstore.h"
#include "tests/proxy/prompt/promptbench.h"

#include <QElapsedTimer>
#include <QRegularExpression>

using namespace cpx;
using namespace cpx::test;
using namespace Qt::StringLiterals;

namespace {

/// As Codex makes them.
QByteArray id(int number)
{
    return "msg_0197a3c4-5d6e-7f80-9a1b-00000000000" + QByteArray::number(number);
}

} // namespace

/// What was done to prompts is done again by the next engine.
class PromptRestartTest : public QObject
{
    Q_OBJECT

private slots:
    void aRefusedPromptDoesNotComeBack();
    void anExpandedCommandStaysTheSameBytes();
    void whatAHookAddedStaysTheSameBytes();
    void anAnsweredCommandStaysOutOfTheConversation();
    void whatWasLeftAloneIsNotAskedAboutAgain();
    void anOutputThatAHookReplacedStaysReplaced();
    void idsThatAreCountedAreNotKept();
    void withoutDaysNothingIsKept();
    void passthroughNeitherReadsNorWrites();
    void withoutAStoreTheProxyServesAndSaysSo();
    void aNewerStoreIsLeftAlone();
    void aDamagedStoreIsSetAside();
    void theFirstRequestWaitsForALockedStoreAndNotForEver();
    void whatALockedStoreDidNotTakeIsWrittenAtTheEnd();

private:
    static QString file(const PromptBench &bench) { return PromptStore::fileIn(bench.data()); }
    static qsizetype stored(const PromptBench &bench)
    {
        PromptStoreOptions options;
        options.directory = bench.data();
        const auto store = PromptStore::open(options);
        const auto loaded = store ? (*store)->load() : Result<QList<StoredTreatment>>(store.error());
        return loaded ? loaded->size() : -1;
    }
    /// Refuses what says "secret".
    static void putGuard(const PromptBench &bench) { bench.putHook("UserPromptSubmit", "grep -q secret && { echo no >&2; exit 2; }; exit 0"); }
    static void refuseOne(PromptBench &bench)
    {
        putGuard(bench);
        const auto client = bench.send(responses({user(id(1), "my secret")}));
        QTRY_COMPARE(client->status(), 400);
    }
    static void goOn(PromptBench &bench, int requests = 1)
    {
        const auto next = bench.send(responses({user(id(1), "my secret"), user(id(2), "hello")}), PromptBench::metadata("t2"));
        QTRY_COMPARE(next->status(), 200);
        QCOMPARE(bench.requestCount(), requests);
    }
};

void PromptRestartTest::aRefusedPromptDoesNotComeBack()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    refuseOne(bench);
    bench.restart();
    // Tried again: the same answer, and the hook is gone.
    bench.putHook("UserPromptSubmit", "exit 0");
    const auto again = bench.send(responses({user(id(1), "my secret")}));
    QTRY_COMPARE(again->status(), 400);
    QTRY_VERIFY(again->body().contains("\"no\""));
    goOn(bench);
    QCOMPARE(bench.lastBody(), responses({user(id(2), "hello")}));
    bench.restart();
    goOn(bench, 2);
    QCOMPARE(bench.lastBody(), responses({user(id(2), "hello")}));
    QTRY_COMPARE(bench.engine().flows().size(), 1);
    QCOMPARE(bench.engine().flows().constFirst().changes->constFirst().attribution.detail, u"UserPromptSubmit"_s);
}

void PromptRestartTest::anExpandedCommandStaysTheSameBytes()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putCommand(u"hello"_s, "Say hello to $ARGUMENTS.");
    const auto first = bench.send(responses({user(id(1), "/hello \"\u00e4\"")}));
    QTRY_COMPARE(first->status(), 200);
    const QByteArray beginning = bench.lastBody().first(bench.lastBody().indexOf("],\"tool_choice\""));
    QVERIFY(beginning.contains("Say hello to"));
    bench.putCommand(u"hello"_s, "Something else.");
    bench.restart();
    const auto second = bench.send(responses({user(id(1), "/hello \"\u00e4\""), assistant("msg_2", "Hello"), user(id(3), "go on")}),
                                   PromptBench::metadata("t2"));
    QTRY_COMPARE(second->status(), 200);
    QVERIFY2(bench.lastBody().startsWith(beginning), bench.lastBody().constData());
}

void PromptRestartTest::whatAHookAddedStaysTheSameBytes()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putHook("UserPromptSubmit", "date +%N"); // never the same
    const QByteArray body = responses({user(id(1), "hello")});
    const auto first = bench.send(body);
    QTRY_COMPARE(first->status(), 200);
    const QByteArray sent = bench.lastBody();
    QVERIFY(sent.contains("msg_cplus_"));
    bench.restart();
    const auto second = bench.send(body);
    QTRY_COMPARE(second->status(), 200);
    QCOMPARE(bench.lastBody(), sent);
}

void PromptRestartTest::anAnsweredCommandStaysOutOfTheConversation()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    const auto client = bench.send(responses({user(id(1), " /help")}));
    QTRY_VERIFY(client->isBodyComplete());
    QCOMPARE(bench.requestCount(), 0);
    bench.restart();
    const auto next = bench.send(responses({user(id(1), " /help"), assistant("msg_cplus_1", "the commands"), user(id(3), "hi")}));
    QTRY_COMPARE(next->status(), 200);
    QCOMPARE(bench.lastBody(), responses({user(id(3), "hi")}));
}

void PromptRestartTest::whatWasLeftAloneIsNotAskedAboutAgain()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    const QString log = bench.home() + u"/log"_s;
    bench.putHook("UserPromptSubmit", "echo ran >> '" + log.toUtf8() + "'");
    const QByteArray body = responses({user(id(1), "hello")});
    for (int i = 0; i < 2; ++i) { // Codex repeats a request that an engine took with it
        const auto client = bench.send(body);
        QTRY_COMPARE(client->status(), 200);
        QCOMPARE(bench.lastBody(), body);
        bench.restart();
    }
    QCOMPARE(bench.read(log), "ran\n");
}

void PromptRestartTest::anOutputThatAHookReplacedStaysReplaced()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    bench.putHook("PostToolUse", R"(echo "{\"hookSpecificOutput\":{\"hookEventName\":\"PostToolUse\",\"additionalContext\":\"at $(date +%N)\"}}")");
    const QByteArrayList turn{user("msg_1", "hello"), call("c1"), output("c1")};
    const auto first = bench.send(responses(turn));
    QTRY_COMPARE(first->status(), 200);
    const QByteArray sent = bench.lastBody();
    QVERIFY2(sent.contains("additional context: at "), sent.constData());
    bench.restart();
    const auto second = bench.send(responses(turn));
    QTRY_COMPARE(second->status(), 200);
    QCOMPARE(bench.lastBody(), sent);
}

void PromptRestartTest::idsThatAreCountedAreNotKept()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    putGuard(bench);
    const auto client = bench.send(responses({user("msg_1", "my secret")}));
    QTRY_COMPARE(client->status(), 400);
    bench.restart();
    const auto other = bench.send(responses({user("msg_1", "another conversation")}));
    QTRY_COMPARE(other->status(), 200);
    QVERIFY(!QFileInfo::exists(file(bench))); // there was nothing to keep
}

void PromptRestartTest::withoutDaysNothingIsKept()
{
    PromptBench bench([](EngineConfig &config) { config.promptStore.days = 0; });
    refuseOne(bench);
    bench.restart();
    QVERIFY(!QFileInfo::exists(file(bench)));
}

void PromptRestartTest::passthroughNeitherReadsNorWrites()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    refuseOne(bench);
    bench.restart([](EngineConfig &config) { config.passthrough = true; });
    const QByteArray before = bench.read(file(bench));
    QVERIFY(!before.isEmpty());
    goOn(bench);
    QVERIFY(bench.lastBody().contains("my secret"));
    bench.restart();
    QCOMPARE(bench.read(file(bench)), before);
    QCOMPARE(stored(bench), 1);
}

void PromptRestartTest::withoutAStoreTheProxyServesAndSaysSo()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    QVERIFY(QDir().mkpath(file(bench))); // a directory in its place
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^what was done to prompts will not be known after a restart: .*prompts.sqlite.*; move it away$"_s));
    bench.restart();
    refuseOne(bench);
    goOn(bench);
    QCOMPARE(bench.lastBody(), responses({user(id(2), "hello")})); // in memory
    QTRY_VERIFY(bench.engine().host().status().promptStoreProblem.contains(file(bench)));
    const auto client = bench.client();
    client->get("/health");
    QTRY_VERIFY(client->isBodyComplete());
    QVERIFY2(client->body().contains("\"prompt_store_problem\":"), client->body().constData());
}

void PromptRestartTest::aNewerStoreIsLeftAlone()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    refuseOne(bench);
    bench.restart([](EngineConfig &config) { config.passthrough = true; });
    {
        auto database = SqliteDatabase::open(file(bench), SqliteDatabase::Access::ReadWrite);
        QVERIFY((*database)->execute(u"PRAGMA user_version = 99"_s));
    }
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"newer version of Codex-Plus"_s));
    bench.restart([](EngineConfig &config) { config.passthrough = false; });
    const auto client = bench.send(responses({user(id(3), "hello")}));
    QTRY_COMPARE(client->status(), 200);
    QTRY_VERIFY(bench.engine().host().status().promptStoreProblem.contains(u"newer version"_s));
    bench.restart([](EngineConfig &config) { config.passthrough = true; });
    auto database = SqliteDatabase::open(file(bench), SqliteDatabase::Access::ReadOnly);
    QCOMPARE((*database)->value(u"SELECT count(*) FROM treatments"_s)->toInt(), 1);
}

void PromptRestartTest::aDamagedStoreIsSetAside()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    refuseOne(bench);
    bench.restart([](EngineConfig &config) { config.passthrough = true; });
    bench.put(file(bench), QByteArray(9000, 'x'));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^what was known of earlier prompts was damaged and is now in .*corrupt-"_s));
    bench.restart([](EngineConfig &config) { config.passthrough = false; });
    refuseOne(bench);
    bench.restart();
    goOn(bench);
    QCOMPARE(bench.lastBody(), responses({user(id(2), "hello")}));
    QCOMPARE(QDir(bench.data()).entryList({u"prompts.sqlite.corrupt-*"_s}, QDir::Files).size(), 1);
}

void PromptRestartTest::theFirstRequestWaitsForALockedStoreAndNotForEver()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    refuseOne(bench);
    bench.restart([](EngineConfig &config) { config.passthrough = true; });
    auto blocker = SqliteDatabase::open(file(bench), SqliteDatabase::Access::ReadWrite);
    QVERIFY((*blocker)->execute(u"PRAGMA locking_mode = EXCLUSIVE"_s)); // not even reading is possible
    QVERIFY((*blocker)->execute(u"BEGIN EXCLUSIVE"_s));
    QVERIFY((*blocker)->execute(u"UPDATE treatments SET last_day = last_day"_s));
    QElapsedTimer clock;
    clock.start();
    bench.restart([](EngineConfig &config) { config.passthrough = false; });
    const auto early = bench.send(responses({user(id(1), "my secret"), user(id(2), "hello")}));
    QTest::qWait(500);
    QCOMPARE(bench.requestCount(), 0);
    QVERIFY((*blocker)->execute(u"COMMIT"_s));
    blocker->reset();
    QTRY_COMPARE(early->status(), 200);
    QCOMPARE(bench.lastBody(), responses({user(id(2), "hello")}));
    QVERIFY2(clock.elapsed() < 3000, qPrintable(QString::number(clock.elapsed())));

    bench.restart([](EngineConfig &config) { config.passthrough = true; });
    blocker = SqliteDatabase::open(file(bench), SqliteDatabase::Access::ReadWrite);
    QVERIFY((*blocker)->execute(u"PRAGMA locking_mode = EXCLUSIVE"_s));
    QVERIFY((*blocker)->execute(u"BEGIN EXCLUSIVE"_s));
    QVERIFY((*blocker)->execute(u"UPDATE treatments SET last_day = last_day"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"will not be known after a restart: .* is locked by another program"_s));
    bench.restart([](EngineConfig &config) { config.passthrough = false; });
    const auto late = bench.send(responses({user(id(3), "hello")}), PromptBench::metadata("t3"));
    QTRY_COMPARE_WITH_TIMEOUT(late->status(), 200, 4500);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.engine().host().status().promptStoreProblem.isEmpty(), 20'000);
    QVERIFY((*blocker)->execute(u"COMMIT"_s));
}

void PromptRestartTest::whatALockedStoreDidNotTakeIsWrittenAtTheEnd()
{
    PromptBench bench;
    bench.upstream().answerAlways(PromptBench::answer());
    putGuard(bench);
    const auto first = bench.send(responses({user(id(4), "hello")}));
    QTRY_COMPARE(first->status(), 200);
    QTRY_COMPARE(stored(bench), 1);
    auto blocker = SqliteDatabase::open(file(bench), SqliteDatabase::Access::ReadWrite);
    QVERIFY((*blocker)->execute(u"BEGIN IMMEDIATE"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"will not be known after a restart: .* is locked by another program"_s));
    QElapsedTimer clock;
    clock.start();
    refuseOne(bench);
    QVERIFY2(clock.elapsed() < 4500, qPrintable(QString::number(clock.elapsed()))); // SQLite waits for five seconds
    QTRY_VERIFY_WITH_TIMEOUT(!bench.engine().host().status().promptStoreProblem.isEmpty(), 20'000);
    QVERIFY((*blocker)->execute(u"ROLLBACK"_s));
    bench.restart();
    goOn(bench, 2);
    QCOMPARE(bench.lastBody(), responses({user(id(2), "hello")}));
}

QTEST_GUILESS_MAIN(PromptRestartTest)
#include "tst_promptrestart.moc"
