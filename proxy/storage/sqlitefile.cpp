// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/storage/sqlitefile.h"

#include "core/paths.h"
#include "core/translate.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

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

SqliteFile::SqliteFile(const QString &path, const SqliteSchema &schema)
    : m_path(path)
    , m_schema(schema)
{
}

Result<std::unique_ptr<SqliteFile>> SqliteFile::open(const QString &path, const SqliteSchema &schema)
{
    if (auto ready = ensurePrivateDirectory(QFileInfo(path).path()); !ready)
        return ready.error();
    std::unique_ptr<SqliteFile> file(new SqliteFile(path, schema));
    // SQLite removes its log when the last user of the file closes it: one that is there was not closed.
    const bool isSuspect = QFileInfo(path + u"-wal"_s).size() > 0;
    auto opened = file->openFile(isSuspect);
    if (!opened && opened.error().code == Error::Code::Invalid) {
        file->m_database.reset();
        auto moved = moveAside(path);
        if (!moved)
            return moved.error();
        file->m_movedTo = *moved;
        opened = file->openFile(false);
    }
    if (!opened)
        return opened.error();
    return file;
}

Result<QString> SqliteFile::moveAside(const QString &path)
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

Result<void> SqliteFile::openFile(bool isSuspect)
{
    if (auto prepared = preparePrivateFile(m_path); !prepared)
        return prepared;
    auto database = SqliteDatabase::open(m_path, SqliteDatabase::Access::ReadWrite);
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

Result<int> SqliteFile::usableVersion()
{
    auto version = m_database->value(u"PRAGMA user_version"_s);
    if (!version)
        return version.error();
    if (version->toInt() > m_schema.version) {
        return Error{Error::Code::Usage,
                     translate("cpx", "%1 was written by a newer version of Codex-Plus; use that one, or move the file away").arg(m_path)};
    }
    return version->toInt();
}

Result<void> SqliteFile::createSchema()
{
    auto version = usableVersion();
    if (!version)
        return version.error();
    if (*version == m_schema.version)
        return {};
    // The version is looked at again inside the transaction: another engine may have come first.
    return transaction([this] { return upgradeSchema(); });
}

Result<void> SqliteFile::upgradeSchema()
{
    auto version = usableVersion();
    if (!version)
        return version.error();
    const QStringList statements = m_schema.statements(*version) + QStringList{u"PRAGMA user_version = %1"_s.arg(m_schema.version)};
    for (const QString &statement : statements) {
        if (auto done = m_database->execute(statement); !done)
            return done;
    }
    return {};
}

Result<void> SqliteFile::transaction(const std::function<Result<void>()> &work)
{
    if (auto begun = m_database->execute(u"BEGIN IMMEDIATE"_s); !begun)
        return begun;
    auto done = work();
    if (done)
        done = m_database->execute(u"COMMIT"_s);
    if (!done) {
        // Fails when SQLite has rolled back by itself, as it does on a full disk.
        [[maybe_unused]] const auto undone = m_database->execute(u"ROLLBACK"_s);
    }
    return done;
}

Result<qint64> SqliteFile::usedBytes()
{
    auto bytes = m_database->value(u"SELECT (page_count - freelist_count) * page_size "
                                   "FROM pragma_page_count, pragma_freelist_count, pragma_page_size"_s);
    if (!bytes)
        return bytes.error();
    return bytes->toLongLong();
}

bool SqliteFile::isThere() const
{
    return QFileInfo::exists(m_path);
}

} // namespace cpx
