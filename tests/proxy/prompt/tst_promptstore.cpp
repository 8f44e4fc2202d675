// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/prompt/promptmemory.h"
#include "proxy/prompt/promptstore.h"
#include "proxy/prompt/treatmentformat.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace cpx;
using namespace Qt::StringLiterals;
using Of = StoredTreatment::Of;
using Kind = ChangeAttribution::Kind;

/// The file of what was done to prompts: what goes in comes out, whatever happens to the file.
class PromptStoreTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void everyTreatmentComesOutAsItWentIn_data();
    void everyTreatmentComesOutAsItWentIn();
    void whatCannotBeReadIsLeftOut();
    void theLastOneCounts();
    void whatWasUsedLastComesLast();
    void fileAndDirectoryArePrivate();
    void whatIsTooOldGoes();
    void theLeastUsedMakeRoom();
    void whatWasLeftAloneGoesFirst();
    void bytesAreBounded();
    void twoProgramsTakeTurns();
    void aDamagedFileIsMovedAside();
    void aNewerVersionsFileIsLeftAlone();
    void aFullDiskIsAnError();
    void tenThousandAreReadAtOnce();

private:
    PromptStoreOptions options() const
    {
        PromptStoreOptions options;
        options.directory = m_dir->filePath(u"state"_s);
        return options;
    }
    QString file() const { return PromptStore::fileIn(options().directory); }
    std::unique_ptr<PromptStore> store() const { return store(options()); }
    static std::unique_ptr<PromptStore> store(const PromptStoreOptions &options)
    {
        auto opened = PromptStore::open(options);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        return *std::move(opened);
    }
    QByteArrayList ids() const
    {
        QByteArrayList ids;
        const auto loaded = *store()->load();
        for (const StoredTreatment &entry : loaded)
            ids.append(entry.id);
        return ids;
    }
    static ChangeAttribution command() { return {Kind::Command, u"review"_s, u"/home/ä/review.md"_s, u"detail"_s}; }
    static StoredTreatment replaced(const QByteArray &id, qsizetype size = 10, qint64 daysAgo = 0)
    {
        PromptTreatment treatment;
        treatment.texts = {PromptTreatment::Piece{'"' + QByteArray(size, 'x') + '"', command()}};
        return {Of::Message, id, treatment, PromptMemory::today() - daysAgo};
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void PromptStoreTest::everyTreatmentComesOutAsItWentIn_data()
{
    QTest::addColumn<PromptTreatment>("treatment");
    const ChangeAttribution hook{Kind::Hook, u"guard"_s, u"/p/settings.json"_s, u"UserPromptSubmit"_s};
    const PromptTreatment::Piece piece{QByteArray("\"a\\u0000\\\"\xc3\xa4\n"), hook};
    QTest::newRow("nothing") << PromptTreatment{};
    QTest::newRow("refused") << PromptTreatment{PreparedPrompt::Text{u"no \u00e4 \U0001f600"_s, hook}, {}, {}, {}, {}};
    QTest::newRow("answered") << PromptTreatment{{}, PreparedPrompt::Text{u"# help"_s, command()}, {}, {}, {}};
    QTest::newRow("replaced") << PromptTreatment{{}, {}, {}, {std::nullopt, piece, std::nullopt}, {}};
    QTest::newRow("said by another") << PromptTreatment{{}, {}, hook, {}, {}};
    QTest::newRow("added to") << PromptTreatment{{}, {}, {}, {}, {piece, {"{}", command()}}};
    QTest::newRow("everything") << PromptTreatment{PreparedPrompt::Text{u"no"_s, hook}, PreparedPrompt::Text{u"yes"_s, {}}, hook, {piece}, {piece}};
    for (const Kind kind : {Kind::Hook, Kind::Command, Kind::Policy, Kind::StatusLine, Kind::Agent})
        QTest::addRow("by %d", int(kind)) << PromptTreatment{{}, {}, {}, {}, {{"{}", {kind, u"n"_s, u"s"_s, u"d"_s}}}};
}

void PromptStoreTest::everyTreatmentComesOutAsItWentIn()
{
    QFETCH(PromptTreatment, treatment);
    for (const Of of : {Of::Message, Of::ToolOutput}) {
        QVERIFY(store()->save({{of, "id \x01\xff", treatment, PromptMemory::today()}}));
        const auto loaded = *store()->load();
        QCOMPARE(loaded.constLast().of, of);
        QCOMPARE(loaded.constLast().id, "id \x01\xff");
        QCOMPARE(loaded.constLast().lastDay, PromptMemory::today());
        QVERIFY(loaded.constLast().treatment == treatment);
    }
    QCOMPARE(store()->load()->size(), 2); // the same id means another thing there
}

void PromptStoreTest::whatCannotBeReadIsLeftOut()
{
    const PromptTreatment treatment = *replaced("a").treatment;
    const QByteArray good = toCbor(treatment);
    QVERIFY(treatmentFromCbor(good) == treatment);
    for (qsizetype size = 1; size < good.size(); ++size)
        QVERIFY2(!treatmentFromCbor(good.first(size)), qPrintable(QString::number(size)));
    QVERIFY(!treatmentFromCbor(good + '\0'));
    QVERIFY(!treatmentFromCbor("x"));
    QVERIFY(store()->save({replaced("a"), replaced("b")}));
    auto database = SqliteDatabase::open(file(), SqliteDatabase::Access::ReadWrite);
    QVERIFY((*database)->execute(u"UPDATE treatments SET treatment = 'x' WHERE id = CAST('a' AS BLOB)"_s));
    QCOMPARE(ids(), QByteArrayList{"b"});
}

void PromptStoreTest::theLastOneCounts()
{
    QVERIFY(store()->save({replaced("a", 10), replaced("a", 20)}));
    const auto loaded = *store()->load();
    QCOMPARE(loaded.size(), 1);
    QVERIFY(loaded.constFirst().treatment == replaced("a", 20).treatment);
}

void PromptStoreTest::whatWasUsedLastComesLast()
{
    const auto s = store();
    QVERIFY(s->save({replaced("a", 10, 3), replaced("b", 10, 2), replaced("c", 10, 1)}));
    QCOMPARE(ids(), (QByteArrayList{"a", "b", "c"}));
    QVERIFY(s->save({{Of::Message, "a", std::nullopt, PromptMemory::today()}, {Of::Message, "c", std::nullopt, 1}, // never back
                     {Of::Message, "unknown", std::nullopt, PromptMemory::today()}}));
    QCOMPARE(ids(), (QByteArrayList{"b", "c", "a"}));
    QVERIFY(s->load()->constLast().treatment == replaced("a").treatment);
}

void PromptStoreTest::fileAndDirectoryArePrivate()
{
    const mode_t before = ::umask(0);
    const auto s = store();
    QVERIFY(s->save({replaced("a")}));
    ::umask(before);
    const auto modeOf = [](const QString &path) {
        struct stat info = {};
        return ::stat(QFile::encodeName(path).constData(), &info) == 0 ? int(info.st_mode & 0777) : -1;
    };
    QCOMPARE(modeOf(options().directory), 0700);
    for (const QString &suffix : {QString(), u"-wal"_s, u"-shm"_s})
        QCOMPARE(modeOf(file() + suffix), 0600);
}

void PromptStoreTest::whatIsTooOldGoes()
{
    PromptStoreOptions unlimited = options();
    unlimited.days = 36'500;
    QVERIFY(store(unlimited)->save({replaced("old", 10, 31), replaced("not yet", 10, 30)}));
    QCOMPARE(ids(), QByteArrayList{"not yet"});
    QCOMPARE(store(unlimited)->load()->size(), 2); // looking removes nothing
    QVERIFY(store()->save({}));
    QCOMPARE(store(unlimited)->load()->size(), 1);
}

void PromptStoreTest::theLeastUsedMakeRoom()
{
    PromptStoreOptions small = options();
    small.maximumEntries = 64;
    QList<StoredTreatment> entries;
    for (int i = 0; i < 65; ++i)
        entries.append(replaced(QByteArray::number(i), 10, 20));
    entries[0].lastDay = PromptMemory::today();
    QVERIFY(store(small)->save(entries));
    const QByteArrayList left = ids();
    QCOMPARE(left.size(), 60); // some more than had to
    QVERIFY(left.contains("0"));
    for (int i = 1; i <= 5; ++i)
        QVERIFY(!left.contains(QByteArray::number(i)));
    small.maximumEntries = 7;
    const auto loaded = *store(small)->load();
    QCOMPARE(loaded.size(), 7);
    QCOMPARE(loaded.constLast().id, "0");
}

void PromptStoreTest::whatWasLeftAloneGoesFirst()
{
    PromptStoreOptions small = options();
    small.maximumEntries = 16;
    QList<StoredTreatment> entries{replaced("kept", 10, 20)};
    for (int i = 0; i < 100; ++i)
        entries.append({Of::ToolOutput, QByteArray::number(i), PromptTreatment{}, PromptMemory::today()});
    QVERIFY(store(small)->save(entries));
    QVERIFY(ids().contains("kept"));
    QVERIFY(ids().size() <= 16);
}

void PromptStoreTest::bytesAreBounded()
{
    PromptStoreOptions small = options();
    small.maximumBytes = 1'000'000;
    const auto s = store(small);
    for (int i = 0; i < 30; ++i)
        QVERIFY(s->save({replaced(QByteArray::number(i), 100'000)}));
    const QByteArrayList left = ids();
    QVERIFY2(left.size() >= 8 && left.size() < 10, qPrintable(QString::number(left.size())));
    QCOMPARE(left.constLast(), "29");
    QVERIFY2(QFileInfo(file()).size() < 2'000'000, qPrintable(QString::number(QFileInfo(file()).size())));
    small.maximumBytes = 250'000;
    QCOMPARE(store(small)->load()->size(), 2);
    QVERIFY(s->save({replaced("large", 3'000'000)})); // more than everything: it is not kept
    QCOMPARE(ids(), QByteArrayList());
}

void PromptStoreTest::twoProgramsTakeTurns()
{
    const auto a = store();
    const auto b = store();
    for (int i = 0; i < 20; ++i) {
        QVERIFY(a->save({replaced("a" + QByteArray::number(i))}));
        QVERIFY(b->save({replaced("b" + QByteArray::number(i))}));
    }
    QCOMPARE(ids().size(), 40);
    auto blocker = SqliteDatabase::open(file(), SqliteDatabase::Access::ReadWrite);
    QVERIFY((*blocker)->execute(u"BEGIN IMMEDIATE"_s));
    QCOMPARE(b->load()->size(), 40); // reading goes on
    QCOMPARE(a->save({replaced("c")}).error().code, Error::Code::Timeout);
    QVERIFY((*blocker)->execute(u"ROLLBACK"_s));
    QVERIFY(a->save({replaced("c")}));
}

void PromptStoreTest::aDamagedFileIsMovedAside()
{
    QVERIFY(QDir().mkpath(options().directory));
    QFile raw(file());
    QVERIFY(raw.open(QIODevice::WriteOnly));
    const QByteArray bytes(10'000, 'x');
    raw.write(bytes);
    raw.close();
    const auto s = store();
    QVERIFY(s->movedTo().startsWith(file() + u".corrupt-"_s));
    QFile aside(s->movedTo());
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), bytes);
    QVERIFY(s->save({replaced("a")}));
    QCOMPARE(ids(), QByteArrayList{"a"});
}

void PromptStoreTest::aNewerVersionsFileIsLeftAlone()
{
    QVERIFY(store()->save({replaced("a")}));
    {
        auto database = SqliteDatabase::open(file(), SqliteDatabase::Access::ReadWrite);
        QVERIFY((*database)->execute(u"PRAGMA user_version = 99"_s));
    }
    const auto refused = PromptStore::open(options());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, Error::Code::Usage);
    QVERIFY2(refused.error().message.contains(file()), qPrintable(refused.error().message));
    auto database = SqliteDatabase::open(file(), SqliteDatabase::Access::ReadOnly);
    QCOMPARE((*database)->value(u"SELECT count(*) FROM treatments"_s)->toInt(), 1);
}

void PromptStoreTest::aFullDiskIsAnError()
{
    const auto s = store();
    QVERIFY(s->save({replaced("a")}));
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small = {1'000'000, before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto full = s->save({replaced("b", 3'000'000)});
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    QVERIFY(!full);
    QCOMPARE(full.error().code, Error::Code::Io);
    QCOMPARE(ids(), QByteArrayList{"a"});
    QVERIFY(s->save({replaced("b", 3'000'000)}));
}

void PromptStoreTest::tenThousandAreReadAtOnce()
{
    QList<StoredTreatment> entries;
    for (int i = 0; i < 10'000; ++i)
        entries.append(replaced("msg_0197a3c4-0000-7000-8000-0000000" + QByteArray::number(10'000 + i), 1000));
    QVERIFY(store()->save(entries));
    QElapsedTimer clock;
    clock.start();
    const auto loaded = *store()->load();
    const qint64 readUs = clock.nsecsElapsed() / 1000;
    PromptMemory memory;
    clock.restart();
    for (const StoredTreatment &entry : loaded)
        memory.restore(entry.id, *entry.treatment, entry.lastDay);
    qInfo("opened and read in %lld us, restored in %lld us", readUs, clock.nsecsElapsed() / 1000);
    QCOMPARE(loaded.size(), 10'000);
    QVERIFY(memory.find(entries.constFirst().id) && memory.find(entries.constLast().id));
}

Q_DECLARE_METATYPE(cpx::PromptTreatment)
QTEST_APPLESS_MAIN(PromptStoreTest)
#include "tst_promptstore.moc"
