// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/recording/flowstorewriter.h"

#include "core/paths.h"
#include "core/translate.h"
#include "proxy/recording/flowinsertion.h"
#include "proxy/recording/flowstoreschema.h"

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

Result<int> FlowStoreWriter::usableVersion()
{
    auto version = m_database->value(u"PRAGMA user_version"_s);
    if (!version)
        return version.error();
    if (version->toInt() > FlowDatabase::schemaVersion) {
        return Error{Error::Code::Usage,
                     translate("cpx", "%1 was written by a newer version of Codex-Plus; use that one, or move the file away").arg(m_path)};
    }
    return version->toInt();
}

Result<void> FlowStoreWriter::createSchema()
{
    auto version = usableVersion();
    if (!version)
        return version.error();
    if (*version == FlowDatabase::schemaVersion)
        return {};
    // The version is looked at again inside the transaction: another engine may have come first.
    if (auto begun = m_database->execute(u"BEGIN IMMEDIATE"_s); !begun)
        return begun;
    auto done = upgradeSchema();
    if (done)
        done = m_database->execute(u"COMMIT"_s);
    if (!done) {
        // Fails when SQLite has rolled back by itself.
        [[maybe_unused]] const auto undone = m_database->execute(u"ROLLBACK"_s);
    }
    return done;
}

Result<void> FlowStoreWriter::upgradeSchema()
{
    auto version = usableVersion();
    if (!version)
        return version.error();
    const QStringList statements = schemaStatements(*version);
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
    auto insertion = FlowInsertion::prepare(*m_database);
    if (!insertion)
        return insertion.error();
    for (const RecordedFlow &flow : flows) {
        if (auto done = insertion->add(flow); !done)
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
