// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/changes/bodychange.h"
#include "proxy/recording/flowstorereader.h"
#include "proxy/recording/flowstoreschema.h"
#include "proxy/recording/flowstorewriter.h"
#include "proxy/responses/responsesummary.h"

#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace cpx;
using namespace Qt::StringLiterals;
using State = RecordedBody::State;

/// The store of recorded requests: what goes in comes out, whatever happens to the file.
class FlowStoreTest : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void whatGoesInComesOut();
    void unknownValuesStayUnknown();
    void whatWasChangedAndSaidComesOut();
    void theyCanBeLookedFor();
    void detailsGoWithTheirFlow();
    void anOlderStoreIsReadAsItIs();
    void anOlderStoreIsBroughtUpToDate();
    void theNewestComeFirst();
    void nothingRecordedIsNotFound();
    void lookingCreatesNothing();
    void fileAndDirectoryArePrivate();
    void aReaderSeesWhatIsCommittedWhileAWriterWorks();
    void twoWritersTakeTurns();
    void theOldestMakeRoom();
    void pinnedOnesStay();
    void theFileShrinksToASmallerBudget();
    void whatIsTooOldIsRemoved();
    void aCrashLosesNothingCommitted();
    void aDamagedFileIsMovedAside_data();
    void aDamagedFileIsMovedAside();
    void damageInTheMiddleIsFoundAfterACrash();
    void aNewerVersionsFileIsLeftAlone();
    void aFullDiskIsAnErrorAndNothingIsLost();
    void placesThatCannotBeUsedAreErrors_data();
    void placesThatCannotBeUsedAreErrors();

