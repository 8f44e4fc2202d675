// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/storage/sqlitedatabase.h"

#include "core/translate.h"

#include <QSqlError>
#include <atomic>

using namespace Qt::StringLiterals;

namespace cpx {

namespace {

// SQLite's primary result codes (sqlite.org/rescode.html); extended ones have more above the lowest eight bits.
constexpr int sqliteBusy = 5;
constexpr int sqliteLocked = 6;
constexpr int sqliteCorrupt = 11;
constexpr int sqliteNotADatabase = 26;

} // namespace

SqliteDatabase::SqliteDatabase(const QString &path, const QString &connection)
    : m_path(path)
    , m_connection(connection)
    , m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, connection))
{
}

SqliteDatabase::~SqliteDatabase()
{
    m_database.close();
    m_database = QSqlDatabase(); // removeDatabase() wants no copy left
    QSqlDatabase::removeDatabase(m_connection);
}

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(const QString &path, Access access)
{
    static std::atomic<int> count = 0;
    std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(path, u"cpx-database-%1"_s.arg(++count)));
    if (!database->m_database.isValid()) {
        return Error{Error::Code::Internal,
                     translate("cpx", "Qt's driver for SQLite is missing; install the package libqt6sql6-sqlite")};
    }
    database->m_database.setDatabaseName(path);
    QString options = u"QSQLITE_BUSY_TIMEOUT=5000"_s;
    if (access == Access::ReadOnly)
        options += u";QSQLITE_OPEN_READONLY"_s;
    database->m_database.setConnectOptions(options);
    if (!database->m_database.open())
        return database->errorOf(database->m_database.lastError());
    return database;
}

Result<void> SqliteDatabase::execute(const QString &statement)
{
    QSqlQuery query(m_database);
    if (!query.exec(statement))
        return errorOf(query.lastError());
    return {};
}

Result<QVariant> SqliteDatabase::value(const QString &statement)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.exec(statement))
        return errorOf(query.lastError());
    if (query.next())
        return query.value(0);
    if (query.lastError().isValid())
        return errorOf(query.lastError());
    return QVariant();
}

Result<QSqlQuery> SqliteDatabase::prepared(const QString &statement)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(statement))
        return errorOf(query.lastError());
    return query;
}

Result<void> SqliteDatabase::run(QSqlQuery &query)
{
    if (!query.exec())
        return errorOf(query.lastError());
    return {};
}

Result<void> SqliteDatabase::readToEnd(QSqlQuery &query)
{
    const QSqlError error = query.lastError();
    query.finish();
    if (error.isValid())
        return errorOf(error);
    return {};
}

Error SqliteDatabase::errorOf(const QSqlError &error) const
{
    const QString why = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    switch (error.nativeErrorCode().toInt() & 0xff) {
    case sqliteBusy:
    case sqliteLocked:
        return {Error::Code::Timeout, translate("cpx", "%1 is locked by another program; end that one").arg(m_path)};
    case sqliteCorrupt:
    case sqliteNotADatabase:
        return {Error::Code::Invalid, translate("cpx", "%1 is damaged: %2; move it away").arg(m_path, why)};
    default:
        return {Error::Code::Io,
                translate("cpx", "%1 cannot be used: %2; check permissions and free space").arg(m_path, why)};
    }
}

} // namespace cpx
