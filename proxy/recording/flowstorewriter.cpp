// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/flowstorewriter.h"

#include "core/paths.h"
#include "core/translate.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

constexpr qint64 msPerDay = 24LL * 3600 * 1000;
constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

/// An empty file for SQLite to fill, so that it is never open to others, whatever the umask; what SQLite puts beside it
/// gets the same mode.
Result<void> preparePrivateFile(const QString &path)
{
    const QFileInfo info(path);
    if (info.isSymLink() || (info.exists() && !info.isFile()))
        return Error{Error::Code::Io, translate("cpx", "%1 is not a regular file; move it away").arg(path)};
    QFile file(path);
    const bool isPrivate = info.exists() ? file.setPermissions(ownerOnly)
                                         : file.open(QIODevice::WriteOnly | QIODevice::Append, ownerOnly);
    if (!isPrivate) {
        return Error{Error::Code::Io,
                     translate("cpx", "%1 cannot be written: %2; check its permissions").arg(path, file.errorString())};
    }
    return {};
}

QByteArray text(const http::HeaderList &headers)
{
    QByteArray result;
    headers.writeTo(result);
    return result;
}

template<typename Number>
QVariant orNull(const std::optional<Number> &number)
{
    return number ? QVariant(*number) : QVariant();
}

const QStringList &columns()
{
    static const QStringList names{
        u"flow"_s,          u"mode"_s,           u"phase"_s,           u"method"_s,          u"target"_s,
        u"upstream"_s,      u"status"_s,         u"error_code"_s,      u"error_text"_s,      u"started_ms"_s,
        u"first_byte_us"_s, u"total_us"_s,       u"request_bytes"_s,   u"response_bytes"_s,
        u"stored_bytes"_s,  u"request_state"_s,  u"request_decoded"_s, u"request_size"_s,    u"response_state"_s,
        u"response_decoded"_s, u"response_size"_s, u"request_headers"_s, u"response_headers"_s, u"request_body"_s,
        u"response_body"_s};
    return names;
}

void bind(QSqlQuery &query, const RecordedFlow &flow)
{
    const FlowRecord &record = flow.record;
    const QByteArray requestHeaders = text(record.requestHeaders);
    const QByteArray responseHeaders = text(record.responseHeaders);
    const qint64 stored = requestHeaders.size() + responseHeaders.size() + record.target.size()
        + flow.request.packed.size() + flow.response.packed.size();
    const QVariantList values{
        qint64(record.id), recordingModeName(flow.mode), phaseName(record.phase), record.method, record.target,
        record.upstream, orNull(record.status), record.errorCode, record.errorText, record.startedMs,
        orNull(record.firstByteUs), orNull(record.totalUs), record.requestBytes, record.responseBytes,
        stored, bodyStateName(flow.request.state), flow.request.isDecoded, flow.request.size,
        bodyStateName(flow.response.state), flow.response.isDecoded, flow.response.size, requestHeaders,
        responseHeaders, flow.request.packed, flow.response.packed};
    for (int i = 0; i < values.size(); ++i)
        query.bindValue(i, values.at(i));
}

} // namespace

FlowStoreWriter::FlowStoreWriter(const RecordingOptions &options)
    : m_options(options)
    , m_path(fileIn(options.directory))
{
}

QString FlowStoreWriter::fileIn(const QString &directory)
{
    return directory + u"/requests.sqlite"_s;
}

Result<std::unique_ptr<FlowStoreWriter>> FlowStoreWriter::open(const RecordingOptions &options)
{
    if (auto ready = ensurePrivateDirectory(options.directory); !ready)
        return ready.error();
    std::unique_ptr<FlowStoreWriter> writer(new FlowStoreWriter(options));
    // SQLite removes its log when the last user of the file closes it: one that is there was not closed.
    const bool isSuspect = QFileInfo(writer->m_path + u"-wal"_s).size() > 0;
    auto opened = writer->openFile(isSuspect);
    if (!opened && opened.error().code == Error::Code::Invalid) {
        writer->m_database.reset();
        auto moved = moveAside(writer->m_path);
        if (!moved)
            return moved.error();
        writer->m_movedTo = *moved;
        opened = writer->openFile(false);
    }
    if (!opened)
        return opened.error();
    return writer;
}

Result<QString> FlowStoreWriter::moveAside(const QString &path)
{
    const QString moved = path + u".corrupt-"_s + QDateTime::currentDateTimeUtc().toString(u"yyyyMMddTHHmmsszzz"_s);
    for (const QString &suffix : {u"-wal"_s, u"-shm"_s, QString()}) {
        if (QFileInfo::exists(path + suffix) && !QFile::rename(path + suffix, moved + suffix)) {
            return Error{Error::Code::Io,
                         translate("cpx", "%1 is damaged and cannot be renamed; move it away").arg(path + suffix)};
        }
    }
    return moved;
}