private:
    RecordingOptions options() const
    {
        RecordingOptions options;
        options.mode = RecordingMode::Full;
        options.directory = m_dir->filePath(u"state"_s);
        return options;
    }
    QString file() const { return FlowStoreWriter::fileIn(options().directory); }
    std::unique_ptr<FlowStoreWriter> writer() const { return writer(options()); }
    static std::unique_ptr<FlowStoreWriter> writer(const RecordingOptions &options)
    {
        auto opened = FlowStoreWriter::open(options);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        return *std::move(opened);
    }
    std::unique_ptr<FlowStoreReader> reader() const
    {
        auto opened = FlowStoreReader::open(options().directory);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        return *std::move(opened);
    }
    QList<RecordedFlow> all() const { return *reader()->newest(100'000); }
    QStringList movedAside() const
    {
        return QDir(options().directory).entryList({u"requests.sqlite.corrupt-*"_s}, QDir::Files);
    }
    qint64 fileSize() const { return QFileInfo(file()).size(); }

    /// With `size` bytes that no compression makes smaller.
    static RecordedFlow flow(quint64 id, qsizetype size = 10)
    {
        RecordedFlow flow;
        flow.mode = RecordingMode::Full;
        FlowRecord &record = flow.record;
        record.id = id;
        record.phase = FlowRecord::Phase::Done;
        record.method = "POST";
        record.target = "/v1/responses";
        record.upstream = u"https://a.example"_s;
        record.status = 200;
        record.startedMs = QDateTime::currentMSecsSinceEpoch();
        QByteArray bytes(size, Qt::Uninitialized);
        for (char &byte : bytes)
            byte = char(QRandomGenerator::global()->generate());
        flow.response = RecordedBody::of(State::Kept, bytes);
        return flow;
    }
    static QList<RecordedFlow> flows(int count, qsizetype size)
    {
        QList<RecordedFlow> list;
        for (int i = 1; i <= count; ++i)
            list.append(flow(quint64(i), size));
        return list;
    }
    void overwrite(qint64 at, const QByteArray &bytes) const
    {
        QFile raw(file());
        QVERIFY(raw.open(QIODevice::ReadWrite));
        QVERIFY(raw.seek(at));
        QCOMPARE(raw.write(bytes), bytes.size());
    }
    /// A store as the first version wrote it, with one exchange.
    void makeVersion1() const
    {
        QVERIFY(QDir().mkpath(options().directory));
        QVERIFY(QFile(file()).open(QIODevice::WriteOnly));
        auto database = SqliteDatabase::open(file(), SqliteDatabase::Access::ReadWrite);
        QVERIFY(database);
        for (const QString &statement :
             {u"PRAGMA auto_vacuum = FULL"_s, u"PRAGMA journal_mode = WAL"_s,
              u"CREATE TABLE flows (id INTEGER PRIMARY KEY AUTOINCREMENT, pinned INTEGER NOT NULL DEFAULT 0, "
              "flow INTEGER, mode TEXT, phase TEXT, method BLOB, target BLOB, upstream TEXT, status INTEGER, error_code BLOB, "
              "error_text TEXT, started_ms INTEGER, first_byte_us INTEGER, total_us INTEGER, request_bytes INTEGER, "
              "response_bytes INTEGER, stored_bytes INTEGER, request_state TEXT, request_decoded INTEGER, "
              "request_size INTEGER, response_state TEXT, response_decoded INTEGER, response_size INTEGER, "
              "request_headers BLOB, response_headers BLOB, request_body BLOB, response_body BLOB)"_s,
              u"CREATE INDEX flows_by_time ON flows (started_ms)"_s, u"PRAGMA user_version = 1"_s})
            QVERIFY2((*database)->execute(statement), qPrintable(statement));
        auto insert = (*database)->prepared(
            u"INSERT INTO flows (flow, mode, phase, method, target, upstream, started_ms, request_bytes, response_bytes, "
            "stored_bytes, request_state, request_size, response_state, response_size, request_body) "
            "VALUES (1, 'full', 'done', 'POST', '/old', 'https://a.example', ?, 3, 0, 10, 'kept', 3, 'kept', 0, ?)"_s);
        QVERIFY(insert);
        insert->bindValue(0, QDateTime::currentMSecsSinceEpoch());
        insert->bindValue(1, RecordedBody::of(State::Kept, "old").packed);
        QVERIFY((*database)->run(*insert));
    }
    /// The files as a killed process leaves them.
    void crash(std::unique_ptr<FlowStoreWriter> running) const
    {
        const QString image = m_dir->filePath(u"image"_s);
        QVERIFY(QDir().mkpath(image));
        const QStringList names{u"requests.sqlite"_s, u"requests.sqlite-wal"_s};
        for (const QString &name : names)
            QVERIFY2(QFile::copy(options().directory + u'/' + name, image + u'/' + name), qPrintable(name));
        running.reset();
        for (const QString &name : names) {
            QFile::remove(options().directory + u'/' + name);
            QVERIFY(QFile::rename(image + u'/' + name, options().directory + u'/' + name));
        }
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void FlowStoreTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_dir = std::make_unique<QTemporaryDir>();
}

void FlowStoreTest::whatGoesInComesOut()
{
    RecordedFlow in = flow(7, 3000);
    FlowRecord &record = in.record;
    record.phase = FlowRecord::Phase::Failed;
    record.target = "/v1/x?a=\xc3\xbc&b='; DROP TABLE flows;--";
    record.errorCode = "upstream_cut";
    record.errorText = u"It broke off: ü."_s;
    record.firstByteUs = 12;
    record.totalUs = 5'000'000'000;
    record.requestBytes = 3;
    record.responseBytes = 3000;
    record.requestHeaders = {{"A", "1"}, {"a", "2"}, {"Empty", ""}, {"Colon", "x: y"}, {"Bytes", "\xff"}};
    record.responseHeaders = {{"Content-Type", "text/event-stream"}};
    in.mode = RecordingMode::Redacted;
    in.request = RecordedBody::of(State::Truncated, "abc", true);
    QVERIFY(writer()->insert({in}));
    const auto store = reader();
    const auto newest = store->newest(10);
    QVERIFY(newest);
    QCOMPARE(newest->size(), 1);
    auto out = store->find(newest->constFirst().id);
    QVERIFY(out);
    QCOMPARE(out->mode, in.mode);
    QVERIFY(!out->isPinned);
    QCOMPARE(out->request, in.request);
    QCOMPARE(out->response, in.response);
    QCOMPARE(out->record.id, record.id);
    QCOMPARE(out->record.phase, record.phase);
    QCOMPARE(out->record.method, record.method);
    QCOMPARE(out->record.target, record.target);
    QCOMPARE(out->record.upstream, record.upstream);
    QCOMPARE(out->record.status, record.status);
    QCOMPARE(out->record.errorCode, record.errorCode);
    QCOMPARE(out->record.errorText, record.errorText);
    QCOMPARE(out->record.startedMs, record.startedMs);
    QCOMPARE(out->record.firstByteUs, record.firstByteUs);
    QCOMPARE(out->record.totalUs, record.totalUs);
    QCOMPARE(out->record.requestBytes, record.requestBytes);
    QCOMPARE(out->record.responseBytes, record.responseBytes);
    QVERIFY(out->record.requestHeaders == record.requestHeaders);
    QVERIFY(out->record.responseHeaders == record.responseHeaders);
    // The list knows everything but the bytes.
    QCOMPARE(newest->constFirst().response.size, 3000);
    QCOMPARE(newest->constFirst().response.state, State::Kept);
    QVERIFY(newest->constFirst().response.packed.isEmpty());
}

void FlowStoreTest::unknownValuesStayUnknown()
{
    RecordedFlow in = flow(1);
    in.record.status.reset();
    in.record.firstByteUs.reset();
    in.record.totalUs.reset();
    QVERIFY(writer()->insert({in}));
    const FlowRecord out = all().constFirst().record;
    QVERIFY(!out.status && !out.firstByteUs && !out.totalUs);
    QVERIFY(out.errorCode.isEmpty() && out.requestHeaders.isEmpty());
}

void FlowStoreTest::whatWasChangedAndSaidComesOut()
{
    RecordedFlow in = flow(1);
    BodyChange change;
    change.location = "/input/0";
    change.after = ChangeText::of("ü");
    in.record.changes = std::make_shared<const QList<BodyChange>>(QList{change, change});
    in.changeCount = 2;
    ResponseSummary summary;
    summary.outcome = ModelOutcome{ModelOutcome::Kind::Incomplete, "length", {}};
    summary.usage = TokenUsage{10, {}, 0, {}, {}};
    in.record.summary = std::make_shared<const ResponseSummary>(summary);
    in.sent = RecordedBody::of(State::Kept, "{\"sent\":1}");
    in.eventTimesUs = {0, 5, 5, 10'000'000'000};
    QVERIFY(writer()->insert({in, flow(2)}));
    const auto listed = reader()->newest(2);
    QVERIFY(listed);
    const RecordedFlow &plain = listed->at(0);
    QVERIFY(!plain.sent && !plain.record.changes && !plain.record.summary && plain.changeCount == 0);
    const RecordedFlow &listedFlow = listed->at(1);
    QCOMPARE(listedFlow.changeCount, 2);
    QVERIFY(!listedFlow.record.changes && listedFlow.eventTimesUs.isEmpty());
    QVERIFY(*listedFlow.record.summary == summary);
    QCOMPARE(listedFlow.sent->size, in.sent->size);
    const auto out = reader()->find(listedFlow.id);
    QVERIFY(out);
    QVERIFY(*out->record.changes == *in.record.changes);
    QCOMPARE(out->sent, in.sent);
    QCOMPARE(out->eventTimesUs, in.eventTimesUs);
}

void FlowStoreTest::theyCanBeLookedFor()
{
    const auto with = [](quint64 id, const QByteArray &session, const QByteArray &source) {
        RecordedFlow flow = FlowStoreTest::flow(id);
        flow.record.requestHeaders = {{"x-codex-turn-metadata", "{\"request_kind\":\"turn\",\"session_id\":\"" + session
                                                                    + "\",\"thread_source\":\"" + source + "\"}"}};
        return flow;
    };
    QVERIFY(writer()->insert({with(1, "ab1", "user"), with(2, "ab1", "thread_title"), with(3, "ab2", "user"), flow(4)}));
    const auto ids = [this](const FlowSelection &selection) {
        QString text;
        const auto newest = reader()->newest(10, selection);
        for (const RecordedFlow &flow : *newest)
            text += QString::number(flow.record.id);
        return text;
    };
    QCOMPARE(ids({}), u"4321"_s);
    QCOMPARE(ids({u"ab1"_s, {}}), u"21"_s);
    QCOMPARE(ids({u"ab"_s, {}}), u"321"_s);
    QCOMPARE(ids({u"AB%"_s, {}}), QString());
    QCOMPARE(ids({{}, RequestKind::Turn}), u"31"_s);
    QCOMPARE(ids({u"ab1"_s, RequestKind::Title}), u"2"_s);
}

void FlowStoreTest::detailsGoWithTheirFlow()
{
    RecordingOptions small = options();
    small.maximumBytes = 200'000;
    QVERIFY(writer(small)->insert(flows(20, 30'000)));
    auto database = SqliteDatabase::open(file(), SqliteDatabase::Access::ReadOnly);
    QVERIFY(all().size() < 20);
    QCOMPARE((*database)->value(u"SELECT count(*) FROM flow_details"_s)->toInt(), all().size());
    QCOMPARE((*database)->value(u"SELECT count(*) FROM flow_details JOIN flows USING (id)"_s)->toInt(), all().size());
}

void FlowStoreTest::anOlderStoreIsReadAsItIs()
{
    makeVersion1();
    const auto store = reader();
    const auto newest = store->newest(10);
    QVERIFY2(newest, newest ? "" : qPrintable(newest.error().message));
    QCOMPARE(newest->size(), 1);
    QCOMPARE(newest->constFirst().record.target, "/old");
    QVERIFY(!newest->constFirst().sent && !newest->constFirst().record.summary);
    QCOMPARE(*store->find(1)->request.bytes(), "old");
    QVERIFY(store->newest(10, {u"x"_s, {}})->isEmpty());
}

void FlowStoreTest::anOlderStoreIsBroughtUpToDate()
{
    makeVersion1();
    RecordedFlow in = flow(2);
    in.sent = RecordedBody::of(State::Kept, "sent");
    QVERIFY(writer()->insert({in}));
    QVERIFY(writer()->insert({flow(3)})); // once is enough
    QCOMPARE(movedAside(), QStringList());
    const QList<RecordedFlow> both = all();
    QCOMPARE(both.size(), 3);
    QCOMPARE(both.at(1).sent->size, 4);
    QCOMPARE(both.at(2).record.target, "/old");
    QCOMPARE(*reader()->find(1)->request.bytes(), "old");
    auto database = SqliteDatabase::open(file(), SqliteDatabase::Access::ReadWrite);
    QCOMPARE((*database)->value(u"PRAGMA user_version"_s)->toInt(), flowStoreVersion);
    QVERIFY((*database)->execute(u"DELETE FROM flows WHERE id = 1"_s)); // which has no details
}

void FlowStoreTest::theNewestComeFirst()
{
    const auto store = writer();
    QVERIFY(store->insert({flow(1), flow(2)}));
    QVERIFY(store->insert({flow(3)}));
    const auto newest = reader()->newest(2);
    QCOMPARE(newest->size(), 2);
    QCOMPARE(newest->at(0).record.id, 3);
    QCOMPARE(newest->at(1).record.id, 2);
    QCOMPARE(reader()->find(4711).error().code, Error::Code::NotFound);
}

void FlowStoreTest::nothingRecordedIsNotFound()
{
    QCOMPARE(FlowStoreReader::open(options().directory).error().code, Error::Code::NotFound);
    QVERIFY(QDir().mkpath(options().directory));
    QVERIFY(QFile(file()).open(QIODevice::WriteOnly)); // a writer is about to fill it
    QCOMPARE(FlowStoreReader::open(options().directory).error().code, Error::Code::NotFound);
}

void FlowStoreTest::lookingCreatesNothing()
{
    QVERIFY(!FlowStoreReader::open(options().directory));
    QVERIFY(!QFileInfo::exists(options().directory));
}

void FlowStoreTest::fileAndDirectoryArePrivate()
{
    const mode_t before = ::umask(0);
    const auto store = writer();
    QVERIFY(store->insert({flow(1)}));
    ::umask(before);
    const auto modeOf = [](const QString &path) {
        struct stat info = {};
        return ::stat(QFile::encodeName(path).constData(), &info) == 0 ? int(info.st_mode & 0777) : -1;
    };
    QCOMPARE(modeOf(options().directory), 0700);
    for (const QString &suffix : {QString(), u"-wal"_s, u"-shm"_s})
        QCOMPARE(modeOf(file() + suffix), 0600);
}

void FlowStoreTest::aReaderSeesWhatIsCommittedWhileAWriterWorks()
{
    const auto store = writer();
    QVERIFY(store->insert({flow(1)}));
    const auto watching = reader();
    for (quint64 i = 2; i < 50; ++i) {
        QVERIFY(store->insert({flow(i, 20'000)}));
        const auto newest = watching->newest(1000);
        QVERIFY(newest);
        QCOMPARE(newest->size(), qsizetype(i));
    }
}

void FlowStoreTest::twoWritersTakeTurns()
{
    const auto a = writer();
    const auto b = writer();
    for (quint64 i = 0; i < 20; ++i) {
        QVERIFY(a->insert({flow(i)}));
        QVERIFY(b->insert({flow(i)}));
    }
    QCOMPARE(all().size(), 40);
    // A transaction of somebody else that does not end is an error after five seconds, not for ever.
    auto blocker = SqliteDatabase::open(file(), SqliteDatabase::Access::ReadWrite);
    QVERIFY((*blocker)->execute(u"BEGIN IMMEDIATE"_s));
    QElapsedTimer clock;
    clock.start();
    const auto refused = a->insert({flow(1)});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, Error::Code::Timeout);
    QVERIFY(clock.elapsed() >= 4000 && clock.elapsed() < 20'000);
    QVERIFY((*blocker)->execute(u"ROLLBACK"_s));
    QVERIFY(a->insert({flow(1)}));
}

void FlowStoreTest::theOldestMakeRoom()
{
    RecordingOptions small = options();
    small.maximumBytes = 1024 * 1024;
    const auto store = writer(small);
    for (quint64 batch = 0; batch < 20; ++batch) {
        QList<RecordedFlow> list;
        for (quint64 i = 1; i <= 5; ++i)
            list.append(flow(batch * 5 + i, 30'000));
        QVERIFY(store->insert(list));
        QVERIFY2(fileSize() < 1024 * 1024 + 5 * 40'000, qPrintable(QString::number(fileSize())));
    }
    const QList<RecordedFlow> left = all();
    QVERIFY2(left.size() > 20 && left.size() < 36, qPrintable(QString::number(left.size())));
    for (qsizetype i = 0; i < left.size(); ++i)
        QCOMPARE(left.at(i).record.id, quint64(100 - i)); // the newest, without a gap
    // Even one that is larger than everything does no harm.
    QVERIFY(store->insert({flow(101, 3'000'000)}));
    QVERIFY(store->insert({flow(102, 10)}));
    QCOMPARE(all().constFirst().record.id, 102);
}

void FlowStoreTest::pinnedOnesStay()
{
    QVERIFY(writer()->insert(flows(10, 30'000)));
    auto database = SqliteDatabase::open(file(), SqliteDatabase::Access::ReadWrite);
    QVERIFY((*database)->execute(u"UPDATE flows SET pinned = 1, started_ms = 1 WHERE flow = 1"_s));
    RecordingOptions small = options();
    small.maximumBytes = 100'000;
    QVERIFY(writer(small)->insert({flow(11, 30'000)}));
    const QList<RecordedFlow> left = all();
    QCOMPARE(left.constLast().record.id, 1);
    QVERIFY(left.constLast().isPinned);
    QVERIFY(left.size() < 5);
    small.maximumBytes = 1; // nothing but the pinned one is left then, and that is no endless loop
    QVERIFY(writer(small)->insert({flow(12, 10)}));
    QCOMPARE(all().size(), 1);
}

void FlowStoreTest::theFileShrinksToASmallerBudget()
{
    QVERIFY(writer()->insert(flows(50, 100'000)));
    QVERIFY(fileSize() > 4'000'000);
    RecordingOptions small = options();
    small.maximumBytes = 1024 * 1024;
    QVERIFY(writer(small)->insert({flow(51)}));
    QVERIFY2(fileSize() <= 1024 * 1024, qPrintable(QString::number(fileSize())));
}

void FlowStoreTest::whatIsTooOldIsRemoved()
{
    constexpr qint64 day = 24LL * 3600 * 1000;
    QList<RecordedFlow> list = flows(3, 10);
    list[0].record.startedMs -= 31 * day;
    list[1].record.startedMs -= 29 * day;
    const auto store = writer();
    QVERIFY(store->insert(list));
    const QList<RecordedFlow> left = all();
    QCOMPARE(left.size(), 2);
    QCOMPARE(left.at(1).record.id, 2);
}

void FlowStoreTest::aCrashLosesNothingCommitted()
{
    auto store = writer();
    QVERIFY(store->insert(flows(20, 5000)));
    crash(std::move(store));
    QVERIFY(QFileInfo(file() + u"-wal"_s).size() > 0); // the test would prove nothing otherwise
    const auto again = writer();
    QCOMPARE(again->movedTo(), QString());
    QCOMPARE(all().size(), 20);
    QVERIFY(again->insert({flow(21)}));
    QCOMPARE(all().size(), 21);
}

void FlowStoreTest::aDamagedFileIsMovedAside_data()
{
    QTest::addColumn<qint64>("at");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("another kind of file") << qint64(0) << QByteArray(4096, 'x');
    QTest::newRow("the table of tables") << qint64(100) << QByteArray(3000, '\x55');
}

void FlowStoreTest::aDamagedFileIsMovedAside()
{
    QFETCH(qint64, at);
    QFETCH(QByteArray, bytes);
    QVERIFY(writer()->insert(flows(5, 5000)));
    overwrite(at, bytes);
    const auto store = writer();
    QCOMPARE(movedAside().size(), 1);
    QCOMPARE(store->movedTo(), options().directory + u'/' + movedAside().constFirst());
    QVERIFY(store->insert({flow(1)}));
    QCOMPARE(all().size(), 1);
    QFile kept(store->movedTo());
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QVERIFY(kept.readAll().contains(bytes)); // the user's data, as far as it can be saved
}

void FlowStoreTest::damageInTheMiddleIsFoundAfterACrash()
{
    auto store = writer();
    QVERIFY(store->insert(flows(200, 100))); // rows, not only pages of one body
    store.reset();
    store = writer();
    QVERIFY(store->insert({flow(1)}));
    crash(std::move(store));
    overwrite(fileSize() / 2 / 4096 * 4096, QByteArray(4096, '\x55'));
    const auto again = writer();
    QCOMPARE(movedAside().filter(QRegularExpression(u"-\\d+T\\d+$"_s)).size(), 1);
    QVERIFY(again->insert({flow(1)}));
    QCOMPARE(all().size(), 1);
}

void FlowStoreTest::aNewerVersionsFileIsLeftAlone()
{
    QVERIFY(writer()->insert({flow(1)}));
    {
        auto database = SqliteDatabase::open(file(), SqliteDatabase::Access::ReadWrite);
        QVERIFY((*database)->execute(u"PRAGMA user_version = 99"_s));
    }
    const auto opened = FlowStoreWriter::open(options());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Error::Code::Usage);
    QVERIFY2(opened.error().message.contains(u"newer version"_s), qPrintable(opened.error().message));
    QCOMPARE(FlowStoreReader::open(options().directory).error().code, Error::Code::Usage);
    QCOMPARE(movedAside(), QStringList());
}

void FlowStoreTest::aFullDiskIsAnErrorAndNothingIsLost()
{
    const auto store = writer();
    QVERIFY(store->insert(flows(3, 1000)));
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small = {400'000, before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto refused = store->insert(flows(1, 3'000'000));
    const auto smaller = store->insert({flow(4)});
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, Error::Code::Io);
    QVERIFY2(refused.error().message.contains(u"free space"_s), qPrintable(refused.error().message));
    QVERIFY(smaller);
    QVERIFY(store->insert({flow(5)}));
    QCOMPARE(all().size(), 5);
}

void FlowStoreTest::placesThatCannotBeUsedAreErrors_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"a file for a directory", "a directory for a file", "a link for a file"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void FlowStoreTest::placesThatCannotBeUsedAreErrors()
{
    QFETCH(QString, what);
    if (what.startsWith(u"a file")) {
        QFile blocking(options().directory);
        QVERIFY(blocking.open(QIODevice::WriteOnly));
    } else if (what.startsWith(u"a directory")) {
        QVERIFY(QDir().mkpath(file()));
    } else {
        QVERIFY(QDir().mkpath(options().directory));
        QVERIFY(QFile::link(m_dir->filePath(u"elsewhere"_s), file()));
    }
    const auto opened = FlowStoreWriter::open(options());
    QVERIFY(!opened);
    QVERIFY2(opened.error().message.contains(options().directory), qPrintable(opened.error().message));
    QVERIFY(opened.error().message.contains(u';'));
    QVERIFY(!QFileInfo::exists(m_dir->filePath(u"elsewhere"_s)));
}

QTEST_GUILESS_MAIN(FlowStoreTest)
#include "tst_flowstorewriter.moc"