Result<void> FlowStoreWriter::openFile(bool isSuspect)
{
    if (auto prepared = preparePrivateFile(m_path); !prepared)
        return prepared;
    auto database = FlowDatabase::open(m_path, FlowDatabase::Access::ReadWrite);
    if (!database)
        return database.error();
    m_database = *std::move(database);
    // auto_vacuum: what is removed goes back to the disk. It must be set before there is a table.
    for (const QString &statement : {u"PRAGMA auto_vacuum = FULL"_s, u"PRAGMA journal_mode = WAL"_s,
                                     u"PRAGMA synchronous = NORMAL"_s, u"PRAGMA journal_size_limit = 4194304"_s}) {
        if (auto done = m_database->execute(statement); !done)
            return done;
    }
    if (isSuspect) {
        auto verdict = m_database->value(u"PRAGMA quick_check(1)"_s);
        if (!verdict)
            return verdict.error();
        if (verdict->toString() != u"ok")
            return Error{Error::Code::Invalid, translate("cpx", "%1 is damaged: %2; move it away").arg(m_path, verdict->toString())};
    }
    return createSchema();
}

Result<void> FlowStoreWriter::createSchema()
{
    auto version = m_database->value(u"PRAGMA user_version"_s);
    if (!version)
        return version.error();
    if (version->toInt() > FlowDatabase::schemaVersion) {
        return Error{Error::Code::Usage,
                     translate("cpx", "%1 was written by a newer version of Codex-Plus; use that one, or move the file away").arg(m_path)};
    }
    if (version->toInt() == FlowDatabase::schemaVersion)
        return {};
    // "IF NOT EXISTS": two engines may start at once.
    const QStringList statements{
        u"BEGIN IMMEDIATE"_s,
        u"CREATE TABLE IF NOT EXISTS flows (id INTEGER PRIMARY KEY AUTOINCREMENT, pinned INTEGER NOT NULL DEFAULT 0, "
        "flow INTEGER, mode TEXT, phase TEXT, method BLOB, target BLOB, upstream TEXT, status INTEGER, error_code BLOB, "
        "error_text TEXT, started_ms INTEGER, first_byte_us INTEGER, total_us INTEGER, request_bytes INTEGER, "
        "response_bytes INTEGER, stored_bytes INTEGER, request_state TEXT, request_decoded INTEGER, "
        "request_size INTEGER, response_state TEXT, response_decoded INTEGER, response_size INTEGER, "
        "request_headers BLOB, response_headers BLOB, request_body BLOB, response_body BLOB)"_s,
        u"CREATE INDEX IF NOT EXISTS flows_by_time ON flows (started_ms)"_s,
        u"PRAGMA user_version = %1"_s.arg(FlowDatabase::schemaVersion),
        u"COMMIT"_s};
    for (const QString &statement : statements) {
        if (auto done = m_database->execute(statement); !done)
            return done;
    }
    return {};
}

Result<void> FlowStoreWriter::insert(const QList<RecordedFlow> &flows)
{
    if (auto begun = m_database->execute(u"BEGIN IMMEDIATE"_s); !begun)
        return begun;
    auto done = insertAll(flows);
    if (done)
        done = makeRoom();
    if (done)
        done = m_database->execute(u"COMMIT"_s);
    if (!done) {
        // Fails when SQLite has rolled back by itself, as it does on a full disk.
        [[maybe_unused]] const auto undone = m_database->execute(u"ROLLBACK"_s);
    }
    return done;
}

Result<void> FlowStoreWriter::insertAll(const QList<RecordedFlow> &flows)
{
    const QStringList marks(columns().size(), u"?"_s);
    auto query = m_database->prepared(
        u"INSERT INTO flows (%1) VALUES (%2)"_s.arg(columns().join(u", "_s), marks.join(u", "_s)));
    if (!query)
        return query.error();
    for (const RecordedFlow &flow : flows) {
        bind(*query, flow);
        if (auto done = m_database->run(*query); !done)
            return done;
    }
    return {};
}

Result<void> FlowStoreWriter::makeRoom()
{
    const qint64 oldest = QDateTime::currentMSecsSinceEpoch() - m_options.maximumDays * msPerDay;
    if (auto done = m_database->execute(u"DELETE FROM flows WHERE pinned = 0 AND started_ms < %1"_s.arg(oldest)); !done)
        return done;
    auto used = usedBytes();
    if (!used || *used <= m_options.maximumBytes)
        return used ? Result<void>() : used.error();
    const qint64 goal = m_options.maximumBytes - m_options.maximumBytes / 64; // so that it is not done every time
    while (used && *used > goal) {
        if (auto done = removeOldest(*used - goal); !done)
            return done;
        auto less = usedBytes();
        if (less && *less >= *used)
            break; // nothing is left that may go
        used = less;
    }
    if (!used)
        return used.error();
    return {};
}

/// Of those that are not pinned, as many of the oldest as take up that much, one at least.
Result<void> FlowStoreWriter::removeOldest(qint64 bytes)
{
    auto query = m_database->prepared(u"SELECT id, stored_bytes FROM flows WHERE pinned = 0 ORDER BY id"_s);
    if (!query)
        return query.error();
    if (auto done = m_database->run(*query); !done)
        return done;
    qint64 last = 0;
    while (bytes > 0 && query->next()) {
        last = query->value(0).toLongLong();
        bytes -= query->value(1).toLongLong();
    }
    if (auto read = m_database->readToEnd(*query); !read)
        return read;
    return m_database->execute(u"DELETE FROM flows WHERE pinned = 0 AND id <= %1"_s.arg(last));
}

Result<qint64> FlowStoreWriter::usedBytes()
{
    auto bytes = m_database->value(u"SELECT (page_count - freelist_count) * page_size "
                                   "FROM pragma_page_count, pragma_freelist_count, pragma_page_size"_s);
    if (!bytes)
        return bytes.error();
    return bytes->toLongLong();
}

} // namespace cpx
